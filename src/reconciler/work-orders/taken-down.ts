import { randomUUID } from 'node:crypto'
import type { Lease } from '../../ledger/ledger.ts'
import type { ChainedEntry, Entry } from '../../model/entry.ts'
import type { Contract } from '../accounts/contract.ts'
import type { Memory } from '../memory.ts'
import { remember } from '../memory.ts'
import type { Run } from '../run.ts'
import { contractsOf } from '../seats/contracts.ts'
import { catchingUp } from '../seats/events.ts'
import { foldAll } from '../../seats/fold.ts'
import type { AttestRequest } from './attest.ts'
import type { Files } from './files.ts'
import type { Accepted, ClaimedStep } from './judgement.ts'
import { resultOf } from './result.ts'

/** An attestation that was judged, and what it is written with. */
export interface Writing {
  readonly run: Run
  readonly request: AttestRequest
  readonly lease: Lease
  readonly files: Files
  /** The chain of the tenant as far as it is known. */
  readonly chain: readonly ChainedEntry[]
  /** The calendar day on which it was done. */
  readonly on: string
}

/** Writes down one step after the other, each as one record; gives where the chain stands then. */
export async function takeDown(writing: Writing, { order, open }: Accepted): Promise<string> {
  const { run, request, lease } = writing
  const journal = await run.ledger.open(request.tenant, randomUUID(), lease)
  try {
    let { chain } = writing
    for (const claimed of open) {
      const entries = entriesFor(writing, remember(chain), { claimed, directory: order.directory })
      await journal.record(entries)
      chain = [...chain, ...entries.map((entry) => ({ ...unchained, at: run.now().toISOString(), entry }))]
    }
    const { seq, hash } = await journal.close()
    return `${seq}:${hash}`
  } catch (error) {
    // What was recorded is to reach its store even now; a second error says nothing new.
    await journal.close().catch(() => undefined)
    throw error
  }
}

/** What the accounts of a contract are judged by; undefined where the files know it no more. */
export function contractFor(
  directory: string,
  { run, files, memory }: { readonly run: Run; readonly files: Files; readonly memory: Memory },
): Contract | undefined {
  const desired = files.desired(memory)
  return contractsOf(desired, memory, run.asOf).find(({ subscription }) => subscription.id === directory)
}

/** The place in the chain is the ledger's to give; nothing that follows from an entry hangs on it. */
const unchained = { seq: 0, prev: '', fence: 0, hash: '' }

interface Doing {
  readonly claimed: ClaimedStep
  readonly directory: string
}

/** Cycles that began since, in a record of their own, and one record for the step. */
function entriesFor(writing: Writing, memory: Memory, { claimed, directory }: Doing): readonly Entry[] {
  const { run, request, files, on } = writing
  const contract = contractFor(directory, { run, files, memory })
  const due = contract === undefined ? [] : catchingUp(contract, on)
  const pool = foldAll(memory.seats.get(directory), due)
  const seats = pool === undefined ? memory.seats : new Map(memory.seats).set(directory, pool)
  const now = contract === undefined ? undefined : { ...contract, memory: { ...memory, seats } }
  const { order, by, recordedBy, note } = request
  const { operations, verify } = claimed.step
  const result = resultOf(now, operations, { on, now: run.now(), id: `${order}/${claimed.number}` })
  return [
    ...(due.length === 0 ? [] : [{ type: 'seats' as const, subscription: directory, events: due }]),
    {
      type: 'attested',
      order,
      step: claimed.number,
      by,
      recordedBy,
      on,
      ...(note === undefined ? {} : { note }),
      verify,
      operations,
      ...result,
    },
  ]
}
