import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { UsageError } from '../../model/fault.ts'
import { observeExport } from '../../reconciler/observed/observe.ts'
import type { ObserveReport } from '../../reconciler/observed/request.ts'
import { wholeSeats } from '../../reconciler/observed/request.ts'
import { operator } from '../../reconciler/operator.ts'
import { paintObservation } from '../../report/observation.ts'
import { readSheet } from '../../sheets/sheet.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { findRoot, tenantMeant } from '../workspace.ts'

/** What `roster observe` can be told. */
export interface ObserveOptions {
  readonly tenant?: string
  readonly export?: string
  readonly purchased?: string
  readonly accept?: string
  readonly by?: string
  readonly partial?: boolean
  readonly gone?: readonly string[]
}

/** `roster observe`: reads the list that somebody exported from a platform, and takes down what it shows; 2 where that is not as agreed. */
export async function observe(
  session: Session,
  { subscription, file }: { readonly subscription: string; readonly file: string },
  options: ObserveOptions,
): Promise<number> {
  const { export: list, accept, by, partial, gone } = options
  const purchased = options.purchased === undefined ? undefined : wholeSeats(options.purchased)
  if (accept?.trim() === '') throw new UsageError('--accept asks for the reason why what the platform shows counts.')
  const tenant = tenantMeant(findRoot(session.folder), options.tenant)
  const bytes = bytesOf(file)
  const progress = await progressOf(session)
  const { run } = await openRun(session, { tenant: [tenant] }, progress.tell)
  const report = await observeExport(run, {
    tenant,
    subscription,
    ...(list === undefined ? {} : { export: list }),
    sheet: readSheet(bytes, basename(file)),
    file: basename(file),
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    ...(by === undefined ? {} : { by }),
    recordedBy: operator(),
    ...(purchased === undefined ? {} : { purchased }),
    ...(accept === undefined ? {} : { accepted: accept.trim() }),
    ...(partial === undefined ? {} : { partial }),
    ...(gone === undefined ? {} : { gone }),
  }).finally(progress.end)
  return tell(session, report)
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(resolve(file))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`The list ${file} cannot be read: ${why}. Name another file.`)
  }
}

function tell({ output, ink, everything }: Session, report: ObserveReport): number {
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'observation', ...report }),
    text: () => paintObservation(report, { ink, everything }),
  })
  return report.exitCode
}
