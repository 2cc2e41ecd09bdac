import type { Entry } from '../model/entry.ts'
import type { Operation } from '../model/operation.ts'
import { accessEntries } from './access/record.ts'
import { agreedPrefix } from './access/remembered.ts'
import type { Memory } from './memory.ts'
import { closingEntries, openingEntries, promises } from './record.ts'
import { arrivals, resolutions } from './resolutions.ts'
import type { Review } from './reviewed.ts'
import { lapsed } from './reviewed.ts'
import type { OpenOrder, Settled } from './run.ts'
import type { Basis, TenantDraft } from './tenant.ts'
import { workOrders } from './work-orders/where-needed.ts'

/** What a run records besides the operations it carries out. */
export interface Books {
  /** Before the first write, where there is something to tell apart from the run itself. */
  readonly opening: readonly Entry[]
  /** What the creations of the run promise. */
  readonly promised: readonly Entry[]
  /** After the last write; `given`: work that was given out. */
  readonly closing: (settled: readonly Settled[], given: readonly Entry[]) => readonly Entry[]
  readonly orders: (settled: readonly Settled[]) => Promise<GivenOut>
  /** Whether there is something to record though nothing is carried out. */
  readonly isNews: boolean
}

interface GivenOut {
  readonly entries: readonly Entry[]
  readonly open: readonly OpenOrder[]
}

interface Scene {
  readonly draft: TenantDraft
  readonly basis: Basis
  readonly memory: Memory
  readonly review: Review | undefined
}

/** A run that carries out the files leaves the ledger as the files and the directories are. */
export function booksOf({ draft, basis, memory, review }: Scene): Books {
  const planned = plannedOf(draft)
  const opening = [
    ...openingEntries(basis, memory),
    ...resolutions(basis, memory, planned),
    ...arrivals(basis, memory, draft.operations),
    ...lapsed(draft, memory),
    ...(review?.opening ?? []),
  ]
  const usedUp = (settled: readonly Settled[]): readonly Entry[] => review?.closing(settled) ?? []
  return {
    opening,
    promised: promises(basis, creationsIn(planned)),
    closing: (settled, given) => [...closingEntries(basis, memory, settled), ...given, ...usedUp(settled)],
    orders: (settled) => workOrders({ basis, memory, operations: draft.operations, settled }),
    isNews: planned.length + opening.length + usedUp([]).length > 0 || somethingToRemember(basis, memory),
  }
}

/**
 * A run that takes another one back says what access is in effect, and nothing of the files, of what somebody else changed, nor of what
 * people were asked for: all of that is still to be seen by the next plan.
 */
export function booksOfRevert({ draft, basis, memory }: Omit<Scene, 'review'>): Books {
  return {
    opening: [],
    promised: [],
    closing: (settled) => accessEntries(basis, memory, settled).flatMap(inEffectOnly),
    orders: () => Promise.resolve({ entries: [], open: [] }),
    isNews: plannedOf(draft).length > 0,
  }
}

/** Operations that are carried out by a run itself. */
export function plannedOf({ operations }: TenantDraft): readonly Operation[] {
  return operations.filter(({ status }) => status === 'planned')
}

function creationsIn(planned: readonly Operation[]): ReadonlySet<string> {
  const created = planned.filter(({ kind, verb }) => kind === 'user' && (verb === 'create' || verb === 'restore'))
  return new Set(created.map(({ address }) => address))
}

/** Whether the end of a run without operations would say something new. */
function somethingToRemember(basis: Basis, memory: Memory): boolean {
  return closingEntries(basis, memory, []).some((entry) => {
    if (entry.type !== 'population') return true
    const known = memory.population.get(entry.directory)
    return known === undefined || known.users !== entry.users || known.groups !== entry.groups
  })
}

/** What was agreed to and waits for somebody on a platform stays agreed to. */
function inEffectOnly(entry: Entry): readonly Entry[] {
  if (entry.type !== 'access') return [entry]
  const elements = Object.entries(entry.elements).filter(([key]) => !key.startsWith(agreedPrefix))
  return elements.length === 0 ? [] : [{ ...entry, elements: Object.fromEntries(elements) }]
}
