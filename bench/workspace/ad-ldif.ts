import { quotedPassword } from '../../test/servers/samba-accounts.ts'
import { line } from './ldif.ts'
import { membersOf } from './members.ts'
import type { BenchPerson, BenchTenant } from './people.ts'
import { departments } from './people.ts'

/** Where the people and the groups of the bench lie in a domain. */
export const units = { people: 'OU=Staff', leavers: 'OU=Leavers', groups: 'OU=Groups' } as const

/** What people sign in as: a sAMAccountName has 20 characters at most. */
export const usernamePattern = 'p{employeeId}'

/** LDIF of the units, without anybody in them. */
export function unitsLdif(base: string): string {
  return Object.values(units)
    .map((unit) => `dn: ${unit},${base}\nobjectClass: organizationalUnit\n\n`)
    .join('')
}

/** LDIF of the tenant's people and groups in a domain, just as its YAML asks for them. The accounts are enabled and have no password. */
export function adLdif(tenant: BenchTenant, base: string): string {
  const people = tenant.people.map((person) => personLdif(person, tenant, base, ['userAccountControl: 512']))
  return `${unitsLdif(base)}${[...people, ...groupsLdif(tenant, base)].join('\n\n')}\n\n`
}

/**
 * LDIF that creates them in the order in which roster does it: accounts that are disabled, with a password to be changed at the first
 * sign-in; then the groups with whoever is in them; then the accounts are enabled.
 */
export function arrivalsLdif(tenant: BenchTenant, base: string): string {
  const people = tenant.people.map((person) =>
    personLdif(person, tenant, base, [
      'userAccountControl: 514',
      `unicodePwd:: ${quotedPassword(`Bench!${person.employeeId}-Pw`)}`,
      'pwdLastSet: 0',
    ]),
  )
  const made = [...people, ...groupsLdif(tenant, base)].map((entry) => entry.replace('\n', '\nchangetype: add\n'))
  const enabled = tenant.people.map((person) =>
    [
      `dn: ${personDn(person, base)}`,
      'changetype: modify',
      'delete: userAccountControl',
      'userAccountControl: 514',
      '-',
      'add: userAccountControl',
      'userAccountControl: 512',
    ].join('\n'),
  )
  return `${[...made, ...enabled].join('\n\n')}\n\n`
}

/** The DN of somebody's account. */
export function personDn({ employeeId }: Pick<BenchPerson, 'employeeId'>, base: string): string {
  return `CN=p${employeeId},${units.people},${base}`
}

function personLdif(person: BenchPerson, { people }: BenchTenant, base: string, further: readonly string[]): string {
  const { first, last, manager } = person
  const above = people.find(({ id }) => id === manager)
  return [
    `dn: ${personDn(person, base)}`,
    'objectClass: user',
    `sAMAccountName: p${person.employeeId}`,
    ...further,
    line('displayName', `${first} ${last}`),
    line('givenName', first),
    line('sn', last),
    line('mail', person.email),
    line('title', person.title),
    line('department', departments.get(person.department) ?? ''),
    line('employeeID', person.employeeId),
    line('physicalDeliveryOfficeName', person.location),
    line('l', person.city),
    line('postalCode', person.postalCode),
    line('telephoneNumber', person.work),
    line('mobile', person.mobile),
    ...(above === undefined ? [] : [`manager: ${personDn(above, base)}`]),
  ].join('\n')
}

function groupsLdif(tenant: BenchTenant, base: string): readonly string[] {
  const dnOf = new Map(tenant.people.map((person) => [person.id, personDn(person, base)]))
  return [...membersOf(tenant)].map(([group, members]) =>
    [
      `dn: CN=${group},${units.groups},${base}`,
      'objectClass: group',
      `sAMAccountName: ${group}`,
      line('description', `The team of ${group}`),
      ...members.map((id) => `member: ${dnOf.get(id)}`),
    ].join('\n'),
  )
}
