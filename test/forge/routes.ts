import type { Account } from './accounts.ts'
import { type Answer, type Call, refused, type Route } from './layer.ts'
import type { GitCommit, MergeWish, Remote } from './remote.ts'

/** What administrators set, as the routes answer it; undefined: there is none of it. */
export interface Settings {
  protection?: object | undefined
  rules: readonly object[]
  rulesets: Readonly<Record<string, object>>
  environments: readonly object[]
  deploymentBranches: Readonly<Record<string, readonly string[]>>
  workflowToken: 'read' | 'write'
  forkApproval: string
}

/** What the routes stand on. */
export interface Ground {
  readonly owner: string
  readonly remote: Remote
  readonly accounts: readonly Account[]
  readonly settings: Settings
  /** Where the repository of a fork lies. */
  readonly forks: ReadonlyMap<string, string>
}

/** A pull request as git knows it. */
interface Pull {
  readonly head: string
  readonly headOwner: string
  base: string
  /** How often it got another base. */
  moves: number
  ended?: Facts
}

interface Facts {
  readonly head: string
  readonly base: string
  readonly merge: string | null
}

type Json = Readonly<Record<string, unknown>>
const here = '/repos/{owner}/{repo}'
const nowhere = 'f'.repeat(40)

/**
 * What the emulator lacks or makes up: ids of commits, what a pull request touches, merges, statuses, settings. Everything
 * about commits comes from the bare repository.
 */
export function routesOn(ground: Ground): Readonly<Record<string, Route>> {
  const pulls = new Map<string, Pull>()
  return {
    ...pullRoutes(ground, pulls),
    ...reviewRoutes(ground, pulls),
    ...checkRoutes(ground),
    ...settingRoutes(ground.settings),
    [`GET ${here}/collaborators/{username}/permission`]: async ({ params, account, forward }) => {
      const named = ground.accounts.find(({ login }) => login === params['username'])
      if (named === undefined) return refused(404, `${params['username'] ?? ''} is not a user`)
      const user = ((await forward()).body as Json | undefined)?.['user'] ?? userOf(account)
      return ok({ permission: named.role, role_name: named.role, user })
    },
  }
}

function pullRoutes(ground: Ground, pulls: Map<string, Pull>): Readonly<Record<string, Route>> {
  const { remote } = ground
  const factsOf = (number: string): Promise<Facts> => facts(ground, number, pulls.get(number))
  const one: Route = async ({ forward }) => {
    const answer = await forward()
    return answer.status >= 300 ? answer : { ...answer, body: await withFacts(answer.body as Json, factsOf) }
  }
  return {
    [`POST ${here}/pulls`]: async ({ body, forward }) => {
      const [owner = '', head = ''] = String(body['head']).includes(':')
        ? String(body['head']).split(':')
        : [ground.owner, String(body['head'])]
      const pull: Pull = { head, headOwner: owner, base: String(body['base']), moves: 0 }
      const why = await unfit(ground, pulls, pull)
      if (why !== undefined) return refused(422, why)
      const answer = await forward()
      if (answer.status >= 300) return answer
      const number = String((answer.body as Json)['number'])
      pulls.set(number, pull)
      return { ...answer, body: await withFacts(answer.body as Json, factsOf) }
    },
    [`GET ${here}/pulls`]: async ({ forward }) => {
      const answer = await forward()
      if (!Array.isArray(answer.body)) return answer
      const full = await Promise.all(answer.body.map((pull) => withFacts(pull as Json, factsOf)))
      return { ...answer, body: full.map(brief) }
    },
    [`GET ${here}/pulls/{pull_number}`]: one,
    [`PATCH ${here}/pulls/{pull_number}`]: async (call) => {
      const number = call.params['pull_number'] ?? ''
      const pull = pulls.get(number)
      const before = await factsOf(number)
      if (pull !== undefined && call.body['state'] === 'closed') pull.ended = { ...before, merge: null }
      const base = call.body['base']
      if (pull !== undefined && typeof base === 'string' && base !== pull.base) {
        pull.base = base
        pull.moves += 1
      }
      return one(call)
    },
    [`GET ${here}/issues/{issue_number}/events`]: (call) => {
      const moves = pulls.get(call.params['issue_number'] ?? '')?.moves ?? 0
      const events = Array.from({ length: moves }, (_, id) => ({ id, event: 'base_ref_changed' }))
      return Promise.resolve(page(call, events))
    },
    [`PUT ${here}/pulls/{pull_number}/merge`]: async (call) => {
      const number = call.params['pull_number'] ?? ''
      const pull = pulls.get(number)
      if (pull === undefined) return refused(404, 'Not Found')
      const before = await factsOf(number)
      if (call.body['sha'] !== undefined && call.body['sha'] !== before.head)
        return refused(409, 'Head branch was modified. Review and try the merge again.')
      const { sha: _sha, ...body } = call.body
      const answer = await call.forward({ body })
      if (answer.status >= 300) return answer
      const how = (call.body['merge_method'] ?? 'merge') as MergeWish['how']
      const title = `Merge pull request #${number} from ${pull.headOwner}/${pull.head}`
      const merge = await remote.merge({ how, base: pull.base, head: before.head, title, by: call.account })
      pull.ended = { ...before, merge }
      return { ...answer, body: { ...(answer.body as Json), sha: merge } }
    },
    [`GET ${here}/pulls/{pull_number}/commits`]: async (call) => {
      const { base, head } = await factsOf(call.params['pull_number'] ?? '')
      return page(
        call,
        (await remote.commits(base, head)).map((commit) => commitJson(ground, commit)),
      )
    },
    [`GET ${here}/pulls/{pull_number}/files`]: async (call) => {
      const { base, head } = await factsOf(call.params['pull_number'] ?? '')
      return page(
        call,
        (await remote.files(base, head)).map((file) => fileJson(head, file)),
      )
    },
  }
}

