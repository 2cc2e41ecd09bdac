import type { DesiredDirectory } from '../language/compile/desired-tenant.ts'
import { nearest } from '../language/load/nearest.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { UsageError } from '../model/fault.ts'
import { recall } from '../reconciler/checkpoints/recall.ts'
import { observe, openReader } from '../reconciler/observe.ts'
import type { Run } from '../reconciler/run.ts'
import type { Opened } from '../reconciler/workspace.ts'
import { compiled } from '../reconciler/workspace.ts'
import { adopt } from './adopt.ts'
import type { Adoption } from './result.ts'
import { selectionOf } from './select.ts'

/** A tenant whose files are valid, and what a run takes from outside. */
export interface Work {
  readonly run: Run
  readonly opened: Opened
  readonly documents: TenantDocuments
}

/** What is asked of an import from a directory. */
export interface Wishes {
  /** Id of the directory; may be left out where the tenant has one. */
  readonly directory?: string
  readonly select?: readonly string[]
  readonly templates?: boolean
  /** Name of the file that takes all new people. */
  readonly usersFile?: string
}

/** Reads a directory in full and works out what to declare. Writes nothing. Throws UsageError and DirectoryFault. */
export async function importDirectory({ run, opened, documents }: Work, wishes: Wishes): Promise<Adoption> {
  const selection = selectionOf(wishes.select ?? [])
  const memory = await recall(run.ledger, documents.id)
  const compile = (each: TenantDocuments): ReturnType<typeof compiled> => compiled(each, memory, run)
  const desired = compile(documents)
  const directory = directoryNamed(wishes.directory, desired)
  const reader = await openReader(documents.id, directory, memory, run)
  try {
    const snapshot = await observe({ desired, directory, reader, memory, run })
    return adopt({
      files: opened.files,
      documents,
      snapshot,
      memory,
      asOf: run.asOf,
      compile,
      selection,
      withTemplates: wishes.templates === true,
      ...(wishes.usersFile === undefined ? {} : { usersFile: wishes.usersFile }),
    })
  } finally {
    await reader.close()
  }
}

/** The directory that is named, or the only one. Throws UsageError. */
export function directoryNamed(
  directory: string | undefined,
  { id: tenant, directories }: ReturnType<typeof compiled>,
): DesiredDirectory {
  const ids = [...directories.keys()]
  const wanted = directory ?? (ids.length === 1 ? ids[0] : undefined)
  if (wanted === undefined) {
    throw new UsageError(
      ids.length === 0
        ? `${tenant} has no directory to import from. Declare one in its tenant.yaml, or import a sheet with --from.`
        : `${tenant} has several directories. Name one with --directory: ${ids.join(', ')}.`,
    )
  }
  const found = directories.get(wanted)
  if (found !== undefined) return found
  const near = nearest(wanted, ids)
  const hint = near === undefined ? `It has: ${ids.join(', ') || 'none'}.` : `Did you mean ${near}?`
  throw new UsageError(`${tenant} has no directory ${wanted}. ${hint}`)
}
