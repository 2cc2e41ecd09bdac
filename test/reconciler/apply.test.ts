import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../src/model/fault.ts'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf, told } from './bench.ts'
import { crashAt, localWith } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

/** A tenant in which most verbs occur between the first and the second state: eleven operations. */
function first(): void {
  bench.tenant('acme', {
    tenant: tenantOf({ users: { placement: 'department' } }),
    departments: { desk: { name: 'Desk' }, sales: { name: 'Sales' } },
    users: {
      ...crowd(10),
      'ana-li': person('ana-li', { groups: ['vpn'], title: 'Technician', department: 'desk' }),
      'ben-osei': person('ben-osei', { groups: ['vpn'] }),
      'kim-ro': person('kim-ro', { state: 'suspended' }),
    },
    groups: { vpn: {}, old: {} },
  })
}
function second(): void {
  bench.tenant('acme', {
    users: {
      ...crowd(10),
      'ana-li': person('ana-li', { title: 'Lead', department: 'sales', groups: ['staff'] }),
      'cem-aksu': person('cem-aksu', { groups: ['vpn', 'staff'], manager: 'ana-li' }),
      'kim-ro': person('kim-ro'),
    },
    groups: { vpn: {}, staff: {} },
  })
}
const all = [
  'create group staff',
  'create organizationalUnit people%2FSales',
  'create user cem-aksu',
  'create user kim-ro',
  'delete group old',
  'disable user ben-osei',
  'grant membership staff/ana-li',
  'grant membership staff/cem-aksu',
  'grant membership vpn/cem-aksu',
  'rename user ana-li',
  'revoke membership vpn/ana-li',
  'revoke membership vpn/ben-osei',
  'update user ana-li',
]

async function pending(): Promise<void> {
  first()
  expect((await bench.apply()).exitCode).toBe(0)
  second()
  expect(told((await bench.plan()).operations)).toEqual(all)
}

/** Every intent has its outcome, in order, and the run its end. */
async function complete(): Promise<void> {
  const open = new Set<string>()
  for (const entry of await bench.entries()) {
    if (entry.type === 'intent') open.add(entry.operation.id)
    if (entry.type === 'outcome') open.delete(entry.operation)
  }
  expect([...open]).toEqual([])
  expect((await bench.entries()).at(-1)?.type).toBe('end')
}

