import { spawn } from 'node:child_process'

/** Where git runs, and what of the surroundings it may see. */
export interface Repository {
  /** A folder inside the repository. */
  readonly root: string
  /** The environment of the caller. Only what finding and reaching things needs is handed on: PATH, HOME, proxies, ssh, credentials. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What came of one call of git. */
export interface Answer {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface Call {
  readonly args: readonly string[]
  readonly input?: string | Buffer
  /** true: fetches or pushes; only then may a transport be used at all. */
  readonly network?: boolean
  /** Date of the commit that is made. */
  readonly at?: Date
}

/** git refused or failed. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
}

/** Full id of an object, SHA-1 or SHA-256. */
export type ObjectId = string

// Objects and refs are synced before git says that they are there. A hook, a file system monitor or a transport helper named by the repository would be code that the repository runs here.
const harmless = [
  '--no-pager',
  '--literal-pathspecs',
  '-c', 'core.fsmonitor=false',
  '-c', 'core.hooksPath=/dev/null',
  '-c', 'protocol.ext.allow=never',
  '-c', 'gc.auto=0',
  '-c', 'maintenance.auto=false',
  '-c', 'core.fsync=all',
] // prettier-ignore

const handedOn =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|SYSTEMROOT|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|(HTTPS?|ALL|NO)_PROXY|GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|GIT_SSL_CAINFO|GIT_CONFIG_(COUNT|KEY_[0-9]+|VALUE_[0-9]+))$/i

/** Runs git without a shell and gives whatever it answered; throws GitFailed only where git could not be started. */
export function ask({ root, env }: Repository, { args, input = '', network = false, at }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...harmless, ...args], {
      cwd: root,
      env: surroundings(env, network, at),
      windowsHide: true,
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', (cause) =>
      reject(new GitFailed(`git cannot be started in ${root}: install git, or mend PATH`, { cause })),
    )
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8').trim(),
      }),
    )
    // git may end before it has read all its input; its exit code tells more than a broken pipe.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Runs git and gives what it printed. Throws GitFailed with git's own words. */
export async function run(repository: Repository, call: Call): Promise<Buffer> {
  const answer = await ask(repository, call)
  if (answer.code === 0) return answer.stdout
  throw new GitFailed(
    `git ${call.args[0] ?? ''} failed in ${repository.root}: ${answer.stderr || `exit code ${answer.code}`}`,
  )
}

/** The commit that is checked out; null outside git, before the first commit, and without git. */
export async function headCommit(root: string, env: Repository['env'] = {}): Promise<ObjectId | null> {
  return (await resolve({ root, env }, 'HEAD').catch(() => undefined)) ?? null
}

/** Whether something at these paths, relative to the root, is not as in the commit that is checked out; false where git cannot tell. */
export async function hasChanges(
  root: string,
  paths: readonly string[],
  env: Repository['env'] = {},
): Promise<boolean> {
  const args = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=all', '--', ...paths]
  const answer = await ask({ root, env }, { args }).catch(() => undefined)
  return answer?.code === 0 && answer.stdout.length > 0
}

/** The commit that a name stands for; undefined where there is none. The name is never taken for an option. */
export async function resolve(repository: Repository, name: string): Promise<ObjectId | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const { code, stdout } = await ask(repository, { args })
  const id = stdout.toString('utf8').trim()
  return code === 0 && isObjectId(id) ? id : undefined
}

/** Names of the remotes. */
export async function remotes(repository: Repository): Promise<string[]> {
  const text = (await run(repository, { args: ['remote'] })).toString('utf8')
  return text.split('\n').filter((name) => name !== '')
}

/** Whether a text is the full id of an object. */
export function isObjectId(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

function surroundings(env: Repository['env'], network: boolean, at: Date | undefined): Record<string, string> {
  const kept = Object.entries(env).filter(
    (pair): pair is [string, string] => handedOn.test(pair[0]) && pair[1] !== undefined,
  )
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Overrides every protocol.*.allow: nothing but these, and outside of fetch and push nothing at all.
    GIT_ALLOW_PROTOCOL: network ? 'https:ssh:file' : 'none',
    LC_ALL: 'C',
    ...identity(at),
  }
}

function identity(at: Date | undefined): Record<string, string> {
  const date = at === undefined ? {} : { DATE: `@${Math.floor(at.getTime() / 1000)} +0000` }
  const who = { NAME: 'roster', EMAIL: 'roster@localhost', ...date }
  return Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  )
}
