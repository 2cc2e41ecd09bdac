import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

/** Ana as asked for (undefined: no line of hers), in a tenant with others, so that no gate is about her. */
function declare(ana: object | undefined, directory: object = {}, more: object = {}): void {
  bench.tenant('acme', {
    tenant: tenantOf(directory, more),
    users: { ...crowd(4), ...(ana === undefined ? {} : { 'ana-li': ana }) },
    groups: { vpn: {} },
  })
}

async function settled(ana: object | undefined, directory: object = {}, more: object = {}): Promise<void> {
  declare(ana, directory, more)
  expect((await bench.apply()).exitCode).toBe(0)
}

const inVpn = (more: object = {}): object => person('ana-li', { groups: ['vpn'], ...more })
const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)

describe('the table of the lifecycle', () => {
  test('active and absent: created with memberships, then nothing is left to do', async () => {
    await settled(inVpn())
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    expect(bench.live().states()['ana-li']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test.each(['invited', 'verified', 'incomplete', 'active', 'locked'])(
    'active and %s: compared, neither created nor enabled',
    async (state) => {
      await settled(inVpn())
      bench.live().editUser('ana-li', { state })
      bench.live().setAttributes('ana-li', { email: 'other@acme.example' })
      const made = await bench.plan()
      expect(told(made.operations)).toEqual(['update user ana-li'])
      expect(finding(made, 'account-locked') === undefined).toBe(state !== 'locked')
    },
  )

  test('active and disabled by roster: enabled, memberships planned again', async () => {
    await settled(inVpn())
    await settled(inVpn({ state: 'disabled' }))
    expect(bench.live().states()['ana-li']).toBe('disabled')
    expect(bench.live().members('vpn')).toEqual([])
    declare(inVpn())
    expect(await planned()).toEqual(['enable user ana-li', 'grant membership vpn/ana-li'])
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('what a template gave once is given again to somebody who comes back', async () => {
    const files = (state: string): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        users: { ...crowd(4), 'ana-li': person('ana-li', { template: 'desk', state }) },
        groups: { vpn: {} },
        templates: { desk: { groups: ['vpn'] } },
      })
    files('active')
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    files('disabled')
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual([])
    files('active')
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('suspended and absent: nothing, with a warning', async () => {
    declare(inVpn({ state: 'suspended' }))
    const made = await bench.plan()
    expect(told(made.operations).filter((line) => line.includes('ana-li'))).toEqual([])
    expect(finding(made, 'suspended-without-account')?.result).toBe('warn')
  })

  test.each(['invited', 'incomplete', 'active'])('suspended and %s: disabled, memberships kept', async (state) => {
    await settled(inVpn())
    bench.live().editUser('ana-li', { state })
    declare(inVpn({ state: 'suspended' }))
    expect(await planned()).toEqual(['disable user ana-li'])
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test.each(['disabled', 'softDeleted'])('suspended and %s: nothing', async (state) => {
    await settled(inVpn())
    bench.live().editUser('ana-li', { state })
    declare(inVpn({ state: 'suspended' }))
    expect(await planned()).toEqual([])
  })

  test.each(['disabled', 'absent'])('%s and absent: nothing', async (state) => {
    declare(inVpn({ state }))
    expect((await planned()).filter((line) => line.includes('ana-li'))).toEqual([])
  })

  test.each(['disabled', 'absent'])('%s and active or on the way in: disabled, memberships out', async (state) => {
    for (const live of ['invited', 'incomplete', 'active']) {
      await settled(inVpn())
      bench.live().editUser('ana-li', { state: live })
      declare(inVpn({ state }))
      expect(await planned()).toEqual(['disable user ana-li', 'revoke membership vpn/ana-li'])
    }
  })

  test.each(['disabled', 'softDeleted'])('disabled and %s: nothing happens to the account', async (live) => {
    await settled(person('ana-li'))
    bench.live().editUser('ana-li', { state: live })
    declare(person('ana-li', { state: 'disabled' }))
    expect(await planned()).toEqual([])
    expect((await bench.at('2027-06-01T09:00:00Z').plan()).operations).toEqual([])
  })

  test('absent and softDeleted: nothing, however long', async () => {
    await settled(person('ana-li'))
    await settled(undefined)
    bench.live().editUser('ana-li', { state: 'softDeleted' })
    await bench.apply()
    bench.live().editUser('ana-li', { state: 'softDeleted' })
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('a line that goes away and state: absent say the same', async () => {
    await settled(inVpn())
    declare(undefined)
    const gone = await planned()
    declare(inVpn({ state: 'absent' }))
    expect(await planned()).toEqual(gone)
    expect(gone).toEqual(['disable user ana-li', 'revoke membership vpn/ana-li'])
  })

  test('disabledBase: leavers lie there, people who come back lie where they lay', async () => {
    const directory = { users: { base: 'people', disabledBase: 'leavers' } }
    await settled(inVpn(), directory)
    await settled(undefined, directory)
    expect(bench.live().user('ana-li').container).toBe('leavers')
    expect(await restOf(bench)).toEqual(atRest)
    await settled(inVpn(), directory)
    expect(bench.live().user('ana-li')).toMatchObject({ container: 'people', state: 'active' })
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('deletion after the grace', () => {
  test.each([
    ['no line', undefined],
    ['state: absent', { state: 'absent' }],
  ])('ATR-11 REL-06 %s: disabled on day 0, there on day 29, deleted on day 30', async (_, more) => {
    const gone = more === undefined ? undefined : person('ana-li', more)
    await settled(person('ana-li'))
    await settled(gone)
    expect(bench.live().states()['ana-li']).toBe('disabled')
    const made = await bench.plan()
    expect(made.calendar).toMatchObject([{ date: '2026-12-31', event: 'delete', address: 'acme/hq/user/ana-li' }])
    expect(await bench.at('2026-12-30T22:59:00Z').plan()).toMatchObject({ operations: [] }) // 23:59 in Berlin
    bench.at('2026-12-30T23:00:00Z')
    expect(await planned()).toEqual(['delete user ana-li'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().states()['ana-li']).toBeUndefined()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('deleteAfter is the grace of the tenant', async () => {
    await settled(person('ana-li'), {}, { deleteAfter: '2 hours' })
    await settled(undefined, {}, { deleteAfter: '2 hours' })
    expect(await bench.at('2026-12-01T10:59:00Z').plan()).toMatchObject({ operations: [] })
    bench.at('2026-12-01T11:00:00Z')
    expect(await planned()).toEqual(['delete user ana-li'])
  })

  test('an account that somebody else disabled is never deleted', async () => {
    await settled(person('ana-li'))
    bench.live().editUser('ana-li', { state: 'disabled' })
    await settled(undefined)
    bench.at('2028-12-01T09:00:00Z')
    expect(await planned()).toEqual([])
  })

  test('nor one that somebody enabled after us and disabled again', async () => {
    await settled(person('ana-li'))
    await settled(person('ana-li', { state: 'suspended' }))
    bench.live().editUser('ana-li', { state: 'active' })
    await settled(person('ana-li')) // wanted again, and enabled by hand already: roster sees it
    bench.live().editUser('ana-li', { state: 'disabled' })
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['enable user ana-li (blocked)'])
    declare(undefined)
    bench.at('2028-12-01T09:00:00Z')
    expect(await planned()).toEqual([])
  })

  test('a person who expired stays disabled as long as the line stands', async () => {
    await settled(person('ana-li', { ends: '2026-12-10' }))
    bench.at('2026-12-11T09:00:00Z')
    await settled(person('ana-li', { ends: '2026-12-10' }))
    expect(bench.live().states()['ana-li']).toBe('disabled')
    bench.at('2028-12-01T09:00:00Z')
    expect(await planned()).toEqual([])
  })

  test('and is deleted after the grace once the line is gone', async () => {
    await settled(person('ana-li', { ends: '2026-12-10' }))
    bench.at('2026-12-11T09:00:00Z')
    await settled(person('ana-li', { ends: '2026-12-10' }))
    declare(undefined)
    expect(await planned()).toEqual([])
    bench.at('2027-01-10T09:00:00Z')
    expect(await planned()).toEqual(['delete user ana-li'])
  })

  test('a person whose start was put off is disabled, never deleted, and comes back', async () => {
    await settled(person('ana-li'))
    await settled(person('ana-li', { starts: '2027-06-01' }))
    expect(bench.live().states()['ana-li']).toBe('disabled')
    expect(await bench.at('2027-05-31T12:00:00Z').plan()).toMatchObject({ operations: [] })
    bench.at('2027-06-01T12:00:00Z')
    expect(await planned()).toEqual(['enable user ana-li'])
  })

  test('a directory that cannot delete: final as it is', async () => {
    await settled(person('ana-li'))
    await settled(undefined)
    bench.live().misbehave({ cannot: { 'user.delete': 'this directory keeps everybody' } })
    bench.at('2028-12-01T09:00:00Z')
    expect(await bench.plan()).toMatchObject({ operations: [], calendar: [] })
    expect(standing(await bench.plan())).toBe('noChange 0')
  })

  test('after a deletion the same id is a new person', async () => {
    await settled(person('ana-li'))
    const first = bench.live().user('ana-li').id
    await settled(undefined)
    bench.at('2027-01-01T09:00:00Z')
    await settled(undefined)
    await settled(person('ana-li'))
    expect(bench.live().user('ana-li').id).not.toBe(first)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('accounts that somebody else disabled', () => {
  const acknowledge = (max: number): void =>
    bench.write('tenants/acme/acknowledgements.yaml', {
      back: {
        gate: 'disabledElsewhere',
        max,
        reason: 'back from leave',
        approver: 'leads',
        expires: '2026-12-02T09:00:00Z',
      },
    })

  test('are blocked; everything else of the tenant goes on; exit 5', async () => {
    await settled(person('ana-li'))
    bench.live().editUser('ana-li', { state: 'disabled' })
    bench.write('tenants/acme/users.yaml', { ...crowd(5), 'ana-li': person('ana-li') })
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['create user p005', 'enable user ana-li (blocked)'])
    expect(made.operations.find(({ status }) => status === 'blocked')?.blockedBy).toBe('disabledElsewhere')
    expect(finding(made, 'disabledElsewhere')).toMatchObject({ result: 'warn', scope: 'acme/hq/user/ana-li' })
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().states()).toMatchObject({ 'ana-li': 'disabled', p005: 'active' })
  })

  test('are enabled under an acknowledgement', async () => {
    await settled(person('ana-li'))
    bench.live().editUser('ana-li', { state: 'disabled' })
    acknowledge(1)
    expect(await planned()).toEqual(['enable user ana-li'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('an acknowledgement lifts no more than its max', async () => {
    await settled(person('ana-li'))
    for (const name of ['ana-li', 'p001']) bench.live().editUser(name, { state: 'disabled' })
    acknowledge(1)
    expect(await planned()).toEqual(['enable user ana-li (blocked)', 'enable user p001 (blocked)'])
    acknowledge(2)
    expect(await planned()).toEqual(['enable user ana-li', 'enable user p001'])
  })
})
