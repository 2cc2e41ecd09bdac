import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Which process on which machine: enough to tell, on that machine, whether it still runs. */
export interface Host {
  readonly name: string
  /** Of the machine's last start, and of the process's own world of pids (a container). Empty where the system does not tell. */
  readonly boot: string
  readonly pid: number
  /** When the process started, in the system's own count: a pid is used again, the pair is not. Empty where the system does not tell. */
  readonly started: string
}

/** This very process. */
export function thisHost(): Host {
  const boot = told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const pids = told(() => readlinkSync('/proc/self/ns/pid'))
  return { name: hostname(), boot: `${boot}${pids}`, pid: process.pid, started: startOf(process.pid) }
}

/** Whether a process of the machine of `me` is known to be gone; of another machine that is never known. */
export function isGone(other: Host, me: Host): boolean {
  if (other.name !== me.name || other.boot !== me.boot) return false
  if (!isAlive(other.pid)) return true
  const started = startOf(other.pid)
  return other.started !== '' && started !== '' && started !== other.started
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and brackets, so it is read from behind it. */
function startOf(pid: number): string {
  return told(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  })
}

function told(ask: () => string): string {
  try {
    return ask()
  } catch {
    return ''
  }
}