function reviewRoutes(ground: Ground, pulls: ReadonlyMap<string, Pull>): Readonly<Record<string, Route>> {
  return {
    [`POST ${here}/pulls/{pull_number}/reviews`]: async (call) => {
      const number = call.params['pull_number'] ?? ''
      const { head } = await facts(ground, number, pulls.get(number))
      const asked = call.body['commit_id']
      const commit = typeof asked === 'string' ? asked : head
      if ((await ground.remote.tip(commit)) === undefined) return refused(422, 'No commit found for SHA')
      const answer = await call.forward({ body: { ...call.body, commit_id: commit } })
      return answer
    },
  }
}

function checkRoutes({ remote, accounts }: Ground): Readonly<Record<string, Route>> {
  const statuses = new Map<string, readonly Json[]>()
  const checks = new Map<string, readonly Json[]>()
  return {
    [`POST ${here}/check-runs`]: async ({ body, forward }) => {
      const commit = String(body['head_sha'])
      if ((await remote.tip(commit)) === undefined) return refused(422, `No commit found for SHA: ${commit}`)
      const answer = await forward()
      if (answer.status < 300) checks.set(commit, [answer.body as Json, ...(checks.get(commit) ?? [])])
      return answer
    },
    [`GET ${here}/commits/{ref}/check-runs`]: async ({ params, query }) => {
      const ref = params['ref'] ?? ''
      const wanted = query.get('check_name')
      const all = checks.get((await remote.tip(ref)) ?? ref) ?? []
      const found = all.filter(({ name }) => wanted === null || name === wanted)
      return ok({ total_count: found.length, check_runs: found })
    },
    [`POST ${here}/statuses/{sha}`]: async ({ params, body, account, url }) => {
      const commit = params['sha'] ?? ''
      if ((await remote.tip(commit)) === undefined) return refused(422, `No commit found for SHA: ${commit}`)
      const kept = statuses.get(commit) ?? []
      const status = statusJson({ id: statuses.size * 1000 + kept.length + 1, url: url.href, account, body })
      statuses.set(commit, [status, ...kept])
      return { status: 201, body: status }
    },
    [`GET ${here}/commits/{ref}/statuses`]: async (call) => {
      const ref = call.params['ref'] ?? ''
      return page(call, statuses.get((await remote.tip(ref)) ?? ref) ?? [])
    },
  }

  function statusJson({
    id,
    url,
    account,
    body,
  }: {
    readonly id: number
    readonly url: string
    readonly account: Account
    readonly body: Json
  }): Json {
    const at = new Date().toISOString()
    return {
      url,
      avatar_url: null,
      id,
      node_id: `status-${id}`,
      state: body['state'],
      description: body['description'] ?? null,
      target_url: body['target_url'] ?? null,
      context: body['context'] ?? 'default',
      created_at: at,
      updated_at: at,
      creator: userOf(accounts.find(({ login }) => login === account.login) ?? account),
    }
  }
}

function settingRoutes(settings: Settings): Readonly<Record<string, Route>> {
  return {
    [`GET ${here}/branches/{branch}/protection`]: async () =>
      settings.protection === undefined ? refused(404, 'Branch not protected') : ok(settings.protection),
    [`GET ${here}/rules/branches/{branch}`]: async (call) => page(call, settings.rules),
    [`GET ${here}/rulesets/{ruleset_id}`]: async ({ params }) => {
      const found = settings.rulesets[params['ruleset_id'] ?? '']
      return found === undefined ? refused(404, 'Not Found') : ok(found)
    },
    [`GET ${here}/environments`]: async () =>
      ok({ total_count: settings.environments.length, environments: settings.environments }),
    [`GET ${here}/environments/{environment_name}/deployment-branch-policies`]: async ({ params }) => {
      const names = settings.deploymentBranches[params['environment_name'] ?? ''] ?? []
      return ok({ total_count: names.length, branch_policies: names.map((name, id) => ({ id, name })) })
    },
    [`GET ${here}/actions/permissions/workflow`]: async () =>
      ok({ default_workflow_permissions: settings.workflowToken, can_approve_pull_request_reviews: false }),
    [`GET ${here}/actions/permissions/fork-pr-contributor-approval`]: async () =>
      ok({ approval_policy: settings.forkApproval }),
  }
}

