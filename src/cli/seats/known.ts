import type { Memory } from '../../reconciler/memory.ts'
import { remember } from '../../reconciler/memory.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import { contractsOf } from '../../reconciler/seats/contracts.ts'
import { poolOf } from '../../reconciler/seats/pool.ts'
import type { Pool } from '../../model/seats.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { UsageError } from '../../model/fault.ts'
import { nearest } from '../../language/load/nearest.ts'
import { allAsked, readingOf, type Asked, type InquiryOptions, type Reading } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'

/** What questions about seats and days take from the command line. */
export interface OfTenants extends InquiryOptions {
  readonly tenant?: readonly string[]
  readonly platform?: string
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

/** Every tenant that is asked about, with what its ledger says; and the mistakes of those whose files cannot be read. */
export async function knownTenants(
  session: Session,
  options: OfTenants,
): Promise<{
  readonly reading: Reading
  readonly known: readonly Known[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const reading = await readingOf(session, options)
  const ledger = await openLedger(reading.root, reading.settings, session)
  const known: Known[] = []
  const diagnostics: Diagnostic[] = []
  for (const asked of allAsked(reading, options.tenant)) {
    if (!('desired' in asked)) {
      diagnostics.push(...asked.diagnostics)
      continue
    }
    const { desired, asOf } = asked
    const memory = remember(await ledger.read(desired.id))
    known.push({ asked, memory, contracts: contractsOf(desired, memory, asOf) })
  }
  return { reading, known, diagnostics }
}

/** The contracts with paid seats, with their pools, of one platform or contract where that is asked for. */
export function countedIn(known: readonly Known[], platform: string | undefined): readonly Counted[] {
  const all = known.flatMap(({ contracts }) =>
    contracts.flatMap((contract): readonly Counted[] => {
      const pool = poolOf(contract)
      return pool === undefined ? [] : [{ contract, pool }]
    }),
  )
  if (platform === undefined) return all
  const found = all.filter(({ contract: { subscription } }) =>
    [subscription.id, subscription.platform].includes(platform),
  )
  if (found.length > 0) return found
  const ids = [...new Set(all.map(({ contract: { subscription } }) => subscription.platform))].toSorted()
  const near = nearest(platform, ids)
  const list = ids.length === 0 ? 'No contract has seats.' : `Those with seats: ${ids.join(', ')}.`
  throw new UsageError(
    `No contract on ${platform} has paid seats. ${near === undefined ? list : `Did you mean ${near}?`}`,
  )
}
