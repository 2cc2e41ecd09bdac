import { expect } from 'vitest'
import type { PlatformAccess } from '../../../src/access/access.ts'
import { compileTenant } from '../../../src/language/compile/compile.ts'
import type { DesiredTenant } from '../../../src/language/compile/desired-tenant.ts'
import type { Files } from '../validate/workspace.ts'
import { loaded, workspace } from '../validate/workspace.ts'

/** The moment that tests judge by, where nothing depends on it. */
export const noon = '2026-12-01T11:00:00Z'

/** What the files of a workspace ask of the tenant acme; they have no mistakes. A file without text is not there. */
export function desiredOf(files: Files, asOf = noon): DesiredTenant {
  const written = Object.entries(files).filter(([, text]) => text !== '')
  const { tenants, diagnostics } = loaded(workspace(Object.fromEntries(written)))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const documents = tenants.get('acme')
  if (documents === undefined) throw new Error('no acme')
  return compileTenant(documents, { asOf: new Date(asOf), timezone: 'UTC', usernames: new Map() })
}

/** What a tenant says about access on a platform. */
export function accessOn(desired: DesiredTenant, platform: string): PlatformAccess {
  const access = desired.access.get(platform)
  if (access === undefined) throw new Error(`nothing is said about ${platform}`)
  return access
}

/** Somebody with all that platforms ask for, on one line of users.yaml. */
export function person(id: string, more = ''): string {
  const [first = '', last = ''] = id.split('-').map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
  const rest = more === '' ? '' : `, ${more}`
  return `${id}: { name: { first: ${first}, last: ${last} }, email: ${id}@acme.example${rest} }\n`
}

/** A tenant with one embedded directory, and contracts. */
export function tenantFile(more: string): string {
  return `name: Acme\ntimezone: Europe/Berlin\ndomains: [acme.example]\ndirectories: { hq: { provider: local, mode: authoritative } }\n${more}\n`
}
