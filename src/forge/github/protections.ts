import { ForgeFault, type Protections } from '../forge.ts'
import type { Connection, Parameters } from './connection.ts'
import type { WireEnvironment, WireProtection, WireRule, WireRuleset } from './wire.ts'

const here = '/repos/{owner}/{repo}'

/** How a branch and the repository are protected: the old branch protection and the rulesets together. Throws ForgeFault. */
export async function protectionsOf(connection: Connection, branch: string): Promise<Protections> {
  return {
    branch: await branchOf(connection, branch),
    environments: await environmentsOf(connection),
    forks: await forksOf(connection),
    defaultToken: await defaultTokenOf(connection),
  }
}

type Branch = Exclude<Protections['branch'], 'none' | undefined>

/** Undefined: the token may not read it, or there is none and GitHub does not say which. */
async function unlessHidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (fault) {
    if (fault instanceof ForgeFault && (fault.status === 403 || fault.status === 404)) return undefined
    throw fault
  }
}

async function branchOf(connection: Connection, branch: string): Promise<Protections['branch']> {
  const classic = await classicOf(connection, branch)
  const rules = await unlessHidden(
    connection.list(`read the rules of ${branch}`, `GET ${here}/rules/branches/{branch}`, { branch }),
  )
  if (rules === undefined || (classic === undefined && rules.length === 0)) return undefined
  const bypass = await bypassOf(connection, rules as readonly WireRule[])
  const ruled = ofRules(rules as readonly WireRule[], bypass)
  if (classic === undefined || classic === 'none') return rules.length === 0 ? 'none' : ruled
  return together(ofClassic(classic), ruled)
}

/** Who may not read it is told that there is nothing, in other words than who may. */
async function classicOf(connection: Connection, branch: string): Promise<WireProtection | 'none' | undefined> {
  const what = `read the protection of ${branch}`
  try {
    return (await connection.ask(what, `GET ${here}/branches/{branch}/protection`, { branch })) as WireProtection
  } catch (fault) {
    if (!(fault instanceof ForgeFault) || (fault.status !== 404 && fault.status !== 403)) throw fault
    return isNotProtected(fault.cause) ? 'none' : undefined
  }
}

function isNotProtected(cause: unknown): boolean {
  return cause instanceof Error && /^Branch not protected\b/.test(cause.message)
}

function ofClassic(found: WireProtection): Branch {
  const reviews = found.required_pull_request_reviews
  const { users = [], teams = [], apps = [] } = reviews?.bypass_pull_request_allowances ?? {}
  return {
    requiredReviews: reviews?.required_approving_review_count ?? 0,
    codeOwners: reviews?.require_code_owner_reviews ?? false,
    dismissesStale: reviews?.dismiss_stale_reviews ?? false,
    lastPushApproval: reviews?.require_last_push_approval ?? false,
    bypass: [...users.map(({ login }) => login), ...[...teams, ...apps].map(({ slug }) => slug)].toSorted(),
    signedCommits: found.required_signatures?.enabled ?? false,
    enforcedForAdmins: found.enforce_admins?.enabled ?? false,
    forcePushes: found.allow_force_pushes?.enabled ?? false,
    deletions: found.allow_deletions?.enabled ?? false,
  }
}

/** A ruleset holds for administrators too, unless they stand among those who may pass by. */
function ofRules(rules: readonly WireRule[], bypass: readonly string[]): Branch {
  const has = (type: string): boolean => rules.some((rule) => rule.type === type)
  const reviews = rules.flatMap(({ type, parameters }) =>
    type === 'pull_request' && parameters !== undefined ? [parameters] : [],
  )
  return {
    requiredReviews: Math.max(0, ...reviews.map((one) => one.required_approving_review_count ?? 0)),
    codeOwners: reviews.some((one) => one.require_code_owner_review === true),
    dismissesStale: reviews.some((one) => one.dismiss_stale_reviews_on_push === true),
    lastPushApproval: reviews.some((one) => one.require_last_push_approval === true),
    bypass,
    signedCommits: has('required_signatures'),
    enforcedForAdmins: rules.length > 0 && bypass.length === 0,
    forcePushes: !has('non_fast_forward'),
    deletions: !has('deletion'),
  }
}

