import { ask, GitFailed, isObjectId, type ObjectId, type Repository, run } from './git.ts'

/** Whether one commit is the other or comes before it. */
export async function isAncestor(repository: Repository, earlier: ObjectId, later: ObjectId): Promise<boolean> {
  const { code, stderr } = await ask(repository, {
    args: ['merge-base', '--is-ancestor', '--end-of-options', checked(earlier), checked(later)],
  })
  if (code === 0 || code === 1) return code === 0
  throw new GitFailed(`git cannot tell whether ${earlier} comes before ${later}: ${stderr}`)
}

/** The commit where two lines of work parted; undefined where they never were one, or the clone is too shallow to tell. */
export async function mergeBase(repository: Repository, a: ObjectId, b: ObjectId): Promise<ObjectId | undefined> {
  const args = ['merge-base', '--end-of-options', checked(a), checked(b)]
  const { code, stdout, stderr } = await ask(repository, { args })
  if (code === 0) return stdout.toString('utf8').split('\n')[0]
  if (code === 1) return undefined
  throw new GitFailed(`git cannot tell where ${a} and ${b} parted: ${stderr}`)
}

/** What was put on a branch after `from` (undefined: ever) up to `to`, oldest first: a merge counts as one, what it brought in does not. */
export async function firstParents(
  repository: Repository,
  from: ObjectId | undefined,
  to: ObjectId,
): Promise<readonly ObjectId[]> {
  const range = from === undefined ? [checked(to)] : [checked(to), `^${checked(from)}`]
  const args = ['rev-list', '--first-parent', '--reverse', '--end-of-options', ...range]
  return (await run(repository, { args })).toString('utf8').split('\n').filter(isObjectId)
}

/** Paths, from the folder git runs in and below it, at which two commits differ, by name. A file that moved counts at both places. */
export async function changedPaths(repository: Repository, a: ObjectId, b: ObjectId): Promise<readonly string[]> {
  const options = [
    '-r',
    '-z',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=none',
    '--relative',
  ]
  const args = ['diff-tree', ...options, '--end-of-options', checked(a), checked(b)]
  const paths = (await run(repository, { args, index: false })).toString('utf8').split('\0')
  return paths.filter((path) => path !== '')
}

function checked(id: ObjectId): ObjectId {
  if (isObjectId(id)) return id
  throw new GitFailed(`${JSON.stringify(id)} is not the id of a commit`)
}
