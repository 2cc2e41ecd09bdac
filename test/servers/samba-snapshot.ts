import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { needPackages } from './packages.ts'
import { claimAddress } from './samba-address.ts'
import { domain, sambaConfiguration } from './samba-configuration.ts'
import { alone } from './samba-lock.ts'
import { end, furnish, launch } from './samba-process.ts'
import { offline, run } from './samba-tools.ts'

const packages =
  'samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind ldb-tools ldap-utils krb5-user openssl'
const files = [
  '/usr/sbin/samba',
  '/usr/bin/samba-tool',
  '/usr/share/samba/setup/provision.ldif',
  '/usr/bin/ldbadd',
  '/usr/bin/ldapmodify',
  '/usr/bin/kpasswd',
  '/usr/bin/openssl',
]

/** Installs Samba where it is missing. Beforehand, since it may take longer than a test has. */
export function needSamba(): void {
  needPackages(files, packages.split(' '))
}

/** Goes up with every change below that makes another domain. */
const recipe = 2

/**
 * A packed domain, with `load` (LDIF) in it: made once on a machine, taken from the cache from then on, by any number of
 * processes at once. Installs Samba where it is missing.
 */
export async function snapshot(load: string): Promise<string> {
  if (process.getuid?.() !== 0)
    throw new Error('these tests need a domain controller, which only root can provision and start: run them as root')
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'roster-test')
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const named = (text: string): string => join(cache, `samba-${digest(version(), String(recipe), text)}.tar`)
  const bare = await alone(join(cache, 'lock'), async () => {
    needSamba()
    forget(cache)
    return packed(named(''), provision)
  })
  if (load === '') return bare
  // Who needs another domain does not wait for this one.
  const file = named(load)
  return alone(`${file}.lock`, async () =>
    packed(file, async (folder) => {
      unpack(bare, folder)
      await add(folder, load)
    }),
  )
}

/** Puts a packed domain into an empty folder. About 50 ms. */
export function unpack(file: string, folder: string): void {
  run('tar', ['-C', folder, '--no-same-owner', '-xpf', file])
}

async function packed(file: string, make: (folder: string) => void | Promise<void>): Promise<string> {
  if (existsSync(file)) {
    utimesSync(file, new Date(), new Date())
    return file
  }
  const folder = `${file}.making`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  try {
    await make(folder)
    const whole = `${file}.part`
    // LMDB makes its lock files anew.
    run('tar', ['-C', folder, '--exclude=*.ldb-lock', '-cpf', whole, 'private', 'state'])
    renameSync(whole, file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return file
}

/** Takes away what no test asked for in two weeks. */
function forget(cache: string): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith('samba-'))) {
    const path = join(cache, name)
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (Date.now() - mtimeMs > 14 * 86_400_000) rmSync(path, { recursive: true, force: true })
  }
}

/** Through the server: its tools for files take ten times longer for thousands of entries. */
async function add(folder: string, load: string): Promise<void> {
  const { host, release } = await claimAddress()
  const ca = furnish({ folder, address: host, services: ['ldap'], extra: '' })
  const server = await launch(folder, host)
  try {
    const { dn, password } = domain.administrator
    run('ldapadd', ['-x', '-H', `ldaps://${host}`, '-D', dn, '-w', password], load, {
      ...process.env,
      LDAPTLS_CACERT: ca,
    })
  } finally {
    await end(server)
    await release()
  }
}

function provision(folder: string): void {
  const { realm, netbios, administrator } = domain
  const options = [
    `--targetdir=${folder}`,
    `--realm=${realm}`,
    `--domain=${netbios}`,
    '--server-role=dc',
    '--host-name=dc1',
    '--host-ip=127.0.11.1',
    '--dns-backend=NONE',
    '--use-rfc2307',
    `--adminpass=${administrator.password}`,
    '--backend-store=mdb',
    '--option=vfs objects=dfs_samba4 acl_xattr xattr_tdb',
    `--option=xattr_tdb:file=${folder}/state/xattr.tdb`,
    '--option=interfaces=127.0.11.1/8',
    '--option=bind interfaces only=yes',
  ]
  run('samba-tool', ['domain', 'provision', ...options])
  rmSync(join(folder, 'state', 'sysvol'), { recursive: true })
  // 512 + 65536: its password does not expire, however old the snapshot is.
  const everlasting = 'changetype: modify\nreplace: userAccountControl\nuserAccountControl: 66048\n'
  const place = { folder, address: '127.0.11.1', services: ['ldap'] as const, extra: '' }
  writeFileSync(join(folder, 'smb.conf'), sambaConfiguration(place))
  offline('ldbmodify', folder, [], `dn: ${administrator.dn}\n${everlasting}`)
}

function version(): string {
  return run('samba', ['--version']).trim()
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}
