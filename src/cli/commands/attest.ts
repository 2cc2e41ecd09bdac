import { hostname, userInfo } from 'node:os'
import { UsageError } from '../../model/fault.ts'
import { attest as attestRun } from '../../reconciler/work-orders/attest.ts'
import { attestDocument, paintAttestation } from '../../report/attestation.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { checkTenants, findRoot, tenantIds } from '../workspace.ts'

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
  const root = findRoot(session.folder)
  const tenant = tenantNamed(root, options.tenant)
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
    recordedBy: `${userInfo().username}@${hostname()}`,
    ...(on === undefined ? {} : { on }),
    ...(note === undefined ? {} : { note }),
  })
  const { output, ink } = session
  output.result({ document: () => attestDocument(report), text: () => paintAttestation(report, ink) })
  return report.exitCode
}

function tenantNamed(root: string, tenant: string | undefined): string {
  if (tenant !== undefined) {
    checkTenants(root, [tenant])
    return tenant
  }
  const [only, ...others] = tenantIds(root)
  if (only !== undefined && others.length === 0) return only
  throw new UsageError(`Which tenant? Name it with --tenant: ${tenantIds(root).slice(0, 20).join(', ')}.`)
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
