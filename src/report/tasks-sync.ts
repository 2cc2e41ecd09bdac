import type { AttestedStep } from '../reconciler/run.ts'
import { dayForPeople } from './days.ts'
import type { Ink } from './ink.ts'

/** A work order whose issue was read and brought up to date. */
export interface SyncedOrder {
  readonly order: string
  /** Number of its issue; not there: it was opened just now. */
  readonly number?: number
  /** What became of the issue. */
  readonly issue: string
  readonly recorded: readonly AttestedStep[]
  readonly unclear: readonly { readonly step: number; readonly why: string }[]
  /** Why something could not be recorded now. */
  readonly held: readonly string[]
}

/** A tenant whose work orders were looked at. `held`: nothing was, and why. */
export interface SyncedTenant {
  readonly tenant: string
  readonly exitCode: number
  readonly held?: string
  readonly orders: readonly SyncedOrder[]
}

/** What became of what people said in issues, as a document. */
export function syncDocument(tenants: readonly SyncedTenant[], exitCode: number): object {
  return { formatVersion: '1.0', kind: 'tasksSync', tenants, exitCode }
}

/** The same for people. */
export function paintSync(tenants: readonly SyncedTenant[], ink: Ink): string {
  const lines = tenants.flatMap(({ tenant, held, orders }) => [
    ...(held === undefined ? [] : [ink.strong(tenant), `  ${ink.warn('held:')} ${ink.plain(held)}`]),
    ...orders.flatMap((order) => orderLines(tenant, order, ink)),
  ])
  return lines.length === 0 ? 'Nobody is asked to do anything.\n' : `${lines.join('\n')}\n`
}

function orderLines(
  tenant: string,
  { order, number, issue, recorded, unclear, held }: SyncedOrder,
  ink: Ink,
): string[] {
  const which = number === undefined ? '' : ` #${number}`
  return [
    `${ink.strong(`${tenant} ${order}`)} ${ink.faint(`(issue${which} ${issue})`)}`,
    ...recorded.map(
      ({ step, title, by, on }) =>
        `  ${ink.good('recorded')} ${ink.plain(`step ${step}: ${title} (${by}, ${dayForPeople(on)})`)}`,
    ),
    ...unclear.map(
      ({ step, why }) => `  ${ink.warn('not recorded')} ${ink.plain(`step ${step}: ${why.replaceAll('`', '')}`)}`,
    ),
    ...held.map((why) => `  ${ink.warn('held:')} ${ink.plain(why)}`),
  ]
}
