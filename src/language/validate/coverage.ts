import type { Directory } from '../../generated/tenant.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { DirectoryFault } from '../../model/fault.ts'
import type { WorkspaceFiles } from '../load/workspace.ts'
import type { Territory } from './overlap.ts'
import { overlapDiagnostics } from './overlap.ts'
import { placed } from './place-problems.ts'
import { textOf } from './reading.ts'

/** A directory as a tenant.yaml declares it. */
export interface Declared {
  readonly tenant: string
  readonly directory: string
  readonly settings: Directory
}

/**
 * What providers say of the directories of a workspace, offline: settings that none of them can follow, and directories
 * that cover the same entries. `territories` throws DirectoryFault for the first.
 */
export function coverageDiagnostics(
  files: WorkspaceFiles,
  declared: readonly Declared[],
  territories: (settings: Directory) => readonly string[],
): readonly Diagnostic[] {
  const covered: Territory[] = []
  const refused: Diagnostic[] = []
  for (const { tenant, directory, settings } of declared) {
    try {
      for (const territory of territories(settings)) covered.push({ tenant, directory, territory })
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      refused.push(...told(files, { tenant, directory }, error.message))
    }
  }
  return [...refused, ...overlapDiagnostics(files, covered)]
}

/** The last sentence of a fault says what to do. */
function told(
  files: WorkspaceFiles,
  { tenant, directory }: Omit<Declared, 'settings'>,
  said: string,
): readonly Diagnostic[] {
  const end = said.lastIndexOf('. ')
  const [message, fix] = end < 0 ? [said, 'Mend the settings.'] : [said.slice(0, end + 1), said.slice(end + 2)]
  const problem = {
    file: `tenants/${tenant}/tenant.yaml`,
    path: ['directories', directory],
    target: 'key',
    slug: 'directory-settings',
    message: `\`${directory}\`: ${message}`,
    fix,
  } as const
  return placed([problem], { textOf: (path) => textOf(files, path), tenant })
}
