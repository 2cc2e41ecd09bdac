import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changePassword, kerberosConfiguration } from './kerberos.ts'
import { makeAccount, sidOf } from './samba-accounts.ts'
import type { Account, Rights } from './samba-accounts.ts'
import { claimAddress } from './samba-address.ts'
import { domain } from './samba-configuration.ts'
import { end, furnish, launch } from './samba-process.ts'
import { snapshot, unpack } from './samba-snapshot.ts'
import { run } from './samba-tools.ts'

export interface SambaOptions {
  /** 'kdc' lets people change their passwords by kpasswd. Default: LDAP only. */
  readonly services?: readonly ('ldap' | 'kdc')[]
  /** LDIF of entries that the administrator adds. The domain with them is kept: the next start with the same text adds nothing. */
  readonly load?: string
  /** Lines at the end of smb.conf. */
  readonly extra?: string
}

/** How a bind ended. */
export interface SignIn {
  /** Result code of LDAP: 0 or 49. */
  readonly code: number
  /** What Active Directory says besides: '52e' wrong password, '533' disabled, '701' expired, '773' must change, '775' locked. */
  readonly data: string | undefined
}

/** A running domain controller of its own, on a loopback address of its own: its ports cannot be chosen. */
export interface Samba {
  readonly baseDn: typeof domain.baseDn
  readonly realm: typeof domain.realm
  readonly dns: typeof domain.dns
  readonly sid: string
  readonly administrator: typeof domain.administrator
  readonly host: string
  /** ldaps://, the only way a password gets in. */
  readonly url: string
  readonly plainUrl: string
  /** PEM file of the authority that signed the server's certificate. */
  readonly caFile: string
  readonly folder: string
  readonly pid: () => number
  /** Runs ldapsearch, ldapmodify, ... as the administrator over TLS; gives its output. Throws with its message. */
  readonly tool: (name: string, argv: readonly string[], input?: string) => string
  /** The same as somebody else. */
  readonly toolAs: (
    who: Pick<Account, 'dn' | 'password'>,
    name: string,
    argv: readonly string[],
    input?: string,
  ) => string
  /** The entries below the base that match, as LDIF whose lines are not wrapped. */
  readonly search: (filter: string, ...attributes: readonly string[]) => string
  readonly modify: (ldif: string) => void
  /** Makes an organisational unit that nobody else has; gives its DN. */
  readonly unit: () => string
  /** Removes an entry with all below it. */
  readonly drop: (dn: string) => void
  /** Makes a service account, with the rights of any account and these. */
  readonly account: (name: string, rights?: Rights) => Account
  readonly bindAs: (nameOrDn: string, password: string) => SignIn
  /** Changes a person's own password as Windows does; the server needs the service 'kdc'. Throws with the server's words. */
  readonly changePassword: (username: string, old: string, next: string) => void
  readonly stop: () => Promise<void>
  /** kill -9. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same data and address. */
  readonly restart: () => Promise<void>
}

/** Starts a domain controller of LAB.EXAMPLE. It has only the entries of a fresh domain and those of `load`. */
export async function startSamba(options: SambaOptions = {}): Promise<Samba> {
  const packed = await snapshot(options.load ?? '')
  sweep()
  const { host, release } = await claimAddress()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  folders.add(folder)
  unpack(packed, folder)
  const place = { folder, address: host, services: options.services ?? ['ldap'], extra: options.extra ?? '' }
  const caFile = furnish(place)
  writeFileSync(join(folder, 'krb5.conf'), kerberosConfiguration(host))
  const url = `ldaps://${host}`
  const environment = { ...process.env, LDAPTLS_CACERT: caFile, LDAPTLS_REQCERT: 'demand' }
  const toolAs: Samba['toolAs'] = ({ dn, password }, name, argv, input = '') =>
    run(name, ['-x', '-H', url, '-D', dn, '-w', password, ...argv], input, environment)
  const tool: Samba['tool'] = (name, argv, input) => toolAs(domain.administrator, name, argv, input)
  const search = (base: string, scope: string, filter: string, ...attributes: readonly string[]): string =>
    tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, '-s', scope, filter, ...attributes])
  const found = {
    search: (filter: string, ...attributes: readonly string[]) => search(domain.baseDn, 'sub', filter, ...attributes),
    modify: (ldif: string) => void tool('ldapmodify', [], ldif),
  }
  let samba = await launch(folder, host)
  let units = 0
  return {
    ...domain,
    sid: sidOf(search(domain.baseDn, 'base', '(objectClass=*)', 'objectSid')),
    host,
    url,
    plainUrl: `ldap://${host}`,
    caFile,
    folder,
    pid: () => samba.pid ?? 0,
    tool,
    toolAs,
    ...found,
    account: (name, rights = {}) => makeAccount({ folder, ...found }, name, rights),
    unit: () => {
      const ou = `OU=test-${process.pid}-${++units},${domain.baseDn}`
      tool('ldapadd', [], `dn: ${ou}\nobjectClass: organizationalUnit\n`)
      return ou
    },
    drop: (entry) => void tool('ldapdelete', ['-e', `!${treeDelete}`, entry]),
    bindAs: (name, secret) => signIn(url, name, secret, environment),
    changePassword: (username, old, next) => changePassword(join(folder, 'krb5.conf'), username, old, next),
    kill: async () => end(samba),
    restart: async () => {
      await end(samba)
      samba = await launch(folder, host)
    },
    stop: async () => {
      await end(samba)
      await release()
      rmSync(folder, { recursive: true, force: true })
      folders.delete(folder)
    },
  }
}

const prefix = 'roster-samba-'
const treeDelete = '1.2.840.113556.1.4.805'

const folders = new Set<string>()
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A process that was killed leaves 50 MB behind: the next one takes them away. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const pid = /\d+/.exec(name)?.[0] ?? ''
    if (!existsSync(`/proc/${pid}`)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function signIn(url: string, name: string, password: string, env: NodeJS.ProcessEnv): SignIn {
  const argv = ['-x', '-LLL', '-H', url, '-D', name, '-w', password, '-s', 'base', '-b', '', '1.1']
  const { status, stderr } = spawnSync('ldapsearch', argv, { env, encoding: 'utf8' })
  return { code: status ?? -1, data: /\bdata ([0-9a-f]+)/.exec(stderr)?.[1] }
}
