import { describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Finding, Plan } from '../../../src/model/plan.ts'
import type { Detail } from '../../../src/report/comment/context.ts'
import { ladder } from '../../../src/report/comment/rung.ts'
import { jobSummary, planComment } from '../../../src/report/comment/plan.ts'
import { grant, joins, leaves, planOf, revoke, tenantPlan } from '../sample.ts'
import { accessChange, contextOf, impact, people } from './scenes.ts'
import { isClosed, mustBeTold, namesTenant, readable, toldLines, toldNumber } from './told.ts'

interface Size {
  readonly tenants: number
  readonly changes: number
  /** What a change of a tenant is about. */
  readonly change: (user: string, at: number, tenant: string) => Operation
  /** Every so many tenants something changes. */
  readonly every?: number
  readonly name?: (at: number) => string
}

const tenantName = (at: number): string => `customer-${String(at + 1).padStart(4, '0')}`

function moved(operation: Operation, tenant: string): Operation {
  const of = (text: string): string => text.replace(/^acme\//, `${tenant}/`)
  const source = { ...operation.source, file: `tenants/${tenant}/users.yaml` }
  return { ...operation, tenant, address: of(operation.address), id: of(operation.id), source }
}

/** What a Tuesday in a large house brings: some leave, some lose a group, some gain one, a few become administrators. */
function mixed(user: string, at: number): Operation {
  if (at % 40 === 7)
    return grant('domain-admins', user, `${user} joins Domain admins`, { escalation: true, risk: 'high' })
  if (at % 4 === 0) return leaves(user, `The account of ${user} is disabled`)
  if (at % 4 === 1) return revoke('vpn-users', user, `${user} leaves VPN users`)
  return at % 4 === 2 ? grant('staff', user, `${user} joins Staff`) : joins(user, `${user} gets an account`)
}

const lost = (user: string): Operation => revoke('vpn-users', user, `${user} leaves VPN users`)

/** No two tenants have a group of the same name. */
const lostApart = (user: string, _at: number, tenant: string): Operation =>
  revoke(`${tenant}-staff-${user}`, user, `${user} leaves ${tenant} staff of ${user}`)

const large: Size = { tenants: 2_000, changes: 10_000, change: mixed }

function planFor({ tenants, changes, change, every = 1, name = tenantName }: Size): Plan {
  const all = Array.from({ length: tenants }, (_, at) => name(at)).sort()
  const busy = all.filter((_, at) => at % every === 0)
  const users = people(Math.ceil(changes / busy.length))
  const operations = Array.from({ length: changes }, (_, at) => {
    const tenant = busy[at % busy.length] ?? ''
    return moved(change(users[Math.floor(at / busy.length)] ?? '', at, tenant), tenant)
  })
  const isBusy = new Set(busy)
  return planOf({
    tenants: all.map((tenant, at) =>
      at % 50 === 3
        ? tenantPlan(tenant, 'unreadable', 4)
        : tenantPlan(tenant, isBusy.has(tenant) ? 'changes' : 'noChange'),
    ),
    operations,
    findings: all.filter((_, at) => at % 25 === 0).map(blocking),
  })
}

function blocking(tenant: string): Finding {
  return {
    slug: 'usersRemoved',
    gate: 'usersRemoved',
    scope: tenant,
    result: 'block',
    measured: 7,
    limit: 5,
    message: `7 of 20 people of ${tenant} would lose access; the limit is 5.`,
  }
}

function expectEverythingTold(plan: Plan, body: string): void {
  const all = plan.tenants.map(({ tenant }) => tenant)
  const lines = toldLines(body)
  const isNamed = namesTenant(lines, all)
  const must = mustBeTold(plan)
  expect(must.filter(({ tenant }) => !isNamed(tenant)).map(({ id }) => id)).toEqual([])
  expect(toldNumber(lines)).toBe(must.length)
  const text = readable(body)
  const rails = text.slice(text.indexOf('#### Guardrails')).split('\n')
  const isUnread = namesTenant(
    rails.filter((line) => line.includes('NOT READ')),
    all,
  )
  const isHeld = namesTenant(
    rails.filter((line) => line.includes('usersRemoved')),
    all,
  )
  expect(plan.tenants.filter(({ status, tenant }) => status === 'unreadable' && !isUnread(tenant))).toEqual([])
  expect(plan.findings.filter(({ result, scope }) => result === 'block' && !isHeld(scope))).toEqual([])
  expect(isClosed(body)).toBe(true)
}

const sizes: readonly (readonly [string, Detail, Size])[] = [
  ['40 tenants, 480 changes', 'full', { tenants: 40, changes: 480, change: mixed }],
  ['200 tenants, 2,000 changes', 'summaryRows', { tenants: 200, changes: 2_000, change: mixed }],
  ['500 tenants, 10,000 changes', 'summaryRows', { tenants: 500, changes: 10_000, change: mixed }],
  ['2,000 tenants, 10,000 changes', 'topRows', { tenants: 2_000, changes: 10_000, change: mixed }],
  ['2,000 tenants, 10,000 losses', 'topRows', { tenants: 2_000, changes: 10_000, change: lost }],
  [
    '2,000 tenants, 10,000 losses without a cause in common',
    'topRows',
    { tenants: 2_000, changes: 10_000, change: lostApart },
  ],
  ['every second of 2,000 tenants loses', 'topRows', { tenants: 2_000, changes: 10_000, change: mixed, every: 2 }],
  [
    'every second of 2,000 tenants with long names loses',
    'topRows',
    {
      tenants: 2_000,
      changes: 10_000,
      change: lostApart,
      every: 2,
      name: (at: number) => `${tenantName(at)}-${'x'.repeat(50)}`,
    },
  ],
  ['one tenant, 5,000 losses', 'summaryRows', { tenants: 1, changes: 5_000, change: lost }],
  ['3 tenants, 60 changes', 'full', { tenants: 3, changes: 60, change: mixed }],
]

describe('UX-25 however large a plan is, the comment holds every loss, privilege, gate and unread tenant', () => {
  test.each(sizes)('%s: %s', (_, expected, size) => {
    const plan = planFor(size)
    const { body, detail, omitted } = planComment(plan, contextOf({ fullReport: 'https://forge.example/runs/7' }))
    expect(body.length).toBeLessThanOrEqual(60_000)
    expect(Array.from(body).length).toBeLessThanOrEqual(60_000)
    expect(isClosed(body)).toBe(true)
    expect(omitted.length > 0).toBe(detail !== 'full')
    for (const one of omitted) expect(readable(body)).toContain(one)
    if (detail !== 'full') expect(body).toContain('[The full report](https://forge.example/runs/7)')
    expect(detail).toBe(expected)
    if (detail === 'summaryRows' || detail === 'topRows') expectEverythingTold(plan, body)
    else expectEachNamed(plan, body)
  })

  test('a renderer that leaves out what is lost in one tenant would be noticed', () => {
    const plan = planFor(large)
    const { body } = planComment(plan, contextOf())
    const lines = body.split('\n')
    const loss = lines.findIndex((line) => line.startsWith('- <code>−</code>'))
    const forgotten = lines.filter((_line, at) => at !== loss).join('\n')
    expect(() => expectEverythingTold(plan, forgotten)).toThrow()
    const scattered = planFor({ ...large, every: 2 })
    const named = planComment(scattered, contextOf()).body
    expect(() => expectEverythingTold(scattered, named.replaceAll('customer-0101', 'customer-0103'))).toThrow()
  })
})

/** Line by line: each person and each tenant is there by name. */
function expectEachNamed(plan: Plan, body: string): void {
  const lines = readable(body)
  for (const { address } of mustBeTold(plan)) {
    expect(lines).toContain(address.split('/').at(-1))
    expect(lines).toContain(address.split('/')[0])
  }
}

test('UX-25 the steps of the ladder are reached in their order as plans grow', () => {
  const reached = [10, 200, 300, 400, 480, 1_000, 2_000, 10_000].map((changes) => {
    const plan = planFor({ tenants: Math.min(2_000, changes), changes, change: mixed })
    return planComment(plan, contextOf()).detail
  })
  const order = ladder.map(({ detail }) => detail)
  const places = reached.map((detail) => order.indexOf(detail))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(new Set(reached)).toEqual(new Set(['full', 'lossesOnly', 'summaryRows', 'topRows']))
})

test('UX-25 a budget is kept in characters of any width: an emoji counts for two', () => {
  const plan = planOf({
    operations: people(400).map((id) => revoke(`🌈-${id}`, id, `${'🌈'.repeat(40)} ${id} leaves`)),
  })
  const { body, detail } = planComment(plan, contextOf(), 30_000)
  expect(body.length).toBeLessThanOrEqual(30_000)
  expect(detail).not.toBe('full')
  // No emoji is cut in two.
  expect(body).not.toMatch(/\p{Cs}/u)
})

test('UX-25 long rules, messages and names of everything do not break the budget either', () => {
  const long = (at: number): string => `${at} ${'a@b.c '.repeat(400)}`
  const approval = Array.from({ length: 200 }, (_, at) => ({
    rule: { name: long(at), approvers: people(200), count: 3, why: long(at) },
    by: people(200),
    missing: at % 2,
    notCounted: people(200).map((by) => ({ by, why: long(at) })),
  }))
  const operations = people(3_000).map((id, at) =>
    revoke(long(at), id, long(at), { status: 'blocked', blockedBy: long(at) }),
  )
  const diagnostics = people(500).map((id, at) => ({
    slug: 'text-word',
    severity: 'error' as const,
    file: `${id}.yaml`,
    line: 1,
    column: 1,
    message: long(at),
    fix: long(at),
    tenant: 'acme',
  }))
  const findings = people(500).map((_, at) => ({ ...blocking('acme'), message: long(at) }))
  const { body } = planComment(planOf({ operations, diagnostics, findings }), contextOf({ approval }))
  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(isClosed(body)).toBe(true)
})

test('UX-24 one line that takes something from 400 people says so, with the number and every name', () => {
  const change = accessChange({
    change: 'lost',
    cause: 'template',
    summary: '400 people lose view on fund-1: template technician',
    users: people(400),
  })
  const { body } = planComment(planOf({ access: impact([change]) }), contextOf())
  expect(readable(body)).toContain('400 people lose view on `fund-1`: template technician')
  for (const id of people(400)) expect(body).toContain(id)
})

test('UX-28 the summary of a job holds more than a comment, and less than a megabyte of bytes', () => {
  const small = planFor({ tenants: 200, changes: 2_000, change: mixed })
  expect(jobSummary(small, contextOf()).length).toBeGreaterThan(60_000)
  const wide = planFor({ ...large, change: (user, at) => mixed(`${user}-${'é'.repeat(80)}`, at) })
  const summary = jobSummary(wide, contextOf())
  expect(new TextEncoder().encode(summary).length).toBeLessThan(1_048_576)
  expect(isClosed(summary)).toBe(true)
})
