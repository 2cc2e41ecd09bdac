import type { ChainedEntry } from '../model/entry.ts'
import type { RequestTrace } from '../model/forge.ts'
import type { Operation } from '../model/operation.ts'
import { isDone } from '../model/outcome.ts'
import type { Deed } from './by-hand.ts'
import { count } from './count.ts'
import { momentForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { signs } from './line.ts'
import { operationWithoutSensitive } from './sensitive.ts'

/** One apply of one tenant, put together from the ledger. */
export interface AppliedRun {
  readonly tenant: string
  readonly apply: string
  readonly at: string
  readonly commit: string | null
  readonly digest: string
  readonly consent: string
  /** Requests whose approvals allowed it. */
  readonly requests: readonly RequestTrace[]
  readonly operator: string
  /** How it ended; `unfinished`: there is no end record. */
  readonly result: 'applied' | 'nothing' | 'partly' | 'interrupted' | 'unfinished'
  readonly operations: readonly AppliedOperation[]
  /** Work orders that were given out, with the titles of their steps. */
  readonly orders: readonly { readonly order: string; readonly steps: readonly string[] }[]
}

/** One intent and what became of it; `unknown`: there is no outcome. */
interface AppliedOperation {
  readonly operation: Operation
  readonly status: 'applied' | 'accepted' | 'unchanged' | 'conflict' | 'failed' | 'skipped' | 'unknown'
  readonly detail?: string
}

/** Reads the runs out of one tenant's chain, oldest first. */
export function runsOf(tenant: string, chain: readonly ChainedEntry[]): readonly AppliedRun[] {
  const runs: AppliedRun[] = []
  let open: { run: AppliedRun; operations: Map<string, AppliedOperation> } | undefined
  const finish = (result: AppliedRun['result']): void => {
    if (open !== undefined) runs.push({ ...open.run, result, operations: [...open.operations.values()] })
    open = undefined
  }
  for (const { at, entry } of chain) {
    if (entry.type === 'run') {
      finish('unfinished')
      const { apply, commit, digest, operator } = entry
      const { how: consent, requests = [] } = entry.consent
      const run = {
        tenant,
        apply,
        at,
        commit,
        digest,
        consent,
        requests,
        operator,
        result: 'unfinished' as const,
        operations: [],
        orders: [],
      }
      open = { run, operations: new Map() }
    } else if (entry.type === 'intent') {
      const operation = operationWithoutSensitive(entry.operation)
      open?.operations.set(operation.id, { operation, status: 'unknown' })
    } else if (entry.type === 'outcome') {
      const intent = open?.operations.get(entry.operation)
      if (intent === undefined) continue
      const detail = entry.detail === undefined ? {} : { detail: entry.detail }
      open?.operations.set(entry.operation, { operation: intent.operation, status: entry.status, ...detail })
    } else if (entry.type === 'workOrder' && open !== undefined) {
      const given = { order: entry.order, steps: entry.steps.map(({ title }) => title) }
      if (given.steps.length > 0) open.run = { ...open.run, orders: [...open.run.orders, given] }
    } else if (entry.type === 'end') finish(entry.result)
  }
  finish('unfinished')
  return runs
}

/** How a log is painted. */
interface LogStyle {
  readonly ink: Ink
  readonly everything: boolean
  readonly zoneOf: (tenant: string) => string
}

/** What was applied and taken down, for people: newest first. */
export function paintLog(runs: readonly AppliedRun[], deeds: readonly Deed[], style: LogStyle): string {
  if (runs.length + deeds.length === 0) return `${style.ink.plain('Nothing was applied yet.')}\n`
  const told = [
    ...runs.map((run) => ({ at: run.at, tenant: run.tenant, lines: paintRun(run, style) })),
    ...deeds.map((deed) => ({ at: deed.at, tenant: deed.tenant, lines: paintDeed(deed, style) })),
  ]
  const newestFirst = told.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.tenant < b.tenant ? -1 : 1))
  return newestFirst.flatMap(({ lines }) => [...lines, '']).join('\n')
}

function paintDeed({ tenant, at, what, by, recordedBy, about, summary }: Deed, { ink, zoneOf }: LogStyle): string[] {
  const wrote = recordedBy === undefined ? '' : `, written down by ${recordedBy}`
  return [
    `${ink.strong(tenant)} ${ink.plain(`${momentForPeople(at, zoneOf(tenant))}: ${what} ${about}`)}`,
    `    ${ink.plain(summary)} ${ink.faint(`by ${by}${wrote}`)}`,
  ]
}

function paintRun(run: AppliedRun, { ink, everything, zoneOf }: LogStyle): string[] {
  const commit = run.commit === null ? 'no commit' : `commit ${run.commit.slice(0, 12)}`
  const when = momentForPeople(run.at, zoneOf(run.tenant))
  const shown = everything ? run.operations : run.operations.slice(0, 20)
  const rest = run.operations.length - shown.length
  return [
    `${ink.strong(run.tenant)} ${ink.plain(`${when}: ${run.result}, ${figures(run)}`)}`,
    `    ${ink.faint(`apply ${run.apply} by ${run.operator}, consent ${run.consent}, ${commit}, ${run.digest}`)}`,
    ...run.requests.map((request) => `    ${ink.faint(agreed(request))}`),
    ...shown.map((one) => `    ${ink.plain(`${signs[one.operation.verb]} ${one.operation.summary}${outcomeOf(one)}`)}`),
    ...(rest > 0 ? [`    ${ink.faint(`and ${rest} more (--verbose shows all)`)}`] : []),
    ...run.orders.map(({ order, steps }) => `    ${ink.plain(`work order ${order}: ${steps.join('; ')}`)}`),
  ]
}

/** `#12 by bo, approved by ana and cleo, merged by bo`. */
function agreed({ number, author, approvals, mergedBy }: RequestTrace): string {
  const by = [...new Set(approvals.map((approval) => approval.by))]
  const merged = mergedBy === undefined ? '' : `, merged by ${mergedBy}`
  return `#${number} by ${author}, approved by ${by.length === 0 ? 'nobody' : by.join(' and ')}${merged}`
}

/** Of a run that did not do everything, how much it did: it may be nothing. */
function figures({ result, operations }: AppliedRun): string {
  const all = count(operations.length, 'operation')
  if (result === 'applied' || result === 'nothing') return all
  const done = operations.filter(({ status }) => isDone(status)).length
  return `${done} of ${all} done`
}

function outcomeOf({ status, detail }: AppliedOperation): string {
  if (status === 'applied') return ''
  return ` [${status}${detail === undefined ? '' : `: ${detail}`}]`
}
