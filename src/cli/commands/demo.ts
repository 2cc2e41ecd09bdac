import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../model/plan.ts'
import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'
import { beginHistory, commit, diff } from '../story/history.ts'
import { story, type Step } from '../story/story.ts'
import { home } from '../tool.ts'

export interface DemoOptions {
  readonly keep?: boolean
}

interface Told {
  readonly title: string
  readonly command: string
  readonly exitCode: number
  readonly output: string
}

/** `roster demo`: the whole story, told by the real commands in a temporary workspace. */
export async function demo(session: Session, options: DemoOptions): Promise<number> {
  const around = mkdtempSync(join(tmpdir(), 'roster-demo-'))
  const folder = join(around, 'workspace')
  mkdirSync(folder)
  const told: Told[] = []
  try {
    const exitCode = await tell(session, folder, told)
    session.output.result({
      document: () => ({ formatVersion: '1.0', kind: 'demo', exitCode, steps: told }),
      text: () => ending(session, options.keep === true ? folder : undefined),
    })
    return exitCode
  } finally {
    if (options.keep !== true) rmSync(around, { recursive: true, force: true })
  }
}

async function tell(session: Session, folder: string, told: Told[]): Promise<number> {
  const env = session.environment.forGit
  const savedPlan = join(dirname(folder), 'plan.json')
  const withGit = await beginHistory(folder, env)
  const digest = (): string => (JSON.parse(readFileSync(savedPlan, 'utf8')) as Plan).digest
  const head = (tenant: string): string => readFileSync(join(folder, '.roster', 'heads', tenant), 'utf8').trim()
  const sample = (name: string): string => fileURLToPath(new URL(`examples/demo/${name}`, home))
  const sampleText = (name: string): string => readFileSync(sample(name), 'utf8')
  for (const chapter of story({ savedPlan, digest, head, sample, sampleText })) {
    chapter.prepare?.(folder)
    if (withGit && chapter.commit !== undefined) await commit(folder, env, chapter.commit)
    for (const step of chapter.steps) {
      session.interruption.signal.throwIfAborted()
      if (!withGit && 'diff' in step) continue
      const done = await show(session, folder, step)
      told.push(done)
      if ('command' in step && done.exitCode !== step.exitCode) return surprised(session, step.exitCode, done)
    }
  }
  return exit.done
}

function surprised({ output, noteInk }: Session, expected: number, done: Told): number {
  output.note(
    `${noteInk.remove(`The demo expected exit ${expected} here, not ${done.exitCode}: this is a bug in roster.`)}\n`,
  )
  return exit.unexpected
}

async function show(session: Session, folder: string, step: Step): Promise<Told> {
  const { output, ink } = session
  const words = 'diff' in step ? [] : step.command()
  const typed = words.map((word) => asTyped(asSeen(word, folder)))
  const command = 'diff' in step ? 'git diff' : `roster ${typed.join(' ')}`
  if (!output.json) output.say(`\n${ink.strong(`# ${step.title}`)}\n${ink.faint(`$ ${command}`)}\n`)
  const done = 'diff' in step ? await showDiff(session, folder) : await roster(session, folder, words)
  return { title: step.title, command, ...done }
}

/** Paths as they look from the workspace, or from the folder of roster. */
function asSeen(word: string, folder: string): string {
  return word.replace(dirname(folder), '..').replace(fileURLToPath(home), '')
}

/** A word as one would type it in a shell. */
function asTyped(word: string): string {
  return word.includes(' ') ? `"${word}"` : word
}

interface Done {
  readonly exitCode: number
  readonly output: string
}

async function showDiff({ output, environment, colour }: Session, folder: string): Promise<Done> {
  const text = await diff(folder, environment.forGit, colour && !output.json)
  if (!output.json) output.say(text)
  return { exitCode: exit.done, output: text }
}

/** Runs this very roster as anybody would: at the same terminal, or in a JSON run with its words kept. */
function roster({ output, colour }: Session, folder: string, words: readonly string[]): Promise<Done> {
  const program = fileURLToPath(new URL('bin/roster.js', home))
  const args = [program, '-C', folder, ...(colour && !output.json ? [] : ['--no-color']), ...words]
  return new Promise((resolve, reject) => {
    const out = output.json ? 'pipe' : 'inherit'
    const child = spawn(process.execPath, args, { stdio: ['ignore', out, out] })
    const pieces: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => pieces.push(piece))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ exitCode: code ?? exit.unexpected, output: Buffer.concat(pieces).toString('utf8') }),
    )
  })
}

function ending({ ink }: Session, folder: string | undefined): string {
  const lines = [
    '',
    ink.strong('What to try next'),
    ink.plain('  roster init                    make a workspace of your own'),
    ink.plain('  roster plan                    see what would change'),
    ink.plain('  roster drift                   see what changed behind your back'),
    ink.plain('  roster doctor                  check a directory before the first plan'),
    folder === undefined
      ? ink.faint('  roster demo --keep             keep this workspace to look around')
      : ink.plain(`  The workspace: ${folder}`),
    '',
  ]
  return lines.join('\n')
}
