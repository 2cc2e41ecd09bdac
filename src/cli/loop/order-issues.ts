import { createHash } from 'node:crypto'
import type { Forge, Issue } from '../../forge/forge.ts'
import { type IssueOutcome, keepIssue, ourIssues } from '../../forge/one-issue.ts'
import type { Run, TenantReport } from '../../reconciler/run.ts'
import { isOpen, type RememberedOrder } from '../../reconciler/work-orders/remembered.ts'
import { type StandingOrders, standingOrders } from '../../reconciler/work-orders/standing.ts'
import { closedTask, taskIssue, ticksIn } from '../../report/task-issue.ts'

/** Issues of work orders have it, and no others. */
export const taskLabel = 'roster-task'

/** The issues that we wrote about work orders, by their markers. */
export type TaskIssues = ReadonlyMap<string, readonly Issue[]>

/** Reads them. Throws ForgeFault. */
export function taskIssues(forge: Forge): Promise<TaskIssues> {
  return ourIssues(forge, taskLabel)
}

/** The marker of an order's issue: no tenant and no order shares it. */
export function markerFor(tenant: string, order: string): string {
  return `task-${createHash('sha256').update(`${tenant}/${order}`).digest('hex').slice(0, 20)}`
}

/** The issue of an order that counts: the open one, else the newest. */
export function issueOf(issues: TaskIssues, tenant: string, order: string): Issue | undefined {
  return issues.get(markerFor(tenant, order))?.[0]
}

/** What became of the issue of an order. */
export interface FollowedOrder {
  readonly order: string
  readonly outcome: IssueOutcome
}

/** Order -> step -> why somebody's word for it is not recorded. */
export type Unclear = ReadonlyMap<string, ReadonlyMap<number, string>>

/** Gives every open order of a tenant its issue, and closes those of which nothing is to be done. Ticks stay. Throws ForgeFault. */
export async function keepOrders(
  forge: Forge,
  issues: TaskIssues,
  { orders, open, files: { tenant } }: StandingOrders,
  unclear: Unclear = new Map(),
): Promise<readonly FollowedOrder[]> {
  const followed: FollowedOrder[] = []
  const keep = async (order: string, wish: { title: string; body: string; open: boolean }): Promise<void> => {
    const marker = markerFor(tenant, order)
    followed.push({ order, outcome: await keepIssue(forge, issues, { ...wish, marker, label: taskLabel }) })
  }
  for (const order of open) {
    const ticked = ticksIn(issueOf(issues, tenant, order.order)?.body ?? '')
    const marks = { ticked, unclear: unclear.get(order.order) ?? new Map<number, string>() }
    await keep(order.order, { ...taskIssue(tenant, order, marks), open: true })
  }
  for (const order of orders.values()) {
    const issue = issueOf(issues, tenant, order.order)
    if (isOpen(order) || issue?.state !== 'open') continue
    await keep(order.order, { title: issue.title, body: closedText(order), open: false })
  }
  return followed
}

function closedText({ steps, replacedBy }: RememberedOrder): string {
  return closedTask(
    steps.map((step, at) => ({ ...step, number: at + 1 })),
    replacedBy,
  )
}

/** After an apply: what it asks people for becomes issues. Tenants that never ask anybody are not looked at again. Throws ForgeFault. */
export async function followOrders(run: Run, forge: Forge, tenants: readonly TenantReport[]): Promise<void> {
  const issues = await taskIssues(forge)
  const isTold = [...issues.values()].some(([issue]) => issue?.state === 'open')
  for (const { tenant, orders = [] } of tenants) {
    if (!isTold && orders.length === 0) continue
    const standing = await standingOrders(run, tenant)
    if (standing !== undefined && !('mistake' in standing)) await keepOrders(forge, issues, standing)
  }
}
