import type { Head, Journal, Lease, Ledger } from '../ledger/ledger.ts'

/** Whose ledger is written, under which name, and the lease that allows it. */
export interface Place {
  readonly ledger: Ledger
  readonly tenant: string
  readonly apply: string
  readonly lease: Lease
}

/** Records and makes it durable; gives where the chain stands then. */
export async function journalled(
  { ledger, tenant, apply, lease }: Place,
  record: (journal: Journal) => Promise<void>,
): Promise<Head> {
  const journal = await ledger.open(tenant, apply, lease)
  try {
    await record(journal)
    return await journal.close()
  } catch (error) {
    // What was recorded is to reach its store even now; a second error says nothing new.
    await journal.close().catch(() => undefined)
    throw error
  }
}
