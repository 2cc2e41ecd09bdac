import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchPerson, BenchTenant } from './people.ts'
import { departments } from './people.ts'

/** `lists`: a hundred people a file; `singles`: one file a person. */
export type Form = 'lists' | 'singles'

const perList = 100

/** Writes roster.yaml. */
export function writeRoot(root: string): void {
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, 'roster.yaml'), 'version: 1\norganisation: Bench MSP\ntimezone: Europe/Berlin\n')
  writeFileSync(join(root, '.gitignore'), '.roster/\n')
}

/** How a tenant is written down. */
export interface Manner {
  readonly form: Form
  /** YAML of its one directory, without its id, indented by four. */
  readonly directory: string
  /** Pattern of usernames. Default: the id. */
  readonly username?: string
  /** Further lines of tenant.yaml. */
  readonly more?: readonly string[]
}

/** Writes the files of one tenant. */
export function writeTenant(root: string, tenant: BenchTenant, manner: Manner): void {
  const { form } = manner
  const folder = join(root, 'tenants', tenant.id)
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  write('tenant.yaml', tenantFile(tenant, manner))
  write('departments.yaml', [...departments].map(([id, name]) => `${id}: { name: ${name} }\n`).join(''))
  write('groups.yaml', tenant.groups.map((id) => `${id}:\n  description: The team of ${id}\n`).join(''))
  if (form === 'singles') {
    mkdirSync(join(folder, 'users'), { recursive: true })
    for (const person of tenant.people) write(`users/${person.id}.yaml`, specLines(person, ''))
    return
  }
  for (let at = 0; at < tenant.people.length; at += perList) {
    const part = tenant.people.slice(at, at + perList)
    const text = part.map((person) => `${person.id}:\n${specLines(person, '  ')}`).join('')
    write(`users.${String(at / perList).padStart(3, '0')}.yaml`, text)
  }
}

function tenantFile({ id, domain }: BenchTenant, { directory, username = '{id}', more = [] }: Manner): string {
  return [
    `name: Tenant ${id}`,
    `domains: [${domain}]`,
    'timezone: Europe/Amsterdam',
    `naming: { username: "${username}" }`,
    'directories:',
    '  hq:',
    directory,
    ...more,
    '',
  ].join('\n')
}

function specLines(person: BenchPerson, indent: string): string {
  const lines = [
    'name:',
    `  first: ${person.first}`,
    `  last: ${person.last}`,
    `email: ${person.email}`,
    `title: ${person.title}`,
    `department: ${person.department}`,
    ...(person.manager === undefined ? [] : [`manager: ${person.manager}`]),
    `employeeId: "${person.employeeId}"`,
    `location: ${person.location}`,
    'address:',
    `  city: ${person.city}`,
    `  postalCode: "${person.postalCode}"`,
    'phones:',
    `  work: "${person.work}"`,
    `  mobile: "${person.mobile}"`,
    'groups:',
    ...person.groups.map((group) => `  - ${group}`),
  ]
  return lines.map((line) => `${indent}${line}\n`).join('')
}
