import type { ForgeAccount, PullRequest, RequestCommit, RequestFile, Review } from '../../model/forge.ts'
import type { Comment, Issue } from '../forge.ts'
import type { MaybeAccount, WireComment, WireCommit, WireFile, WireIssue, WirePull, WireReview } from './wire.ts'

/** Who stands where an account was deleted, as GitHub shows it. */
const ghost: ForgeAccount = { login: 'ghost', isBot: false }

/** An account; of one that is gone, a ghost. */
export function accountOf(account: MaybeAccount): ForgeAccount {
  return knownAccount(account) ?? ghost
}

/** Undefined: there is none. */
export function knownAccount(account: MaybeAccount): ForgeAccount | undefined {
  if (account === null || account === undefined) return undefined
  const login = account.login.toLowerCase()
  return { login, isBot: account.type === 'Bot' || login.endsWith('[bot]') }
}

/** A pull request; until it is merged, the merge commit that GitHub names is one it only tried. */
export function pullOf(pull: WirePull): PullRequest {
  const { merged_at: at, merge_commit_sha: commit } = pull
  const isMerged = at !== null && commit !== null
  return {
    number: pull.number,
    state: isMerged ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
    author: accountOf(pull.user),
    base: { ref: pull.base.ref, commit: pull.base.sha },
    head: { ref: pull.head.ref, commit: pull.head.sha },
    isFork: pull.head.repo?.full_name.toLowerCase() !== pull.base.repo?.full_name.toLowerCase(),
    updatedAt: pull.updated_at,
    ...(isMerged ? { merged: { commit, at, by: knownAccount(pull.merged_by) } } : {}),
  }
}

const reviewStates: Readonly<Record<string, Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changesRequested',
  DISMISSED: 'dismissed',
}

/** A review; none: it is not sent yet. What has a state that we do not know counts as a remark. */
export function reviewOf({ user, state, commit_id: commit, submitted_at: at }: WireReview): readonly Review[] {
  if (state === 'PENDING') return []
  return [{ by: accountOf(user), state: reviewStates[state] ?? 'commented', commit: commit ?? '', at: at ?? '' }]
}

/** A commit, with author and committer where GitHub knows whose address it is. */
export function commitOf({ sha, author, committer }: WireCommit): RequestCommit {
  return { commit: sha, people: [knownAccount(author), knownAccount(committer)] }
}

/** A file. */
export function fileOf({ filename, previous_filename: previous }: WireFile): RequestFile {
  return { path: filename, ...(previous === undefined ? {} : { previousPath: previous }) }
}

/** A comment. */
export function commentOf({ id, user, body, created_at: at }: WireComment): Comment {
  return { id, by: accountOf(user), body: body ?? '', at }
}

/** An issue. */
export function issueOf({ number, user, title, body, state }: WireIssue): Issue {
  return { number, by: accountOf(user), title, body: body ?? '', state: state === 'open' ? 'open' : 'closed' }
}
