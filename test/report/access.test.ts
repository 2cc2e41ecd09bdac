import { expect, test } from 'vitest'
import type { AccessGroupChange } from '../../src/model/plan.ts'
import type { Operation } from '../../src/model/operation.ts'
import { accessOutlineOf } from '../../src/report/access.ts'
import { inkOf } from '../../src/report/ink.ts'
import { paintPlan } from '../../src/report/text.ts'
import { crowd, everyday, grant, planOf, revoke } from './sample.ts'

const zoned = { zone: 'Europe/Berlin', zoneOf: () => 'Europe/Berlin' }

function change(more: Partial<AccessGroupChange>): AccessGroupChange {
  return {
    tenant: 'acme',
    platform: 'vault',
    change: 'gained',
    cause: 'own',
    source: { file: 'tenants/acme/users.yaml', line: 3 },
    summary: 'ana-li gains view on fund-1',
    privileged: false,
    explicit: false,
    users: ['ana-li'],
    entities: ['fund-1'],
    levels: { 'data/entities': { from: 'none', to: 'view' } },
    ...more,
  }
}

const tagRemoved = change({
  change: 'lost',
  cause: 'tag',
  source: { file: 'tenants/acme/entities.yaml', line: 12 },
  summary: '40 people lose view on fund-1: tag `fund` removed',
  users: crowd.slice(0, 40),
  levels: { 'data/entities': { from: 'view', to: 'none' } },
})
const administrator = change({
  summary: 'eva-lo gains full, what is to come included, on everything: the role admin',
  privileged: true,
  users: ['eva-lo'],
  entities: 'everywhere',
  levels: { 'area/settings': { from: 'none', to: 'full' }, 'area/users': { from: 'none', to: 'full' } },
})
const everybody = change({
  cause: 'accessGroup',
  source: { file: 'tenants/acme/access-groups.yaml', line: 2, via: ['access-group:funds'] },
  summary: '3 people gain view on 8 entities: access group funds',
  users: ['zoe-ab', 'ana-li', 'ben-osei'],
  entities: ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8'],
  levels: Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => [`data/${key}`, { from: 'none', to: 'view' } as const]),
  ),
})

const account = {
  ...grant('vault', 'eva-lo', 'Eva Lo gets an account on Vault as member'),
  id: 'acme/vault/account/eva-lo#create',
  address: 'acme/vault/account/eva-lo',
  directory: 'vault',
  kind: 'account',
  verb: 'create',
  status: 'waiting',
  waitingFor: 'manual',
} as unknown as Operation

const plan = planOf({
  operations: [
    account,
    grant('domain-admins', 'eva-lo', 'Eva Lo joins Domain admins', { escalation: true, risk: 'high' }),
    revoke('printers', 'ana-li', 'Ana Li leaves Printers'),
  ],
  access: { gained: [], lost: [], groups: [everybody, tagRemoved, administrator], omitted: 0 },
})

function paint(everything: boolean): string {
  return paintPlan(plan, { ink: inkOf(false), everything, ...zoned })
}

test('UX-24 a plan tells access by its causes, with everybody who loses something', async () => {
  await expect(paint(false)).toMatchFileSnapshot('golden/access.txt')
})

test('the same with everything spelled out', async () => {
  await expect(paint(true)).toMatchFileSnapshot('golden/access-verbose.txt')
})

test('UX-23 what is privileged comes first, then access, then operations', () => {
  const painted = paint(false)
  const places = [
    'Privileged access: look',
    'Eva Lo joins Domain admins',
    '  Access ',
    'eva-lo gains full',
    '40 people lose',
    '3 people gain view',
    '  Loses',
    '  On platforms',
  ]
  const found = places.map((words) => painted.indexOf(words))
  expect(found).not.toContain(-1)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
})

test('whoever loses access is named, however many they are', () => {
  const painted = paint(false)
  for (const id of crowd.slice(0, 40)) expect(painted).toMatch(new RegExp(`\\b${id}\\b`))
})

test('more than five changes of one sort are counted; what is privileged never is', () => {
  const many = Array.from({ length: 9 }, (_, n) => change({ summary: `loss ${n}`, change: 'lost' }))
  const high = Array.from({ length: 9 }, (_, n) => change({ summary: `gain ${n}`, privileged: true }))
  const short = accessOutlineOf([...many, ...high], false)
  expect(short.lines).toHaveLength(14)
  expect(short.more).toBe(4)
  expect(accessOutlineOf([...many, ...high], true)).toMatchObject({ more: 0, lines: { length: 18 } })
})

test('a plan without access says nothing of it', () => {
  expect(paintPlan(everyday, { ink: inkOf(false), everything: true, ...zoned })).not.toContain('  Access ')
})
