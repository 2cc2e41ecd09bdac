import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, dayIn, lapse } from '../../../src/language/compile/calendar.ts'
import { compileTenant } from '../../../src/language/compile/compile.ts'
import type { DesiredTenant } from '../../../src/language/compile/desired-tenant.ts'
import type { TenantInput } from '../../../src/language/compile/input.ts'
import { gateLimits, usualLimits } from '../../../src/language/compile/limits.ts'
import { fillUsername } from '../../../src/language/compile/naming.ts'
import type { Person } from '../../../src/model/desired.ts'

interface Spoken {
  readonly tenant?: object
  readonly users?: Readonly<Record<string, object>>
  readonly groups?: Readonly<Record<string, object>>
  readonly departments?: Readonly<Record<string, object>>
  readonly templates?: Readonly<Record<string, object>>
}

function compiled(
  spoken: Spoken,
  asOf = '2026-12-01T09:00:00Z',
  usernames: Record<string, string> = {},
): DesiredTenant {
  const written = (kind: string, specs: object = {}): Map<string, never> =>
    new Map(
      Object.entries(specs).map(([id, spec], index) => [
        id,
        { file: `tenants/acme/${kind}.yaml`, line: index + 1, spec } as never,
      ]),
    )
  const input: TenantInput = {
    id: 'acme',
    tenant: {
      file: 'tenants/acme/tenant.yaml',
      line: 1,
      spec: { name: 'Acme', directories: { hq: { provider: 'local' } }, ...spoken.tenant } as never,
    },
    users: written('users', spoken.users),
    groups: written('groups', spoken.groups),
    departments: written('departments', spoken.departments),
    templates: written('templates', spoken.templates),
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
  return compileTenant(input, { asOf: new Date(asOf), timezone: 'UTC', usernames: new Map(Object.entries(usernames)) })
}

function ana(spoken: Spoken, asOf?: string): Person {
  const person = compiled(spoken, asOf).people.get('ana-li')
  if (person === undefined) throw new Error('no ana-li')
  return person
}

const name = { first: 'Ana', last: 'Li' }

describe('REL-24 days are those of the tenant’s zone, the last one included', () => {
  const zones = [
    ['UTC', '2026-12-01T00:00:00Z', '2026-12-11T00:00:00Z'],
    ['Europe/Berlin', '2026-11-30T23:00:00Z', '2026-12-10T23:00:00Z'],
    ['America/New_York', '2026-12-01T05:00:00Z', '2026-12-11T05:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-30T10:00:00Z', '2026-12-10T10:00:00Z'],
    ['Asia/Kathmandu', '2026-11-30T18:15:00Z', '2026-12-10T18:15:00Z'],
  ] as const
  const spoken = (timezone: string): Spoken => ({
    tenant: { timezone },
    users: { 'ana-li': { name, starts: '2026-12-01', ends: '2026-12-10' } },
  })
  const before = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString()

  test.each(zones)('%s: from the first moment of starts to the last of ends', (zone, from, to) => {
    const stateAt = (moment: string): readonly string[] => {
      const { state, stateReason } = ana(spoken(zone), moment)
      return [state, stateReason]
    }
    expect(stateAt(before(from))).toEqual(['absent', 'notStarted'])
    expect(stateAt(from)).toEqual(['active', 'declared'])
    expect(stateAt(before(to))).toEqual(['active', 'declared'])
    expect(stateAt(to)).toEqual(['disabled', 'expired'])
  })

  test.each([
    ['2026-03-29', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'], // 23 hours
    ['2026-10-25', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'], // 25 hours
  ])('the day the clocks change (%s) ends when it ends', (ends, last, over) => {
    const spoken = { tenant: { timezone: 'Europe/Berlin' }, users: { 'ana-li': { name, ends } } }
    expect(ana(spoken, last).state).toBe('active')
    expect(ana(spoken, over).state).toBe('disabled')
  })

  test('UX-36 the zone of the machine says nothing', () => {
    const zone = process.env['TZ']
    try {
      for (const TZ of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
        process.env['TZ'] = TZ
        expect(dayIn('America/New_York', new Date('2026-11-22T04:59:59Z'))).toBe('2026-11-21')
        expect(after('2026-11-01T10:00:00Z', '30 days', 'Europe/Berlin').day).toBe('2026-12-01')
      }
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
  })

  test.each([
    ['2026-11-01T10:00:00Z', '30 days', '2026-11-30T23:00:00.000Z', '2026-12-01'],
    ['2026-10-20T21:59:00Z', '1 weeks', '2026-10-26T23:00:00.000Z', '2026-10-27'],
    ['2026-01-31T10:00:00Z', '1 months', '2026-02-27T23:00:00.000Z', '2026-02-28'],
    ['2026-11-01T10:00:00Z', '90 minutes', '2026-11-01T11:30:00.000Z', '2026-11-01'],
    ['2026-11-01T10:00:00Z', '36 hours', '2026-11-02T22:00:00.000Z', '2026-11-02'],
  ])('%s and %s', (moment, duration, due, day) => {
    const end = after(moment, duration, 'Europe/Berlin')
    expect([end.due.toISOString(), end.day]).toEqual([due, day])
  })

  test('a day alone lapses at its end', () => {
    expect(lapse('2026-12-03', 'Europe/Berlin')).toBe('2026-12-03T23:00:00.000Z')
    expect(lapse('2026-12-03T12:00:00+02:00', 'Europe/Berlin')).toBe('2026-12-03T10:00:00.000Z')
  })

  test.each(['disabled', 'absent'])('state: %s is what it is, whatever the dates', (state) => {
    const spoken = { users: { 'ana-li': { name, state, starts: '2027-01-01', ends: '2026-01-01' } } }
    expect(ana(spoken)).toMatchObject({ state, stateReason: 'declared' })
  })
})

describe('values come from the nearest place that says something', () => {
  const layered = (own: object, template: object = {}): Spoken => ({
    tenant: {
      defaults: {
        attributes: { title: 'tenant', location: 'tenant', address: { country: 'NL' } },
        personas: { tech: { attributes: { title: 'persona', phones: { work: '1' } } } },
      },
    },
    departments: { desk: { name: 'Desk', attributes: { title: 'department', location: 'department' } } },
    templates: { plain: { applies: 'continuous', attributes: { title: 'template', ...template } } },
    users: { 'ana-li': { name, ...own } },
  })

  test.each([
    [{}, { title: 'tenant', location: 'tenant' }],
    [{ department: 'desk' }, { title: 'department', location: 'department' }],
    [
      { department: 'desk', persona: 'tech' },
      { title: 'persona', location: 'department', 'phones.work': '1' },
    ],
    [
      { department: 'desk', persona: 'tech', template: 'plain' },
      { title: 'template', location: 'department' },
    ],
    [{ department: 'desk', template: 'plain', title: 'own' }, { title: 'own' }],
    [{ department: 'desk', template: 'plain', title: null }, { title: null }],
    [{ address: { city: 'Oslo' } }, { 'address.city': 'Oslo', 'address.country': 'NL' }],
  ])('%j', (own, expected) => {
    expect(ana(layered(own)).values).toMatchObject(expected)
  })

  test('what nobody says is not there at all', () => {
    expect(ana({ users: { 'ana-li': { name } } }).values).toEqual({
      displayName: 'Ana Li',
      'name.first': 'Ana',
      'name.last': 'Li',
    })
  })

  test('a template that applies at the creation gives what is never compared', () => {
    const spoken = {
      users: { 'ana-li': { name, template: 'once', profile: { language: 'nl-NL' } } },
      templates: { once: { attributes: { title: 'T' } } },
    }
    expect(ana(spoken).initial).toEqual({ title: 'T', 'profile.language': 'nl-NL' })
    expect(ana(spoken).values).not.toHaveProperty('title')
  })

  test('a department names the path of its parents', () => {
    const departments = {
      top: { name: 'Top' },
      mid: { name: 'Mid', parent: 'top' },
      low: { name: 'Low', parent: 'mid' },
    }
    const person = ana({ departments, users: { 'ana-li': { name, department: 'low' } } })
    expect(person.departmentPath).toEqual(['Top', 'Mid', 'Low'])
    expect(person.values['department.name']).toBe('Low')
  })
})

describe('UX-10 usernames', () => {
  test.each([
    ['{first}.{last}', { first: 'Zoë', last: 'Ångström' }, 'zoe.angstrom'],
    ['{first}.{last}', { first: 'Иван', last: 'Петров' }, 'ivan.petrov'],
    ['{f}{last}', { first: 'Ana', last: 'de la Cruz' }, 'adelacruz'],
    ['{first}{l}', { first: 'Ana', last: 'Li' }, 'anal'],
    ['{first}.{last}', { first: 'Ana', last: '' }, 'ana'],
    ['{employeeId}', { first: 'Ana', last: 'Li' }, '42'],
    ['u-{employeeId}', { first: 'Ana', last: "O'Neil" }, 'u-42'],
  ])('%s of %j', (pattern, parts, username) => {
    expect(fillUsername(pattern, { id: 'ana-li', employeeId: '42', ...parts })).toBe(username)
  })

  test('numbers are given in the order of ids, whatever the order of the files', () => {
    const tenant = { naming: { username: '{first}.{last}', upn: '{username}@acme.example' } }
    for (const order of [
      ['a', 'b', 'c'],
      ['c', 'a', 'b'],
    ]) {
      const { people } = compiled({ tenant, users: Object.fromEntries(order.map((id) => [id, { name }])) })
      expect(['a', 'b', 'c'].map((id) => people.get(id)?.upn)).toEqual([
        'ana.li@acme.example',
        'ana.li2@acme.example',
        'ana.li3@acme.example',
      ])
    }
  })

  test('whoever has one keeps it, nobody has two, and a written one stands', () => {
    const ids = fc.uniqueArray(
      fc.integer({ min: 0, max: 99 }).map((n) => `u${n}`),
      { minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(ids, ids, (before, later) => {
        const tenant = { naming: { username: '{first}.{last}' } }
        const users = (list: readonly string[]): Record<string, object> => ({
          ...Object.fromEntries(list.map((id) => [id, { name }])),
          written: { name, username: 'ana.li3' },
        })
        const first = compiled({ tenant, users: users(before) })
        const known = Object.fromEntries([...first.people].map(([id, { username }]) => [id, username]))
        const second = compiled({ tenant, users: users([...new Set([...before, ...later])]) }, undefined, known)
        const names = [...second.people.values()].map(({ username }) => username)
        expect(new Set(names).size).toBe(names.length)
        for (const [id, username] of Object.entries(known)) expect(second.people.get(id)?.username).toBe(username)
        expect(second.people.get('written')?.username).toBe('ana.li3')
      }),
      { numRuns: 100 },
    )
  })

  test('a name is kept under a new id, and given up where the pattern of the name changes', () => {
    const tenant = { naming: { username: '{first}.{last}' } }
    const known = { old: 'ana.li2' }
    expect(
      compiled({ tenant, users: { fresh: { name, movedFrom: 'old' } } }, undefined, known).people.get('fresh')
        ?.username,
    ).toBe('ana.li2')
    const married = { old: { name: { first: 'Ana', last: 'Osei' } } }
    expect(compiled({ tenant, users: married }, undefined, known).people.get('old')?.username).toBe('ana.osei')
  })
})

describe('members', () => {
  const groups = { vpn: {}, desk: {} }
  const templates = { t: { groups: ['vpn', 'desk'] } }
  const inGroups = (user: object): readonly string[] =>
    [...compiled({ users: { 'ana-li': { name, ...user } }, groups, templates }).groups].flatMap(([id, { members }]) =>
      members.has('ana-li') ? [id] : [],
    )

  test.each([
    [{ groups: ['vpn'] }, ['vpn']],
    [{ template: 't' }, ['vpn', 'desk']],
    [{ template: 't', groups: ['vpn'] }, ['vpn', 'desk']],
    [{ template: 't', without: { groups: ['vpn'] } }, ['desk']],
    [{ template: 't', groups: [] }, []],
  ])('%j', (user, expected) => {
    expect(inGroups(user)).toEqual(expected)
  })

  test('an empty list takes out of every group, not only of those of the template', () => {
    const { groups: made } = compiled({ users: { 'ana-li': { name, groups: [] } }, groups, templates })
    expect([...made.values()].every(({ takenOut }) => takenOut.has('ana-li'))).toBe(true)
  })

  test('a line of its own is told from what a template gives', () => {
    const { groups: made } = compiled({
      users: { 'ana-li': { name, template: 't', groups: ['vpn'] } },
      groups,
      templates,
    })
    expect(made.get('vpn')?.members.get('ana-li')).toMatchObject({ route: 'own', onCreate: false })
    expect(made.get('desk')?.members.get('ana-li')).toMatchObject({
      route: 'template',
      onCreate: true,
      source: { via: ['template:t'] },
    })
  })
})

describe('limits', () => {
  test('the workspace may set them, a tenant and its parent may only be stricter', () => {
    const set = (percent: number, absolute: number): object => ({
      gates: { usersRemoved: { explicit: { percent, absolute } } },
    })
    const explicit = (workspace: readonly object[], tenant: readonly object[]): unknown =>
      gateLimits(workspace, tenant).usersRemoved.explicit
    expect(explicit([], [])).toEqual({ percent: 10, absolute: 5 })
    expect(explicit([set(50, 50)], [])).toEqual({ percent: 50, absolute: 50 })
    expect(explicit([], [set(50, 50)])).toEqual({ percent: 10, absolute: 5 })
    expect(explicit([], [set(2, 50), set(9, 1)])).toEqual({ percent: 2, absolute: 1 })
    expect(gateLimits([set(50, 50)], []).membershipsRemoved).toEqual(usualLimits.membershipsRemoved)
  })
})
