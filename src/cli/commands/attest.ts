import { UsageError } from '../../model/fault.ts'
import { operator } from '../../reconciler/operator.ts'
import { attest as attestRun } from '../../reconciler/work-orders/attest.ts'
import { attestDocument, paintAttestation } from '../../report/attestation.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { findRoot, tenantMeant } from '../workspace.ts'

/** What `roster attest` can be told. */
export interface AttestOptions {
  readonly by: string
  readonly on?: string
  readonly note?: string
  readonly tenant?: string
}

/** What is attested: an order, and steps of it. */
export interface Attested {
  readonly order: string
  readonly steps: readonly string[]
}

/** `roster attest`: takes down that somebody did steps of a work order. */
export async function attest(session: Session, attested: Attested, options: AttestOptions): Promise<number> {
  const tenant = tenantMeant(findRoot(session.folder), options.tenant)
  const { order, steps } = attested
  const { by, on, note } = options
  const numbers = steps.map(stepNumber)
  if (on !== undefined) checkDay(on)
  const { run } = await openRun(session, { tenant: [tenant] }, () => undefined)
  const report = await attestRun(run, {
    tenant,
    order,
    steps: numbers,
    by,
    recordedBy: operator(),
    ...(on === undefined ? {} : { on }),
    ...(note === undefined ? {} : { note }),
  })
  const { output, ink } = session
  output.result({ document: () => attestDocument(report), text: () => paintAttestation(report, ink) })
  return report.exitCode
}

function stepNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`${text} is not the number of a step. Write a whole number from 1 on; roster tasks lists them.`)
}

function checkDay(day: string): void {
  const noon = new Date(`${day}T12:00:00Z`)
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day)
  if (!isReal) throw new UsageError(`--on ${day} is not a day. Write it as 2026-12-01.`)
}
