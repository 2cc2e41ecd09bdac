import type { Group } from '../../generated/groups.ts'
import type { Tree } from '../../language/load/tree.ts'
import { readDocument } from '../../language/load/document.ts'

/** Groups that the base branch marks as privileged: by id, and by the name that the directory knows them by. */
export type Marks = ReadonlyMap<string, string>

/** A file of the base branch that cannot be read: which marks it holds is not known. */
export class MarksUnknown extends Error {
  override readonly name = 'MarksUnknown'
}

/**
 * Reads the marks of a tenant's groups from those of its files that are at hand: one that is listed and was not read is as it
 * is in the request. Only the mark counts; other mistakes in the files are not looked for. Throws MarksUnknown.
 */
export function marksIn(tree: Tree, tenant: string): Marks {
  return new Map(
    filesOf(tree, `tenants/${tenant}`).flatMap(({ path, id }) => {
      const { value } = readDocument(tree, { path, form: 'whole' })
      if (value === undefined) throw new MarksUnknown(`${path} of the base branch cannot be read`)
      const entries = id === undefined ? Object.entries(value as object) : [[id, value] as const]
      return entries.flatMap(([name, spec]) => markOf(name, spec as unknown))
    }),
  )
}

function markOf(id: string, spec: unknown): readonly (readonly [string, string])[] {
  const group = (typeof spec === 'object' && spec !== null ? spec : {}) as Partial<Group>
  return group.privileged === true ? [[id, nameOf(id, group)]] : []
}

/** What a directory knows a group by; letters of either case are the same there. */
export function nameOf(id: string, { name, directory }: Pick<Partial<Group>, 'name' | 'directory'>): string {
  return `${directory ?? ''}/${name ?? id}`.toLowerCase()
}

interface GroupFile {
  readonly path: string
  /** The one group that the file holds, after which it is named. */
  readonly id?: string
}

function filesOf(tree: Tree, folder: string): readonly GroupFile[] {
  const maps = namesIn(tree, folder).filter((name) => /^groups(?:\..+)?\.yaml$/.test(name))
  const ones = namesIn(tree, `${folder}/groups`).filter((name) => name.endsWith('.yaml'))
  const all: readonly GroupFile[] = [
    ...maps.map((name) => ({ path: `${folder}/${name}` })),
    ...ones.map((name) => ({ path: `${folder}/groups/${name}`, id: name.slice(0, -'.yaml'.length) })),
  ]
  return all.filter(({ path }) => isAtHand(tree, path))
}

function namesIn(tree: Tree, folder: string): readonly string[] {
  return (tree.list(folder) ?? []).flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))
}

function isAtHand(tree: Tree, path: string): boolean {
  try {
    tree.read(path, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
