import { readDocument } from '../load/document.ts'
import type { TenantFiles, WorkspaceFiles } from '../load/workspace.ts'
import type { Reference } from './world.ts'

/** Enough for every workspace that people keep by hand; a larger one gets the plain message. */
const mostFiles = 2_000

/**
 * Which of these ids another tenant declares, as `<kind>/<id>`. Only asked when something is wrong, and only so
 * that the message can say what is: whose they are is not told.
 */
export function idsElsewhere(files: WorkspaceFiles, tenant: string, wanted: readonly Reference[]): ReadonlySet<string> {
  const found = new Set<string>()
  let left = mostFiles
  for (const other of files.tenants) {
    if (other.id === tenant) continue
    for (const kind of new Set(wanted.map((reference) => reference.kind))) {
      const ids = new Set(wanted.filter((reference) => reference.kind === kind).map(({ id }) => id))
      for (const file of other.kinds.get(kind) ?? []) {
        if (--left < 0) return found
        for (const id of declaredIn(files, file)) if (ids.has(id)) found.add(`${kind}/${id}`)
      }
    }
  }
  return found
}

type KindFile = NonNullable<ReturnType<TenantFiles['kinds']['get']>>[number]

function declaredIn(files: WorkspaceFiles, file: KindFile): Iterable<string> {
  return file.form === 'one' ? [file.id] : readDocument(files.tree, file).lines.keys()
}
