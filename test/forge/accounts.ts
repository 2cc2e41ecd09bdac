/** What somebody may do in the repository of the stage. */
export type Role = 'admin' | 'write' | 'read'

/** Somebody with an account. */
export interface Account {
  readonly login: string
  /** What their commits say; the forge knows them by it. */
  readonly email: string
  readonly role: Role
}

/** What a token of an app or a workflow may do, as GitHub names it: `pull_requests: write`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** Whose token it is. `permissions`: of an app or a workflow, and then nothing else is allowed. */
export interface Holder {
  readonly login: string
  readonly permissions?: Permissions
}

/** The account that workflows speak with. */
export const workflowBot = 'github-actions[bot]'

/** Everybody on the stage, unless a test says who else. */
export const everybody: readonly Account[] = [
  { login: 'ana', email: 'ana@example.org', role: 'admin' },
  { login: 'bo', email: 'bo@example.org', role: 'write' },
  { login: 'cleo', email: 'cleo@example.org', role: 'write' },
  { login: 'dan', email: 'dan@example.org', role: 'write' },
  { login: 'mallory', email: 'mallory@example.org', role: 'read' },
  { login: workflowBot, email: 'bot@example.org', role: 'write' },
]

const here = '/repos/{owner}/{repo}'

/** What a token needs for a route: one of these permissions, or of a person this role. */
interface Need {
  readonly of: readonly string[]
  readonly level: 'read' | 'write'
  readonly role: Role | 'app'
}

const discussion = ['issues', 'pull_requests']
const needs: Readonly<Record<string, Need>> = {
  [`POST ${here}/check-runs`]: { of: ['checks'], level: 'write', role: 'app' },
  [`PATCH ${here}/check-runs/{check_run_id}`]: { of: ['checks'], level: 'write', role: 'app' },
  [`GET ${here}/commits/{ref}/check-runs`]: { of: ['checks'], level: 'read', role: 'read' },
  [`POST ${here}/statuses/{sha}`]: { of: ['statuses'], level: 'write', role: 'write' },
  [`GET ${here}/commits/{ref}/statuses`]: { of: ['statuses'], level: 'read', role: 'read' },
  [`POST ${here}/issues/{issue_number}/comments`]: { of: discussion, level: 'write', role: 'read' },
  [`GET ${here}/issues/{issue_number}/comments`]: { of: discussion, level: 'read', role: 'read' },
  [`PATCH ${here}/issues/comments/{comment_id}`]: { of: discussion, level: 'write', role: 'read' },
  [`DELETE ${here}/issues/comments/{comment_id}`]: { of: discussion, level: 'write', role: 'read' },
  [`POST ${here}/issues`]: { of: ['issues'], level: 'write', role: 'read' },
  [`GET ${here}/issues`]: { of: discussion, level: 'read', role: 'read' },
  [`PATCH ${here}/issues/{issue_number}`]: { of: ['issues'], level: 'write', role: 'read' },
  [`POST ${here}/pulls`]: { of: ['pull_requests'], level: 'write', role: 'read' },
  [`GET ${here}/pulls`]: { of: ['pull_requests'], level: 'read', role: 'read' },
  [`GET ${here}/pulls/{pull_number}`]: { of: ['pull_requests'], level: 'read', role: 'read' },
  [`GET ${here}/pulls/{pull_number}/commits`]: { of: ['pull_requests'], level: 'read', role: 'read' },
  [`GET ${here}/pulls/{pull_number}/files`]: { of: ['pull_requests'], level: 'read', role: 'read' },
  [`GET ${here}/pulls/{pull_number}/reviews`]: { of: ['pull_requests'], level: 'read', role: 'read' },
  [`PATCH ${here}/pulls/{pull_number}`]: { of: ['pull_requests'], level: 'write', role: 'read' },
  [`PUT ${here}/pulls/{pull_number}/merge`]: { of: ['contents'], level: 'write', role: 'write' },
  [`POST ${here}/pulls/{pull_number}/reviews`]: { of: ['pull_requests'], level: 'write', role: 'read' },
  [`PUT ${here}/pulls/{pull_number}/reviews/{review_id}/dismissals`]: {
    of: ['pull_requests'],
    level: 'write',
    role: 'write',
  },
  ['GET /orgs/{org}/teams/{team_slug}/members']: { of: ['members'], level: 'read', role: 'read' },
  [`GET ${here}/branches/{branch}/protection`]: { of: ['administration'], level: 'read', role: 'admin' },
  [`GET ${here}/environments`]: { of: ['actions'], level: 'read', role: 'read' },
  [`GET ${here}/environments/{environment_name}/deployment-branch-policies`]: {
    of: ['actions'],
    level: 'read',
    role: 'read',
  },
  [`GET ${here}/actions/permissions/workflow`]: { of: ['administration'], level: 'read', role: 'admin' },
  [`GET ${here}/actions/permissions/fork-pr-contributor-approval`]: {
    of: ['administration'],
    level: 'read',
    role: 'admin',
  },
}

const ranks = ['read', 'write', 'admin']

/** What a token lacks for a route (`METHOD template`); undefined: nothing. */
export function lacking(route: string, holder: Holder, role: Role): string | undefined {
  if (route === 'GET /user') return holder.permissions === undefined ? undefined : 'user'
  const need = needs[route]
  if (need === undefined) return undefined
  const { permissions } = holder
  const allowed =
    permissions === undefined
      ? need.role !== 'app' && ranks.indexOf(role) >= ranks.indexOf(need.role)
      : need.of.some((name) => permissions[name] === 'write' || permissions[name] === need.level)
  return allowed ? undefined : need.of.map((name) => `${name}=${need.level}`).join('; ')
}

/** The token of somebody's account; that of a workflow is another. */
export function tokenOf(login: string): string {
  return `ghp_${Buffer.from(login).toString('hex')}_of_${login.replaceAll(/\W/g, '')}`
}
