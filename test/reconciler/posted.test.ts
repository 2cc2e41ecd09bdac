import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Posting } from '../../src/reconciler/posted.ts'
import { isWhole, postedOf } from '../../src/reconciler/posted.ts'
import { Bench, crowd, person, tenantOf } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const posting: Posting = {
  repository: 'msp/access',
  number: 12,
  head: 'a'.repeat(40),
  base: 'b'.repeat(40),
  postedAt: '2026-11-22T10:00:00.000Z',
}

test('SEC-12 what is posted is every fingerprint that may run, and what time will bring apart from it', async () => {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: { 'ana-li': person('ana-li'), soon: person('soon', { starts: '2027-05-01' }) },
  })
  const plan = await bench.plan()
  const posted = postedOf(plan, posting)
  const [tenant] = posted.tenants
  expect(tenant?.held).toBe(false)
  expect(tenant?.fingerprints).toEqual(
    plan.operations
      .filter(({ status }) => status === 'planned')
      .map(({ fingerprint }) => fingerprint)
      .toSorted(),
  )
  expect(tenant?.standing).toEqual(plan.calendar.map(({ fingerprint }) => fingerprint).toSorted())
  expect(tenant?.standing).not.toEqual([])
  expect(isWhole(posted)).toBe(true)
})

test('SEC-03 of a tenant that a gate holds nothing is posted: it cannot be approved', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(20) })
  await bench.apply()
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(8) })
  const plan = await bench.plan()
  expect(plan.tenants[0]?.status).toBe('blocked')
  expect(postedOf(plan, posting).tenants).toMatchObject([{ held: true, fingerprints: [], standing: [] }])
})

test('an unreadable tenant is held, never empty', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(3) })
  await bench.apply()
  bench.live().misbehave({ cut: { kind: 'user', page: 1 } })
  const plan = await bench.plan()
  expect(plan.tenants[0]?.status).toBe('unreadable')
  expect(postedOf(plan, posting).tenants).toMatchObject([{ held: true, fingerprints: [], standing: [] }])
})

test('a posted plan that was edited does not say what its lists come to', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(3) })
  const posted = postedOf(await bench.plan(), posting)
  const [tenant] = posted.tenants
  if (tenant === undefined) throw new Error('no tenant')
  const more = { ...tenant, fingerprints: [...tenant.fingerprints, 'f'.repeat(64)] }
  expect(isWhole({ ...posted, tenants: [more] })).toBe(false)
  expect(isWhole({ ...posted, tenants: [{ ...tenant, digest: posted.digest }] })).toBe(false)
  expect(isWhole({ ...posted, tenants: [] })).toBe(false)
})
