import type { Diagnostic } from '../../../../src/model/diagnostic.ts'
import { person, today } from '../platforms-world.ts'
import type { Files } from '../workspace.ts'
import { acme, told } from '../workspace.ts'

/** A tenant with one subscription on a product that comes with roster. */
export function tenantOn(platform: string, more = '', settings = ''): Files {
  const subscription = `{ platform: ${platform}${settings === '' ? '' : `, ${settings}`} }`
  return {
    'tenant.yaml': `name: Acme\n${more === '' ? '' : `${more}\n`}directories: { try: { provider: local, mode: authoritative } }\nsubscriptions: { it: ${subscription} }\n`,
  }
}

/** `file:line slug` of all that a tenant of these files is told. */
export function asks(files: Files, others: Files = {}): readonly string[] {
  return diagnosed(files, others).map(({ file, line, slug }) => `${file.replace('tenants/acme/', '')}:${line} ${slug}`)
}

/** The same in full. */
export function diagnosed(files: Files, others: Files = {}): readonly Diagnostic[] {
  return told({ ...acme(files), ...others }, today)
}

/** users.yaml of people with an account each: id -> what stands below `it`, and what else is said of them. */
export function people(accounts: Readonly<Record<string, readonly [account: string, more?: string]>>): Files {
  const lines = Object.entries(accounts).map(([id, [account, more]]) =>
    person(id, `platforms: { it: ${account} }${more === undefined ? '' : `, ${more}`}`),
  )
  return { 'users.yaml': lines.join('') }
}