describe('REL-15 an apply that fails at operation k: 7, and the next does the rest', () => {
  const writes = Array.from({ length: all.length }, (_, index) => index + 1)

  test.each(writes)('refused for good, k = %i', async (k) => {
    await pending()
    bench.live().misbehave({ fail: { write: k, when: 'before', class: 'forbidden' } })
    const report = await bench.apply()
    const failed = report.tenants[0]?.settled.filter(({ outcome }) => outcome.status === 'failed') ?? []
    expect(report.exitCode).toBe(failed.length > 0 ? 7 : 0)
    await complete()
    bench.live().misbehave(undefined)
    const left = told((await bench.plan()).operations)
    expect(left.length).toBeLessThan(all.length)
    expect(all).toEqual(expect.arrayContaining([...left]))
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test.each(writes)('REL-10 the answer is lost, k = %i: read again, nothing twice', async (k) => {
    await pending()
    bench.live().misbehave({ fail: { write: k, when: 'after' } })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.live().misbehave(undefined)
    await complete()
    expect(await restOf(bench)).toEqual(atRest)
    expect(bench.live().users()).toHaveLength(14)
  })

  test.each(writes.flatMap((k) => [[k, 'before'] as const, [k, 'after'] as const]))(
    'REL-11 the run ends in the middle, k = %i, %s the write',
    async (k, when) => {
      await pending()
      const { providers } = bench
      bench.providers = crashAt(k, when)
      await bench.apply()
      bench.providers = providers
      expect((await bench.apply()).exitCode).toBe(0)
      await complete()
      expect(await restOf(bench)).toEqual(atRest)
      expect(bench.live().users()).toHaveLength(14)
      expect(bench.live().members('vpn')).toEqual(['cem-aksu'])
    },
  )
})

describe('what fails holds back its dependants and nothing else', () => {
  test('a group that cannot be made: its members wait, the rest is done', async () => {
    await pending()
    bench.live().misbehave({ cannot: { 'group.create': 'no more groups' } })
    const made = await bench.plan()
    expect(made.operations.filter(({ status }) => status === 'blocked').map(({ id }) => id)).toEqual([
      'acme/hq/group/staff#create',
      'acme/hq/membership/staff/ana-li#grant',
      'acme/hq/membership/staff/cem-aksu#grant',
    ])
    const report = await bench.apply()
    expect(report.exitCode).toBe(5)
    expect(report.tenants[0]?.settled.every(({ outcome }) => outcome.status === 'applied')).toBe(true)
    expect(bench.live().members('vpn')).toEqual(['cem-aksu'])
  })

  test('a value that moves between the plan and its write is a conflict of that operation alone', async () => {
    await pending()
    const { providers } = bench
    let moved = false
    bench.providers = localWith({
      apply: async (batch, writer) => {
        if (!moved) bench.live().setAttributes('ana-li', { title: 'Trainee' })
        moved = true
        return writer.apply(batch)
      },
    })
    const report = await bench.apply()
    const statuses = Object.fromEntries(
      report.tenants[0]?.settled.map(({ operation, outcome }) => [operation.id, outcome.status]) ?? [],
    )
    expect(statuses['acme/hq/user/ana-li#update']).toBe('conflict')
    expect(Object.values(statuses).filter((status) => status !== 'applied')).toEqual(['conflict'])
    expect(report.exitCode).toBe(7)
    expect(bench.live().user('ana-li').attributes['title']).toBe('Trainee')
    bench.providers = providers
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a conflict and nothing else: 6', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: { p001: person('p001', { title: 'A' }) } })
    await bench.apply()
    bench.tenant('acme', { users: { p001: person('p001', { title: 'B' }) } })
    bench.providers = localWith({
      apply: async (batch, writer) => {
        bench.live().setAttributes('p001', { title: 'C' })
        return writer.apply(batch)
      },
    })
    expect((await bench.apply()).exitCode).toBe(6)
    expect(bench.live().user('p001').attributes['title']).toBe('C')
  })

  test('REL-18 a directory that takes writes and ignores them: not done, and said so', async () => {
    await pending()
    bench.live().misbehave({ ignoreWrites: true })
    const report = await bench.apply()
    expect(report.exitCode).toBe(7)
    expect(report.tenants[0]?.settled.some(({ outcome }) => outcome.status === 'applied')).toBe(false)
    bench.live().misbehave(undefined)
    expect(told((await bench.plan()).operations)).toEqual(all)
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('REL-13 patience', () => {
  test('Retry-After is waited for in full, then it goes on', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(1) })
    bench.live().misbehave({ throttle: { writes: 2, retryAfterMs: 120 } })
    const began = performance.now()
    expect((await bench.apply()).exitCode).toBe(0)
    expect(performance.now() - began).toBeGreaterThanOrEqual(240)
  })

  test('after three tries it is left for the next run', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(1) })
    bench.live().misbehave({ throttle: { writes: 3, retryAfterMs: 1 } })
    expect((await bench.apply()).exitCode).toBe(7)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('five connection errors in a row stop the tenant; nothing else is tried', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(300) })
    let asked = 0
    const { providers } = bench
    bench.providers = localWith({
      apply: async () => {
        asked += 1
        throw new DirectoryFault('unreachable', 'the line is dead', { retryAfterMs: 1 })
      },
    })
    const report = await bench.apply()
    expect(report.exitCode).toBe(7)
    expect(asked).toBeLessThan(300)
    expect(report.tenants[0]?.settled).toHaveLength(300)
    expect(report.tenants[0]?.settled.map(({ outcome }) => outcome.status)).toContain('skipped')
    bench.providers = providers
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

test('a directory that refuses the write credentials is asked once: more would lock the account out', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(20) })
  let asked = 0
  const { providers } = bench
  bench.providers = localWith({
    apply: async () => {
      asked += 1
      throw new DirectoryFault('credentials', 'the password is wrong. Check the variable it comes from.')
    },
  })
  const report = await bench.apply()
  expect(report.exitCode).toBe(7)
  expect(asked).toBe(1)
  expect(new Set(report.tenants[0]?.settled.map(({ outcome }) => outcome.status))).toEqual(new Set(['failed']))
  bench.providers = providers
  expect((await bench.apply()).exitCode).toBe(0)
  expect(await restOf(bench)).toEqual(atRest)
})