/** The rulesets say who may pass by, to those who may see it; what is hidden is named, since it is not nobody. */
async function bypassOf(connection: Connection, rules: readonly WireRule[]): Promise<readonly string[]> {
  const ids = [...new Set(rules.flatMap(({ ruleset_id: id }) => (id === undefined ? [] : [id])))].toSorted(
    (a, b) => a - b,
  )
  const found: string[] = []
  for (const id of ids) {
    const asked = connection.ask(`read ruleset ${id}`, `GET ${here}/rulesets/{ruleset_id}`, { ruleset_id: id })
    const ruleset = (await unlessHidden(asked)) as WireRuleset | undefined
    const actors = ruleset?.bypass_actors
    if (actors === undefined)
      found.push(`whoever ruleset ${ruleset?.name ?? id} names (it does not show them to this token)`)
    else
      found.push(
        ...actors.map(({ actor_type: type, actor_id: of }) => (typeof of === 'number' ? `${type} ${of}` : type)),
      )
  }
  return found.toSorted()
}

/** Both hold: whatever either asks for is asked for, and only what both let pass goes by. */
function together(a: Branch, b: Branch): Branch {
  return {
    requiredReviews: Math.max(a.requiredReviews, b.requiredReviews),
    codeOwners: a.codeOwners || b.codeOwners,
    dismissesStale: a.dismissesStale || b.dismissesStale,
    lastPushApproval: a.lastPushApproval || b.lastPushApproval,
    bypass: [...new Set([...a.bypass, ...b.bypass])].toSorted(),
    signedCommits: a.signedCommits || b.signedCommits,
    enforcedForAdmins: a.enforcedForAdmins || b.enforcedForAdmins,
    forcePushes: a.forcePushes && b.forcePushes,
    deletions: a.deletions && b.deletions,
  }
}

async function environmentsOf(connection: Connection): Promise<Protections['environments']> {
  const found = await unlessHidden(connection.list('read the environments', `GET ${here}/environments`))
  if (found === undefined) return undefined
  const all: NonNullable<Protections['environments']>[number][] = []
  for (const environment of found as readonly WireEnvironment[]) {
    const rule = environment.protection_rules?.find(({ type }) => type === 'required_reviewers')
    all.push({
      name: environment.name,
      reviewers: rule?.reviewers?.length ?? 0,
      preventsSelfReview: rule?.prevent_self_review ?? false,
      branches: await deployedFrom(connection, environment),
    })
  }
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

type Branches = NonNullable<Protections['environments']>[number]['branches']

async function deployedFrom(
  connection: Connection,
  { name, deployment_branch_policy: policy }: WireEnvironment,
): Promise<Branches> {
  if (policy === null || policy === undefined) return 'all'
  if (policy.protected_branches) return 'protected'
  const route = `GET ${here}/environments/{environment_name}/deployment-branch-policies`
  const found = await connection.list(`read the branches of environment ${name}`, route, { environment_name: name })
  return (found as readonly { readonly name: string }[]).map((branch) => branch.name).toSorted()
}

async function forksOf(connection: Connection): Promise<Protections['forks']> {
  const route = `GET ${here}/actions/permissions/fork-pr-contributor-approval`
  const found = await setting<{ readonly approval_policy: string }>(connection, 'read what forks may run', route)
  // The weakest of the three asks only those whose account is new to GitHub.
  return found && { needApproval: found.approval_policy !== 'first_time_contributors_new_to_github' }
}

async function defaultTokenOf(connection: Connection): Promise<Protections['defaultToken']> {
  const route = `GET ${here}/actions/permissions/workflow`
  const what = 'read what the token of workflows may do'
  const found = await setting<{ readonly default_workflow_permissions: string }>(connection, what, route)
  return found && (found.default_workflow_permissions === 'read' ? 'read' : 'write')
}

async function setting<T>(
  connection: Connection,
  what: string,
  route: string,
  parameters?: Parameters,
): Promise<T | undefined> {
  return (await unlessHidden(connection.ask(what, route, parameters))) as T | undefined
}
