import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { git } from '../git/repositories.ts'
import type { Stage } from '../forge/stage.ts'
import { filled, holds, valueIn, type Contexts } from './expressions.ts'

const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))
const gh = fileURLToPath(new URL('gh.ts', import.meta.url))
const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/esm/index.mjs', import.meta.url))

/** What begins a run. */
export interface Event {
  readonly name: string
  /** The branch that it is about: of a pull request its head. */
  readonly ref: string
  /** Of a pull request. */
  readonly base?: string
  readonly payload: Contexts
}

/** How a run went. */
export interface Ran {
  /** By which its artifacts are found. */
  readonly id: number
  readonly conclusion: 'success' | 'failure' | 'skipped'
  readonly jobs: readonly string[]
  readonly log: string
  readonly summary: string
}

/** Plays workflows the way GitHub's runner does, on a stage: fresh folders, a token of the job's permissions, artifacts. */
export interface Runner {
  /** Runs a workflow of a commit. */
  run(path: string, commit: string, event: Event): Promise<Ran>
  /** Programs that a person's shell finds: roster, gh and npm; and the environment of that person. */
  personally(login: string): Readonly<Record<string, string>>
  /** Name of a secret -> its value, in the environments that have it. */
  readonly secrets: Record<string, Readonly<Record<string, string>>>
  close(): void
}

interface Job {
  readonly if?: string
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>
  readonly environment?: string
  readonly strategy?: { readonly matrix: { readonly shard: string } }
  readonly steps: readonly Step[]
}

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'continue-on-error'?: boolean
}

/** Opens a runner for the repository of a stage. */
export function openRunner(stage: Stage): Runner {
  const around = mkdtempSync(join(tmpdir(), 'roster-runner-'))
  const bin = shims(around)
  const secrets: Runner['secrets'] = {}
  const runs: Run[] = []
  const common = {
    RUNS: join(around, 'runs.json'),
    PATH: `${bin}:${process.env['PATH']}`,
    TZ: 'UTC',
    NO_COLOR: '1',
    GITHUB_API_URL: stage.api,
    GITHUB_REPOSITORY: stage.repository,
  }
  return {
    secrets,
    run: (path, commit, event) => runWorkflow({ stage, around, common, secrets, runs }, path, commit, event),
    personally: (login) => ({ ...common, HOME: homeOf(around, login), GH_TOKEN: stage.as(login).tokenText }),
    close: () => rmSync(around, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** roster is the one that was built, gh asks the stage, and npm installs nothing: roster is there. */
function shims(around: string): string {
  const bin = join(around, 'bin')
  mkdirSync(bin)
  const scripts = {
    roster: `exec "${process.execPath}" "${program}" "$@"`,
    gh: `exec "${process.execPath}" --import "file://${tsx}" "${gh}" "$@"`,
    npm: `echo "$*" >> "${join(around, 'npm.log')}"`,
  }
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}

function homeOf(around: string, login: string): string {
  const home = join(around, `home-${login}`)
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, '.gitconfig'), `[user]\n\tname = ${login}\n\temail = ${login}@example.org\n`)
  return home
}

/** A run as the forge lists it. */
interface Run {
  readonly id: number
  readonly name: string
  readonly event: string
  readonly head_sha: unknown
  readonly head_branch: unknown
  readonly head_repository: unknown
  readonly status: 'in_progress' | 'completed'
}

interface Ground {
  readonly stage: Stage
  readonly around: string
  readonly common: Readonly<Record<string, string>>
  readonly secrets: Runner['secrets']
  readonly runs: Run[]
}

/** Lists a run, as `gh api .../actions/runs` finds it. */
function list({ runs, common }: Ground, run: Run): void {
  runs[run.id - 1] = run
  writeFileSync(common['RUNS'] ?? '', JSON.stringify(runs))
}

interface WithHead {
  readonly pull_request?: { readonly head?: { readonly sha?: string; readonly ref?: string; readonly repo?: unknown } }
}

async function runWorkflow(ground: Ground, path: string, commit: string, event: Event): Promise<Ran> {
  const text = await git(ground.stage.remote, 'show', `${commit}:${path}`)
  const { jobs, name } = parse(text) as { readonly name: string; readonly jobs: Readonly<Record<string, Job>> }
  const { head } = (event.payload as WithHead).pull_request ?? {}
  const run = {
    id: ground.runs.length + 1,
    name,
    event: event.name,
    head_sha: head?.sha,
    head_branch: head?.ref,
    head_repository: head?.repo,
  }
  list(ground, { ...run, status: 'in_progress' })
  const ran: Ran[] = []
  for (const [id, job] of Object.entries(jobs)) {
    for (const [at, shard] of shardsOf(job).entries())
      ran.push(await runJob(ground, { id, job, commit, event, run: run.id, shard, at }))
  }
  list(ground, { ...run, status: 'completed' })
  const played = ran.filter(({ conclusion }) => conclusion !== 'skipped')
  return {
    id: run.id,
    conclusion:
      played.length === 0
        ? 'skipped'
        : played.some(({ conclusion }) => conclusion === 'failure')
          ? 'failure'
          : 'success',
    jobs: played.flatMap((one) => one.jobs),
    log: played.map(({ log }) => log).join('\n'),
    summary: played.map(({ summary }) => summary).join('\n'),
  }
}

/** What a matrix spreads a job over; without one it is done once. */
function shardsOf({ strategy }: Job): readonly string[] {
  return strategy === undefined ? [''] : (valueIn(strategy.matrix.shard, {}) as readonly string[])
}

interface Play {
  readonly shard: string
  /** From 0, among the jobs of the matrix. */
  readonly at: number
  /** The run it is a job of. */
  readonly run: number
  readonly id: string
  readonly job: Job
  readonly commit: string
  readonly event: Event
}

async function runJob(ground: Ground, { id, job, commit, event, run, shard, at }: Play): Promise<Ran> {
  const folder = mkdtempSync(join(ground.around, `${id}-`))
  for (const name of ['work', 'temp', 'home']) mkdirSync(join(folder, name))
  const steps: Record<string, { readonly outputs: Contexts }> = {}
  const matrix = { matrix: { shard }, strategy: { 'job-index': at } }
  const contexts = { ...contextsOf(ground, job, event, folder), ...matrix, steps }
  const skipped: Ran = { id: run, conclusion: 'skipped', jobs: [], log: '', summary: '' }
  if (job.if !== undefined && !holds(job.if, contexts)) return skipped
  const log: string[] = []
  const summary = join(folder, 'summary.md')
  writeFileSync(summary, '')
  let failed = false
  for (const step of job.steps) {
    if (failed && !(step.if ?? '').includes('cancelled()')) continue
    if (step.if !== undefined && !holds(step.if, contexts)) continue
    const outputs = join(folder, 'outputs')
    writeFileSync(outputs, '')
    const { code, output } = await runStep({ ...ground, folder, contexts, commit, event, run, summary, outputs }, step)
    log.push(output)
    if (step.id !== undefined) steps[step.id] = { outputs: pairsIn(readFileSync(outputs, 'utf8')) }
    if (code !== 0 && step['continue-on-error'] !== true) failed = true
  }
  return {
    id: run,
    conclusion: failed ? 'failure' : 'success',
    jobs: [id],
    log: log.join('\n'),
    summary: readFileSync(summary, 'utf8'),
  }
}

/** Lines of `name=value`. */
function pairsIn(text: string): Contexts {
  const lines = text.split('\n').filter((line) => line !== '')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

/** A job has a token of its permissions and no others, and the secrets of its environment. */
function contextsOf({ stage, secrets }: Ground, job: Job, event: Event, folder: string): Contexts {
  const permissions = Object.entries(job.permissions ?? {}).map(
    ([scope, right]) => [scope.replaceAll('-', '_'), right] as const,
  )
  const own = Object.entries(secrets).flatMap(([name, values]) => {
    const value = values[job.environment ?? '']
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    github: {
      repository: stage.repository,
      event_name: event.name,
      event: event.payload,
      ref_name: event.ref,
      base_ref: event.base ?? '',
      token: stage.workflow(Object.fromEntries(permissions)).tokenText,
    },
    secrets: Object.fromEntries(own),
    runner: { temp: join(folder, 'temp') },
  }
}

interface Place extends Ground {
  readonly folder: string
  readonly contexts: Contexts
  readonly commit: string
  readonly event: Event
  readonly run: number
  readonly summary: string
  readonly outputs: string
}

interface Stepped {
  readonly code: number | null
  readonly output: string
}

async function runStep(place: Place, step: Step): Promise<Stepped> {
  if (step.run !== undefined) return runScript(place, step.run, step.env ?? {})
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, filled(String(value), place.contexts)]),
  )
  const action = (step.uses ?? '').split('@')[0] ?? ''
  const played = actions[action]
  if (played === undefined) throw new Error(`this runner does not know the action ${action}`)
  return played(place, given)
}

