import type { Tree, TreeEntry } from '../language/load/tree.ts'
import { type ObjectId, type Repository, run } from '../git/git.ts'
import { filesBelow, texts } from '../git/tree.ts'

const parts = /^(?:roster\.yaml$|(?:library|platforms|tenants)\/)/

interface Blob {
  readonly path: string
  readonly id: ObjectId
  readonly kind: TreeEntry['kind']
}

/** The files of a workspace as a commit has them, read at once; the work tree is not looked at. */
export async function commitTree(repository: Repository, commit: ObjectId): Promise<Tree> {
  const blobs = (await listing(repository, commit)).filter(({ path }) => parts.test(path))
  const files = blobs.filter(({ kind }) => kind === 'file')
  const read = await texts(
    repository,
    files.map(({ id }) => id),
  )
  const contents = new Map(files.map(({ path }, at) => [path, Buffer.from(read[at] ?? '')]))
  const folders = foldersOf(blobs)
  return {
    list: (folder) => folders.get(folder),
    read: (path, atMost) => {
      const bytes = contents.get(path)
      if (bytes === undefined) throw Object.assign(new Error(`no file ${path} in ${commit}`), { code: 'ENOENT' })
      return bytes.subarray(0, atMost + 1)
    },
  }
}

async function listing(repository: Repository, commit: ObjectId): Promise<readonly Blob[]> {
  const entries = await filesBelow(repository, commit)
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
