import { largestFile, parse } from '../language/load/parse.ts'
import { isSpec } from '../language/load/spec.ts'
import type { Tree } from '../language/load/tree.ts'

/** Two states of the files of a workspace. */
export type Trees = readonly [Tree, Tree]

/** Whether a file or a folder is the same in both, byte by byte; asked once for each path. */
export function alike(trees: Trees): (path: string) => boolean {
  const known = new Map<string, boolean>()
  return (path) => {
    const answer = known.get(path) ?? areSame(trees, path)
    known.set(path, answer)
    return answer
  }
}

function areSame(trees: Trees, path: string): boolean {
  const [before, after] = trees.map((tree) => tree.list(path))
  if (before === undefined || after === undefined) return before === after && sameBytes(trees, path)
  const names = (entries: typeof before): string => entries.map(({ name, kind }) => `${kind} ${name}`).join('\n')
  if (names(before) !== names(after)) return false
  return before.every(({ name, kind }) => {
    const inner = `${path}/${name}`
    return kind === 'folder' ? areSame(trees, inner) : kind === 'file' && sameBytes(trees, inner)
  })
}

function sameBytes([first, second]: Trees, path: string): boolean {
  const [before, after] = [bytesOf(first, path), bytesOf(second, path)]
  return before === undefined || after === undefined ? before === after : before.equals(after)
}

function bytesOf(tree: Tree, path: string): Buffer | undefined {
  try {
    return Buffer.from(tree.read(path, largestFile))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** The tenants that serve a tenant, in either state: what they hand down bears on its people too. */
export function parentsOf(trees: Trees, tenant: string): readonly string[] {
  const path = `tenants/${tenant}/tenant.yaml`
  return trees.flatMap((tree) => {
    const { value } = parse(path, bytesOf(tree, path)?.toString('utf8') ?? '')
    return isSpec(value) && typeof value['parent'] === 'string' ? [value['parent']] : []
  })
}
