import { personOf } from '../../approval/terms.ts'
import type { Forge } from '../../forge/forge.ts'
import { exit, exitOf } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { AttestReport, Run } from '../../reconciler/run.ts'
import { attest, type AttestRequest } from '../../reconciler/work-orders/attest.ts'
import { isOpen, type RememberedOrder } from '../../reconciler/work-orders/remembered.ts'
import { type StandingOrders, standingOrders } from '../../reconciler/work-orders/standing.ts'
import { dayIn } from '../../report/days.ts'
import { doneIn, ticksIn } from '../../report/task-issue.ts'
import { paintSync, syncDocument, type SyncedOrder, type SyncedTenant } from '../../report/tasks-sync.ts'
import { termsIn } from '../loop/base.ts'
import { issueOf, keepOrders, type TaskIssues, taskIssues } from '../loop/order-issues.ts'
import { openForge } from '../loop/repository.ts'
import { claimsIn, type Claims, type SaidInIssue, type TaskClaim } from '../loop/task-claims.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { checkTenants, findRoot, tenantIds } from '../workspace.ts'

/** What `roster tasks sync` can be told. */
export interface TasksSyncOptions {
  readonly tenant?: readonly string[]
  readonly repository?: string
}

/** What people said is looked up with. */
interface Desk {
  readonly run: Run
  readonly forge: Forge
  /** `<tenant>/<user>` of a login. */
  readonly personOf: (login: string) => string | undefined
}

/** `roster tasks sync`: records what people ticked and said in the issues of work orders, and brings the issues up to date. */
export async function tasksSync(session: Session, options: TasksSyncOptions): Promise<number> {
  const root = findRoot(session.folder)
  checkTenants(root, options.tenant)
  const { run } = await openRun(session, options, () => undefined)
  if (run.commit === null)
    throw new UsageError('tasks sync reads who is who from a commit, and there is none here yet: git commit first.')
  const forge = await openForge(session, root, options)
  const terms = await termsIn({ root, env: session.environment.forGit }, run.commit)
  const desk = { run, forge, personOf: personOf(terms) }
  const issues = await taskIssues(forge)
  const synced: SyncedTenant[] = []
  for (const tenant of options.tenant ?? tenantIds(root)) {
    const standing = await standingOrders(run, tenant)
    if (standing === undefined) continue
    synced.push(
      'mistake' in standing
        ? { tenant, exitCode: exit.invalid, held: standing.mistake, orders: [] }
        : await syncTenant(desk, issues, standing),
    )
  }
  const exitCode = exitOf(synced.map((each) => each.exitCode))
  const { output, ink } = session
  output.result({ document: () => syncDocument(synced, exitCode), text: () => paintSync(synced, ink) })
  return exitCode
}

async function syncTenant(desk: Desk, issues: TaskIssues, standing: StandingOrders): Promise<SyncedTenant> {
  const { tenant } = standing.files
  const heard: Heard[] = []
  for (const order of standing.orders.values()) {
    const said = isOpen(order) ? await saidOf(desk, issues, { tenant, order }) : undefined
    if (said !== undefined) heard.push(await hear(desk, standing, { order, said }))
  }
  const { run, forge } = desk
  // Somebody may have ticked another box while that was written down.
  const [after, fresh] = await Promise.all([standingOrders(run, tenant), taskIssues(forge)])
  const unclear = new Map(heard.map(({ order, claims }) => [order, claims.unclear]))
  const followed = after === undefined || 'mistake' in after ? [] : await keepOrders(forge, fresh, after, unclear)
  const orders = followed.flatMap(({ order, outcome }): readonly SyncedOrder[] => {
    const of = heard.find((one) => one.order === order)
    const number = of?.number ?? issueOf(fresh, tenant, order)?.number
    return [{ order, issue: outcome, ...(number === undefined ? {} : { number }), ...toldOf(of) }]
  })
  return { tenant, exitCode: exitOf(heard.map((one) => one.exitCode)), orders }
}

/** What was said of an order, and what became of it. */
interface Heard {
  readonly order: string
  readonly number: number
  readonly claims: Claims
  readonly reports: readonly AttestReport[]
  readonly exitCode: number
}

function toldOf(heard: Heard | undefined): Pick<SyncedOrder, 'recorded' | 'unclear' | 'held'> {
  if (heard === undefined) return { recorded: [], unclear: [], held: [] }
  const { claims, reports } = heard
  return {
    recorded: reports.flatMap(({ steps }) => steps.filter(({ outcome }) => outcome === 'attested')),
    unclear: [...claims.unclear].map(([step, why]) => ({ step, why })),
    held: reports.flatMap(({ held }) => held ?? []),
  }
}

/** What stands in the issue of an order; undefined: it has none. */
async function saidOf(
  { forge, personOf }: Desk,
  issues: TaskIssues,
  { tenant, order }: { readonly tenant: string; readonly order: RememberedOrder },
): Promise<SaidInIssue | undefined> {
  const issue = issueOf(issues, tenant, order.order)
  if (issue === undefined) return undefined
  const comments = (await forge.comments(issue.number))
    .filter(({ by }) => !by.isBot)
    .map(({ by, at, body }) => ({ login: by.login, at, steps: doneIn(body), person: personOf(by.login) }))
    .filter(({ steps }) => steps.length > 0)
  const known = new Set(comments.flatMap(({ login, person }) => (person === undefined ? [] : [login])))
  const writers = new Map<string, boolean>()
  for (const login of known) writers.set(login, await forge.mayWrite(login))
  return {
    number: issue.number,
    ticked: ticksIn(issue.body),
    comments: comments.map((one) => ({ ...one, mayWrite: writers.get(one.login) ?? false })),
  }
}

/** Records what can be recorded: steps that one person did on one day under one lease, each in one record. */
async function hear(
  { run, forge }: Desk,
  { files }: StandingOrders,
  { order, said }: { readonly order: RememberedOrder; readonly said: SaidInIssue },
): Promise<Heard> {
  const today = dayIn(run.now().toISOString(), files.zone)
  const claims = claimsIn(order, said, { ...files, today })
  const reports: AttestReport[] = []
  for (const together of inOneGo(claims.claims)) {
    const [{ by, on, note }] = together
    const steps = together.map(({ step }) => step)
    const when = on === undefined ? {} : { on }
    const recordedBy = `#${said.number} on ${forge.repository}`
    const request = { tenant: files.tenant, order: order.order, steps, by, note, recordedBy, ...when }
    reports.push(await attest(run, request).catch((error: unknown) => refused(request, error)))
    // What comes after may need what was not recorded.
    if (reports.at(-1)?.exitCode !== exit.done) break
  }
  const exitCode = exitOf(reports.map((report) => report.exitCode))
  return { order: order.order, number: said.number, claims, reports, exitCode }
}

/** What cannot be recorded of one order keeps no other from being looked at. */
function refused({ tenant, order }: AttestRequest, error: unknown): AttestReport {
  if (!(error instanceof UsageError)) throw error
  return { tenant, order, exitCode: exit.invalid, held: error.message, steps: [] }
}

/** Claims of the same person, day and kind that follow each other. */
function inOneGo(claims: readonly TaskClaim[]): readonly (readonly [TaskClaim, ...TaskClaim[]])[] {
  const groups: [TaskClaim, ...TaskClaim[]][] = []
  for (const claim of claims) {
    const last = groups.at(-1)
    const [first] = last ?? []
    if (last !== undefined && first?.by === claim.by && first.on === claim.on && first.note === claim.note)
      last.push(claim)
    else groups.push([claim])
  }
  return groups
}
