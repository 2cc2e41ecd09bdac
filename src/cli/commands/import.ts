import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { importDirectory } from '../../adoption/import-directory.ts'
import { importSheet } from '../../adoption/import-sheet.ts'
import type { Adoption } from '../../adoption/result.ts'
import { refusedFor } from '../../adoption/refused.ts'
import { writeAll } from '../../adoption/write.ts'
import type { Import } from '../../generated/import.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { openWorkspace, readTenant } from '../../reconciler/workspace.ts'
import { paintAdoption } from '../../report/adoption.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'

export interface ImportOptions {
  readonly tenant: string
  readonly directory?: string
  readonly from?: string
  readonly createGroups?: boolean
  readonly select?: readonly string[]
  readonly templates?: boolean
  readonly usersFile?: string
}

/** `roster import`: declares what is live already, so that the next plan changes nothing. Writes files of the workspace only. */
export async function importing(session: Session, options: ImportOptions): Promise<number> {
  refuseOddFile(options.usersFile)
  refuseMixture(options)
  const sheet = options.from === undefined ? undefined : bytesOf(options.from)
  const progress = await progressOf(session)
  try {
    const { run } = await openRun(session, { tenant: [options.tenant] }, progress.tell)
    const opened = openWorkspace(run)
    const read = opened.shared === undefined ? opened : readTenant(opened, opened.shared, options.tenant)
    const documents = 'documents' in read ? read.documents : undefined
    if (documents === undefined) return tell(session, refusedFor(options.tenant, read.diagnostics))
    const work = { run, opened, documents }
    const adoption = await (sheet === undefined
      ? importDirectory(work, options)
      : importSheet(work, { ...options, ...sheet }))
    writeAll(run.root, adoption.files)
    progress.end()
    return tell(session, adoption)
  } finally {
    progress.end()
  }
}

/** A sheet says itself who is in it. */
function refuseMixture({ from, select, createGroups }: ImportOptions): void {
  if (from !== undefined && select !== undefined)
    throw new UsageError('--select is for directories. Take the rows that are not meant out of the sheet.')
  if (from === undefined && createGroups === true)
    throw new UsageError('--create-groups is for sheets: groups of a directory are declared with the people in them.')
}

function bytesOf(from: string): { readonly bytes: Uint8Array; readonly name: string } {
  try {
    return { bytes: readFileSync(resolve(from)), name: basename(from) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`The sheet ${from} cannot be read: ${why}. Name another file with --from.`)
  }
}

function refuseOddFile(name: string | undefined): void {
  if (name === undefined || /^users(?:\.[A-Za-z0-9_-][A-Za-z0-9._-]*)?\.yaml$/.test(name)) return
  throw new UsageError(`--users-file ${name} holds no people. Name it users.yaml or users.<part>.yaml.`)
}

/** With a problem or an error nothing was written. */
function exitOf({ problems, diagnostics }: Adoption): number {
  const wrong = problems.length > 0 || diagnostics.some(({ severity }) => severity === 'error')
  return wrong ? exit.invalid : exit.done
}

function tell({ output, ink, everything }: Session, adoption: Adoption): number {
  const exitCode = exitOf(adoption)
  const { files, ...rest } = adoption
  output.result({
    document: (): Import => ({
      formatVersion: '1.0',
      kind: 'import',
      exitCode,
      ...rest,
      files: files.map(({ path, before }) => ({ path, change: before === undefined ? 'created' : 'changed' })),
    }),
    text: () => paintAdoption(adoption, { ink, everything }),
  })
  return exitCode
}
