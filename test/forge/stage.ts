import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createEmulator, type Emulator, type EmulatorOptions } from 'emulate'
import { Secret } from '../../src/model/secret.ts'
import { bareRepository, git } from '../git/repositories.ts'
import { type Account, everybody, type Holder, type Permissions, tokenOf, workflowBot } from './accounts.ts'
import { type Answer, openLayer, type Recorded, type Trouble } from './layer.ts'
import { type Edits, type MergeWish, places, remoteAt } from './remote.ts'
import { routesOn, type Settings } from './routes.ts'

/** What a test asks of a stage. */
export interface StageWish {
  readonly accounts?: readonly Account[]
  /** Teams of the organisation: slug, and logins in it. */
  readonly teams?: Readonly<Record<string, readonly string[]>>
  /** Files of the first commit of `main`. */
  readonly files?: Edits
}

/** Somebody at work: what a person does with a browser and git. */
export interface Person {
  readonly login: string
  readonly token: Secret
  /** The token itself, for the environment of a process. */
  readonly tokenText: string
  /** Commits these files on a branch (made from `from`, or `main`, where it is new) and pushes; the commit. */
  push(
    branch: string,
    files: Edits,
    options?: { readonly message?: string; readonly from?: string; readonly force?: boolean; readonly fork?: boolean },
  ): Promise<string>
  /** The number of the request. `fork`: the branch lies in this person's fork. */
  openPull(wish: {
    readonly head: string
    readonly base?: string
    readonly title?: string
    readonly fork?: boolean
  }): Promise<number>
  closePull(number: number): Promise<void>
  movePull(number: number, base: string): Promise<void>
  /** The id of the review. `commit`: the head that was looked at, where it is not the newest. */
  review(number: number, event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT', commit?: string): Promise<number>
  dismiss(number: number, review: number): Promise<void>
  /** The id of the comment. */
  comment(number: number, body: string): Promise<number>
  /** The commit on the base branch. */
  merge(number: number, how?: MergeWish['how']): Promise<string>
  /** Any request, as it is answered. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>
}

/** A forge in this process: GitHub's emulator behind the contract, and a bare repository that is real. */
export interface Stage {
  /** Address of the API. */
  readonly api: string
  /** `owner/name`. */
  readonly repository: string
  /** The bare repository on disk: clone it, push to it; requests follow by themselves. */
  readonly remote: string
  /** Everything that was asked, in order. */
  readonly requests: Recorded[]
  /** What GitHub would not have taken or given; empty where all is well. */
  readonly violations: string[]
  /** What goes wrong next, each once. */
  readonly troubles: Trouble[]
  readonly settings: Settings
  /** Pages of lists are no longer than this. */
  pageSize(size: number | undefined): void
  as(login: string): Person
  /** A workflow's token, with these permissions and no others. */
  workflow(permissions: Permissions): Person
  /** What was written to the forge since a moment that `mark` gave. */
  writesSince(mark: number): readonly Recorded[]
  mark(): number
  close(): Promise<void>
}

const owner = 'msp'
const name = 'directory'

/** Opens a stage; close it when the test has ended. */
export async function openForgeStage(wish: StageWish = {}): Promise<Stage> {
  const accounts = wish.accounts ?? everybody
  const folder = await mkdtemp(join(tmpdir(), 'roster-forge-'))
  const { remote: path, workshop, desk } = places(folder) as Record<'remote' | 'workshop' | 'desk', string>
  await bareRepository(path)
  const tokens = new Map<string, Holder>(accounts.map(({ login }) => [tokenOf(login), { login }]))
  const layer = await openLayer(accounts, tokens)
  const emulator = await emulatorFor(accounts, tokens)
  const forks = new Map<string, string>()
  const settings = openSettings()
  const remote = remoteAt(path, workshop)
  layer.serve(emulator.url, routesOn({ owner, remote, accounts, settings, forks }))
  const ground = { accounts, folder, desk, path, api: layer.api, forks, emulatorUrl: emulator.url }
  await firstCommit(ground, wish.files ?? { 'README.md': '# Directory\n' })
  await git(folder, 'clone', '--quiet', path, workshop)
  await settle(emulator.url, accounts, wish.teams ?? {})
  return {
    api: layer.api,
    repository: `${owner}/${name}`,
    remote: path,
    requests: layer.requests,
    violations: layer.violations,
    troubles: layer.troubles,
    settings,
    pageSize: (size) => {
      layer.pageSize = size
    },
    as: (login) => personOf(ground, login, tokenOf(login)),
    workflow: (permissions) => {
      const token = `ghs_${tokens.size}_${Buffer.from(JSON.stringify(permissions)).toString('hex')}`
      tokens.set(token, { login: workflowBot, permissions })
      return personOf(ground, workflowBot, token)
    },
    mark: () => layer.requests.length,
    writesSince: (mark) => layer.requests.slice(mark).filter(({ method }) => method !== 'GET'),
    close: async () => {
      await layer.close()
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function openSettings(): Settings {
  return {
    rules: [],
    rulesets: {},
    environments: [],
    deploymentBranches: {},
    workflowToken: 'read',
    forkApproval: 'first_time_contributors',
  }
}

interface Ground {
  readonly accounts: readonly Account[]
  readonly folder: string
  readonly desk: string
  readonly path: string
  readonly api: string
  readonly forks: Map<string, string>
  readonly emulatorUrl: string
}

/** The emulator knows one token for each account: what a token may do is judged before it is asked. */
async function emulatorFor(accounts: readonly Account[], tokens: ReadonlyMap<string, Holder>): Promise<Emulator> {
  const named = [...tokens].map(([token, { login }]) => [token, { login }] as const)
  const options: EmulatorOptions = {
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(named),
      github: {
        users: accounts.map(({ login, email }) => ({ login, name: login, email })),
        orgs: [
          { login: owner, members: accounts.flatMap(({ login, role }) => (role === 'admin' ? [{ login, role }] : [])) },
        ],
        repos: [{ owner, name, default_branch: 'main' }],
      },
    },
  }
  return createEmulator(options)
}

/** Who may do what, and the teams: set as an administrator would. */
async function settle(
  emulator: string,
  accounts: readonly Account[],
  teams: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const chief = accounts.find(({ role }) => role === 'admin')
  if (chief === undefined) throw new Error('a stage needs an administrator')
  const put = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `token ${tokenOf(chief.login)}`, 'content-type': 'application/json' }
    const { ok, status } = await fetch(`${emulator}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!ok) throw new Error(`${method} ${path}: ${status}`)
  }
  for (const { login } of accounts)
    await put('PUT', `/repos/${owner}/${name}/collaborators/${encodeURIComponent(login)}`, { permission: 'push' })
  for (const [team, members] of Object.entries(teams)) {
    await put('POST', `/orgs/${owner}/teams`, { name: team })
    for (const login of members) await put('PUT', `/orgs/${owner}/teams/${team}/memberships/${login}`, {})
  }
}

async function firstCommit({ desk, path }: Ground, files: Edits): Promise<void> {
  await git(dirname(desk), 'clone', '--quiet', path, desk)
  await git(desk, 'checkout', '--quiet', '-B', 'main')
  await put(desk, files)
  await git(desk, 'commit', '--quiet', '--allow-empty', '-m', 'The first files')
  await git(desk, 'push', '--quiet', 'origin', 'main')
}

async function put(folder: string, files: Edits): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await (text === null ? rm(file) : writeFile(file, text))
  }
  await git(folder, 'add', '--all')
}

/** What is read of an answer to something that was made. */
interface Made {
  readonly number: number
  readonly id: number
  readonly sha: string
}

function personOf(ground: Ground, login: string, tokenText: string): Person {
  const { accounts, desk, api, path, forks, folder } = ground
  const account = accounts.find((one) => one.login === login)
  if (account === undefined) throw new Error(`nobody on this stage is called ${login}`)
  const here = `/repos/${owner}/${name}`

  async function ask(method: string, where: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `token ${tokenText}`, 'content-type': 'application/json' }
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${api}${where}`, { method, headers, ...text })
    const said = await answer.text()
    return { status: answer.status, body: said === '' ? undefined : (JSON.parse(said) as unknown) }
  }
  async function done<T>(method: string, where: string, body: unknown, read: (answer: Made) => T): Promise<T> {
    const answer = await ask(method, `${here}${where}`, body)
    if (answer.status >= 300)
      throw new Error(`${login} ${method} ${where}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return read(answer.body as Made)
  }
  async function forkPath(): Promise<string> {
    const known = forks.get(login)
    if (known !== undefined) return known
    const fork = join(folder, `fork-${login}.git`)
    await git(folder, 'clone', '--quiet', '--bare', path, fork)
    const headers = { authorization: `token ${tokenText}`, 'content-type': 'application/json' }
    const { ok, status } = await fetch(`${ground.emulatorUrl}${here}/forks`, { method: 'POST', headers, body: '{}' })
    if (!ok) throw new Error(`a fork of ${login}: ${status}`)
    forks.set(login, fork)
    return fork
  }

  return {
    login,
    token: new Secret(tokenText),
    tokenText,
    ask,
    push: async (
      branch,
      files,
      { message = `Change ${Object.keys(files).join(', ')}`, from = 'main', force = false, fork = false } = {},
    ) => {
      const target = fork ? await forkPath() : path
      await git(desk, 'fetch', '--quiet', '--prune', target, '+refs/heads/*:refs/remotes/there/*')
      const known = await git(desk, 'rev-parse', '--verify', '--quiet', `refs/remotes/there/${branch}`).catch(() => '')
      const start = known === '' || force ? await startOf(from) : known
      await git(desk, 'checkout', '--quiet', '--force', '--detach', start)
      await put(desk, files)
      await git(
        desk,
        '-c',
        `user.name=${login}`,
        '-c',
        `user.email=${account.email}`,
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        message,
      )
      await git(desk, 'push', '--quiet', ...(force ? ['--force'] : []), target, `HEAD:refs/heads/${branch}`)
      return git(desk, 'rev-parse', 'HEAD')
    },
    openPull: ({ head, base = 'main', title = `Merge ${head}`, fork = false }) =>
      done('POST', '/pulls', { title, head: fork ? `${login}:${head}` : head, base }, ({ number }) => number),
    movePull: (number, base) => done('PATCH', `/pulls/${number}`, { base }, () => undefined),
    closePull: (number) => done('PATCH', `/pulls/${number}`, { state: 'closed' }, () => undefined),
    review: (number, event, commit) =>
      done(
        'POST',
        `/pulls/${number}/reviews`,
        { event, ...(commit === undefined ? {} : { commit_id: commit }) },
        ({ id }) => id,
      ),
    dismiss: (number, review) =>
      done('PUT', `/pulls/${number}/reviews/${review}/dismissals`, { message: 'It does not stand.' }, () => undefined),
    comment: (number, body) => done('POST', `/issues/${number}/comments`, { body }, ({ id }) => id),
    merge: (number, how = 'merge') => done('PUT', `/pulls/${number}/merge`, { merge_method: how }, ({ sha }) => sha),
  }

  async function startOf(from: string): Promise<string> {
    return git(desk, 'rev-parse', '--verify', '--quiet', `refs/remotes/there/${from}`).catch(() => from)
  }
}
