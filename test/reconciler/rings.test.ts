import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, crowd } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const wide = ['pilot', 'acme', 'bakery', 'zoo']

function stage(rings?: readonly (readonly string[])[]): void {
  bench.write('roster.yaml', { version: 1, ...(rings === undefined ? {} : { rings }) })
  for (const id of wide) tenant(id)
}

function tenant(id: string, users: object = crowd(3)): void {
  bench.tenant(id, { tenant: { name: id, directories: { hq: { provider: 'local', mode: 'authoritative' } } }, users })
}

async function outcome(): Promise<Readonly<Record<string, string>>> {
  const report = await bench.apply()
  return Object.fromEntries(
    report.tenants.map(({ tenant: id, exitCode, settled }) => [id, `${exitCode}, ${settled.length} tried`]),
  )
}

describe('REL-16 rings', () => {
  const rings = [['pilot'], ['acme', 'bakery']]

  test('REL-16 all is well: ring by ring, the rest last', async () => {
    stage(rings)
    const order: string[] = []
    await bench.apply(
      { how: 'autoApprove' },
      { progress: ({ tenant: id, phase }) => phase === 'done' && order.push(id) },
    )
    expect(order).toEqual(['pilot', 'acme', 'bakery', 'zoo'])
  })

  test('REL-16 ring 1 fails: ring 2 and the rest are untouched, and it says why', async () => {
    stage(rings)
    bench.live('pilot').put()
    bench.live('pilot').misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
    const report = await bench.apply()
    expect(report.tenants.map(({ tenant: id, exitCode }) => [id, exitCode])).toEqual([
      ['acme', 5],
      ['bakery', 5],
      ['pilot', 7],
      ['zoo', 5],
    ])
    expect(report.tenants.find(({ tenant: id }) => id === 'zoo')?.held).toBe(
      'ring 1 did not come to its end (pilot): nothing was written in the rings after it',
    )
    expect(['acme', 'bakery', 'zoo'].map((id) => bench.live(id).text())).toEqual(['', '', ''])
    expect(report.exitCode).toBe(7)
  })

  test('REL-16 a ring that a gate holds stops the later ones too', async () => {
    stage(rings)
    await bench.apply()
    tenant('pilot', {})
    tenant('zoo', crowd(4))
    expect(await outcome()).toEqual({
      pilot: '5, 0 tried',
      acme: '5, 0 tried',
      bakery: '5, 0 tried',
      zoo: '5, 0 tried',
    })
  })

  test('REL-16 a tenant of a ring whose files have mistakes stops the later ones', async () => {
    stage(rings)
    bench.write('tenants/pilot/users.yaml', { 'ana-li': { nome: 'Ana' } })
    const done = await outcome()
    expect([done['pilot'], done['zoo']]).toEqual(['3, 0 tried', '5, 0 tried'])
  })

  test('REL-16 the others of the same ring go on', async () => {
    stage([['pilot', 'acme'], ['bakery']])
    bench.live('pilot').put()
    bench.live('pilot').misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
    expect(await outcome()).toMatchObject({ acme: '0, 3 tried', bakery: '5, 0 tried', zoo: '5, 0 tried' })
  })

  test('REL-16 without rings nobody waits for anybody', async () => {
    stage()
    bench.live('acme').put()
    bench.live('acme').misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
    expect(await outcome()).toMatchObject({ pilot: '0, 3 tried', bakery: '0, 3 tried', zoo: '0, 3 tried' })
  })
})

test('REL-14 of twenty tenants three are broken, each in its own way: the seventeen others are done, and each is named', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `t${String(index + 1).padStart(2, '0')}`)
  for (const id of ids) tenant(id)
  bench.write('tenants/t03/users.yaml', { 'ana-li': { nome: 'Ana' } })
  bench.live('t07').addUser('somebody')
  bench.live('t07').misbehave({ cut: { kind: 'user', page: 1 } })
  bench.live('t11').put()
  bench.live('t11').misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
  const report = await bench.apply()
  const codes = new Map(report.tenants.map(({ tenant: id, exitCode }) => [id, exitCode]))
  expect([codes.get('t03'), codes.get('t07'), codes.get('t11')]).toEqual([3, 4, 7])
  const others = ids.filter((id) => !['t03', 't07', 't11'].includes(id))
  expect(others.map((id) => codes.get(id))).toEqual(others.map(() => 0))
  expect(others.map((id) => bench.live(id).users().length)).toEqual(others.map(() => 3))
  expect(report.exitCode).toBe(7)
})
