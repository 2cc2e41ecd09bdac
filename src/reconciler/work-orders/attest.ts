import { dayIn } from '../../language/compile/calendar.ts'
import type { Lease } from '../../ledger/ledger.ts'
import { exit } from '../../model/exit-code.ts'
import type { Memory } from '../memory.ts'
import type { AttestedStep, AttestReport, Run } from '../run.ts'
import { underLease } from '../under-lease.ts'
import { checkPerson, filesOf } from './files.ts'
import type { Accepted } from './judgement.ts'
import { judged } from './judgement.ts'
import { checklists } from './remembered.ts'
import { contractFor, takeDown } from './taken-down.ts'

/** What somebody says is done. */
export interface AttestRequest {
  readonly tenant: string
  readonly order: string
  /** From 1. */
  readonly steps: readonly number[]
  /** User id of who did it; and who writes it down. */
  readonly by: string
  readonly recordedBy: string
  /** The calendar day on which it was done; today, where nothing is said. */
  readonly on?: string
  readonly note?: string
}

/** Takes down that steps of a work order were done, each in one record. Throws UsageError where the request speaks of what is not there. */
export async function attest(run: Run, request: AttestRequest): Promise<AttestReport> {
  return underLease<AttestReport>(run.ledger, request.tenant, {
    refused: (exitCode, held) => ({ ...named(request), exitCode, held, steps: [] }),
    work: ({ memory }, lease) => attestHeld(run, request, { memory, lease }),
  })
}

function named({ tenant, order }: AttestRequest): Pick<AttestReport, 'tenant' | 'order'> {
  return { tenant, order }
}

interface Held {
  readonly memory: Memory
  readonly lease: Lease
}

async function attestHeld(run: Run, request: AttestRequest, { memory, lease }: Held): Promise<AttestReport> {
  const files = filesOf(run, request.tenant)
  if ('mistake' in files) return { ...named(request), exitCode: exit.invalid, held: files.mistake, steps: [] }
  checkPerson(files, request.by)
  const today = dayIn(files.zone, run.now())
  const on = request.on ?? today
  const judgement = judged(memory, { order: request.order, steps: request.steps, by: request.by, on, today })
  if ('held' in judgement) return { ...named(request), ...judgement, steps: [] }
  const { directory } = judgement.order
  const desired = files.desired(memory)
  if (directory !== checklists && contractFor(directory, { run, desired, memory }) === undefined)
    return {
      ...named(request),
      exitCode: exit.invalid,
      held: `${request.order} is about ${directory}, which ${request.tenant} has no contract for any more: bring subscriptions.${directory} back, then attest; nothing was written.`,
      steps: [],
    }
  const writing = { run, request, lease, desired, memory, on }
  const head = judgement.open.length === 0 ? undefined : await takeDown(writing, judgement)
  return {
    ...named(request),
    exitCode: exit.done,
    steps: told({ by: request.by, on }, judgement),
    ...(head === undefined ? {} : { head }),
  }
}

/** What is attested now, and of what was attested before who said so. */
function told(now: { readonly by: string; readonly on: string }, { open, known }: Accepted): readonly AttestedStep[] {
  const steps = [
    ...open.map(({ number, step: { title, verify } }) => ({
      step: number,
      title,
      verify,
      outcome: 'attested' as const,
      ...now,
    })),
    ...known.map(({ number, step: { title, verify, attested } }) => {
      const { by, on } = attested ?? now
      return { step: number, title, verify, outcome: 'already' as const, by, on }
    }),
  ]
  return steps.toSorted((a, b) => a.step - b.step)
}
