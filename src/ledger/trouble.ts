import { LeaseLost, LedgerUnavailable } from './ledger.ts'

/** Throws LeaseLost where the chain already holds a record of a later lease. */
export function refuseOldLease(tenant: string, chainFence: number, fence: number): void {
  if (chainFence <= fence) return
  throw new LeaseLost(
    `lost the lock of ${tenant}: its ledger holds records of lease ${chainFence}, this one is ${fence}. Run again`,
  )
}

/** The error for a ledger that cannot be written: says that nothing was recorded, and what to do. */
export function unavailable(tenant: string, cause: unknown): LedgerUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new LedgerUnavailable(
    `the ledger of ${tenant} cannot be written (${why}). What it did not take counts as not recorded, so nothing more is ` +
      `changed in ${tenant}. Make room or rights for the folder .roster, then run again`,
    { cause },
  )
}

/** Does something with the disk; a refusal of the system becomes LedgerUnavailable. */
export async function reaching<T>(tenant: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw unavailable(tenant, error)
    throw error
  }
}
