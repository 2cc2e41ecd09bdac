import { ask, GitFailed, isObjectId, type ObjectId, type Repository, resolve, run } from './git.ts'

/** A branch that several machines move, one at a time. */
export interface Branch {
  /** Where it stands now, with its objects at hand; undefined where it is not there. Throws GitFailed where the remote does not answer. */
  tip(): Promise<ObjectId | undefined>
  /** Moves it on to a commit whose parent is `from`, never by force; false where somebody else moved it meanwhile. */
  move(from: ObjectId | undefined, to: ObjectId): Promise<boolean>
}

/** A branch of a remote, which roster may also make anew: what it proposes in a pull request. */
export interface RemoteBranch extends Branch {
  /** Puts it on any commit, or takes it away (`to` undefined), where it still stands on `from` (undefined: is not there); false where somebody else moved it. */
  replace(from: ObjectId | undefined, to: ObjectId | undefined): Promise<boolean>
}

/** The branch that is checked out; undefined where none is. */
export async function currentBranch(repository: Repository): Promise<string | undefined> {
  const { code, stdout } = await ask(repository, { args: ['symbolic-ref', '--quiet', '--short', 'HEAD'] })
  return code === 0 ? stdout.toString('utf8').trim() : undefined
}

/** A branch of this repository. */
export function localBranch(repository: Repository, name: string): Branch {
  const ref = `refs/heads/${checkName(name)}`
  return {
    tip: () => resolve(repository, ref),
    async move(from, to) {
      const { code, stderr } = await ask(repository, {
        args: ['update-ref', '--stdin'],
        input: `update ${ref} ${checkId(to)} ${from === undefined ? '0'.repeat(to.length) : checkId(from)}\n`,
      })
      if (code === 0) return true
      if (/cannot lock ref|reference already exists|is at [0-9a-f]+ but expected/.test(stderr)) return false
      throw new GitFailed(`the branch ${name} cannot be written: ${stderr}`)
    },
  }
}

/** A branch of a remote. What was fetched lies under refs/roster/, apart from everything people look at. */
export function remoteBranch(repository: Repository, remote: string, name: string): RemoteBranch {
  const ref = `refs/heads/${checkName(name)}`
  const copy = `refs/roster/${checkName(remote)}/${name}`
  return {
    async tip() {
      const there = await remoteTip(repository, remote, ref)
      if (there === undefined || (await has(repository, there))) return there
      await fetch(repository, remote, `+${ref}:${copy}`)
      return resolve(repository, copy)
    },
    move: (_from, to) => push(repository, { remote, name, refspec: `${checkId(to)}:${ref}` }),
    replace: (from, to) => {
      const lease = `--force-with-lease=${ref}:${from === undefined ? '' : checkId(from)}`
      return push(repository, { remote, name, refspec: `${to === undefined ? '' : checkId(to)}:${ref}`, lease })
    },
  }
}

interface Push {
  readonly remote: string
  readonly name: string
  readonly refspec: string
  readonly lease?: string
}

/** false: the branch is not where it was thought to be. */
async function push(repository: Repository, { remote, name, refspec, lease }: Push): Promise<boolean> {
  const options = [
    '--porcelain',
    '--no-follow-tags',
    '--no-signed',
    '--recurse-submodules=no',
    '--receive-pack=git-receive-pack',
    ...(lease === undefined ? [] : [lease]),
  ]
  const answer = await ask(repository, { args: ['push', ...options, '--', remote, refspec], network: true })
  if (answer.code === 0) return true
  const refused = /^!.*$/m.exec(answer.stdout.toString('utf8'))?.[0]
  if (refused !== undefined && overtaken.test(refused)) return false
  throw new GitFailed(`${remote} does not take the branch ${name}: ${refused ?? answer.stderr}`)
}

/** How git says that the branch has moved on: before sending, while the other side locked it, and when it came into being meanwhile. */
const overtaken =
  /\[rejected\] \((fetch first|non-fast-forward|stale info)\)|\[remote rejected\] \((failed to update ref|cannot lock ref|incorrect old value|reference already exists|remote ref is at )/

async function remoteTip(repository: Repository, remote: string, ref: string): Promise<ObjectId | undefined> {
  const args = ['ls-remote', '--refs', '--upload-pack=git-upload-pack', '--', remote, ref]
  const lines = (await run(repository, { args, network: true })).toString('utf8').split('\n')
  const id = lines.find((line) => line.endsWith(`\t${ref}`))?.split('\t')[0]
  return id !== undefined && isObjectId(id) ? id : undefined
}

async function has(repository: Repository, id: ObjectId): Promise<boolean> {
  return (await ask(repository, { args: ['cat-file', '-e', `${id}^{tree}`] })).code === 0
}

/** Two processes that fetch at once contend for the lock of the copy: the second tries again. */
async function fetch(repository: Repository, remote: string, refspec: string): Promise<void> {
  const options = [
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    '--refmap=',
  ]
  const args = ['fetch', ...options, '--upload-pack=git-upload-pack', '--', remote, refspec]
  for (let attempt = 1; ; attempt += 1) {
    const { code, stderr } = await ask(repository, { args, network: true })
    if (code === 0) return
    if (attempt === 5 || !/cannot lock ref|unable to update local ref/.test(stderr)) {
      throw new GitFailed(`${remote} cannot be fetched: ${stderr}`)
    }
    await new Promise((next) => setTimeout(next, 50 * attempt))
  }
}

function checkName(name: string): string {
  const wellFormed =
    /^[A-Za-z0-9][A-Za-z0-9._%/-]{0,200}$/.test(name) && !/\.\.|\/\/|\/\.|\/$|\.$|\.lock(\/|$)/.test(name)
  if (wellFormed) return name
  throw new GitFailed(
    `${JSON.stringify(name)} cannot name a branch or a remote: use letters, digits, dots, dashes and slashes`,
  )
}

function checkId(id: ObjectId): ObjectId {
  if (isObjectId(id)) return id
  throw new GitFailed(`${JSON.stringify(id)} is not the id of an object`)
}
