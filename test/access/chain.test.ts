import { describe, expect, test } from 'vitest'
import type { PlatformAccess } from '../../src/access/access.ts'
import { evaluate } from '../../src/access/evaluate.ts'
import { provenance } from '../../src/access/provenance.ts'
import type { Platform } from '../../src/generated/platform.ts'
import type { Level } from '../../src/model/level.ts'
import { access, account, at, role } from './scene.ts'

const key = 'data/books'
const rules: Platform = {
  name: 'Books',
  version: '2026-11-01',
  categories: { data: { levels: ['none', 'listed', 'masked', 'view', 'edit', 'full'] } },
  permissions: { [key]: { name: 'Books', risk: 'basic' } },
}

type Said = 'unset' | 'none' | 'view' | 'edit'
const sayings: readonly Said[] = ['unset', 'none', 'view', 'edit']

/** Company, role, department, user: what each of them says. */
type Row = readonly [company: Said, role: Said, department: Said, user: Said]

const rows: readonly Row[] = sayings.flatMap((company) =>
  sayings.flatMap((ofRole) =>
    sayings.flatMap((department) => sayings.map((user): Row => [company, ofRole, department, user])),
  ),
)

function tenant([company, ofRole, department, user]: Row, more: Partial<PlatformAccess> = {}): PlatformAccess {
  const levels = (said: Said): Readonly<Record<string, Level>> => (said === 'unset' ? {} : { [key]: said })
  const override = user === 'unset' ? [] : [{ key, level: user, reason: 'because', source: at('users', 7) }]
  const scene = access(rules, {
    base: [{ permissions: levels(company), source: at('tenant', 3) }],
    departments: new Map([['desk', { permissions: levels(department), source: at('departments', 5) }]]),
    roles: [role('reader', { permissions: levels(ofRole) })],
    accounts: [account('ana-li', ['reader'], { department: 'desk', overrides: override })],
  })
  return { ...scene, ...more }
}

/**
 * The last that says something, read off a table of what comes out for user, then department, then role, then company;
 * written out, so that nothing of the engine is in it.
 */
const table: readonly (readonly [test: string, outcome: 'none' | 'view' | 'edit'])[] = [
  ['* * * none', 'none'],
  ['* * * view', 'view'],
  ['* * * edit', 'edit'],
  ['* * none unset', 'none'],
  ['* * view unset', 'view'],
  ['* * edit unset', 'edit'],
  ['* none unset unset', 'none'],
  ['* view unset unset', 'view'],
  ['* edit unset unset', 'edit'],
  ['none unset unset unset', 'none'],
  ['view unset unset unset', 'view'],
  ['edit unset unset unset', 'edit'],
  ['unset unset unset unset', 'none'],
]

function expected(row: Row): 'none' | 'view' | 'edit' {
  const found = table.filter(([pattern]) =>
    pattern.split(' ').every((want, layer) => want === '*' || want === row[layer]),
  )
  expect(found).toHaveLength(1)
  return found[0]?.[1] ?? 'none'
}

const atMost = {
  listed: { none: 'none', view: 'listed', edit: 'listed' },
  view: { none: 'none', view: 'view', edit: 'view' },
  full: { none: 'none', view: 'view', edit: 'edit' },
} as const

const ceiling = (level: Level): Partial<PlatformAccess> => ({
  ceilings: [{ permissions: { [key]: level }, source: at('tenant', 9) }],
})
const guard: Partial<PlatformAccess> = { guards: [{ keys: [key], source: at('tenant', 8) }] }

function outcome(tenantOf: PlatformAccess): Level {
  return evaluate(tenantOf).value('main/ana-li', key)
}

/** The cells that do not come out as the table has them. */
function wrongIn(all: readonly Row[], more: Partial<PlatformAccess>, wanted: (row: Row) => Level): readonly string[] {
  return all.flatMap((row) => {
    const found = outcome(tenant(row, more))
    return found === wanted(row) ? [] : [`${row.join(' ')}: ${found} instead of ${wanted(row)}`]
  })
}

