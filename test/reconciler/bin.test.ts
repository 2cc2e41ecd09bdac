import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localProvider } from '../../src/providers/local/provider.ts'
import { atRest, Bench, finding, person, restOf, standing, tenantOf, told } from './bench.ts'
import { cloudly } from './sky.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.providers = new Map([['local', { ...cloudly(), name: 'local' }]])
})
afterEach(() => bench.close())

const others = { ben: person('ben'), cay: person('cay'), dee: person('dee'), eve: person('eve') }
const groups = { vpn: { members: { users: ['ben'] } } }
const inVpn = (more: object = {}): object => person('ana-li', { groups: ['vpn'], ...more })

function declare(ana: object | undefined): void {
  const users = { ...others, ...(ana === undefined ? {} : { 'ana-li': ana }) }
  bench.tenant('acme', { tenant: tenantOf(), users, groups })
}

async function settled(ana: object | undefined): Promise<void> {
  declare(ana)
  expect((await bench.apply()).exitCode).toBe(0)
}

const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)

/** Left, disabled, and deleted once the grace was over. */
async function deletedByRoster(): Promise<void> {
  await settled(inVpn())
  await settled(undefined)
  bench.at('2027-02-01T09:00:00Z')
  expect(await planned()).toEqual(['delete user ana-li'])
  await settled(undefined)
  expect(bench.live().states()['ana-li']).toBe('softDeleted')
  expect(await restOf(bench)).toEqual(atRest)
}

describe('REL-21 an account that roster deleted', () => {
  test('says at its deletion that it can be brought back', async () => {
    await settled(inVpn())
    await settled(undefined)
    const made = await bench.at('2027-02-01T09:00:00Z').plan()
    expect(made.operations[0]?.reversible).toBe(true)
    expect(made.operations[0]?.effects.join()).toContain('can be brought back')
  })

  test('is restored when the person comes back, with their memberships, and is never made anew', async () => {
    await deletedByRoster()
    const before = bench.live().user('ana-li').id
    declare(inVpn())
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['grant membership vpn/ana-li', 'restore user ana-li'])
    expect(made.operations.find(({ verb }) => verb === 'restore')?.summary).toContain('Ana Li comes back')
    const grant = made.operations.find(({ verb }) => verb === 'grant')
    expect(grant?.needs).toContain('acme/hq/user/ana-li#restore')
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().user('ana-li')).toMatchObject({ id: before, state: 'active' })
    expect(bench.live().members('vpn')).toContain('ana-li')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('is roster’s again afterwards: it is disabled when the person leaves once more', async () => {
    await deletedByRoster()
    await settled(inVpn())
    declare(undefined)
    expect(await planned()).toContain('disable user ana-li')
  })

  test('comes back switched off where the person is suspended, and is switched on later', async () => {
    await deletedByRoster()
    declare(inVpn({ state: 'suspended' }))
    expect(await planned()).toEqual(['restore user ana-li'])
    await bench.apply()
    expect(bench.live().states()['ana-li']).toBe('disabled')
    expect(await restOf(bench)).toEqual(atRest)
    declare(inVpn())
    expect(await planned()).toContain('enable user ana-li')
  })

  test.each(['disabled', 'absent'])('stays where it is while the person is %s', async (state) => {
    await deletedByRoster()
    declare(inVpn({ state }))
    expect(await planned()).toEqual([])
  })

  test('a value that changed meanwhile is set after the restoration', async () => {
    await deletedByRoster()
    declare(inVpn({ title: 'Lead' }))
    const made = await bench.plan()
    const update = made.operations.find(({ verb }) => verb === 'update')
    expect(update?.needs).toEqual(['acme/hq/user/ana-li#restore'])
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('somebody else with the same address and another employeeId gets an account of their own', async () => {
    await settled(inVpn({ employeeId: 'E1' }))
    await settled(undefined)
    bench.at('2027-02-01T09:00:00Z')
    await settled(undefined)
    declare(inVpn({ employeeId: 'E2', username: 'ana-li2' }))
    expect(await planned()).toEqual(['create user ana-li', 'grant membership vpn/ana-li'])
  })
})

describe('REL-21 an account that somebody else deleted', () => {
  beforeEach(async () => {
    await settled(inVpn())
    bench.live().editUser('ana-li', { state: 'softDeleted' })
  })

  test('is no missing object, is not restored without a decision, and is not made anew', async () => {
    const made = await bench.plan()
    expect(told(made.operations)).toContain('restore user ana-li (blocked)')
    expect(told(made.operations)).not.toContain('create user ana-li')
    expect(finding(made, 'recordedMissing')).toBeUndefined()
    expect(finding(made, 'population')).toBeUndefined()
    expect(finding(made, 'disabledElsewhere')?.message).toMatch(/somebody else deleted the account\. Restore it there/)
    expect(standing(made)).toBe('blocked 5')
  })

  test('is restored with an acknowledgement', async () => {
    bench.tenant('acme', {
      acknowledgements: {
        back: {
          gate: 'disabledElsewhere',
          max: 1,
          reason: 'deleted by mistake',
          approver: 'leads',
          expires: '2026-12-03T09:00:00Z',
        },
      },
    })
    expect(await planned()).toContain('restore user ana-li')
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().states()['ana-li']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('is told as deleted by drift, which would bring it back', async () => {
    const made = await bench.drift()
    const drifted = made.operations.filter(({ kind }) => kind === 'user')
    expect(told(drifted)).toEqual(['restore user ana-li'])
    expect(drifted[0]?.summary).toBe('Ana Li was deleted, and can be brought back')
  })

  test('is asked for nothing once it is gone for good and nobody wants it', async () => {
    declare(undefined)
    await bench.apply()
    bench.live().removeUser('ana-li')
    const made = await bench.plan()
    expect(finding(made, 'recordedMissing')).toBeUndefined()
    expect(told(made.operations)).toEqual([])
  })
})

test('REL-21 without a bin, what is gone stays missing, as before', async () => {
  bench.providers = new Map([['local', localProvider]])
  await settled(inVpn())
  bench.live().removeUser('ana-li')
  expect(finding(await bench.plan(), 'recordedMissing')?.result).toBe('block')
})

test('REL-20 a revert brings back what an apply deleted, disabled as it was', async () => {
  await settled(inVpn())
  await settled(undefined)
  bench.at('2027-02-01T09:00:00Z')
  await settled(undefined)
  const deletions = (await bench.entries()).flatMap((entry) =>
    entry.type === 'intent' && entry.operation.verb === 'delete' ? [entry.operation] : [],
  )
  const reverts = {
    apply: 'x',
    at: bench.now.toISOString(),
    commit: null,
    requests: [],
    operations: deletions,
    orders: [],
  }
  const made = await bench.plan({ reverts })
  expect(told(made.operations)).toEqual(['restore user ana-li'])
  expect((await bench.apply({ how: 'autoApprove' }, { reverts })).exitCode).toBe(0)
  expect(bench.live().states()['ana-li']).toBe('disabled')
})

test('the bin is not asked where everybody has an account', async () => {
  let asked = 0
  const provider = cloudly()
  const counting = {
    ...provider,
    name: 'local',
    read: async (...opened: Parameters<typeof provider.read>) => {
      const reader = await provider.read(...opened)
      return { ...reader, deleted: async () => ((asked += 1), (await reader.deleted?.()) ?? []) }
    },
  }
  bench.providers = new Map([['local', counting]])
  await settled(inVpn())
  asked = 0
  await bench.plan()
  expect(asked).toBe(0)
})
