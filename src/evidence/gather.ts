import { memoryAt } from '../history/memory-at.ts'
import type { Head } from '../ledger/ledger.ts'
import type { ChainedEntry } from '../model/entry.ts'
import { type ChainPart, chainPart } from './chain-part.ts'
import { type Change, changesIn, runsIn } from './changes.ts'
import { type Exception, exceptionsIn, type Lifted } from './exceptions.ts'
import { type Held, heldIn } from './holders.ts'
import { type Declared, type Leaver, leaversIn } from './leavers.ts'
import { endOf, type Period } from './period.ts'
import { populationIn, type Subject } from './population.ts'

/** Before the period, and at its end. */
export interface BothEnds<T> {
  readonly start: readonly T[]
  readonly end: readonly T[]
}

/** All that is proven of one tenant. */
export interface TenantEvidence {
  readonly tenant: string
  /** Where its ledger stands now. */
  readonly head: Head
  readonly chain: ChainPart
  readonly population: BothEnds<Subject>
  readonly held: BothEnds<Held>
  readonly changes: readonly Change[]
  readonly leavers: readonly Leaver[]
  readonly exceptions: readonly Exception[]
}

/** What the files of a run's commit said. */
export interface FilesThen {
  readonly declared: (change: Change, user: string) => Declared | undefined
  readonly lifted: Lifted
}

/** Works out the evidence of one tenant from its ledger. Pure. */
export function evidenceOf(
  { tenant, chain }: { readonly tenant: string; readonly chain: readonly ChainedEntry[] },
  period: Period,
  { declared, lifted }: FilesThen,
): TenantEvidence {
  const [begin, end] = [new Date(period.from.getTime() - 1), endOf(period)]
  const [before, after] = [memoryAt(chain, begin), memoryAt(chain, end)]
  const changes = changesIn(tenant, chain, period)
  const last = chain.at(-1)
  return {
    tenant,
    head: { seq: last?.seq ?? 0, hash: last?.hash ?? '0'.repeat(64) },
    chain: chainPart(chain, period),
    population: { start: populationIn(tenant, before), end: populationIn(tenant, after) },
    held: { start: heldIn(tenant, before, begin), end: heldIn(tenant, after, end) },
    changes,
    leavers: leaversIn(changes, declared),
    exceptions: exceptionsIn(runsIn(tenant, chain, period), changes, lifted),
  }
}