describe('MSP-10 company, role, department, user: all 256 cells of the table', () => {
  test('MSP-10 the later layer decides, what is unset falls through, nothing set is none', () => {
    expect(rows).toHaveLength(256)
    expect(wrongIn(rows, {}, (row) => expected(row))).toEqual([])
  })

  test('MSP-10 nothing below lifts a guard: none in each of the 256 cells', () => {
    expect(wrongIn(rows, guard, () => 'none')).toEqual([])
    expect(wrongIn(rows, { ...guard, ...ceiling('full') }, () => 'none')).toEqual([])
  })

  test.each(['listed', 'view', 'full'] as const)(
    'MSP-10 a ceiling of %s is the most in each of the 256 cells',
    (most) => {
      for (const row of rows)
        expect([row, outcome(tenant(row, ceiling(most)))]).toEqual([row, atMost[most][expected(row)]])
    },
  )

  test('MSP-10 the lowest of several ceilings counts, the catalogue’s own among them', () => {
    const two = [ceiling('edit'), ceiling('view')].flatMap(({ ceilings = [] }) => ceilings)
    const limited: Platform = { ...rules, permissions: { [key]: { name: 'Books', risk: 'basic', atMost: 'masked' } } }
    expect(wrongIn(rows, { ceilings: two }, (row) => atMost.view[expected(row)])).toEqual([])
    expect(wrongIn(rows, { rules: limited }, (row) => (expected(row) === 'none' ? 'none' : 'masked'))).toEqual([])
  })

  test('MSP-10 a guard of one contract binds the accounts of that contract', () => {
    const [other, own] = ['other', 'main'].map((subscription) => ({ keys: [key], subscription, source: at('tenant') }))
    expect(outcome(tenant(['edit', 'unset', 'unset', 'unset'], { guards: other === undefined ? [] : [other] }))).toBe(
      'edit',
    )
    expect(outcome(tenant(['edit', 'unset', 'unset', 'unset'], { guards: own === undefined ? [] : [own] }))).toBe(
      'none',
    )
  })

  test('MSP-10 provenance names the layer that decided in each cell, and each layer with its line', () => {
    const names = ['base', 'roles', 'department', 'override'] as const
    for (const row of rows) {
      const why = provenance(evaluate(tenant(row)), 'main/ana-li', key)
      const last = row.findLastIndex((said) => said !== 'unset')
      expect(why.decider?.layer).toBe(names[last])
      expect(why.sayings.filter(({ decides }) => decides)).toHaveLength(last < 0 ? 0 : 1)
      for (const { layer, level } of why.sayings) {
        const said = row[(names as readonly string[]).indexOf(layer)]
        expect(level ?? 'unset').toBe(said)
      }
    }
    const full = provenance(
      evaluate(tenant(['view', 'view', 'view', 'edit'], { ...guard, ...ceiling('view') })),
      'main/ana-li',
      key,
    )
    expect(full.sayings.map(({ layer, source }) => [layer, source.file, source.line])).toEqual([
      ['base', 'tenants/acme/tenant.yaml', 3],
      ['roles', 'tenants/acme/roles.yaml', 1],
      ['department', 'tenants/acme/departments.yaml', 5],
      ['override', 'tenants/acme/users.yaml', 7],
    ])
    expect(full.cuts.map(({ by, to, source }) => [by, to, source.line])).toEqual([
      ['guard', 'none', 8],
      ['ceiling', 'view', 9],
    ])
    expect([full.value, full.level]).toEqual(['edit', 'none'])
  })
})

describe('several roles of one person', () => {
  const both = (...said: readonly Level[]): Level => {
    const roles = said.map((level, n) => role(`r${n}`, { permissions: { [key]: level } }))
    const ids = [...roles.map(({ id }) => id), 'silent']
    return outcome(access(rules, { roles: [...roles, role('silent')], accounts: [account('ana-li', ids)] }))
  }

  test('the highest level wins, an explicit none above all, and a role that says nothing has no say', () => {
    expect(both('view', 'edit')).toBe('edit')
    expect(both('edit', 'view')).toBe('edit')
    expect(both('edit', 'none')).toBe('none')
    expect(both('none', 'edit', 'full')).toBe('none')
    expect(both('view')).toBe('view')
  })
})

describe('what nobody gave', () => {
  test('ATR-14 of an empty tenant, and of somebody without a role, the effective set is empty', () => {
    const bare = evaluate(access(rules, { accounts: [account('ana-li', [])] }))
    expect(bare.keys.map((one) => bare.value('main/ana-li', one))).toEqual(['none'])
    expect(bare.pairs).toBe(0)
    expect(evaluate(access(rules, {})).value('main/nobody', key)).toBe('none')
  })

  test('whoever is not active has nothing, and neither have people who are served and never sign in', () => {
    const served: Platform = {
      ...rules,
      accountTypes: { user: {}, endUser: { platformAccess: false }, guest: { roles: { max: 0 } } },
    }
    const accounts = [
      account('active', []),
      account('suspended', [], { state: 'suspended' }),
      account('served', [], { type: 'endUser' }),
      account('without-roles', [], { type: 'guest' }),
    ]
    const world = evaluate(
      access(served, { base: [{ permissions: { [key]: 'view' }, source: at('tenant') }], accounts }),
    )
    expect(accounts.map(({ user }) => world.value(`main/${user}`, key))).toEqual(['view', 'none', 'none', 'none'])
  })
})
