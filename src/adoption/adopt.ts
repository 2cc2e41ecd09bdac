import { listWorkspace } from '../language/load/workspace.ts'
import { overlaid } from './overlay.ts'
import type { Adopting } from './pass.ts'
import { pass } from './pass.ts'
import type { Adoption, FileChange, Names } from './result.ts'

/**
 * Declares what a directory holds, in files that change nothing in it: they are read again as they will be, and planned. Somebody who was
 * left out because of somebody else who then was left out too gets another chance, as if the import was done again: so that doing it
 * again really finds nothing. Pure.
 */
export function adopt(adopting: Adopting): Adoption {
  const { files } = adopting
  let { adoption, documents } = pass(adopting)
  while (documents !== undefined && adoption.files.length > 0 && adoption.leftAlone.length > 0) {
    const after = listWorkspace(files.root, overlaid(files.tree, adoption.files))
    const next = pass({ ...adopting, files: after, documents })
    if (next.documents === undefined || next.adoption.files.length === 0) break
    adoption = together(adoption, next.adoption)
    documents = next.documents
  }
  return adoption
}

/** Two imports, one after the other, as one. */
function together(first: Adoption, second: Adoption): Adoption {
  const files = new Map(first.files.map((file) => [file.path, file]))
  for (const file of second.files) files.set(file.path, asOne(files.get(file.path), file))
  return {
    ...second,
    known: first.known,
    declared: bothNames(first.declared, second.declared),
    notes: [...first.notes, ...second.notes],
    files: [...files.values()],
  }
}

function asOne(first: FileChange | undefined, { path, text, ...second }: FileChange): FileChange {
  return { path, text, ...(first === undefined ? second : first.before === undefined ? {} : { before: first.before }) }
}

function bothNames(first: Names, second: Names): Names {
  const both = (kind: keyof Names): readonly string[] => [...first[kind], ...second[kind]].toSorted()
  return {
    users: both('users'),
    groups: both('groups'),
    departments: both('departments'),
    templates: both('templates'),
  }
}
