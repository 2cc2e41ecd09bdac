/** Makes a workspace to measure with: `tsx bench/workspaces.ts <folder> <people> [lists|singles]`. The same words, the same bytes. */
import { pathToFileURL } from 'node:url'
import type { TenantServer } from './measure/asked.ts'
import { units, usernamePattern } from './workspace/ad-ldif.ts'
import { country, emergency } from './workspace/entra.ts'
import { writeLocalDirectory } from './workspace/local.ts'
import type { BenchTenant } from './workspace/people.ts'
import { benchTenant } from './workspace/people.ts'
import type { Form } from './workspace/yaml.ts'
import { writeRoot, writeTenant } from './workspace/yaml.ts'

/** Writes a workspace of tenants of a hundred people and twenty groups, each with a `local` directory that is as the YAML asks. */
export function writeLocalWorkspace(root: string, people: number, form: Form): void {
  writeRoot(root)
  const size = { people: 100, groups: 20 }
  for (let number = 0; number < people / size.people; number += 1) {
    const tenant = benchTenant(number, size)
    writeTenant(root, tenant, { form, directory: '    provider: local\n    mode: authoritative' })
    writeLocalDirectory(root, tenant)
  }
}

/** Writes a workspace of one tenant with a `local` directory that is as the YAML asks, and a contract with paid seats; gives the tenant's id. */
export function writeSeatWorkspace(root: string, size: { readonly people: number; readonly groups: number }): string {
  writeRoot(root)
  const tenant = benchTenant(0, size)
  const [operator] = tenant.people
  writeTenant(root, tenant, {
    form: 'lists',
    directory: '    provider: local\n    mode: authoritative',
    more: [
      'subscriptions:',
      '  atera:',
      '    platform: atera',
      '    edition: msp',
      '    tier: growth',
      '    billing: { cycle: monthly, anchor: 2026-11-01, term: annual }',
      '    seats: { purchased: 6 }',
      '    delivery: manual',
      `    operator: ${operator?.id}`,
      '    operatorRole: admin',
    ],
  })
  writeLocalDirectory(root, tenant)
  return tenant.id
}

/** Writes a workspace of one tenant on an LDAP server; the passwords come from BENCH_READ and BENCH_WRITE. */
export function writeLdapWorkspace(
  root: string,
  tenant: BenchTenant,
  server: { readonly url: string; readonly base: string },
): void {
  writeRoot(root)
  const directory = [
    'provider: ldap',
    'mode: authoritative',
    `url: ${server.url}`,
    `base: ${server.base}`,
    'credentials:',
    `  read: { bindDn: "cn=reader,${server.base}", password: { env: BENCH_READ } }`,
    `  write: { bindDn: "cn=writer,${server.base}", password: { env: BENCH_WRITE } }`,
    'users: { base: ou=people, disabledBase: ou=leavers }',
    'groups: { base: ou=groups }',
  ]
  writeTenant(root, tenant, { form: 'lists', directory: directory.map((line) => `    ${line}`).join('\n') })
}

/** Writes a workspace of one tenant in a domain of Active Directory; passwords and the authority's file come from BENCH_READ, BENCH_WRITE and BENCH_CA. */
export function writeAdWorkspace(
  root: string,
  tenant: BenchTenant,
  server: { readonly url: string; readonly base: string; readonly administrator: string },
): void {
  writeRoot(root)
  const directory = [
    'provider: active-directory',
    'mode: authoritative',
    `url: ${server.url}`,
    `base: ${server.base}`,
    'tls: { ca: { env: BENCH_CA } }',
    'credentials:',
    `  read: { bindDn: "${server.administrator}", password: { env: BENCH_READ } }`,
    `  write: { bindDn: "${server.administrator}", password: { env: BENCH_WRITE } }`,
    `users: { base: ${units.people}, disabledBase: ${units.leavers}, cn: username }`,
    `groups: { base: ${units.groups} }`,
  ]
  writeTenant(root, tenant, {
    form: 'lists',
    directory: directory.map((line) => `    ${line}`).join('\n'),
    username: usernamePattern,
    more: [`initialPasswords: { recipients: [${recipient}] }`],
  })
}

/** Writes a workspace of one tenant of Entra ID; the secrets come from BENCH_READ and BENCH_WRITE. */
export function writeEntraWorkspace(root: string, tenant: BenchTenant, server: TenantServer): void {
  writeRoot(root)
  const { tenantId, initialDomain, reader, writer } = server
  const directory = [
    'provider: entra',
    'mode: authoritative',
    `tenantId: ${tenantId}`,
    `breakGlass: [${emergency}@${initialDomain}]`,
    'credentials:',
    `  read: { clientId: ${reader.clientId}, secret: { env: BENCH_READ } }`,
    `  write: { clientId: ${writer.clientId}, secret: { env: BENCH_WRITE } }`,
  ]
  writeTenant(root, tenant, {
    form: 'lists',
    directory: directory.map((line) => `    ${line}`).join('\n'),
    more: [
      `initialPasswords: { recipients: [${recipient}] }`,
      `defaults: { attributes: { address: { country: ${country} } } }`,
    ],
  })
}

/** A public key whose other half nobody kept. */
const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

function main([folder, people, form]: readonly string[]): void {
  if (folder === undefined || people === undefined)
    throw new Error('usage: workspaces.ts <folder> <people> [lists|singles]')
  writeLocalWorkspace(folder, Number(people), form === 'singles' ? 'singles' : 'lists')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2))
