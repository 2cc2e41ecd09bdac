import { ask, GitFailed, isObjectId, type ObjectId, type Repository, run } from './git.ts'

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

/**
 * Every file below the folder git runs in, as a commit has it; its name is the path from there. With `paths`, files and
 * folders from there, only those: git does not look into the others.
 */
export async function filesBelow(
  repository: Repository,
  commit: ObjectId,
  paths: readonly string[] = [],
): Promise<readonly TreeEntry[]> {
  const only = paths.length === 0 ? [] : ['--', ...paths]
  return listed(await run(repository, { args: ['ls-tree', '-r', '-z', '--end-of-options', checked(commit), ...only] }))
}

/** Where the path of a file begins: at the folder git runs in, or at the top of the repository. */
type From = 'here' | 'top'

/** The text of one file as a commit has it; undefined where the commit has no such file, or is not at hand. */
export async function textAt(
  repository: Repository,
  commit: ObjectId,
  path: string,
  from: From = 'here',
): Promise<string | undefined> {
  const name = from === 'top' ? path : `./${path}`
  const { code, stdout } = await ask(repository, { args: ['cat-file', 'blob', `${checked(commit)}:${name}`] })
  return code === 0 ? stdout.toString('utf8') : undefined
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
  return (await contents(repository, ids)).map((bytes) => bytes.toString('utf8'))
}

/** The bytes of files, in the order of their ids, by one child process. */
export async function contents(repository: Repository, ids: readonly ObjectId[]): Promise<readonly Buffer[]> {
  if (ids.length === 0) return []
  const output = await run(repository, {
    args: ['cat-file', '--batch'],
    input: ids.map((id) => `${checked(id)}\n`).join(''),
  })
  const found: Buffer[] = []
  let offset = 0
  for (const id of ids) {
    const headerEnd = output.indexOf(10, offset)
    const size = Number(output.toString('latin1', offset, headerEnd).split(' ')[2])
    if (!Number.isSafeInteger(size))
      throw new Error(`git does not have the file ${id} that the branch names: fetch it again`)
    found.push(output.subarray(headerEnd + 1, headerEnd + 1 + size))
    offset = headerEnd + 1 + size + 1
  }
  return found
}

/** What a commit on a branch changes: path below the folder -> new content, or null: the file goes. */
export interface Edit {
  readonly parent: ObjectId | undefined
  /** Of the repository, not of the folder git runs in; `''`: the top. */
  readonly folder: string
  readonly files: ReadonlyMap<string, Buffer | string | null>
  readonly message: string
  readonly at: Date
}

/** Makes a commit out of objects alone: the work tree and the index of the people who work here are not touched. Folders come and go with their files. */
export async function commitOf(
  repository: Repository,
  { parent, folder, files, message, at }: Edit,
): Promise<ObjectId> {
  const changes = [...files].map(([name, content]) => ({ steps: stepsOf(folder, name), content }))
  const tree = (await treeWith(repository, parent, '', changes)) ?? (await mktree(repository, []))
  const parents = parent === undefined ? [] : ['-p', checked(parent)]
  return idIn(await run(repository, { args: ['commit-tree', ...parents, tree], input: `${message}\n`, at }))
}

/** A file of a commit in the making: what is left of its path below the folder in hand. */
interface Change {
  readonly steps: readonly string[]
  readonly content: Buffer | string | null
}

/** The folder with its changes; undefined where nothing is left in it. */
async function treeWith(
  repository: Repository,
  commit: ObjectId | undefined,
  folder: string,
  changes: readonly Change[],
): Promise<ObjectId | undefined> {
  const before = commit === undefined ? [] : await entriesIn(repository, commit, folder)
  const entries = new Map(before.map((entry) => [entry.name, entry]))
  for (const [name, inside] of byFirstStep(changes)) {
    const path = folder === '' ? name : `${folder}/${name}`
    const entry = await changed(repository, commit, { path, name, was: entries.get(name) }, inside)
    if (entry === undefined) entries.delete(name)
    else entries.set(name, entry)
  }
  return entries.size === 0 ? undefined : mktree(repository, [...entries.values()])
}

function byFirstStep(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const [name = ''] = change.steps
    groups.set(name, [...(groups.get(name) ?? []), change])
  }
  return groups
}

/** What becomes of one name of a folder. A link is never written through, and a folder never becomes a file. */
async function changed(
  repository: Repository,
  commit: ObjectId | undefined,
  { path, name, was }: { readonly path: string; readonly name: string; readonly was: TreeEntry | undefined },
  changes: readonly Change[],
): Promise<TreeEntry | undefined> {
  const file = changes.find(({ steps }) => steps.length === 1)
  if ((file !== undefined && changes.length > 1) || (was !== undefined && !fits(was, file === undefined)))
    throw new GitFailed(`${path} cannot be written: it is a ${file === undefined ? 'file' : 'folder'} or a link there`)
  if (file === undefined) {
    const inside = changes.map(({ steps, content }) => ({ steps: steps.slice(1), content }))
    const id = await treeWith(repository, commit, path, inside)
    return id === undefined ? undefined : { mode: '040000', type: 'tree', id, name }
  }
  if (file.content === null) return undefined
  const id = idIn(await run(repository, { args: ['hash-object', '-w', '--stdin'], input: file.content }))
  return { mode: was?.mode ?? '100644', type: 'blob', id, name }
}

function fits({ mode, type }: TreeEntry, asFolder: boolean): boolean {
  return asFolder ? type === 'tree' : type === 'blob' && mode !== '120000'
}

async function mktree(repository: Repository, entries: readonly TreeEntry[]): Promise<ObjectId> {
  const input = entries.map(({ mode, type, id, name }) => `${mode} ${type} ${id}\t${name}\0`).join('')
  return idIn(await run(repository, { args: ['mktree', '-z'], input }))
}

/** The names on the way to a file. One that git would not check out, or that leads elsewhere, is refused. */
function stepsOf(folder: string, name: string): readonly string[] {
  const steps = [...(folder === '' ? [] : folder.split('/')), ...name.split('/')]
  if (steps.every((step) => step !== '' && step !== '.' && step !== '..' && !/^\.git$|[\0\\]/i.test(step))) return steps
  throw new GitFailed(`${JSON.stringify(steps.join('/'))} cannot be the path of a file in a commit`)
}

function idIn(output: Buffer): ObjectId {
  return checked(output.toString('utf8').trim())
}

function checked(id: ObjectId): ObjectId {
  if (!isObjectId(id)) throw new Error(`${JSON.stringify(id)} is not the id of an object of git`)
  return id
}
