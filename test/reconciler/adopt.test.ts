import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)
const adopted = async (): Promise<readonly unknown[]> =>
  (await bench.entries()).flatMap((entry) =>
    entry.type === 'adopt' ? [[entry.address, entry.immutableId, entry.by]] : [],
  )

function declare(users: object, groups: object = {}, more: object = {}): void {
  bench.tenant('acme', { tenant: tenantOf({ mode: 'additive' }), users, groups, ...more })
}

/** A person whose account is named by its id. */
function adopting(id: string, account: string, more: object = {}): object {
  return person(id, { adopt: { hq: account }, ...more })
}

const gone = (max: number): object => ({
  acknowledgements: {
    gone: { gate: 'recordedMissing', max, reason: 'r', approver: 'leads', expires: '2026-12-02T00:00:00Z' },
  },
})

describe('UX-02 adopt: the account with this very id', () => {
  test('whatever its names and keys are', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-old', { employeeId: '10442' }) })
    bench.live().addUser('old', { attributes: { email: 'else@acme.example', employeeId: '7' } })
    bench.live().addUser('other', { attributes: { email: 'ana-li@acme.example' } })
    expect(await planned()).toEqual(['rename user ana-li', 'update user ana-li'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await adopted()).toEqual([['acme/hq/user/ana-li', 'id-old', 'id']])
    expect(bench.live().user('ana-li').id).toBe('id-old')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('also outside the containers that are listed, as every recorded account', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-ana-li') })
    bench.live().addUser('ana-li', { container: 'attic', attributes: { email: 'ana-li@acme.example' } })
    expect(await planned()).toContain('rename user ana-li')
    expect(await planned()).not.toContain('create user ana-li')
  })

  test('also one that holds privileged groups: it is the id', async () => {
    declare(
      { 'ana-li': adopting('ana-li', 'id-root') },
      { admins: { privileged: true, members: { users: ['ana-li'] } } },
    )
    bench.live().addUser('root')
    bench.live().addGroup('admins', ['root'])
    const made = await bench.plan()
    expect(finding(made, 'adoption-privileged')).toBeUndefined()
    expect(told(made.operations)).toEqual(['rename user ana-li', 'update user ana-li'])
  })

  test('a group, whatever it is called', async () => {
    declare(crowd(1), { vpn: { name: 'VPN users', adopt: { hq: 'id-remote' } } })
    bench.live().addGroup('remote')
    bench.live().addGroup('VPN users')
    expect(await planned()).toEqual(['create user p001', 'rename group vpn'])
    bench.live().removeGroup('VPN users')
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await adopted()).toEqual([['acme/hq/group/vpn', 'id-remote', 'id']])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('nothing to change: no operation, recorded by the next apply, once', async () => {
    declare(
      { 'ana-li': adopting('ana-li', 'id-ana', { username: 'ana', groups: ['vpn'] }) },
      { vpn: { adopt: { hq: 'id-vpn' } } },
    )
    const attributes = { 'name.first': 'Ana', 'name.last': 'Li', displayName: 'Ana Li', email: 'ana-li@acme.example' }
    bench.live().addUser('ana', { attributes })
    bench.live().addGroup('vpn', ['ana'])
    const before = bench.live().text()
    expect(standing(await bench.plan())).toBe('noChange 0')
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await adopted()).toEqual([
      ['acme/hq/group/vpn', 'id-vpn', 'id'],
      ['acme/hq/user/ana-li', 'id-ana', 'id'],
    ])
    const { length } = await bench.entries()
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await bench.entries()).toHaveLength(length)
    expect(bench.live().text()).toBe(before)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('an id of adopt that leads nowhere', () => {
  test('is a finding, and nobody is made; the others go on', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-nobody'), ...crowd(1) }, { vpn: { adopt: { hq: 'id-nothing' } } })
    const made = await bench.plan()
    expect(finding(made, 'adoption-missing')).toMatchObject({ scope: 'acme/hq/group/vpn', result: 'block' })
    expect(made.findings.filter(({ slug }) => slug === 'adoption-missing')).toHaveLength(2)
    expect(told(made.operations)).toEqual(['create user p001'])
    expect((await bench.apply()).exitCode).toBe(5)
    expect(Object.keys(bench.live().states())).toEqual(['p001'])
  })

  test('nor is anybody put into a group that leads nowhere', async () => {
    declare(
      crowd(1, () => ({ groups: ['vpn'] })),
      {
        vpn: { adopt: { hq: 'id-nothing' } },
        all: { members: { groups: ['vpn'] } },
      },
    )
    expect(await planned()).toEqual(['create group all', 'create user p001'])
  })

  test('with an acknowledgement for as many the account is made', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-nobody'), 'ben-osei': adopting('ben-osei', 'id-none') }, {}, gone(1))
    expect(await planned()).toEqual([])
    declare({ 'ana-li': adopting('ana-li', 'id-nobody'), 'ben-osei': adopting('ben-osei', 'id-none') }, {}, gone(2))
    expect(await planned()).toEqual(['create user ana-li', 'create user ben-osei'])
  })

  test('the id of a group is no account', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-vpn') })
    bench.live().addGroup('vpn')
    expect(finding(await bench.plan(), 'adoption-missing')?.scope).toBe('acme/hq/user/ana-li')
  })
})

describe('an account that two claim', () => {
  test('by its id, and by a key: it is that of the id, and the other is told', async () => {
    declare({ 'ana-li': adopting('ana-li', 'id-ana'), 'ben-osei': person('ben-osei') })
    bench.live().addUser('ana', { attributes: { email: 'ben-osei@acme.example' } })
    const made = await bench.plan()
    expect(finding(made, 'adoption-ambiguous')?.scope).toBe('acme/hq/user/ben-osei')
    expect(told(made.operations)).toEqual(['rename user ana-li', 'update user ana-li'])
  })

  test('that is recorded as somebody else', async () => {
    declare({ 'ben-osei': person('ben-osei'), ...crowd(1) })
    await bench.apply()
    const { id } = bench.live().user('ben-osei')
    declare({ 'ben-osei': person('ben-osei'), ...crowd(1), 'ana-li': adopting('ana-li', id) })
    expect(finding(await bench.plan(), 'adoption-ambiguous')?.message).toContain('ben-osei')
    declare({ ...crowd(1), 'ana-li': adopting('ana-li', id) })
    expect(finding(await bench.plan(), 'adoption-ambiguous')?.message).toContain('movedFrom: ben-osei')
  })

  test('an id that contradicts the ledger is not followed', async () => {
    declare({ 'ana-li': person('ana-li'), ...crowd(1) })
    await bench.apply()
    bench.live().addUser('other')
    declare({ 'ana-li': adopting('ana-li', 'id-other'), ...crowd(1) })
    const made = await bench.plan()
    expect(finding(made, 'adoption-contradiction')?.scope).toBe('acme/hq/user/ana-li')
    expect(made.operations).toEqual([])
    declare({ 'ana-li': adopting('ana-li', bench.live().user('ana-li').id), ...crowd(1) })
    expect(await restOf(bench)).toEqual(atRest)
  })
})
