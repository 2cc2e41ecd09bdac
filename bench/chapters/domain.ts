import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startSamba } from '../../test/servers/samba.ts'
import type { Samba } from '../../test/servers/samba.ts'
import type { Command } from '../measure/cost.ts'
import { roster } from '../measure/paths.ts'
import { adLdif, unitsLdif } from '../workspace/ad-ldif.ts'
import type { BenchTenant } from '../workspace/people.ts'
import { writeAdWorkspace } from '../workspaces.ts'

/** A domain controller that holds a tenant's people and groups, and a workspace that declares just those. */
export interface DomainScene {
  readonly samba: Samba
  readonly root: string
  readonly tenant: BenchTenant
}

/** Starts a domain controller with the tenant in it, or with nobody; the accounts of the scene are the administrator's. */
export async function openDomain(
  root: string,
  tenant: BenchTenant,
  options: { readonly isEmpty?: boolean } = {},
): Promise<DomainScene> {
  rmSync(root, { recursive: true, force: true })
  const base = 'DC=lab,DC=example'
  const samba = await startSamba({ load: options.isEmpty === true ? unitsLdif(base) : adLdif(tenant, base) })
  writeAdWorkspace(root, tenant, { url: samba.url, base: samba.baseDn, administrator: samba.administrator.dn })
  return { samba, root, tenant }
}

/** What the workspace's tenant.yaml names; nothing is kept of what was read, unless there is a place for it. */
function environment({ samba }: DomainScene, cacheHome: string): Readonly<Record<string, string>> {
  const { password } = samba.administrator
  return { BENCH_READ: password, BENCH_WRITE: password, BENCH_CA: samba.caFile, XDG_CACHE_HOME: cacheHome, HOME: '' }
}

/** A command of roster in the scene's workspace that reads everything and keeps nothing. */
export function inDomain(scene: DomainScene, ...words: readonly string[]): Command {
  return { argv: [...roster, '-C', scene.root, ...words], env: environment(scene, '') }
}

/** The same with a place for what was read. */
export function withCache(scene: DomainScene, ...words: readonly string[]): Command {
  return { argv: [...roster, '-C', scene.root, ...words], env: environment(scene, cacheHome(scene)) }
}

/** Where `withCache` keeps what was read. */
function cacheHome({ root }: DomainScene): string {
  return join(root, 'cache')
}

/** Some other program that reads the workspace. */
export function beside(scene: DomainScene, argv: readonly string[]): Command {
  return { argv, env: environment(scene, '') }
}

/** An LDAP tool, bound as the administrator over TLS. */
export function domainTool(
  name: 'ldapsearch' | 'ldapmodify',
  { samba }: Pick<DomainScene, 'samba'>,
  ...words: readonly string[]
): Command {
  const { dn, password } = samba.administrator
  return {
    argv: [name, '-x', '-H', samba.url, '-D', dn, '-w', password, ...words],
    env: { LDAPTLS_CACERT: samba.caFile, LDAPTLS_REQCERT: 'demand' },
  }
}