describe('a write that is accepted and not visible yet', () => {
  test('is waited for: neither asked for again, nor drift, nor failure; then it is done', async () => {
    const files = (): void =>
      bench.tenant('acme', { tenant: tenantOf(), users: crowd(2, () => ({ groups: ['vpn'] })), groups: { vpn: {} } })
    files()
    bench.live().misbehave({ lagReads: 30 })
    const report = await bench.apply()
    expect(report.exitCode).toBe(0)
    expect(new Set(report.tenants[0]?.settled.map(({ outcome }) => outcome.status))).toEqual(new Set(['accepted']))
    const lines = bench.live().text().split('\n').length
    const made = await bench.plan()
    expect(standing(made)).toBe('waiting 0')
    expect(new Set(made.operations.map(({ status }) => status))).toEqual(new Set(['waiting']))
    expect(told((await bench.drift()).operations)).toEqual([])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().text().split('\n').length).toBe(lines)
    for (let reads = 0; reads < 40; reads += 1) if ((await bench.plan()).operations.length === 0) break
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
    expect(bench.live().users()).toHaveLength(2)
  })

  test('what was seen once and is taken away by hand is not waited for', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(2, () => ({ groups: ['vpn'] })), groups: { vpn: {} } })
    bench.live().misbehave({ lagReads: 1 })
    await bench.apply()
    for (let reads = 0; reads < 9; reads += 1) await bench.plan()
    await bench.apply()
    bench.live().misbehave(undefined)
    bench.live().leave('vpn', 'p001')
    expect(told((await bench.plan()).operations)).toEqual(['grant membership vpn/p001'])
  })
})

describe('REL-14 one tenant’s failure is its own', () => {
  test('of eight tenants two cannot be read, one is invalid, one is blocked, one fails: the others are applied', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    for (const id of ids) bench.tenant(id, { tenant: tenantOf(), users: crowd(12), groups: { nobody: {} } })
    await bench.apply()
    for (const id of ids) bench.tenant(id, { users: { ...crowd(12), 'ana-li': person('ana-li') } })
    bench.live('a').misbehave({ pageSize: 2, cut: { kind: 'user', page: 2 } })
    bench.live('b').misbehave({ throttle: { reads: 100, retryAfterMs: 5 } })
    bench.tenant('c', { users: { 'ana-li': { groups: ['nowhere'] } } })
    bench.tenant('d', { users: crowd(1) })
    bench.live('e').misbehave({ cannot: {}, fail: { write: 1, when: 'before', class: 'forbidden' } })
    const report = await bench.apply()
    expect(Object.fromEntries(report.tenants.map(({ tenant, exitCode }) => [tenant, exitCode]))).toEqual({
      a: 4,
      b: 4,
      c: 3,
      d: 5,
      e: 7,
      f: 0,
      g: 0,
      h: 0,
    })
    expect(report.exitCode).toBe(7)
    for (const id of ['f', 'g', 'h']) expect(bench.live(id).states()['ana-li']).toBe('active')
    for (const id of ['a', 'b', 'c', 'd', 'e']) expect(bench.live(id).states()['ana-li']).toBeUndefined()
  })

  test('a bug in one tenant is its exit 1, with what it said', async () => {
    for (const id of ['a', 'b']) bench.tenant(id, { tenant: tenantOf(), users: crowd(1) })
    let first = true
    bench.providers = localWith({
      apply: async (batch, writer) => {
        if (first) {
          first = false
          throw new TypeError('boom')
        }
        return writer.apply(batch)
      },
    })
    const report = await bench.apply()
    expect(report.tenants.map(({ exitCode }) => exitCode)).toEqual([1, 0])
    expect(finding(report.plan, 'unexpected-error')?.message).toContain('boom')
  })
})

test('Ctrl-C: the write in flight is recorded, the others are not begun, the next run finishes', async () => {
  await pending()
  const stop = new AbortController()
  const { providers } = bench
  bench.providers = localWith({
    apply: async (batch, writer) => {
      stop.abort()
      return writer.apply(batch)
    },
  })
  bench.signal = stop.signal
  const report = await bench.apply()
  const statuses = report.tenants[0]?.settled.map(({ outcome }) => outcome.status) ?? []
  expect(statuses).toContain('applied')
  expect(statuses).toContain('skipped')
  await complete()
  bench.signal = new AbortController().signal
  bench.providers = providers
  expect((await bench.apply()).exitCode).toBe(0)
  expect(await restOf(bench)).toEqual(atRest)
})
