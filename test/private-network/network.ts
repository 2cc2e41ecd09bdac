import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:net'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'

/** Why this machine gives no process a network and mounts of its own; undefined: it does. */
export function whyNoPrivateNetwork(): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux'
  if (process.getuid?.() !== 0) return 'it takes root'
  const tried = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', 'ip link set lo up'], { encoding: 'utf8' })
  if (tried.error !== undefined) return `unshare cannot be started: ${tried.error.message}`
  return tried.status === 0 ? undefined : (tried.stderr.trim().split('\n')[0] ?? 'unshare failed')
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A network in which some names of the world stand for a server on this machine, and nothing else can be reached. */
export interface PrivateNetwork {
  /** Words before a command line that make it run there, for whoever starts it in another way. */
  readonly within: readonly string[]
  /** Runs a program in it. */
  run(
    words: readonly string[],
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  ): Promise<Ended>
  close(): Promise<void>
}

/**
 * Opens one: `hosts` are 127.0.0.1 there, and their port 443 is `port` of 127.0.0.1 here. The way across is a Unix socket: those lie in the
 * file system, which both sides share.
 */
export async function openPrivateNetwork(wish: {
  readonly hosts: readonly string[]
  readonly port: number
}): Promise<PrivateNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'roster-network-'))
  const socket = join(folder, 'way')
  const hosts = join(folder, 'hosts')
  writeFileSync(hosts, ['localhost', ...wish.hosts].map((host) => `127.0.0.1 ${host}\n`).join(''))
  const way = await openWay(socket, wish.port)
  const inside = await openInside({ hosts, socket })
  const within = ['nsenter', '--target', String(inside.pid), '--net', '--mount', '--wd=.', '--'] as const
  const [program, ...place] = within
  return {
    within,
    run: async (words, { cwd, env }) => ended(spawn(program, [...place, ...words], { cwd, env: { ...env } })),
    close: async () => {
      inside.kill('SIGKILL')
      way.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** This side of the way: whatever comes out of the socket goes to the port. */
async function openWay(socket: string, port: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other)
      one.on('error', () => other.destroy())
    }
  })
  server.listen(socket)
  await once(server, 'listening')
  return server
}

/** The other side: whoever asks port 443 there is handed to the socket. */
const forwarder = `
  const { connect, createServer } = require('node:net')
  createServer((near) => {
    const far = connect(process.argv[1])
    near.pipe(far).pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
  }).listen(443, '127.0.0.1', () => console.log('open'))
`

async function openInside({
  hosts,
  socket,
}: {
  readonly hosts: string
  readonly socket: string
}): Promise<ChildProcess> {
  const steps = [
    'mount --make-rprivate /',
    'ip link set lo up',
    'mount --bind "$1" /etc/hosts',
    'exec "$2" -e "$3" "$4"',
  ]
  const words = ['--net', '--mount', 'sh', '-ec', steps.join('\n'), 'sh', hosts, process.execPath, forwarder, socket]
  const child = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (piece: Buffer) => said.push(piece.toString('utf8')))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`the private network could not be opened: ${said.join('')}`)
    }),
  ])
  return child
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (piece: Buffer) => out.push(piece))
  child.stderr?.on('data', (piece: Buffer) => err.push(piece))
  const [code] = (await once(child, 'close')) as [number | null]
  const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8')
  return { code, stdout: text(out), stderr: text(err) }
}
