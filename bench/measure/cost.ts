import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What one process took, start to exit. `peak` is known of Node processes alone. */
export interface Cost {
  /** Seconds of processor time, user and system. */
  readonly cpu: number
  /** Seconds. */
  readonly wall: number
  /** Megabytes that were resident at most. */
  readonly peak?: number
  readonly output: string
}

/** A process to measure. */
export interface Command {
  readonly argv: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Exit codes that are no failure. Default: 0. */
  readonly exits?: readonly number[]
}

/** Runs a process and reads from the shell's `time` what it took: that counts the process itself and whatever it waited for. */
export function costOf(command: Command): Cost {
  const { output, times } = run(command, {})
  const [wall = 0, user = 0, system = 0] = times.trim().split(' ').map(Number)
  return { cpu: user + system, wall, output }
}

/** The largest resident size of a Node process, in megabytes; a run of its own, since asking costs a little. */
export function peakOf(command: Command): number {
  const folder = mkdtempSync(join(tmpdir(), 'roster-bench-'))
  try {
    const file = join(folder, 'peak')
    run(command, { BENCH_PEAK: file, NODE_OPTIONS: `--require ${fileURLToPath(new URL('peak.cjs', import.meta.url))}` })
    return Number(readFileSync(file, 'utf8')) / 1024
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const script = 'TIMEFORMAT=\'%3R %3U %3S\'; { time "$@" 1>&3 2>&4; } 2>&5'

function run(
  { argv, cwd, env, input, exits = [0] }: Command,
  more: Readonly<Record<string, string>>,
): { readonly output: string; readonly times: string } {
  const ran = spawnSync('bash', ['-c', script, 'bench', ...argv], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env, ...more },
    input: input ?? '',
    stdio: ['pipe', 'ignore', 'inherit', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  })
  if (ran.error !== undefined) throw ran.error
  const [, , , output, errors, times] = ran.output.map((text) => text?.toString() ?? '')
  if (ran.status === null || !exits.includes(ran.status)) {
    throw new Error(`${argv.join(' ')} ended with ${ran.status}:\n${errors?.slice(-2000)}\n${output?.slice(-2000)}`)
  }
  return { output: output ?? '', times: times ?? '' }
}