/** Why a request cannot be opened, in GitHub's words. */
async function unfit(
  { owner, remote, forks }: Ground,
  pulls: ReadonlyMap<string, Pull>,
  pull: Pull,
): Promise<string | undefined> {
  const fork = pull.headOwner === owner ? undefined : forks.get(pull.headOwner)
  if (pull.headOwner !== owner && fork === undefined) return 'Validation Failed: head invalid'
  if (fork !== undefined) await remote.fetch(fork, `+refs/heads/${pull.head}:refs/forks/${pull.headOwner}/${pull.head}`)
  const head = await remote.tip(headRef(owner, pull))
  const base = await remote.tip(`refs/heads/${pull.base}`)
  if (head === undefined) return 'Validation Failed: head invalid'
  if (base === undefined) return 'Validation Failed: base invalid'
  if ((await remote.commits(base, head)).length === 0) return `No commits between ${pull.base} and ${pull.head}`
  const same = [...pulls.values()].some(
    (other) =>
      other.ended === undefined &&
      other.head === pull.head &&
      other.headOwner === pull.headOwner &&
      other.base === pull.base,
  )
  return same ? `A pull request already exists for ${pull.headOwner}:${pull.head}.` : undefined
}

function headRef(owner: string, { head, headOwner }: Pull): string {
  return headOwner === owner ? `refs/heads/${head}` : `refs/forks/${headOwner}/${head}`
}

/** Where an open request is now; of one that has ended, where it was then. */
async function facts({ owner, remote, forks }: Ground, number: string, pull: Pull | undefined): Promise<Facts> {
  if (pull === undefined) return { head: nowhere, base: nowhere, merge: null }
  if (pull.ended !== undefined) return pull.ended
  const fork = forks.get(pull.headOwner)
  if (fork !== undefined) await remote.fetch(fork, `+refs/heads/${pull.head}:refs/forks/${pull.headOwner}/${pull.head}`)
  const mirror = `refs/pull/${number}/head`
  const head = (await remote.tip(headRef(owner, pull))) ?? (await remote.tip(mirror)) ?? nowhere
  if (head !== nowhere) await remote.setRef(mirror, head)
  // GitHub names a commit here before a request is merged too: the one it tried the merge with.
  return { head, base: (await remote.tip(`refs/heads/${pull.base}`)) ?? nowhere, merge: nowhere }
}

async function withFacts(pull: Json, factsOf: (number: string) => Promise<Facts>): Promise<Json> {
  const { head, base, merge } = await factsOf(String(pull['number']))
  return {
    ...pull,
    merge_commit_sha: merge,
    head: { ...(pull['head'] as Json), sha: head },
    base: { ...(pull['base'] as Json), sha: base },
  }
}

/** A list says less of each. */
function brief(pull: Json): Json {
  const { merged: _merged, merged_by: _by, commits: _commits, changed_files: _files, ...rest } = pull
  return rest
}

function commitJson({ accounts }: Ground, { sha, message, author, committer }: GitCommit): Json {
  const known = (email: string): unknown => userOf(accounts.find((account) => account.email === email))
  return { sha, author: known(author.email), committer: known(committer.email), commit: { message, author, committer } }
}

function fileJson(head: string, { path, previous }: { readonly path: string; readonly previous?: string }): Json {
  const url = `https://github.example/blob/${head}/${encodeURIComponent(path)}`
  return {
    sha: nowhere,
    filename: path,
    status: previous === undefined ? 'modified' : 'renamed',
    additions: 1,
    deletions: 1,
    changes: 2,
    blob_url: url,
    raw_url: url,
    contents_url: url,
    ...(previous === undefined ? {} : { previous_filename: previous }),
  }
}

function userOf(account: Account | undefined): Json | null {
  if (account === undefined) return null
  const url = `https://api.github.example/users/${encodeURIComponent(account.login)}`
  return {
    login: account.login,
    id: 1,
    node_id: 'U_1',
    avatar_url: url,
    url,
    type: 'User',
  }
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** One page of a list, with the link to the next. */
function page({ url, query }: Call, all: readonly unknown[]): Answer {
  const size = Number(query.get('per_page') ?? 30)
  const at = Number(query.get('page') ?? 1)
  const next = new URL(url)
  next.searchParams.set('page', String(at + 1))
  const more = at * size < all.length
  return {
    status: 200,
    headers: more ? { link: `<${next.href}>; rel="next"` } : {},
    body: all.slice((at - 1) * size, at * size),
  }
}
