import { isObjectId, type ObjectId, type Repository, run } from './git.ts'

/** An entry of a folder in a commit. */
interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly id: ObjectId
  readonly name: string
}

/** Names and ids of what lies in a folder of a commit (`''`: its top); empty where the folder is not there. */
export async function entriesIn(
  repository: Repository,
  commit: ObjectId,
  folder: string,
): Promise<readonly TreeEntry[]> {
  const at = folder === '' ? [] : ['--', `${folder}/`]
  const listing = await run(repository, {
    args: ['ls-tree', '-z', '--full-tree', '--end-of-options', checked(commit), ...at],
  })
  const inside = folder === '' ? 0 : folder.length + 1
  return listed(listing).map((entry) => ({ ...entry, name: entry.name.slice(inside) }))
}

/** Every file below the folder git runs in, as a commit has it; its name is the path from there. */
export async function filesBelow(repository: Repository, commit: ObjectId): Promise<readonly TreeEntry[]> {
  return listed(await run(repository, { args: ['ls-tree', '-r', '-z', '--end-of-options', checked(commit)] }))
}

function listed(listing: Buffer): readonly TreeEntry[] {
  return listing
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [about = '', name = ''] = line.split('\t')
      const [mode = '', type = '', id = ''] = about.split(' ')
      return { mode, type, id, name }
    })
}

/** The texts of files, in the order of their ids, by one child process. */
export async function texts(repository: Repository, ids: readonly ObjectId[]): Promise<string[]> {
  if (ids.length === 0) return []
  const output = await run(repository, {
    args: ['cat-file', '--batch'],
    input: ids.map((id) => `${checked(id)}\n`).join(''),
  })
  const found: string[] = []
  let offset = 0
  for (const id of ids) {
    const headerEnd = output.indexOf(10, offset)
    const size = Number(output.toString('latin1', offset, headerEnd).split(' ')[2])
    if (!Number.isSafeInteger(size))
      throw new Error(`git does not have the file ${id} that the branch names: fetch it again`)
    found.push(output.toString('utf8', headerEnd + 1, headerEnd + 1 + size))
    offset = headerEnd + 1 + size + 1
  }
  return found
}

/** What a commit on a branch changes: files of one folder, name -> new content. */
export interface Edit {
  readonly parent: ObjectId | undefined
  /** `''`: the top. */
  readonly folder: string
  readonly files: ReadonlyMap<string, Buffer | string>
  readonly message: string
  readonly at: Date
}

/** Makes a commit out of objects alone: the work tree and the index of the people who work here are not touched. */
export async function commitOf(
  repository: Repository,
  { parent, folder, files, message, at }: Edit,
): Promise<ObjectId> {
  const blobs: TreeEntry[] = []
  for (const [name, content] of files) {
    const id = idIn(await run(repository, { args: ['hash-object', '-w', '--stdin'], input: content }))
    blobs.push({ mode: '100644', type: 'blob', id, name })
  }
  const inner = await treeWith(repository, parent, folder, blobs)
  const tree =
    folder === ''
      ? inner
      : await treeWith(repository, parent, '', [{ mode: '040000', type: 'tree', id: inner, name: folder }])
  const parents = parent === undefined ? [] : ['-p', checked(parent)]
  return idIn(await run(repository, { args: ['commit-tree', ...parents, tree], input: `${message}\n`, at }))
}

async function treeWith(
  repository: Repository,
  commit: ObjectId | undefined,
  folder: string,
  changed: readonly TreeEntry[],
): Promise<ObjectId> {
  const before = commit === undefined ? [] : await entriesIn(repository, commit, folder)
  const entries = new Map([...before, ...changed].map((entry) => [entry.name, entry]))
  const input = [...entries.values()].map(({ mode, type, id, name }) => `${mode} ${type} ${id}\t${name}\0`).join('')
  return idIn(await run(repository, { args: ['mktree', '-z'], input }))
}

function idIn(output: Buffer): ObjectId {
  return checked(output.toString('utf8').trim())
}

function checked(id: ObjectId): ObjectId {
  if (!isObjectId(id)) throw new Error(`${JSON.stringify(id)} is not the id of an object of git`)
  return id
}
