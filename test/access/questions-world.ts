import type { AccessAccount, PlatformAccess } from '../../src/access/access.ts'
import { inForce } from '../../src/access/access.ts'
import type { Evaluation } from '../../src/access/evaluate.ts'
import { evaluate } from '../../src/access/evaluate.ts'
import type { DesiredTenant } from '../../src/language/compile/desired-tenant.ts'
import { accessOn, desiredOf, noon, person, tenantFile } from '../language/compile/tenant.ts'

/** A product with rooms: people may be in several access groups and hold several roles, and what to open a cupboard needs the room. */
export const rooms = `name: Rooms
version: 2026-11-01
categories:
  data: { levels: [none, view, edit, full] }
  action: { levels: [none, allow] }
  settings: { levels: [none, allow] }
entityKinds:
  house: { plural: houses, tagged: true }
  room: { plural: rooms, inside: house, tagged: true }
reach: { from: accessGroup, kinds: [house, room] }
permissions:
  data/rooms: { name: Rooms, risk: basic, scoped: reach }
  data/cupboards: { name: Cupboards, risk: elevated, scoped: reach }
  action/cupboards.open: { name: Open cupboards, risk: elevated, scoped: reach, needs: data/cupboards }
  action/rooms.create: { name: Make rooms, risk: basic }
  settings/keys: { name: Keys, risk: critical }
roleFlags:
  janitor: { name: Janitor, risk: critical, grants: everything }
needsFlag: { rebuild: janitor }
roles:
  custom: true
  scope: { whenMissing: allow }
  presets:
    guest: { name: Guest, permissions: { data/rooms: view } }
    host: { name: Host, permissions: { data/rooms: view, data/cupboards: view } }
builtInRoles:
  owner: { name: Owner, administrator: true, grants: everything, accessGroups: forbidden }
  visitor: { name: Visitor, permissions: { data/rooms: view } }
accountTypes:
  person: { roles: { min: 1 }, accessGroups: { min: 0 }, login: email }
lifecycle: { person: { created: { state: active }, end: disabled } }
entityCreation: { permission: action/rooms.create, inherits: [tags, names] }
`

const parts = {
  'tenant.yaml': tenantFile('subscriptions: { home: { platform: rooms, delivery: manual } }'),
  'users.yaml': person('ana-li', 'platforms: { home: { roles: [visitor], accessGroups: [blue, named] } }'),
  'roles.yaml': '',
  'entities.yaml': [
    'kitchen: { platform: rooms, name: Kitchen, kind: room, tags: [blue] }',
    'cellar: { platform: rooms, name: Cellar, kind: room }',
    '',
  ].join('\n'),
  'access-groups.yaml': [
    'blue: { platform: rooms, select: { tags: [blue, sky], match: any } }',
    'named: { platform: rooms, select: { names: [kitchen, cellar] } }',
    '',
  ].join('\n'),
}

/** The files of a tenant on that product, some of them otherwise. */
export function house(other: Readonly<Partial<Record<string, string>>> = {}): Readonly<Record<string, string>> {
  const all = Object.entries({ ...parts, ...other }).map(([name, text]) => [`tenants/acme/${name}`, text ?? ''])
  return { 'platforms/rooms.yaml': rooms, ...Object.fromEntries(all) }
}

/** What is said about access there, and what is in force. */
export function opened(
  files: Readonly<Record<string, string>>,
  asOf = noon,
): {
  readonly desired: DesiredTenant
  readonly full: PlatformAccess
  readonly evaluation: Evaluation
} {
  const desired = desiredOf(files, asOf)
  const full = accessOn(desired, 'rooms')
  return { desired, full, evaluation: evaluate(inForce(full, new Date(asOf))) }
}

/** The account of somebody. */
export function accountOf({ access }: Evaluation, user: string): AccessAccount {
  const account = access.accounts.get(`home/${user}`)
  if (account === undefined) throw new Error(`no account of ${user}`)
  return account
}
