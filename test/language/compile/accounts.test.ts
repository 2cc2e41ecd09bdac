import { expect, test } from 'vitest'
import { compileTenant } from '../../../src/language/compile/compile.ts'
import type { DesiredTenant } from '../../../src/language/compile/desired-tenant.ts'
import type { TenantInput } from '../../../src/language/compile/input.ts'

function compiled(
  users: Record<string, object>,
  groups: Record<string, object> = {},
  tenant: object = {},
): DesiredTenant {
  const written = (specs: object): Map<string, never> =>
    new Map(Object.entries(specs).map(([id, spec], at) => [id, { file: 'x.yaml', line: at + 1, spec } as never]))
  const input: TenantInput = {
    id: 'acme',
    tenant: {
      file: 'tenant.yaml',
      line: 1,
      spec: { name: 'Acme', directories: { ad: { provider: 'local' } }, ...tenant } as never,
    },
    users: written(users),
    groups: written(groups),
    departments: new Map(),
    templates: new Map(),
    roles: new Map(),
    entities: new Map(),
    accessGroups: new Map(),
    actions: new Map(),
    tests: new Map(),
    platforms: { ids: [], get: () => undefined },
    policies: [],
    acknowledgements: new Map(),
    leaves: new Map(),
  }
  return compileTenant(input, { asOf: new Date('2026-12-01T09:00:00Z'), timezone: 'UTC', usernames: new Map() })
}

test('REL-24 an account expires when its last day is over in the zone of the tenant; null: never; not said: unmanaged', () => {
  const { people } = compiled(
    { ends: { ends: '2027-06-30' }, never: { ends: null }, unsaid: {} },
    {},
    { timezone: 'Europe/Amsterdam' },
  )
  expect(people.get('ends')).toMatchObject({ ends: '2027-06-30', expiresAt: '2027-06-30T22:00:00.000Z' })
  expect(people.get('never')).toMatchObject({ expiresAt: null, state: 'active' })
  expect(people.get('never')).not.toHaveProperty('ends')
  expect(people.get('unsaid')).not.toHaveProperty('expiresAt')
})

test('a UUID to adopt is written as directories write it, another id as it is', () => {
  const { people, groups } = compiled(
    { ana: { adopt: { ad: '7F9C24E5-2C31-4B2F-8F6A-0D7A1C9E4B55' } } },
    { vpn: { adopt: { ad: 'Id-VPN' }, scope: 'universal' }, all: {} },
  )
  expect(people.get('ana')?.adopt).toEqual({ ad: '7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55' })
  expect(groups.get('vpn')).toMatchObject({ adopt: { ad: 'Id-VPN' }, scope: 'universal' })
  expect(groups.get('all')).not.toHaveProperty('scope')
})

test('people choose a password of their own at the first sign-in, unless the tenant says otherwise', () => {
  const of = (more: object): unknown =>
    compiled({}, {}, { initialPasswords: { recipients: ['age1x'], ...more } }).initialPasswords?.changeAtNextLogin
  expect([of({}), of({ changeAtNextLogin: false })]).toEqual([true, false])
})
