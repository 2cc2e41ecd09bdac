import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

/** What stands between ```sh and ``` below a heading, in order; `heading` is the line without its hashes. */
export interface Block {
  readonly heading: string
  readonly script: string
}

/** The shell blocks of a page. */
export function shellBlocks(page: string): readonly Block[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => ({
    heading: [...page.slice(0, match.index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '',
    script: match[1] ?? '',
  }))
}

/** Runs a script in an empty folder, where `roster` is this roster; gives the exit code of its last command. */
export async function runScript(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const around = mkdtempSync(join(tmpdir(), 'roster-docs-'))
  for (const folder of ['bin', 'place']) mkdirSync(join(around, folder))
  writeFileSync(join(around, 'bin/roster'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
  chmodSync(join(around, 'bin/roster'), 0o755)
  const own = { HOME: around, TMPDIR: around, NO_COLOR: '1', TZ: 'UTC' }
  const env = { ...own, PATH: `${join(around, 'bin')}:${process.env['PATH']}` }
  // A group of its own: what a script left running in the background ends with it.
  const child = spawn('sh', ['-c', script], { cwd: join(around, 'place'), env, detached: true })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  endGroup(child.pid)
  // Not left to a hook of the test: several run at once, and one that ends must not take another's folder.
  rmSync(around, { recursive: true, force: true, maxRetries: 5 })
  return { code, output: Buffer.concat(pieces).toString('utf8') }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // nothing was left
  }
}
