import type { ForgeAccount, PullRequest, RequestCommit, RequestFile, Review } from '../model/forge.ts'

/** Where a repository is worked on together: comments, reviews, checks, issues. One repository at a time. */
export interface Forge {
  /** `owner/name`. */
  readonly repository: string
  /** Who we are there. */
  me(): Promise<ForgeAccount>

  pull(number: number): Promise<PullRequest>
  /** Merged into a branch since a moment, oldest first. */
  mergedSince(branch: string, since: Date): Promise<readonly PullRequest[]>
  /** The open one of a branch of this repository, if there is one. */
  openFrom(branch: string): Promise<PullRequest | undefined>
  /**
   * The request by which the head of this one was planned for another branch too, or could have been: one of the same commit
   * that goes there, or went there before. Undefined: there is none.
   */
  plannedElsewhere(pull: PullRequest): Promise<number | undefined>
  openPull(wish: PullWish): Promise<PullRequest>
  editPull(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void>
  /** What people wrote at the top of it; '' where nothing. */
  bodyOf(number: number): Promise<string>

  reviews(number: number): Promise<readonly Review[]>
  commits(number: number): Promise<readonly RequestCommit[]>
  files(number: number): Promise<readonly RequestFile[]>
  /** Logins in a team, `owner/slug`; undefined where there is no such team, or it may not be read. */
  membersOf(team: string): Promise<ReadonlySet<string> | undefined>
  /** Whether somebody may write to the repository. */
  mayWrite(login: string): Promise<boolean>

  comments(number: number): Promise<readonly Comment[]>
  comment(number: number, body: string): Promise<Comment>
  editComment(id: number, body: string): Promise<void>
  deleteComment(id: number): Promise<void>

  /** A check on a commit; where checks may not be written, a status. Says which it was. */
  check(check: Check): Promise<'check' | 'status'>

  issues(label: string): Promise<readonly Issue[]>
  openIssue(wish: IssueWish): Promise<Issue>
  editIssue(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ): Promise<void>

  /** What the repository is protected by; for doctor. */
  protections(branch: string): Promise<Protections>
}

/** A comment on a pull request or an issue. */
export interface Comment {
  readonly id: number
  readonly by: ForgeAccount
  readonly body: string
  /** RFC 3339. */
  readonly at: string
}

export interface PullWish {
  readonly title: string
  readonly body: string
  /** Branch of this repository. */
  readonly head: string
  readonly base: string
}

export interface Issue {
  readonly number: number
  readonly by: ForgeAccount
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
}

export interface IssueWish {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
}

/** What a run has to say of a commit. */
export interface Check {
  readonly name: string
  readonly commit: string
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required'
  readonly title: string
  /** Markdown, at most 65,535 characters. */
  readonly summary: string
  readonly annotations: readonly Annotation[]
  readonly url?: string
}

/** A line of a file that something is said of. */
export interface Annotation {
  readonly path: string
  readonly line: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly message: string
}

/** How a branch and the repository around it are protected; undefined: it could not be read. */
export interface Protections {
  readonly branch:
    | {
        readonly requiredReviews: number
        readonly codeOwners: boolean
        readonly dismissesStale: boolean
        readonly lastPushApproval: boolean
        /** Who may pass by: logins, teams, apps. */
        readonly bypass: readonly string[]
        readonly signedCommits: boolean
        readonly enforcedForAdmins: boolean
        readonly forcePushes: boolean
        readonly deletions: boolean
      }
    | 'none'
    | undefined
  readonly environments:
    | readonly {
        readonly name: string
        readonly reviewers: number
        readonly preventsSelfReview: boolean
        /** Branches that may deploy: 'protected', names, or 'all'. */
        readonly branches: 'protected' | 'all' | readonly string[]
      }[]
    | undefined
  /** Whether workflows of forks from newcomers need an approval, and whether they get secrets or a token that writes. */
  readonly forks: { readonly needApproval: boolean | undefined } | undefined
  /** The token of workflows: read or write. */
  readonly defaultToken: 'read' | 'write' | undefined
}

/** The forge does not do what it was asked: what, and what to mend. `status` is HTTP's; undefined: it was not reached. */
export class ForgeFault extends Error {
  override readonly name = 'ForgeFault'
  readonly status: number | undefined
  /** It lists no more of something than it did: what was left out cannot be known. */
  readonly isCutOff: boolean
  constructor(
    message: string,
    options: { readonly status?: number; readonly isCutOff?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.status = options.status
    this.isCutOff = options.isCutOff ?? false
  }
}
