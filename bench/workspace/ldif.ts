import type { BenchTenant } from './people.ts'
import { departments } from './people.ts'
import { membersOf } from './members.ts'

/** LDIF of the tenant's people and groups below ou=people and ou=groups of a base, just as its YAML asks for them. */
export function ldifOf(tenant: BenchTenant, base: string): string {
  const entries: string[] = []
  for (const person of tenant.people) {
    const { first, last, manager } = person
    entries.push(
      [
        `dn: uid=${person.id},ou=people,${base}`,
        'objectClass: inetOrgPerson',
        `uid: ${person.id}`,
        line('cn', `${first} ${last}`),
        line('displayName', `${first} ${last}`),
        line('givenName', first),
        line('sn', last),
        line('mail', person.email),
        line('title', person.title),
        line('ou', departments.get(person.department) ?? ''),
        line('employeeNumber', person.employeeId),
        line('physicalDeliveryOfficeName', person.location),
        line('l', person.city),
        line('postalCode', person.postalCode),
        line('telephoneNumber', person.work),
        line('mobile', person.mobile),
        ...(manager === undefined ? [] : [`manager: uid=${manager},ou=people,${base}`]),
      ].join('\n'),
    )
  }
  for (const [group, members] of membersOf(tenant)) {
    const all = members.map((id) => `member: uid=${id},ou=people,${base}`)
    const description = line('description', `The team of ${group}`)
    entries.push(
      [`dn: cn=${group},ou=groups,${base}`, 'objectClass: groupOfNames', `cn: ${group}`, description, ...all].join(
        '\n',
      ),
    )
  }
  return `${entries.join('\n\n')}\n\n`
}

/** One line of LDIF; text that is not plain ASCII goes in base64 (RFC 2849). */
export function line(attribute: string, value: string): string {
  return /^[!-9;=-~][ -~]*$/.test(value) && !value.endsWith(' ')
    ? `${attribute}: ${value}`
    : `${attribute}:: ${Buffer.from(value).toString('base64')}`
}
