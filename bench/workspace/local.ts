import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchTenant } from './people.ts'
import { departments } from './people.ts'
import { membersOf } from './members.ts'

/** Writes the file of a `local` directory that already holds exactly what the tenant's YAML asks for. */
export function writeLocalDirectory(root: string, tenant: BenchTenant): void {
  const folder = join(root, '.roster', 'local', tenant.id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'hq.json'), localDirectory(tenant))
}

function localDirectory(tenant: BenchTenant): string {
  const lines: unknown[] = [{ roster: 'local-directory', version: 1, identity: `bench-${tenant.id}` }]
  for (const person of tenant.people) {
    lines.push({
      id: `id-${person.id}`,
      kind: 'user',
      container: 'people',
      username: person.id,
      state: 'active',
      attributes: {
        'name.first': person.first,
        'name.last': person.last,
        displayName: `${person.first} ${person.last}`,
        email: person.email,
        title: person.title,
        department: person.department,
        'department.name': departments.get(person.department),
        employeeId: person.employeeId,
        location: person.location,
        'address.city': person.city,
        'address.postalCode': person.postalCode,
        'phones.work': person.work,
        'phones.mobile': person.mobile,
      },
      references: person.manager === undefined ? {} : { manager: `id-${person.manager}` },
    })
  }
  for (const [group, members] of membersOf(tenant)) {
    lines.push({
      id: `id-${group}`,
      kind: 'group',
      container: 'groups',
      name: group,
      attributes: { description: `The team of ${group}` },
      references: {},
      members: members.map((id) => `id-${id}`),
    })
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
