import type { Lease, Ledger } from '../ledger/ledger.ts'
import { LeaseLost, LockHeld } from '../ledger/ledger.ts'
import { exit } from '../model/exit-code.ts'
import type { ProvenGround } from './checkpoints/recall.ts'
import { proven } from './checkpoints/recall.ts'

/** What is done while a tenant is held, and what it comes to where it cannot be held, or where its ledger is damaged. */
export interface UnderLease<T> {
  readonly work: (ground: ProvenGround, lease: Lease) => Promise<T>
  readonly refused: (exitCode: number, why: string) => T
}

/** Holds a tenant, proves its ledger, and works on what that says. Whatever becomes of it, the tenant is let go. */
export async function underLease<T>(ledger: Ledger, tenant: string, { work, refused }: UnderLease<T>): Promise<T> {
  let lease: Lease
  try {
    lease = await ledger.lock(tenant)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    return refused(exit.locked, error.message)
  }
  try {
    const ground = await proven(ledger, tenant)
    if (ground.faults !== undefined) return refused(exit.unexpected, brokenLedger(tenant, ground.faults))
    return await work(ground, lease)
  } catch (error) {
    if (error instanceof LeaseLost) return refused(exit.locked, error.message)
    throw error
  } finally {
    await lease.release()
  }
}

/** What is written rests on what the ledger says: on one that does not prove itself nothing is built. */
function brokenLedger(tenant: string, faults: readonly string[]): string {
  return `the ledger of ${tenant} is damaged: ${faults.slice(0, 3).join('; ')}. Nothing was written. Bring it back from a copy; roster ledger verify --tenant ${tenant} shows every fault.`
}
