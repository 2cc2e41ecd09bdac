import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import tls from 'node:tls'
import { makeCertificates } from './certificates.ts'
import { sambaConfiguration } from './samba-configuration.ts'
import type { SambaPlace } from './samba-configuration.ts'

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Puts beside an unpacked domain what its server needs to start there; gives the PEM file of the certificate's authority. */
export function furnish(place: SambaPlace): string {
  const { folder, address } = place
  for (const name of ['log', 'run', 'cache']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'smb.conf'), sambaConfiguration(place))
  const names = ['DNS:dc1.lab.example', 'DNS:localhost', `IP:${address}`]
  return makeCertificates(join(folder, 'tls'), names).ca
}

/** Starts the server of a furnished folder, and waits until it answers by TLS. */
export async function launch(folder: string, address: string): Promise<ChildProcess> {
  // It ends with the process that started it, however that one ends.
  const server = ['samba', '-F', '--no-process-group', '-M', 'single', '-s', join(folder, 'smb.conf')]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...server], {
    env: calm(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ca = readFileSync(join(folder, 'tls', 'ca.pem'), 'utf8')
  for (let patience = 0; patience < 1000; patience++) {
    if (child.exitCode !== null) throw new Error(`samba ended at once: ${said}`)
    if (await answers(address, ca)) return child
    await pause(10)
  }
  child.kill('SIGKILL')
  throw new Error(`samba did not answer within 10 seconds: ${said}`)
}

/** kill -9; comes back when it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** The lists of its indexes are copied with every entry. Giving their memory back each time takes half of the time at thousands. */
function calm(): NodeJS.ProcessEnv {
  const most = String(2 ** 32)
  return {
    ...process.env,
    MALLOC_MMAP_THRESHOLD_: most,
    MALLOC_TRIM_THRESHOLD_: most,
    MALLOC_TOP_PAD_: String(2 ** 26),
  }
}

async function answers(host: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect({ host, port: 636, ca })
    socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('secureConnect', () => socket.destroy())
  })
}
