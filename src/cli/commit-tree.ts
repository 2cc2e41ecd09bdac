import type { Tree, TreeEntry } from '../language/load/tree.ts'
import { type ObjectId, type Repository, run } from '../git/git.ts'
import { contents, filesBelow } from '../git/tree.ts'

const parts = /^(?:roster\.yaml$|(?:library|platforms|tenants)\/)/

interface Blob {
  readonly path: string
  readonly id: ObjectId
  readonly kind: TreeEntry['kind']
}

/** Which files of a commit are read. */
export interface Wanted {
  /** Files and folders, from the root of the workspace; the others cannot be asked for. */
  readonly paths: readonly string[]
  /** Of what lies there, the files whose text is needed. */
  readonly file: (path: string) => boolean
}

/** The files of a workspace as a commit has them, read at once; the work tree is not looked at. Without `wanted`, all of them. */
export async function commitTree(repository: Repository, commit: ObjectId, wanted?: Wanted): Promise<Tree> {
  const blobs = (await listing(repository, commit, wanted?.paths)).filter(({ path }) => parts.test(path))
  const files = blobs.filter(({ path, kind }) => kind === 'file' && (wanted?.file(path) ?? true))
  const read = await contents(
    repository,
    files.map(({ id }) => id),
  )
  const bytesOf = new Map(files.map(({ path }, at) => [path, read[at]]))
  const folders = foldersOf(blobs)
  const isKnown = wanted === undefined ? () => true : isWithin(wanted.paths)
  return {
    // What was not listed may be there: it is never taken for absence.
    list: (folder) => {
      if (!isKnown(folder)) throw new Error(`${folder} of ${commit} was not listed`)
      return folders.get(folder)
    },
    read: (path, atMost) => {
      const bytes = bytesOf.get(path)
      if (bytes !== undefined) return bytes.subarray(0, atMost + 1)
      if (!isKnown(path)) throw new Error(`${path} of ${commit} was not read`)
      throw Object.assign(new Error(`no file ${path} in ${commit}`), { code: 'ENOENT' })
    },
  }
}

/** The top, the paths themselves, and what lies below them. */
function isWithin(paths: readonly string[]): (path: string) => boolean {
  const known = new Set(['', ...paths])
  return (path) => known.has(path) || stepsOf(path).some((step) => known.has(step))
}

/** `a/b/c`: a, a/b, a/b/c. */
function stepsOf(path: string): readonly string[] {
  return path.split('/').map((_, at, steps) => steps.slice(0, at + 1).join('/'))
}

async function listing(
  repository: Repository,
  commit: ObjectId,
  paths: readonly string[] | undefined,
): Promise<readonly Blob[]> {
  const entries = await filesBelow(repository, commit, paths)
  return entries.map(({ mode, type, id, name }) => ({
    path: name,
    id,
    kind: mode === '120000' ? 'link' : type === 'blob' ? 'file' : 'other',
  }))
}

function foldersOf(blobs: readonly Blob[]): ReadonlyMap<string, readonly TreeEntry[]> {
  const folders = new Map<string, Map<string, TreeEntry>>([['', new Map()]])
  for (const { path, kind } of blobs) {
    const steps = path.split('/')
    for (const [depth, name] of steps.entries()) {
      const folder = steps.slice(0, depth).join('/')
      const entries = folders.get(folder) ?? new Map<string, TreeEntry>()
      folders.set(folder, entries)
      entries.set(name, { name, kind: depth === steps.length - 1 ? kind : 'folder' })
    }
  }
  return new Map(
    [...folders].map(([folder, entries]) => [
      folder,
      [...entries.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ]),
  )
}

/** When a commit was made. */
export async function commitTime(repository: Repository, commit: ObjectId): Promise<Date> {
  const args = ['show', '--no-patch', '--format=%cI', '--end-of-options', commit]
  return new Date((await run(repository, { args })).toString('utf8').trim())
}

/** The commit that the checked-out branch pointed to at a moment, as the dates of its own commits tell; undefined: there was none yet. */
export async function tipAt(repository: Repository, moment: Date): Promise<ObjectId | undefined> {
  const before = `--before=${moment.toISOString()}`
  const args = ['rev-list', '--first-parent', '--max-count=1', before, '--end-of-options', 'HEAD']
  const id = (await run(repository, { args })).toString('utf8').trim()
  return id === '' ? undefined : id
}
