import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { altered, writerLike } from '../../providers/delegate.ts'
import { Bench, finding, person, told } from '../bench.ts'
import { cloudly } from '../sky.ts'

const post = 'Global Administrator'
const sky = { roles: [post], needsHolder: [post], breakGlass: ['glass'] }

let bench: Bench
beforeEach(() => {
  bench = fresh()
})
afterEach(() => bench.close())

function fresh(provider: Provider = cloudly(sky)): Bench {
  const made = new Bench()
  made.providers = new Map([['entra', provider]])
  made.live('acme', 'cloud').addGroup(post)
  return made
}

const people = ['ana', 'ben', 'cay', 'dee', 'eve', 'fay', 'gil', 'hal']

type States = Readonly<Record<string, string>>

function declare(on: Bench, holders: readonly string[], states: States = {}): void {
  const users = Object.fromEntries(people.map((id) => [id, person(id, { state: states[id] ?? 'active' })]))
  on.tenant('acme', {
    tenant: {
      name: 'Acme',
      directories: {
        cloud: { provider: 'entra', mode: 'authoritative', tenantId: '6c1e0000-0000-4000-8000-000000000001' },
      },
    },
    users,
    groups: { admins: { name: post, kind: 'directoryRole', members: { users: [...holders] } } },
    acknowledgements: {
      gain: { gate: 'privilegedGain', max: 99, reason: 'a test', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
      fewer: {
        gate: 'membershipsRemoved',
        max: 99,
        reason: 'a test',
        approver: 'leads',
        expires: '2026-12-03T09:00:00Z',
      },
      less: {
        gate: 'groupMembersRemoved',
        max: 99,
        reason: 'a test',
        approver: 'leads',
        expires: '2026-12-03T09:00:00Z',
      },
    },
  })
}

async function settled(holders: readonly string[]): Promise<void> {
  declare(bench, holders)
  expect((await bench.apply()).exitCode).toBe(0)
}

const needsOf = (made: Plan, id: string): readonly string[] =>
  made.operations.find((operation) => operation.id === `acme/cloud/${id}`)?.needs ?? []

describe('lastHolder', () => {
  test('the last one is not taken away, and no acknowledgement lifts that', async () => {
    await settled(['ana'])
    for (const [holders, states] of [
      [[], {}],
      [[], { ana: 'disabled' }],
      [['ana'], { ana: 'suspended' }],
      [['ana'], { ana: 'absent' }],
    ] as const) {
      declare(bench, holders, states)
      const found = finding(await bench.plan(), 'lastHolder')
      expect(found).toMatchObject({ result: 'block', measured: 0, limit: 1, scope: 'acme/cloud' })
      expect(found?.message).toMatch(/now held by ana; .*No acknowledgement lifts this/)
      expect((await bench.apply()).exitCode).toBe(5)
    }
    expect(bench.live('acme', 'cloud').members(post)).toEqual(['ana'])
  })

  test('one is too few, and two are enough', async () => {
    await settled(['ana'])
    expect(finding(await bench.plan(), 'lastHolder')).toMatchObject({ result: 'warn', measured: 1, limit: 2 })
    await settled(['ana', 'ben'])
    expect(finding(await bench.plan(), 'lastHolder')).toMatchObject({ result: 'pass', measured: 2 })
  })

  test('who cannot sign in holds nothing', async () => {
    await settled(['ana', 'ben'])
    bench.live('acme', 'cloud').editUser('ben', { state: 'disabled' })
    declare(bench, ['ben'], { ben: 'disabled' })
    expect(finding(await bench.plan(), 'lastHolder')?.result).toBe('block')
  })

  test('a break-glass account counts, and stays', async () => {
    await settled(['ana'])
    const cloud = bench.live('acme', 'cloud')
    cloud.addUser('glass')
    cloud.join(post, 'glass')
    declare(bench, [], {})
    const made = await bench.plan()
    expect(finding(made, 'lastHolder')).toMatchObject({ result: 'warn', measured: 1 })
    expect(told(made.operations)).toEqual(['revoke membership admins/ana'])
  })

  test('who holds it through a group in it counts, and is not taken out of that one either', async () => {
    const cloud = bench.live('acme', 'cloud')
    declare(bench, [])
    bench.tenant('acme', {
      groups: {
        admins: { name: post, kind: 'directoryRole', members: { groups: ['staff'] } },
        staff: { name: 'staff', members: { users: ['ana'] } },
      },
    })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(cloud.members(post)).toEqual(['group:staff'])
    bench.tenant('acme', {
      groups: {
        admins: { name: post, kind: 'directoryRole', members: { groups: ['staff'] } },
        staff: { name: 'staff', members: { users: [] } },
      },
    })
    expect(finding(await bench.plan(), 'lastHolder')?.result).toBe('block')
  })

  test('the successor comes first: before the role is taken, and before the account is switched off', async () => {
    await settled(['ana'])
    declare(bench, ['ben'])
    expect(needsOf(await bench.plan(), 'membership/admins/ana#revoke')).toEqual([
      'acme/cloud/membership/admins/ben#grant',
    ])
    declare(bench, ['ben'], { ana: 'disabled' })
    const made = await bench.plan()
    expect(needsOf(made, 'user/ana#disable')).toEqual(['acme/cloud/membership/admins/ben#grant'])
    expect(finding(made, 'lastHolder')).toMatchObject({ result: 'warn', measured: 1 })
  })

  test('a leaver whose role somebody else holds waits for no successor', async () => {
    await settled(['ana', 'ben'])
    declare(bench, ['ben', 'cay'], { ana: 'disabled' })
    expect(needsOf(await bench.plan(), 'user/ana#disable')).toEqual([])
  })
})

/** After every hand-over the role is held; what `fails` says does not come to pass. */
function watched(fails: (id: string) => boolean, look: () => void): Provider {
  return altered(cloudly(sky), {
    writer: (writer) =>
      writerLike(writer, async (batch: readonly Operation[]): Promise<readonly Outcome[]> => {
        const outcomes: Outcome[] = []
        for (const operation of batch) {
          if (fails(operation.id)) outcomes.push({ status: 'failed', class: 'invalid', detail: 'not today' })
          else outcomes.push(...(await writer.apply([operation])))
          look()
        }
        return outcomes
      }),
  })
}

const some = fc.subarray(people.slice(0, 5))
const change = fc.record({
  before: fc.subarray(people.slice(0, 5), { minLength: 1 }),
  after: some,
  off: fc.subarray(people.slice(0, 5)),
  how: fc.constantFrom('disabled', 'suspended', 'absent'),
  failing: fc.subarray(people.slice(0, 5)),
})

test('lastHolder: whatever changes hands, and whatever fails, somebody who can sign in holds the role after every write', async () => {
  await fc.assert(
    fc.asyncProperty(change, async ({ before, after, off, how, failing }) => {
      let isWatching = false
      const on = fresh(
        watched(
          (id) =>
            isWatching && id.includes('/membership/admins/') && failing.some((who) => id.endsWith(`/${who}#grant`)),
          () => {
            if (!isWatching) return
            const cloud = on.live('acme', 'cloud')
            const states = cloud.states()
            expect(cloud.members(post).filter((who) => states[who] === 'active')).not.toEqual([])
          },
        ),
      )
      try {
        declare(on, before)
        expect((await on.apply()).exitCode).toBe(0)
        declare(on, after, Object.fromEntries(off.map((id) => [id, how])))
        isWatching = true
        await on.apply()
      } finally {
        on.close()
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)
