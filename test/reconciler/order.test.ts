import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../src/model/operation.ts'
import { inOrder } from '../../src/reconciler/order.ts'
import { atRest, Bench, crowd, person, restOf, tenantOf } from './bench.ts'

const verbs = ['create', 'update', 'rename', 'enable', 'disable', 'delete'] as const
interface Node {
  readonly id: string
  readonly needs: readonly string[]
  readonly urgent: boolean
  readonly verb: (typeof verbs)[number]
  readonly kind: 'user'
  readonly address: string
}

/** A graph without cycles (edges go from later to earlier), shuffled. */
const graphs = fc
  .array(
    fc.record({ back: fc.array(fc.nat(30), { maxLength: 4 }), verb: fc.constantFrom(...verbs), urgent: fc.boolean() }),
    {
      maxLength: 40,
    },
  )
  .map((nodes) =>
    nodes.map(({ back, verb, urgent }, index): Node => ({
      id: `n${index}`,
      needs: index === 0 ? [] : [...new Set(back.map((step) => `n${step % index}`))],
      urgent,
      verb,
      kind: 'user',
      address: `a/b/user/${index}`,
    })),
  )

describe('REL-12 the graph of operations', () => {
  test('what is needed comes before what needs it, and nothing is lost', () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat()), (nodes, salt) => {
        const shuffled = nodes.toSorted(() => ((salt.next().value ?? 0) % 2) - 0.5)
        const { order, cycle } = inOrder(shuffled)
        expect(cycle).toEqual([])
        expect(order).toHaveLength(nodes.length)
        const place = new Map(order.map(({ id }, index) => [id, index]))
        for (const { id, needs } of nodes)
          for (const need of needs) expect(place.get(need)).toBeLessThan(place.get(id) ?? -1)
        expect(order.map(({ id }) => id)).toEqual(inOrder(nodes).order.map(({ id }) => id))
      }),
      { numRuns: 200 },
    )
  })

  test('a cycle is named, and all that hangs on it; the rest has its order', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 2, max: 5 }), (nodes, length) => {
        const ring = Array.from({ length }, (_, index): Node => ({
          id: `r${index}`,
          needs: [`r${(index + 1) % length}`],
          urgent: false,
          verb: 'rename',
          kind: 'user',
          address: `a/b/user/r${index}`,
        }))
        const { order, cycle } = inOrder([...nodes, ...ring])
        expect(cycle).toEqual(ring.map(({ id }) => id))
        expect(order).toHaveLength(nodes.length)
      }),
      { numRuns: 50 },
    )
  })

  test('leavers first, where the graph allows', () => {
    const node = (id: string, more: Partial<Node>): Node => ({
      id,
      needs: [],
      urgent: false,
      verb: 'update',
      kind: 'user',
      address: id,
      ...more,
    })
    const { order } = inOrder([
      node('a', { verb: 'rename' }),
      node('b', { verb: 'disable' }),
      node('z', { verb: 'disable', urgent: true }),
    ])
    expect(order.map(({ id }) => id)).toEqual(['z', 'b', 'a'])
  })
})

describe('what a plan says about its order', () => {
  let bench: Bench
  beforeEach(() => {
    bench = new Bench()
  })
  afterEach(() => bench.close())
  const needsOf = (operations: readonly Operation[], id: string): readonly string[] =>
    operations.find((each) => each.id === `acme/hq/${id}`)?.needs.map((need) => need.slice('acme/hq/'.length)) ?? []

  test('containers, both ends of a reference, both ends of a membership', async () => {
    bench.tenant('acme', {
      tenant: tenantOf({ users: { placement: 'departmentPath' } }),
      departments: { top: { name: 'Top' }, desk: { name: 'Desk', parent: 'top' } },
      users: {
        'ana-li': person('ana-li', { department: 'desk', manager: 'ben-osei', groups: ['vpn'] }),
        'ben-osei': person('ben-osei'),
      },
      groups: { vpn: { owner: 'ben-osei' }, outer: { members: { groups: ['vpn'] } } },
    })
    const { operations } = await bench.plan()
    expect(needsOf(operations, 'organizationalUnit/people%2FTop%2FDesk#create')).toEqual([
      'organizationalUnit/people%2FTop#create',
    ])
    expect(needsOf(operations, 'user/ana-li#create')).toEqual([
      'organizationalUnit/people%2FTop#create',
      'organizationalUnit/people%2FTop%2FDesk#create',
      'user/ben-osei#create',
    ])
    expect(needsOf(operations, 'group/vpn#create')).toEqual(['user/ben-osei#create'])
    expect(needsOf(operations, 'membership/vpn/ana-li#grant')).toEqual(['group/vpn#create', 'user/ana-li#create'])
    expect(needsOf(operations, 'membership/outer/group:vpn#grant')).toEqual(['group/outer#create', 'group/vpn#create'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a name is given up before it is taken: by a rename, and along a chain', async () => {
    const files = (names: readonly string[]): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        users: Object.fromEntries(names.map((username, index) => [`p${index}`, person(`p${index}`, { username })])),
      })
    files(['a', 'b', 'c'])
    await bench.apply()
    const ids = bench
      .live()
      .users()
      .toSorted((a, b) => (String(a.username) < String(b.username) ? -1 : 1))
      .map(({ id }) => id)
    files(['b', 'c', 'd', 'a'])
    const { operations } = await bench.plan()
    expect(needsOf(operations, 'user/p0#rename')).toEqual(['user/p1#rename'])
    expect(needsOf(operations, 'user/p1#rename')).toEqual(['user/p2#rename'])
    expect(needsOf(operations, 'user/p3#create')).toEqual(['user/p0#rename'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(
      ids.map(
        (id) =>
          bench
            .live()
            .users()
            .find((user) => user.id === id)?.username,
      ),
    ).toEqual(['b', 'c', 'd'])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('REL-05 the successor is in a privileged group before the predecessor is out', async () => {
    const files = (holder: string): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        users: crowd(4, (id) => (id === holder ? { groups: ['admins'] } : {})),
        groups: { admins: { privileged: true } },
        acknowledgements: {
          new: { gate: 'privilegedGain', max: 1, reason: 'r', approver: 'leads', expires: '2026-12-02T00:00:00Z' },
        },
      })
    files('p001')
    await bench.apply()
    files('p002')
    const { operations } = await bench.plan()
    expect(needsOf(operations, 'membership/admins/p001#revoke')).toEqual(['membership/admins/p002#grant'])
  })

  test('members are out before their group is deleted', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(2, () => ({ groups: ['vpn'] })), groups: { vpn: {} } })
    await bench.apply()
    bench.tenant('acme', { users: crowd(2), groups: { other: {} } })
    const { operations } = await bench.plan()
    expect(needsOf(operations, 'group/vpn#delete')).toEqual([
      'membership/vpn/p001#revoke',
      'membership/vpn/p002#revoke',
    ])
  })
})
