import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { domain, sambaConfiguration } from './samba-configuration.ts'
import { alone } from './samba-lock.ts'
import { needPackages } from './packages.ts'
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
  return alone(join(cache, 'lock'), () => {
    needPackages(files, packages.split(' '))
    const version = run('samba', ['--version']).trim()
    const named = (text: string): string => join(cache, `samba-${digest(version, String(recipe), text)}.tar`)
    const bare = packed(named(''), cache, provision)
    if (load === '') return bare
    return packed(named(load), cache, (folder) => {
      unpack(bare, folder)
      configure(folder)
      offline('ldbadd', folder, [], load)
    })
  })
}

/** Puts a packed domain into an empty folder. About 50 ms. */
export function unpack(file: string, folder: string): void {
  run('tar', ['-C', folder, '--no-same-owner', '-xpf', file])
}

function packed(file: string, cache: string, make: (folder: string) => void): string {
  if (existsSync(file)) return file
  const folder = join(cache, 'making')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  try {
    make(folder)
    const whole = `${file}.part`
    // LMDB makes its lock files anew.
    run('tar', ['-C', folder, '--exclude=*.ldb-lock', '-cpf', whole, 'private', 'state'])
    renameSync(whole, file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return file
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
  configure(folder)
  offline('ldbmodify', folder, [], `dn: ${administrator.dn}\n${everlasting}`)
}

/** The files of a domain whose server is not running can be changed, too: the tools want its configuration. */
function configure(folder: string): void {
  const place = { folder, address: '127.0.11.1', services: ['ldap'] as const, extra: '' }
  writeFileSync(join(folder, 'smb.conf'), sambaConfiguration(place))
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}
