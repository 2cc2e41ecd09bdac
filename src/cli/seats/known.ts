import { nearest } from '../../language/load/nearest.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { UsageError } from '../../model/fault.ts'
import type { Pool } from '../../model/seats.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import type { Memory } from '../../reconciler/memory.ts'
import { recall } from '../../reconciler/checkpoints/recall.ts'
import { contractsOf } from '../../reconciler/seats/contracts.ts'
import { poolOf } from '../../reconciler/seats/pool.ts'
import { allAsked, readingOf, type Asked, type InquiryOptions, type Reading } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'

/** What questions about seats and days take from the command line. */
export interface OfTenants extends InquiryOptions {
  readonly tenant?: readonly string[]
}

/** A tenant as its files and its ledger have it; no directory is read. */
export interface Known {
  readonly asked: Asked
  readonly memory: Memory
  readonly contracts: readonly Contract[]
}

/** A contract whose seats are counted. */
export interface Counted {
  readonly contract: Contract
  readonly pool: Pool
}

/** What was found in each tenant, and the mistakes of those whose files cannot be read. */
export interface Found<T> {
  readonly reading: Reading
  readonly told: readonly T[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks at every tenant that is asked about, one after the other; each is let go before the next. */
export async function eachTenant<T>(
  session: Session,
  options: OfTenants,
  look: (known: Known) => T,
): Promise<Found<T>> {
  const reading = await readingOf(session, options)
  const ledger = await openLedger(reading.root, reading.settings, session)
  const told: T[] = []
  const diagnostics: Diagnostic[] = []
  for (const asked of allAsked(reading, options.tenant)) {
    if (!('desired' in asked)) {
      diagnostics.push(...asked.diagnostics)
      continue
    }
    const { desired, asOf } = asked
    const memory = await recall(ledger, desired.id)
    told.push(look({ asked, memory, contracts: contractsOf(desired, memory, asOf) }))
  }
  return { reading, told, diagnostics }
}

/** The contracts of a tenant with paid seats, with their pools. */
export function countedIn({ contracts }: Known): readonly Counted[] {
  return contracts.flatMap((contract): readonly Counted[] => {
    const pool = poolOf(contract)
    return pool === undefined ? [] : [{ contract, pool }]
  })
}

/** Those on one platform, or of one contract, where that is asked for. */
export function onPlatform<T extends { readonly platform: string; readonly subscription: string }>(
  all: readonly T[],
  asked: string | undefined,
): readonly T[] {
  if (asked === undefined) return all
  const found = all.filter(({ platform, subscription }) => platform === asked || subscription === asked)
  if (found.length > 0) return found
  const ids = [...new Set(all.flatMap(({ platform, subscription }) => [platform, subscription]))].toSorted()
  const near = nearest(asked, ids)
  const list = ids.length === 0 ? 'No contract has seats.' : `Those with seats: ${ids.join(', ')}.`
  throw new UsageError(`No contract on ${asked} has paid seats. ${near === undefined ? list : `Did you mean ${near}?`}`)
}
