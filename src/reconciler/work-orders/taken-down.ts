import { randomUUID } from 'node:crypto'
import type { Lease } from '../../ledger/ledger.ts'
import { headText } from '../../ledger/ledger.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Contract } from '../accounts/contract.ts'
import { journalled } from '../journalled.ts'
import type { Fact, Memory } from '../memory.ts'
import { rememberMore } from '../memory.ts'
import type { Run } from '../run.ts'
import { contractsOf } from '../seats/contracts.ts'
import { catchingUp } from '../seats/events.ts'
import { afterSeats } from '../seats/pool.ts'
import type { AttestRequest } from './attest.ts'
import type { Accepted, ClaimedStep } from './judgement.ts'
import { resultOf } from './result.ts'

/** An attestation that was judged, and what it is written with. */
export interface Writing {
  readonly run: Run
  readonly request: AttestRequest
  readonly lease: Lease
  readonly desired: DesiredTenant
  /** What is known of the tenant; it is written on. */
  readonly memory: Memory
  /** The calendar day on which it was done. */
  readonly on: string
}

/** Writes down one step after the other, each as one record; gives where the chain stands then. */
export async function takeDown(writing: Writing, { order, open }: Accepted): Promise<string> {
  const { run, request, lease, memory } = writing
  const place = { ledger: run.ledger, tenant: request.tenant, apply: randomUUID(), lease }
  const head = await journalled(place, async (journal) => {
    for (const claimed of open) {
      const entries = entriesFor(writing, { claimed, directory: order.directory })
      await journal.record(entries)
      rememberMore(memory, entries, run.now().toISOString())
    }
  })
  return headText(head)
}

/** What the accounts of a contract are judged by; undefined where the files know it no more. */
export function contractFor(
  directory: string,
  { run, desired, memory }: Pick<Writing, 'run' | 'desired' | 'memory'>,
): Contract | undefined {
  return contractsOf(desired, memory, run.asOf).find(({ subscription }) => subscription.id === directory)
}

interface Doing {
  readonly claimed: ClaimedStep
  readonly directory: string
}

/** Cycles that began since, in a record of their own, and one record for the step. */
function entriesFor(writing: Writing, { claimed, directory }: Doing): readonly Fact[] {
  const { run, request, on } = writing
  const contract = contractFor(directory, writing)
  const due = contract === undefined ? [] : catchingUp(contract, on)
  const now = contract === undefined ? undefined : afterSeats(contract, due)
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
