import { importDirectory } from '../../adoption/import-directory.ts'
import type { Adoption } from '../../adoption/result.ts'
import { writeAll } from '../../adoption/write.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { openWorkspace, readTenant, type Opened } from '../../reconciler/workspace.ts'
import { paintAdoption } from '../../report/adoption.ts'
import { paintDiagnostics } from '../../report/diagnostics.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'

export interface ImportOptions {
  readonly tenant: string
  readonly directory?: string
  readonly select?: readonly string[]
  readonly templates?: boolean
  readonly usersFile?: string
}

/** `roster import`: declares what is live already, so that the next plan changes nothing. Writes files of the workspace only. */
export async function importing(session: Session, options: ImportOptions): Promise<number> {
  refuseOddFile(options.usersFile)
  const progress = await progressOf(session)
  const { run } = await openRun(session, { tenant: [options.tenant] }, progress.tell)
  const opened = openWorkspace(run)
  const read = opened.shared === undefined ? opened : readTenant(opened, opened.shared, options.tenant)
  const documents = 'documents' in read ? read.documents : undefined
  if (documents === undefined) return tellMistakes(session, options, read)
  const adoption = await importDirectory({ run, opened, documents }, options).finally(progress.end)
  writeAll(run.root, adoption.files)
  return tell(session, adoption)
}

function refuseOddFile(name: string | undefined): void {
  if (name === undefined || /^users(?:\.[A-Za-z0-9_-][A-Za-z0-9._-]*)?\.yaml$/.test(name)) return
  throw new UsageError(`--users-file ${name} holds no people. Name it users.yaml or users.<part>.yaml.`)
}

function tell({ output, ink, everything }: Session, adoption: Adoption): number {
  const stopped = adoption.problems.length > 0 || adoption.diagnostics.length > 0
  const exitCode = stopped ? exit.invalid : exit.done
  const { files, ...rest } = adoption
  output.result({
    document: () => ({
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

/** The workspace has mistakes: nothing can be put into it. */
function tellMistakes(
  { output, ink }: Session,
  { tenant }: ImportOptions,
  { diagnostics }: Pick<Opened, 'diagnostics'>,
): number {
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'import', exitCode: exit.invalid, tenant, diagnostics, files: [] }),
    text: () =>
      [
        ...paintDiagnostics(diagnostics, ink),
        ink.plain('Nothing was written. Correct the files and import again.'),
        '',
      ].join('\n'),
  })
  return exit.invalid
}
