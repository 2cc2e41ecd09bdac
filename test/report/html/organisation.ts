import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { benchTenant, departments, dice } from '../../../bench/workspace/people.ts'

const perFile = 500
const accessGroups = 40

/** A product with sixty permissions, most of them on rooms. */
const rooms = [
  'name: Rooms',
  'version: 2026-11-01',
  'categories:',
  '  data: { levels: [none, view, edit, full] }',
  '  action: { levels: [none, allow] }',
  'entityKinds: { room: { plural: rooms, tagged: true } }',
  'reach: { from: accessGroup, kinds: [room] }',
  'permissions:',
  ...numbered(
    40,
    (n) => `  data/part-${n}: { name: Part ${n}, risk: ${n === 7 ? 'elevated' : 'basic'}, scoped: reach }`,
  ),
  ...numbered(20, (n) => `  action/do-${n}: { name: Do ${n}, risk: elevated${n % 2 === 0 ? ', scoped: reach' : ''} }`),
  'roles: { custom: true, scope: { whenMissing: allow } }',
  'builtInRoles:',
  '  owner: { name: Owner, administrator: true, grants: everything, accessGroups: forbidden }',
  'accountTypes:',
  '  person: { roles: { min: 1 }, accessGroups: { min: 0 }, login: email }',
  'lifecycle: { person: { created: { state: active }, end: disabled } }',
  '',
].join('\n')
const keeps = numbered(40, (n) => `data/part-${n}: ${n % 3 === 0 ? 'edit' : 'view'}`).join(', ')
const cleans = numbered(12, (n) => `data/part-${n}: view`).join(', ')

/** Writes a workspace of one organisation: people with five groups and an account each, on a platform with so many entities. */
export function writeOrganisation(
  root: string,
  { people, entities }: { readonly people: number; readonly entities: number },
): void {
  const tenant = benchTenant(0, { people, groups: 200 })
  const roll = dice(7)
  const folder = join(root, 'tenants', tenant.id)
  mkdirSync(folder, { recursive: true })
  mkdirSync(join(root, 'platforms'), { recursive: true })
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  writeFileSync(join(root, 'roster.yaml'), 'version: 1\norganisation: Bench\ntimezone: Europe/Amsterdam\n')
  writeFileSync(join(root, 'platforms/rooms.yaml'), rooms)
  write('tenant.yaml', [
    'name: Bench',
    `domains: [${tenant.domain}]`,
    'timezone: Europe/Amsterdam',
    'directories: { hq: { provider: local, mode: authoritative } }',
    'subscriptions: { home: { platform: rooms, delivery: manual } }',
  ])
  write(
    'departments.yaml',
    [...departments].map(([id, name]) => `${id}: { name: ${name} }`),
  )
  write(
    'groups.yaml',
    tenant.groups.map((id) => `${id}: { description: The team of ${id} }`),
  )
  write('roles.yaml', [
    `keeper: { platform: rooms, name: Keeper, permissions: { ${keeps}, action/do-1: allow, action/do-2: allow } }`,
    `cleaner: { platform: rooms, name: Cleaner, permissions: { ${cleans} } }`,
  ])
  write(
    'entities.yaml',
    numbered(
      entities,
      (n) => `room-${n}: { platform: rooms, name: Room ${n}, kind: room, tags: [wing-${n % accessGroups}] }`,
    ),
  )
  write(
    'access-groups.yaml',
    numbered(
      accessGroups,
      (n) =>
        `wing-${n}: { platform: rooms, name: Wing ${n}, select: { tags: [wing-${n}, wing-${(n + 1) % accessGroups}], match: any } }`,
    ),
  )
  for (let at = 0; at < people; at += perFile) {
    const lines = tenant.people
      .slice(at, at + perFile)
      .flatMap((person) => [
        `${person.id}:`,
        `  name: { first: ${person.first}, last: "${person.last}" }`,
        `  email: ${person.email}`,
        `  title: ${person.title}`,
        `  department: ${person.department}`,
        `  groups: [${person.groups.join(', ')}]`,
        `  platforms: { home: { role: ${roll(3) === 0 ? 'keeper' : 'cleaner'}, accessGroup: wing-${roll(accessGroups)} } }`,
      ])
    write(`users.${String(at / perFile).padStart(3, '0')}.yaml`, lines)
  }
}

function numbered(count: number, line: (n: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, n) => line(n))
}
