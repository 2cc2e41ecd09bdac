import { createHash } from 'node:crypto'
import type { ObjectId, Repository } from '../../git/git.ts'
import { filesBelow } from '../../git/tree.ts'
import { type Tree, workTree } from '../../language/load/tree.ts'

/**
 * Whether files and folders of the work tree are byte for byte those of a commit. git's own answer reads the index of the whole
 * repository; this looks at nothing else. false may also mean that it cannot tell (links, filters, ignored files).
 */
export async function isAsCommitted(
  repository: Repository,
  commit: ObjectId,
  paths: readonly string[],
): Promise<boolean> {
  const there = await filesBelow(repository, commit, paths).catch(() => undefined)
  if (there === undefined) return false
  const tree = workTree(repository.root)
  const here = new Set(paths.flatMap((path) => filesIn(tree, path)))
  return (
    here.size === there.length &&
    there.every(({ name, id, mode }) => here.has(name) && mode !== '120000' && idOf(tree, name, id.length) === id)
  )
}

function filesIn(tree: Tree, path: string): readonly string[] {
  const entries = tree.list(path)
  if (entries !== undefined) return entries.flatMap(({ name }) => filesIn(tree, `${path}/${name}`))
  const above = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  return tree.list(above)?.some(({ name }) => (above === '' ? name : `${above}/${name}`) === path) === true
    ? [path]
    : []
}

/** The id that git gives a file of this content (SHA-1, or SHA-256 where ids are that long). */
function idOf(tree: Tree, path: string, length: number): ObjectId | undefined {
  try {
    const bytes = tree.read(path, Number.MAX_SAFE_INTEGER)
    const hash = createHash(length === 64 ? 'sha256' : 'sha1')
    return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  } catch {
    return undefined
  }
}
