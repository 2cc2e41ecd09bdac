import type { ChainedEntry, Entry } from '../model/entry.ts'
import type { RequestTrace } from '../model/forge.ts'
import { approvalKey } from '../model/judgement.ts'
import type { Operation } from '../model/operation.ts'
import { isVerified, type FaultClass } from '../model/outcome.ts'

type Opening = Extract<Entry, { type: 'run' }>
type Outcome = Extract<Entry, { type: 'outcome' }>

/** One apply of one tenant, from the record that opens it to the one that ends it. */
export interface Run {
  readonly tenant: string
  readonly apply: string
  /** Numbers of its first and its last record in the chain. */
  readonly from: number
  readonly to: number
  /** RFC 3339: when it was opened, and when it ended; not there: it was cut off. */
  readonly at: string
  readonly endedAt?: string
  readonly tool: string
  readonly commit: string | null
  readonly digest: string
  readonly consent: Opening['consent']['how']
  readonly operator: string
  /** The apply that it took back. */
  readonly reverts?: string
  /** Requests on the forge that allowed it. */
  readonly requests: readonly RequestTrace[]
  /** How it ended; `unfinished`: there is no end record. */
  readonly result: 'applied' | 'nothing' | 'partly' | 'interrupted' | 'unfinished'
  readonly exitCode?: number
  readonly operations: readonly Carried[]
  /** Work orders that were given out, with the titles of their steps. */
  readonly orders: readonly { readonly order: string; readonly steps: readonly string[] }[]
}

/** An operation of a run, and what became of it. */
export interface Carried {
  readonly operation: Operation
  /** `unknown`: there is no outcome. What a later run found out about it stands here. */
  readonly status: Outcome['status'] | 'unknown'
  readonly class?: FaultClass
  readonly detail?: string
  /** When the outcome was recorded; of an unknown one, when it was announced. */
  readonly at: string
  /** When the directory was seen to show it: a write counts as applied only once it was read back. */
  readonly verifiedAt?: string
  /** Requests that may have asked for it: those of the run, or the earlier one that it had stayed approved by. */
  readonly requests: readonly RequestTrace[]
}

type Open = { -readonly [K in keyof Run]: Run[K] } & {
  readonly known: Map<string, Carried>
  readonly given: Run['orders'][number][]
  readonly asked: Map<string, RequestTrace>
}

/** Reads the runs out of one tenant's chain, oldest first. One pass. */
export function runs(tenant: string, chain: readonly ChainedEntry[]): readonly Run[] {
  const all: Open[] = []
  const standing = new Map<string, RequestTrace>()
  /** Operation -> the run that announced it last. */
  const announcedBy = new Map<string, Open>()
  let open: Open | undefined
  for (const { seq, at, entry } of chain) {
    if (open !== undefined && isOfRun(entry)) open.to = seq
    if (entry.type === 'run') {
      open = opened(tenant, entry, { seq, at })
      all.push(open)
    } else if (entry.type === 'approved') {
      open?.asked.set(approvalKey(entry.request), entry.request)
      for (const fingerprint of entry.standing) standing.set(fingerprint, entry.request)
    } else if (entry.type === 'intent' && open !== undefined) {
      const request = standing.get(entry.operation.fingerprint)
      const requests = request === undefined ? [] : [request]
      open.known.set(entry.operation.id, { operation: entry.operation, status: 'unknown', at, requests })
      announcedBy.set(entry.operation.id, open)
    } else if (entry.type === 'outcome') {
      const { known } = announcedBy.get(entry.operation) ?? {}
      const announced = known?.get(entry.operation)
      if (announced !== undefined) known?.set(entry.operation, settled(announced, entry, at))
    } else if (entry.type === 'workOrder' && entry.steps.length > 0) {
      open?.given.push({ order: entry.order, steps: entry.steps.map(({ title }) => title) })
    } else if (entry.type === 'end' && open !== undefined) {
      Object.assign(open, { result: entry.result, exitCode: entry.exitCode, endedAt: at })
      open = undefined
    }
  }
  return all.map(closed)
}

/** What people take down stands between runs, also behind one that was cut off. */
function isOfRun({ type }: Entry): boolean {
  return type !== 'attested' && type !== 'observed' && type !== 'checkpoint'
}

function opened(tenant: string, entry: Opening, { seq, at }: { readonly seq: number; readonly at: string }): Open {
  const { apply, tool, commit, digest, consent, operator, reverts } = entry
  const asked = new Map(consent.requests?.map((request) => [approvalKey(request), request]))
  const run = { tenant, apply, from: seq, to: seq, at, tool, commit, digest, consent: consent.how, operator }
  return {
    ...run,
    ...(reverts === undefined ? {} : { reverts }),
    requests: [],
    result: 'unfinished',
    operations: [],
    orders: [],
    asked,
    known: new Map(),
    given: [],
  }
}

function settled({ operation, requests }: Carried, entry: Outcome, at: string): Carried {
  const { status, class: fault, detail } = entry
  return {
    operation,
    status,
    ...(fault === undefined ? {} : { class: fault }),
    ...(detail === undefined ? {} : { detail }),
    at,
    ...(isVerified(status) ? { verifiedAt: at } : {}),
    requests,
  }
}

/** What was asked for by nothing that stood before was asked for by the requests of the run itself. */
function closed({ asked, known, given, ...run }: Open): Run {
  const requests = [...asked.values()]
  const operations = [...known.values()].map((each) => (each.requests.length > 0 ? each : { ...each, requests }))
  return { ...run, requests, operations, orders: given }
}
