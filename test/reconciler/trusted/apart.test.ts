import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withoutSensitive } from '../../../src/report/sensitive.ts'
import { paintPlan } from '../../../src/report/text.ts'
import { inkOf } from '../../../src/report/ink.ts'
import { Bench, crowd, person, standing, tenantOf } from '../bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('SEC-16 directories of two tenants that were swapped are told apart before anything is read into a plan or written', async () => {
  for (const id of ['acme', 'bakery']) bench.tenant(id, { tenant: tenantOf(), users: crowd(5) })
  await bench.apply()
  const [acme, bakery] = [bench.live('acme'), bench.live('bakery')]
  const before = [acme.text(), bakery.text()]
  const file = (id: string): string => `.roster/local/${id}/hq.json`
  bench.tenant('acme', {
    tenant: tenantOf({ file: file('bakery') }),
    users: { ...crowd(5), 'ana-li': person('ana-li') },
  })
  bench.tenant('bakery', { tenant: tenantOf({ file: file('acme') }), users: { ...crowd(5), 'bo-ek': person('bo-ek') } })
  const made = await bench.plan()
  expect([standing(made, 'acme'), standing(made, 'bakery')]).toEqual(['unreadable 4', 'unreadable 4'])
  expect(made.operations).toEqual([])
  expect((await bench.apply()).exitCode).toBe(4)
  expect([acme.text(), bakery.text()]).toEqual(before)
})

test('SEC-17 what two tenants hold that are applied at once is nowhere together: ledger, plan, text and errors', async () => {
  const canary = { acme: 'Canaryacme', bakery: 'Canarybakery' }
  const ids = ['acme', 'bakery'] as const
  for (const id of ids) {
    const users = crowd(20, (user, index) => ({
      name: { first: `${canary[id]}${index}`, last: user },
      title: canary[id],
    }))
    bench.tenant(id, { tenant: tenantOf(), users, groups: { staff: { description: canary[id] } } })
  }
  const cache = join(bench.root, 'cache')
  const reports = await Promise.all(ids.map((id) => bench.apply({ how: 'autoApprove' }, { tenants: [id], cache })))
  expect(reports.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  bench.live('acme').misbehave({ cut: { kind: 'user', page: 1 } })
  const plans = await Promise.all(ids.map((id) => bench.plan({ tenants: [id], cache })))

  for (const [at, id] of ids.entries()) {
    const other = canary[id === 'acme' ? 'bakery' : 'acme']
    const made = plans[at]
    if (made === undefined) throw new Error('no plan')
    const text = paintPlan(made, { ink: inkOf(false), everything: true, zone: 'UTC', zoneOf: () => 'UTC' })
    for (const said of [JSON.stringify(reports[at]), JSON.stringify(withoutSensitive(made)), text])
      expect(said).not.toContain(other)
    const own = filesBelow(join(bench.root, '.roster')).filter(
      (path) => path.includes(`/${id}/`) || path.endsWith(`/${id}`),
    )
    expect(own.some((path) => readFileSync(path, 'utf8').includes(canary[id]))).toBe(true)
    for (const path of own) expect(readFileSync(path, 'utf8'), path).not.toContain(other)
  }
  // Nothing is kept beside the folders of the tenants.
  const stray = filesBelow(join(bench.root, '.roster')).filter((path) => !/\/(acme|bakery)(\/|$)/.test(path))
  for (const path of stray) expect(readFileSync(path, 'utf8'), path).not.toMatch(/Canary/)
})

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}
