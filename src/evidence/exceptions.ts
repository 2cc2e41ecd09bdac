import type { Run } from '../history/runs.ts'
import type { Acknowledgement } from '../model/gate.ts'
import type { Change } from './changes.ts'

/** Something an auditor asks about. */
export interface Exception {
  readonly tenant: string
  readonly at: string
  readonly what: 'noRequest' | 'failed' | 'unverified' | 'escalation' | 'drift' | 'cutOff' | 'acknowledgement'
  /** The change, the apply, or the acknowledgement that it is about. */
  readonly about: string
  readonly detail: string
}

/** What the files of the commit of a run lifted. */
export type Lifted = (run: Run) => readonly Acknowledgement[]

/** Everything in a period that did not go the usual way, or that somebody had to agree to especially; by time. */
export function exceptionsIn(runs: readonly Run[], changes: readonly Change[], lifted: Lifted): readonly Exception[] {
  const all = [
    ...runs.flatMap((run) => [...ofRun(run)]),
    ...changes.flatMap((change) => [...ofChange(change)]),
    ...acknowledged(runs, lifted),
  ]
  const key = ({ at, what, about }: Exception): string => `${at} ${what} ${about}`
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function* ofRun({ tenant, at, apply, result, consent, requests, operations, operator }: Run): Iterable<Exception> {
  const one = { tenant, at, about: apply }
  const bare = operations.filter((each) => each.requests.length === 0).length
  if (requests.length === 0 && bare > 0)
    yield {
      ...one,
      what: 'noRequest',
      detail: `consent ${consent} by ${operator}, ${bare} ${bare === 1 ? 'change' : 'changes'} that nobody agreed to on the forge`,
    }
  if (result === 'interrupted' || result === 'unfinished')
    yield { ...one, what: 'cutOff', detail: `the apply is ${result}` }
}

function* ofChange({ tenant, at, id, operation, outcome, detail, verifiedAt, byHand }: Change): Iterable<Exception> {
  const one = { tenant, at, about: id }
  const why = detail === undefined ? '' : `: ${detail}`
  if (outcome === 'failed' || outcome === 'conflict' || outcome === 'skipped' || outcome === 'unknown')
    yield { ...one, what: 'failed', detail: `${outcome}${why}` }
  if (outcome === 'accepted')
    yield { ...one, what: 'unverified', detail: 'accepted, and not seen until the end of the period' }
  if (byHand !== undefined && verifiedAt === undefined)
    yield { ...one, what: 'unverified', detail: `on the word of ${byHand.by}, written down by ${byHand.recordedBy}` }
  if (operation.escalation) yield { ...one, what: 'escalation', detail: operation.summary }
  if (operation.reason === 'drift') yield { ...one, what: 'drift', detail: operation.summary }
}

/** Each once, at the first run that it was there for. */
function* acknowledged(runs: readonly Run[], lifted: Lifted): Iterable<Exception> {
  const seen = new Set<string>()
  for (const run of runs) {
    for (const { id, gate, lint, effect, max, reason, approver, expires } of lifted(run)) {
      const key = `${run.tenant} ${id} ${expires}`
      if (seen.has(key)) continue
      seen.add(key)
      const limit = max === undefined ? '' : ` up to ${max}`
      const detail = `${gate ?? lint ?? effect ?? ''}${limit} until ${expires}, approved by ${approver}: ${reason}`
      yield { tenant: run.tenant, at: run.at, what: 'acknowledgement', about: id, detail }
    }
  }
}
