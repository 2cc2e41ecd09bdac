import type { ChainedEntry } from '../model/entry.ts'
import type { RequestTrace } from '../model/forge.ts'
import { approvalKey } from '../model/judgement.ts'
import type { Run } from './runs.ts'
import { runs } from './runs.ts'
import type { Decision } from './timeline-row.ts'

/** Who decided what, in one tenant's chain. */
export interface Decisions {
  /** Of the run that a record belongs to; `operation`: only what asked for that one. */
  readonly at: (seq: number, operation?: string) => Decision
  /** Of the run that gave a work order out. */
  readonly ofOrder: (order: string) => Decision
  readonly runAt: (seq: number) => Run | undefined
  /** Whether a record is of the first run that was applied to a directory. */
  readonly isFirst: (seq: number, directory: string) => boolean
}

const nobody: Decision = { commit: null, requests: [] }

/** Reads the decisions out of a chain. */
export function decisionsIn(tenant: string, chain: readonly ChainedEntry[]): Decisions {
  const all = runs(tenant, chain)
  const ofRun = new Map(all.map((run) => [run, decisionOf(run, requestsOf(run))]))
  const byOrder = new Map(all.flatMap((run) => run.orders.map(({ order }) => [order, run] as const)))
  const operations = new Map<Run, ReadonlyMap<string, readonly RequestTrace[]>>()
  const runAt = (seq: number): Run | undefined => {
    const run = all[lastFrom(all, seq)]
    return run !== undefined && seq <= run.to ? run : undefined
  }
  const operationsOf = (run: Run): ReadonlyMap<string, readonly RequestTrace[]> => {
    const known =
      operations.get(run) ?? new Map(run.operations.map(({ operation, requests }) => [operation.id, requests]))
    operations.set(run, known)
    return known
  }
  const met = new Map(
    chain.flatMap(({ seq, entry }) => (entry.type === 'identity' ? [[entry.directory, seq] as const] : [])),
  )
  return {
    runAt,
    isFirst: (seq, directory) => {
      const run = runAt(met.get(directory) ?? -1)
      return run !== undefined && run === runAt(seq)
    },
    at: (seq, operation) => {
      const run = runAt(seq)
      if (run === undefined) return nobody
      const requests = operation === undefined ? undefined : operationsOf(run).get(operation)
      return requests === undefined ? (ofRun.get(run) ?? nobody) : decisionOf(run, requests)
    },
    ofOrder: (order) => {
      const run = byOrder.get(order)
      return run === undefined ? nobody : (ofRun.get(run) ?? nobody)
    },
  }
}

function decisionOf({ apply, operator, commit }: Run, requests: readonly RequestTrace[]): Decision {
  return { apply, operator, commit, requests }
}

/** Requests of a run; of one that only carried out what had stayed approved, the earlier ones. */
function requestsOf({ requests, operations }: Run): readonly RequestTrace[] {
  if (requests.length > 0) return requests
  const earlier = operations.flatMap((each) => each.requests)
  return [...new Map(earlier.map((request) => [approvalKey(request), request])).values()]
}

/** The index of the last run that began at this record or before. */
function lastFrom(all: readonly Run[], seq: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.from ?? 0) <= seq) low = middle + 1
    else high = middle
  }
  return low - 1
}
