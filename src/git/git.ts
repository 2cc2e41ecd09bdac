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
  /** false: the index does not matter. Reading a large one costs more than most questions, and git reads it for some that do not need it. */
  readonly index?: boolean
  /** Settings for this call, before those of the repository. */
  readonly settings?: readonly Setting[]
}

/** A setting of git. */
interface Setting {
  readonly key: string
  readonly value: string
}

/** git refused or failed. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
}

/** Full id of an object, SHA-1 or SHA-256. */
export type ObjectId = string

// Objects and refs are synced before git says that they are there. A hook, a file system monitor, a transport or a
// credential helper that the repository's own settings name would be code that the repository runs here; an object that
// stands in for another would show other files than the commit has.
const harmless = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  '-c', 'core.fsmonitor=false',
  '-c', 'core.hooksPath=/dev/null',
  '-c', 'core.askPass=',
  '-c', 'core.gitProxy=',
  '-c', 'core.alternateRefsCommand=true',
  '-c', 'protocol.ext.allow=never',
  '-c', 'gc.auto=0',
  '-c', 'maintenance.auto=false',
  '-c', 'core.fsync=all',
] // prettier-ignore

const handedOn =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|SYSTEMROOT|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|(HTTPS?|ALL|NO)_PROXY|GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|GIT_SSL_CAINFO|GIT_CONFIG_(COUNT|KEY_[0-9]+|VALUE_[0-9]+))$/i

/** ssh is what the environment says, or ssh; what the repository's settings say would be run here. */
function plainTransport(env: Repository['env']): readonly string[] {
  return env['GIT_SSH'] === undefined ? ['-c', 'core.sshCommand=ssh'] : []
}

/** Runs git without a shell and gives whatever it answered; throws GitFailed only where git could not be started. */
export function ask({ root, env }: Repository, call: Call): Promise<Answer> {
  const { args, input = '', network = false } = call
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...harmless, ...(network ? plainTransport(env) : []), ...args], {
      cwd: root,
      env: surroundings(env, call),
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
    `git ${call.args[0] ?? ''} failed in ${repository.root}: ${inOneLine(answer.stderr) || `exit code ${answer.code}`}`,
  )
}

function inOneLine(words: string): string {
  return words.trim().replaceAll(/\s*\n\s*/g, ' ')
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
  const repository = { root, env }
  const answer = await unfiltered(repository)
    .then((settings) => ask(repository, { args, settings }))
    .catch(() => undefined)
  return answer?.code === 0 && answer.stdout.length > 0
}

/** A filter of the repository's settings is a program that git would run on each file it compares: none is. */
async function unfiltered(repository: Repository): Promise<readonly Setting[]> {
  const { stdout } = await ask(repository, { args: ['config', '-z', '--name-only', '--get-regexp', '^filter\\.'] })
  const names = stdout.toString('utf8').split('\0')
  return names.flatMap((key) => {
    if (/^filter\..+\.(clean|smudge|process)$/is.test(key)) return [{ key, value: '' }]
    return /^filter\..+\.required$/is.test(key) ? [{ key, value: 'false' }] : []
  })
}

/** The commit that a name stands for; undefined where there is none. The name is never taken for an option. */
export async function resolve(repository: Repository, name: string): Promise<ObjectId | undefined> {
  // A range is not a commit, though git lets some of them pass for their end.
  if (/\.\.|\p{Cc}/u.test(name)) return undefined
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

function surroundings(
  env: Repository['env'],
  { network = false, at, index = true, settings: more = [] }: Call,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (pair): pair is [string, string] => handedOn.test(pair[0]) && pair[1] !== undefined,
  )
  return {
    ...settings(Object.fromEntries(kept), more),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_GRAFT_FILE: '/dev/null/none',
    // A file that is not there is an empty index.
    ...(index ? {} : { GIT_INDEX_FILE: '/dev/no-index' }),
    // Overrides every protocol.*.allow: nothing but these, and outside of fetch and push nothing at all.
    GIT_ALLOW_PROTOCOL: network ? 'https:ssh:file' : 'none',
    LC_ALL: 'C',
    ...identity(at),
  }
}

/** Settings of the caller's environment count; before them the helpers that the repository names are forgotten. */
function settings(kept: Readonly<Record<string, string>>, more: readonly Setting[]): Record<string, string> {
  const isSetting = /^GIT_CONFIG_(COUNT|KEY_[0-9]+|VALUE_[0-9]+)$/
  const others = Object.entries(kept).filter(([name]) => !isSetting.test(name))
  const all = [{ key: 'credential.helper', value: '' }, ...given(kept), ...more]
  const numbered = all.flatMap(({ key, value }, at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ])
  return Object.fromEntries([...others, ...numbered, ['GIT_CONFIG_COUNT', `${all.length}`]]) as Record<string, string>
}

function given(kept: Readonly<Record<string, string>>): readonly Setting[] {
  const count = Number(kept['GIT_CONFIG_COUNT'] ?? 0)
  return Array.from({ length: count > 0 && count <= 1000 ? count : 0 }, (_, at) => {
    const key = kept[`GIT_CONFIG_KEY_${at}`]
    return key === undefined ? [] : [{ key, value: kept[`GIT_CONFIG_VALUE_${at}`] ?? '' }]
  }).flat()
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
