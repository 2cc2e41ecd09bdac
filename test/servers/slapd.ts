import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeCertificates } from './certificates.ts'
import { needPackages } from './packages.ts'
import { slapdConfiguration } from './slapd-configuration.ts'
import type { SlapdOptions } from './slapd-configuration.ts'

export const base = 'dc=lab,dc=example'
export const accounts = {
  admin: { dn: `cn=admin,${base}`, password: 'secret' },
  reader: { dn: `cn=reader,${base}`, password: 'reader-secret' },
  writer: { dn: `cn=writer,${base}`, password: 'writer-secret' },
} as const

/** A running OpenLDAP server of its own, on 127.0.0.1, with its own data folder. */
export interface Slapd {
  readonly base: string
  readonly host: '127.0.0.1'
  readonly port: number
  readonly url: string
  readonly tlsUrl: string
  /** PEM file of the authority that signed the server's certificate. */
  readonly caFile: string
  readonly folder: string
  readonly pid: () => number
  /** Runs ldapsearch, ldapmodify, ... as the administrator; gives its output. Throws with its message. */
  readonly tool: (name: string, argv: readonly string[], input?: string) => string
  /** The entries below the base as LDIF, without operational attributes unless named. */
  readonly search: (filter: string, ...attributes: readonly string[]) => string
  readonly modify: (ldif: string) => void
  /** Modifies as somebody else than the administrator, whom password policies do not bind; gives the result code. */
  readonly modifyAs: (who: { readonly dn: string; readonly password: string }, ldif: string) => number
  /** Whether somebody can bind with this password. */
  readonly signsIn: (dn: string, password: string) => boolean
  readonly stop: () => Promise<void>
  /** kill -9. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same data and port. */
  readonly restart: () => Promise<void>
}

/** Starts a server with the suffix dc=lab,dc=example. `load` is LDIF that is added to the skeleton before the start. */
export async function startSlapd(options: SlapdOptions & { readonly load?: string } = {}): Promise<Slapd> {
  needPackages(
    ['/usr/sbin/slapd', '/usr/bin/ldapmodify', '/usr/bin/openssl'],
    ['slapd', 'ldap-utils', 'slapd-contrib', 'openssl'],
  )
  const folder = mkdtempSync(join(tmpdir(), 'roster-slapd-'))
  folders.add(folder)
  mkdirSync(join(folder, 'db'))
  const names = options.certificateNames ?? ['DNS:localhost', 'IP:127.0.0.1']
  const certificates = makeCertificates(join(folder, 'tls'), names)
  const configuration = join(folder, 'slapd.conf')
  writeFileSync(configuration, slapdConfiguration({ ...options, folder, base, certificates, accounts }))
  writeFileSync(
    join(folder, 'load.ldif'),
    skeleton(options.without?.includes('ppolicy') !== true) + (options.load ?? ''),
  )
  const loaded = spawnSync('/usr/sbin/slapadd', [
    '-q',
    '-f',
    configuration,
    '-b',
    base,
    '-l',
    join(folder, 'load.ldif'),
  ])
  if (loaded.status !== 0) throw new Error(`slapadd: ${loaded.stderr.toString()}`)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const listen = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${tlsPort}/`
  let slapd = await launch(configuration, listen, port)
  const administrator = ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', accounts.admin.dn, '-w', accounts.admin.password]
  const tool = (name: string, argv: readonly string[], input?: string): string =>
    runTool(name, [...administrator, ...argv], input)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (slapd.exitCode !== null || slapd.signalCode !== null) return
    const gone = new Promise((resolve) => slapd.once('exit', resolve))
    slapd.kill(signal)
    await gone
  }
  return {
    base,
    host: '127.0.0.1',
    port,
    url: `ldap://127.0.0.1:${port}`,
    tlsUrl: `ldaps://127.0.0.1:${tlsPort}`,
    caFile: certificates.ca,
    folder,
    pid: () => slapd.pid ?? 0,
    tool,
    search: (filter, ...attributes) =>
      tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter, ...attributes]),
    signsIn: (dn, password) =>
      spawnSync('ldapwhoami', ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', dn, '-w', password]).status === 0,
    modify: (ldif) => void tool('ldapmodify', [], ldif),
    modifyAs: ({ dn, password }, ldif) => {
      const argv = ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', dn, '-w', password]
      return spawnSync('ldapmodify', argv, { input: ldif }).status ?? -1
    },
    kill: async () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM')
      slapd = await launch(configuration, listen, port)
    },
    stop: async () => {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The entries every test server has: the base, four containers, the accounts and a default password policy. */
function skeleton(hasPolicies: boolean): string {
  const unit = (name: string): string => `dn: ou=${name},${base}\nobjectClass: organizationalUnit\nou: ${name}\n\n`
  const account = (name: 'reader' | 'writer'): string =>
    `dn: ${accounts[name].dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: ${name}\nuserPassword: ${accounts[name].password}\n\n`
  const policy = [
    `dn: cn=default,ou=policies,${base}\nobjectClass: person\nobjectClass: pwdPolicy\ncn: default\nsn: default\n`,
    'pwdAttribute: userPassword\npwdCheckQuality: 2\npwdMinLength: 8\npwdMaxFailure: 5\npwdLockout: TRUE\n\n',
  ]
  return [
    `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\ndc: lab\no: Lab\n\n`,
    ...['people', 'leavers', 'groups', 'policies'].map(unit),
    account('reader'),
    account('writer'),
    ...(hasPolicies ? policy : []),
  ].join('')
}

const running = new Set<ChildProcess>()
const folders = new Set<string>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function launch(configuration: string, listen: string, port: number): Promise<ChildProcess> {
  // The server ends with the process that started it, however that one ends.
  const argv = ['--pdeathsig', 'KILL', '/usr/sbin/slapd', '-d', '0', '-f', configuration, '-h', listen]
  const child = spawn('setpriv', argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  running.add(child)
  child.once('exit', () => running.delete(child))
  for (let patience = 0; patience < 500; patience++) {
    if (child.exitCode !== null) throw new Error(`slapd ended at once: ${said}`)
    if (await answers(port)) return child
    await pause(10)
  }
  child.kill('SIGKILL')
  throw new Error(`slapd did not answer within 5 seconds: ${said}`)
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function runTool(name: string, argv: readonly string[], input?: string): string {
  try {
    return execFileSync(name, argv, { input: input ?? '', stdio: 'pipe', maxBuffer: 1 << 30 }).toString()
  } catch (error) {
    const { stderr } = error as { readonly stderr?: Buffer }
    throw new Error(`${name}: ${stderr?.toString() ?? ''}`, { cause: error })
  }
}
