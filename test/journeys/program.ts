import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built program, as people start it. */
const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

export interface Ended {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

type Variables = Readonly<Record<string, string>>

/** Starts roster with these words. Nobody is at its terminal. */
export function start(words: readonly string[], variables: Variables = {}): Started {
  const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _none, ...inherited } = process.env
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => err.push(piece))
  const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8')
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout: text(out), stderr: text(err) }))
  })
  return { child, ended }
}

/** Waits until a condition holds; asks often and gives up after some seconds. */
export async function until(holds: () => boolean, what: string, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
