import { chainUntil } from '../history/memory-at.ts'
import { type Carried, type Run, runs } from '../history/runs.ts'
import type { ChainedEntry, Entry } from '../model/entry.ts'
import type { RequestTrace } from '../model/forge.ts'
import type { Operation } from '../model/operation.ts'
import { endOf, isIn, type Period } from './period.ts'

/** One change, traced from who asked for it to the proof that it was done. */
export interface Change {
  /** Never that of another change: `<tenant> <apply> <operation>`, or `<tenant> <order> <step> <operation>`. */
  readonly id: string
  readonly tenant: string
  /** RFC 3339: when its outcome was recorded. */
  readonly at: string
  readonly operation: Operation
  /** Requests that asked for it, with who approved; empty: nobody was asked on the forge. */
  readonly requests: readonly RequestTrace[]
  readonly commit: string | null
  /** Digest of the tenant's plan that was applied. */
  readonly digest: string
  readonly consent: Run['consent']
  readonly apply: string
  readonly operator: string
  /** `attested`: somebody did it by hand, and said so. */
  readonly outcome: Carried['status'] | 'attested'
  readonly detail?: string
  /** RFC 3339: when it was seen to be so; not there: it was not, until the end of the period. */
  readonly verifiedAt?: string
  readonly byHand?: { readonly by: string; readonly recordedBy: string; readonly on: string; readonly order: string }
}

type Attested = Extract<Entry, { type: 'attested' }>

/** Every change of a tenant whose outcome was recorded in the period, oldest first. What came after it is not looked at. */
export function changesIn(tenant: string, chain: readonly ChainedEntry[], period: Period): readonly Change[] {
  const until = chainUntil(chain, endOf(period))
  const all = runs(tenant, until)
  const automatic = all.flatMap((run) => run.operations.map((carried) => changeOf(run, carried)))
  const changes = [...automatic, ...byHand(tenant, until, all)].filter(({ at }) => isIn(period, at))
  return changes.toSorted((a, b) => order(a.at, b.at) || order(a.id, b.id))
}

/** The runs of a period: those that were opened in it. */
export function runsIn(tenant: string, chain: readonly ChainedEntry[], period: Period): readonly Run[] {
  return runs(tenant, chainUntil(chain, endOf(period))).filter(({ at }) => isIn(period, at))
}

function changeOf(run: Run, { operation, status, detail, at, verifiedAt, requests }: Carried): Change {
  return {
    id: `${run.tenant} ${run.apply} ${operation.id}`,
    at,
    operation,
    requests,
    ...originOf(run),
    outcome: status,
    ...(detail === undefined ? {} : { detail }),
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
  }
}

function originOf({ tenant, commit, digest, consent, apply, operator }: Run) {
  return { tenant, commit, digest, consent, apply, operator }
}

/** What people did is traced to the run that asked them to. */
function byHand(tenant: string, chain: readonly ChainedEntry[], all: readonly Run[]): readonly Change[] {
  const asked = new Map(all.flatMap((run) => run.orders.map(({ order: name }) => [name, run] as const)))
  const lists = chain.flatMap(({ seq, at, entry }) =>
    entry.type === 'observed' ? [{ seq, at, of: entry.subscription }] : [],
  )
  return chain.flatMap(({ seq, at, entry }) => {
    const run = entry.type === 'attested' ? asked.get(entry.order) : undefined
    if (entry.type !== 'attested' || run === undefined) return []
    return entry.operations.map((operation): Change => {
      const list = lists.find((each) => each.seq > seq && each.of === operation.directory)
      const isSeen = entry.verify === 'export' && list !== undefined
      return { ...attested(tenant, { run, entry, operation, at }), ...(isSeen ? { verifiedAt: list.at } : {}) }
    })
  })
}

function attested(
  tenant: string,
  {
    run,
    entry,
    operation,
    at,
  }: { readonly run: Run; readonly entry: Attested; readonly operation: Operation; readonly at: string },
): Change {
  const { order: name, step, by, recordedBy, on } = entry
  return {
    id: `${tenant} ${name} ${step} ${operation.id}`,
    at,
    operation,
    requests: run.requests,
    ...originOf(run),
    outcome: 'attested',
    byHand: { by, recordedBy, on, order: name },
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
