import { rmSync } from 'node:fs'
import type { Slapd } from '../../test/servers/slapd.ts'
import { accounts, base, startSlapd } from '../../test/servers/slapd.ts'
import type { Command } from '../measure/cost.ts'
import { repository, roster } from '../measure/paths.ts'
import { ldifOf } from '../workspace/ldif.ts'
import type { BenchTenant } from '../workspace/people.ts'
import { writeLdapWorkspace } from '../workspaces.ts'

/** A slapd that holds a tenant's people and groups, and a workspace that declares just those. */
export interface Scene {
  readonly slapd: Slapd
  readonly root: string
  readonly tenant: BenchTenant
}

/** Starts a server with the tenant in it, or with nothing; `sync`: every write is on the disk before it is answered. */
export async function openScene(
  root: string,
  tenant: BenchTenant,
  options: { readonly sync?: boolean; readonly isEmpty?: boolean } = {},
): Promise<Scene> {
  rmSync(root, { recursive: true, force: true })
  const slapd = await startSlapd({
    sync: options.sync === true,
    ...(options.isEmpty === true ? {} : { load: ldifOf(tenant, base) }),
  })
  writeLdapWorkspace(root, tenant, slapd)
  return { slapd, root, tenant }
}

/** The passwords that the workspace's tenant.yaml names. Nothing is kept of what is read: every plan reads everything. */
export const passwords = {
  BENCH_READ: accounts.reader.password,
  BENCH_WRITE: accounts.writer.password,
  XDG_CACHE_HOME: '',
  HOME: '',
}

/** A command line of roster in the scene's workspace. */
export function inScene({ root }: Scene, ...words: readonly string[]): Command {
  return { argv: [...roster, '-C', root, ...words], env: passwords }
}

/** The administrator's script on the same files and the same server. */
export function compareScript({ slapd, root, tenant }: Scene): Command {
  const { dn, password } = accounts.reader
  const script = repository('bench/peers/compare.mjs')
  return { argv: [process.execPath, script, `${root}/tenants/${tenant.id}`, slapd.url, slapd.base, dn, password] }
}

/** An LDAP tool, bound as this account. */
export function tool(
  name: 'ldapsearch' | 'ldapmodify',
  { slapd }: Scene,
  account: 'reader' | 'writer',
  ...words: readonly string[]
): readonly string[] {
  const { dn, password } = accounts[account]
  return [name, '-x', '-H', slapd.url, '-D', dn, '-w', password, ...words]
}