type Given = Readonly<Record<string, string>>

const actions: Readonly<Record<string, (place: Place, given: Given) => Promise<Stepped>>> = {
  'actions/setup-node': async () => done,
  'actions/checkout': async ({ stage, folder, commit }, { ref }) => {
    const work = join(folder, 'work')
    await git(folder, 'clone', '--quiet', stage.remote, work)
    // Unless something else is asked for it is the commit of the event: of a pull request, the merge of it.
    await git(work, 'fetch', '--quiet', 'origin', commit).catch(() => '')
    await git(work, 'checkout', '--quiet', ...(ref === undefined ? ['--detach', commit] : [ref]))
    return done
  },
  'actions/upload-artifact': async ({ around, folder, run }, { name = '', path = '' }) => {
    const shelf = join(around, 'artifacts', String(run), name)
    const files = path.split('\n').flatMap((line) => (line.trim() === '' ? [] : resolve(folder, 'work', line.trim())))
    for (const file of files) if (existsSync(file)) cpSync(file, join(shelf, basename(file)), { recursive: true })
    return done
  },
  'actions/download-artifact': async ({ around }, { pattern = '', path = '', 'run-id': run = '' }) => {
    const shelf = join(around, 'artifacts', run)
    const start = pattern.replace(/\*$/, '')
    const names = existsSync(shelf) ? readdirSync(shelf).filter((name) => name.startsWith(start)) : []
    if (names.length === 0) return { code: 1, output: `there is no artifact ${pattern} of run ${run}` }
    for (const name of names) cpSync(join(shelf, name), join(path, name), { recursive: true })
    return done
  },
}

const done: Stepped = { code: 0, output: '' }

async function runScript(place: Place, script: string, own: Readonly<Record<string, string>>): Promise<Stepped> {
  const { folder, common, contexts, summary, outputs } = place
  const env = {
    ...common,
    HOME: join(folder, 'home'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_RUN_ID: '1',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: outputs,
    RUNNER_TEMP: join(folder, 'temp'),
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, filled(value, contexts)])),
  }
  return shell(filled(script, contexts), join(folder, 'work'), env)
}

/** Runs a script by bash, as `shell: bash` does. */
export function shell(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Stepped> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd, env })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: Buffer.concat(pieces).toString('utf8') }))
  })
}
