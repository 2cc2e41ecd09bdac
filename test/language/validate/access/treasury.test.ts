import { expect, test } from 'vitest'
import { asks, diagnosed, people, tenantOn } from './asks.ts'

const domains = 'domains: [acme.example]'
const accounts = 'main: { platform: atlar, name: Main account, kind: account }\n'
const role = (id: string, more: string): string => `${id}: { platform: atlar, name: ${id} of treasury, ${more} }\n`
const viewer = role('viewer', 'preset: viewer, scope: { all: true }')
const world = { ...tenantOn('atlar', domains), 'entities.yaml': accounts, 'roles.yaml': viewer }
const roles = (text: string) => diagnosed({ ...world, 'roles.yaml': text })

test('ALR-01 somebody without a role is an error with file and line', () => {
  const found = diagnosed({ ...world, ...people({ ana: ['{ role: viewer }'], ben: ['{}'] }) })
  expect(found).toMatchObject([{ slug: 'role-missing', file: 'tenants/acme/users.yaml', line: 2 }])
})

test('ALR-02 a role that sees nothing is told', () => {
  expect(roles(role('clerk', 'permissions: { settings/organisation: view }'))).toMatchObject([
    { slug: 'sees-nothing', severity: 'warning' },
  ])
})

test('ALR-03 a role with critical permissions is given with a reason, and to no more people than may hold it', () => {
  const owners = role('money', 'preset: approver, scope: { all: true }, maxAssignees: 2')
  const three = people({
    ana: ['{ role: money, reason: runs it }'],
    ben: ['{ role: money, reason: stands in }'],
    cid: ['{ role: money }'],
  })
  expect(asks({ ...world, 'roles.yaml': owners, ...three })).toEqual([
    'users.yaml:3 reason-missing',
    'users.yaml:3 too-many-holders',
  ])
  const named = people({
    ana: ['{ role: money, reason: runs it }'],
    ben: ['{ role: money, reason: stands in }'],
    cid: ['{ role: money, reason: too }'],
  })
  expect(asks({ ...world, 'roles.yaml': owners, ...named })).toEqual(['users.yaml:3 too-many-holders'])
  expect(asks({ ...world, ...people({ ana: ['{ role: owner }'] }) })).toEqual(['users.yaml:1 reason-missing'])
})

test('ALR-03 somebody who follows on another does not hold the role beside them', () => {
  const owners = role('money', 'preset: viewer, scope: { all: true }, maxAssignees: 1')
  const held = (first: string, second: string): readonly string[] =>
    asks({ ...world, 'roles.yaml': owners, ...people({ ana: [first], ben: ['{ role: money }', second] }) })
  expect(held('{ role: money, expires: 2026-12-31 }', 'starts: 2027-01-01')).toEqual([])
  expect(held('{ role: money, expires: 2027-01-01 }', 'starts: 2027-01-01')).toEqual(['users.yaml:2 too-many-holders'])
  expect(held('{ role: money, expires: 2026-11-21 }', 'title: x')).toEqual([])
  expect(held('{ role: money }', 'state: disabled')).toEqual([])
})

test('ALR-05 a preset together with permissions is an error', () => {
  expect(
    roles(role('clerk', 'preset: viewer, permissions: { data/accounts: view }, scope: { all: true }')),
  ).toMatchObject([{ slug: 'only-one' }])
})

test('ALR-07 accounts are asked for where the permissions follow them, and only there', () => {
  expect(roles(role('clerk', 'permissions: { data/accounts: view }'))).toMatchObject([
    { slug: 'scope-missing', severity: 'error' },
  ])
  const unbound = role('clerk', 'permissions: { data/forecasts: view }, scope: { accounts: [main] }')
  expect(roles(unbound)).toMatchObject([{ slug: 'scope-unused', severity: 'warning' }])
})

test('ALR-08 all accounts, those to come included, or those that are named: it cannot be both', () => {
  const clerk = (scope: string) => roles(role('clerk', `permissions: { data/accounts: view }, scope: ${scope}`))
  expect(clerk('{ all: true }')).toEqual([])
  expect(clerk('{ accounts: [main] }')).toEqual([])
  expect(clerk('{ all: true, accounts: [main] }')).toMatchObject([{ slug: 'select-all-alone' }])
  expect(clerk('{ accounts: [mian] }')).toMatchObject([{ slug: 'unknown-entity', fix: 'Did you mean `main`?' }])
  expect(clerk('{ acounts: [main] }')).toMatchObject([{ slug: 'unknown-property', fix: 'Did you mean `accounts`?' }])
})

test('ALR-09 a role has a telling name, which no other role of the platform has', () => {
  const two = 'a: { platform: atlar, name: Payments, preset: viewer, scope: { all: true } }\n'
  expect(roles(two + two.replace('a:', 'b:').replace('Payments', 'PAYMENTS'))).toMatchObject([
    { slug: 'duplicate-role-name', severity: 'error', line: 2 },
  ])
  expect(roles(two.replace('Payments', 'test'))).toMatchObject([{ slug: 'name-says-nothing', severity: 'warning' }])
  expect(roles(two.replace('Payments', 'Owner'))).toMatchObject([{ slug: 'duplicate-role-name' }])
})

test('ALR-10 of three who are invited, the one with a foreign address is an error', () => {
  const users = ['a@acme.example', 'b@acme.example', 'c@other.example'].map(
    (email, at) => `p${at}: { name: { first: P }, email: ${email}, platforms: { it: { role: viewer } } }\n`,
  )
  expect(asks({ ...world, 'users.yaml': users.join('') })).toEqual(['users.yaml:3 email-outside-domains'])
  const guest = users.join('').replace('c@other.example', 'c@other.example, guest: true')
  expect(asks({ ...world, 'users.yaml': guest })).toEqual([])
})

test('ALR-10 where the tenant says of no domain that it is its own, every address is foreign', () => {
  const files = { ...world, ...tenantOn('atlar'), ...people({ ana: ['{ role: viewer }'] }) }
  expect(asks(files)).toEqual(['users.yaml:1 email-outside-domains'])
})

test('the checklist of people who leave is one that is declared, with steps that somebody does', () => {
  const policies = (steps: string): readonly string[] =>
    asks({ ...world, 'policies.yaml': `checklists: { leaver: [${steps}] }\noffboarding: leaver\n` })
  expect(policies('{ step: disable }, { step: returnLaptop, by: person, assignee: manager }')).toEqual([])
  expect(policies('{ step: returnLaptop, by: roster }')).toEqual(['policies.yaml:1 unknown-step'])
  expect(policies('{ step: x, by: person, assignee: nobody }')).toEqual(['policies.yaml:1 unknown-user'])
  expect(policies('{ step: disable }, { step: disable }')).toEqual(['policies.yaml:1 duplicate-item'])
})
