import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf, told } from './bench.ts'
import { crashAt } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)
const adopted = async (): Promise<readonly unknown[]> =>
  (await bench.entries()).flatMap((entry) => (entry.type === 'adopt' ? [[entry.address, entry.by]] : []))

function declare(users: object, more: object = {}, directory: object = {}): void {
  bench.tenant('acme', {
    tenant: tenantOf({ mode: 'additive', ...directory }, { naming: { upn: '{username}@acme.example' } }),
    users,
    ...more,
  })
}

describe('an account is adopted by one exact key', () => {
  const keys = [
    ['employeeId', { employeeId: '10442', upn: 'else@acme.example', email: 'else@acme.example' }],
    ['upn', { upn: 'ANA-LI@acme.example', email: 'else@acme.example' }],
    ['mail', { email: 'Ana-Li@ACME.example' }],
  ] as const
  test.each(keys)('by %s', async (by, attributes) => {
    declare({ 'ana-li': person('ana-li', { employeeId: '10442' }) })
    bench.live().addUser('old-name', { attributes })
    const made = await bench.plan()
    expect(told(made.operations)).not.toContain('create user ana-li')
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await adopted()).toContainEqual(['acme/hq/user/ana-li', by])
    expect(bench.live().user('ana-li').id).toBe('id-old-name')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('by the recorded id from then on, whatever its names become', async () => {
    declare({ 'ana-li': person('ana-li') })
    bench.live().addUser('ana-li', { attributes: { email: 'ana-li@acme.example' } })
    await bench.apply()
    bench.live().editUser('ana-li', {
      username: 'zzz',
      container: 'people/attic',
      attributes: { email: 'other@acme.example', upn: 'zzz@acme.example' },
    })
    expect(await planned()).toEqual(['rename user ana-li', 'update user ana-li'])
  })

  test('two accounts with the key: none is taken, the others go on', async () => {
    declare({ 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') })
    for (const name of ['a1', 'a2']) bench.live().addUser(name, { attributes: { email: 'ana-li@acme.example' } })
    const made = await bench.plan()
    expect(finding(made, 'adoption-ambiguous')).toMatchObject({ scope: 'acme/hq/user/ana-li', result: 'block' })
    expect(told(made.operations)).toEqual(['create user ben-osei'])
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().users()).toHaveLength(3)
  })

  test('the mail of one and the employeeId of another: not taken', async () => {
    declare({ 'ana-li': person('ana-li', { employeeId: '1' }) })
    bench.live().addUser('other', { attributes: { email: 'ana-li@acme.example', employeeId: '2' } })
    const made = await bench.plan()
    expect(finding(made, 'adoption-contradiction')?.scope).toBe('acme/hq/user/ana-li')
    expect(made.operations).toEqual([])
  })

  test.each([
    ['ana-li', 'ben-osei'],
    ['ben-osei', 'ana-li'],
  ])('two people who claim one account (%s by mail, %s by employeeId): neither has it', async (mail, number) => {
    declare({ [mail]: person(mail), [number]: person(number, { employeeId: '7' }) })
    bench.live().addUser('other', { attributes: { email: `${mail}@acme.example`, employeeId: '7' } })
    const made = await bench.plan()
    const refused = made.findings.filter(({ slug }) => slug === 'adoption-ambiguous').map(({ scope }) => scope)
    expect(refused).toEqual(['acme/hq/user/ana-li', 'acme/hq/user/ben-osei'])
    expect(made.operations).toEqual([])
  })

  test('never by likeness: a username alone is a name that is taken', async () => {
    declare({ 'ana-li': person('ana-li', { username: 'ana-li' }) })
    bench.live().addUser('ANA-LI', { attributes: { email: 'else@acme.example' } })
    expect(await planned()).toEqual(['create user ana-li (blocked)'])
  })

  test('never onto an account in a privileged group, nor in a group within one', async () => {
    const groups = {
      admins: { privileged: true, members: { groups: ['inner'], ownership: 'additive' } },
      inner: { members: { ownership: 'additive' } },
    }
    for (const place of ['admins', 'inner']) {
      declare({ 'ana-li': person('ana-li') }, { groups })
      bench.live().addUser('ana', { attributes: { email: 'ana-li@acme.example' } })
      bench.live().addGroup('inner', place === 'inner' ? ['ana'] : [])
      bench.live().addGroup('admins', place === 'admins' ? ['ana'] : [])
      bench.live().join('admins', 'group:inner')
      expect(finding(await bench.plan(), 'adoption-privileged')?.scope).toBe('acme/hq/user/ana-li')
      bench.close()
      bench = new Bench()
    }
  })

  test('a group is adopted by its name', async () => {
    declare(crowd(1), { groups: { vpn: { name: 'VPN users' } } })
    bench.live().addGroup('vpn USERS')
    expect(await planned()).toEqual(['create user p001'])
    await bench.apply()
    expect(await adopted()).toEqual([['acme/hq/group/vpn', 'name']])
  })

  test('another directory under the same address is not read', async () => {
    declare(crowd(3))
    await bench.apply()
    bench.live().exchange('0a5eb0ad-0000-4000-8000-00000000000f')
    const made = await bench.plan()
    expect([standing(made), finding(made, 'directory-refused')?.result]).toEqual(['unreadable 4', 'block'])
    expect(made.operations).toEqual([])
  })
})

describe('an id that changes keeps the account', () => {
  const groups = { vpn: {}, staff: { members: { users: ['ana-li'], ownership: 'additive' } } }

  test('movedFrom of a person: one rename, memberships and what was granted go along', async () => {
    declare({ ...crowd(2), 'ana-li': person('ana-li', { groups: ['vpn'] }) }, { groups: { vpn: {} } })
    await bench.apply()
    const { id } = bench.live().user('ana-li')
    const moved = person('ana-li', { groups: ['vpn'], movedFrom: 'ana-li' })
    declare({ ...crowd(2), 'ana-osei': moved })
    bench.tenant('acme', { groups: { vpn: {} } })
    expect(await planned()).toEqual(['rename user ana-osei', 'update user ana-osei'].slice(0, (await planned()).length))
    await bench.apply()
    expect(
      bench
        .live()
        .users()
        .filter((user) => user.id === id),
    ).toHaveLength(1)
    expect(bench.live().members('vpn')).toHaveLength(1)
    expect(await restOf(bench)).toEqual(atRest)
    // Granted under the old id: still roster's to take back in an additive directory.
    declare({ ...crowd(2), 'ana-osei': { ...moved, groups: [] } })
    bench.tenant('acme', { groups: { vpn: {} } })
    expect(await planned()).toEqual(['revoke membership vpn/ana-osei'])
  })

  test('movedFrom of a person who leaves a group in the same change', async () => {
    declare({ ...crowd(2), 'ana-li': person('ana-li', { groups: ['vpn'] }) }, { groups: { vpn: {} } })
    await bench.apply()
    declare({ ...crowd(2), 'ana-osei': person('ana-li', { movedFrom: 'ana-li' }) }, { groups: { vpn: {} } })
    expect(await planned()).toContain('revoke membership vpn/ana-osei')
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual([])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('movedFrom of a group: one rename, its members stay, a member that goes in the same change goes', async () => {
    const users = (all: readonly string[]): object => crowd(3, (id) => (all.includes(id) ? { groups: ['vpn'] } : {}))
    declare(users(['p001', 'p002']), { groups: { vpn: {} } })
    await bench.apply()
    const { id } = bench.live().group('vpn')
    const renamed = crowd(3, (each) => (each === 'p001' ? { groups: ['remote'] } : {}))
    declare(renamed, { groups: { remote: { movedFrom: 'vpn' } } })
    expect(await planned()).toEqual(['rename group remote', 'revoke membership remote/p002'])
    await bench.apply()
    expect(bench.live().group('remote').id).toBe(id)
    expect(bench.live().members('remote')).toEqual(['p001'])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('movedFrom of somebody who is disabled: recorded under the new id, no second person', async () => {
    declare({ ...crowd(2), 'ana-li': person('ana-li') })
    await bench.apply()
    declare({ ...crowd(2), 'ana-osei': person('ana-li', { movedFrom: 'ana-li', state: 'disabled' }) })
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
    declare({ ...crowd(2), 'ana-osei': person('ana-li', { state: 'disabled' }) })
    expect(await planned()).toEqual([])
    bench.at('2028-01-01T00:00:00Z')
    expect(await planned()).toEqual([])
    declare({ ...crowd(2), 'ana-osei': person('ana-li') })
    expect(await planned()).toEqual(['enable user ana-osei', 'rename user ana-osei'])
  })

  test('an edit of the id that is not applied yet is no drift', async () => {
    declare({ 'ana-li': person('ana-li', { groups: ['vpn'] }) }, { groups })
    await bench.apply()
    declare(
      { 'ana-osei': person('ana-li', { groups: ['vpn'], movedFrom: 'ana-li' }) },
      { groups: { vpn: {}, staff: {} } },
    )
    expect(told((await bench.drift()).operations)).toEqual([])
  })

  test('a move of place keeps the account and is one rename', async () => {
    const directory = { users: { placement: 'department' } }
    const departments = { desk: { name: 'Desk' }, sales: { name: 'Sales' } }
    declare({ 'ana-li': person('ana-li', { department: 'desk' }) }, { departments }, directory)
    await bench.apply()
    const { id } = bench.live().user('ana-li')
    declare({ 'ana-li': person('ana-li', { department: 'sales' }) }, { departments }, directory)
    expect(await planned()).toEqual([
      'create organizationalUnit people%2FSales',
      'rename user ana-li',
      'update user ana-li',
    ])
    await bench.apply()
    expect(bench.live().user('ana-li')).toMatchObject({ id, container: 'people/Sales' })
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('UX-10 usernames', () => {
  const named = (first: string, last: string, more: object = {}): object => ({ name: { first, last }, ...more })
  const declareNamed = (users: object): void =>
    bench.tenant('acme', {
      tenant: tenantOf(
        { protect: ['**/root*'] },
        { naming: { username: '{first}.{last}', upn: '{username}@acme.example' } },
      ),
      users,
    })
  const usernames = (): readonly string[] => Object.keys(bench.live().states())

  test('an earlier id that comes later does not renumber anybody', async () => {
    declareNamed({ b: named('Ana', 'Li'), c: named('Ana', 'Li') })
    await bench.apply()
    expect(usernames()).toEqual(['ana.li', 'ana.li2'])
    const before = bench
      .live()
      .users()
      .map(({ id, username }) => [id, username])
    declareNamed({ a: named('Ana', 'Li'), b: named('Ana', 'Li'), c: named('Ana', 'Li') })
    expect(await planned()).toEqual(['create user a'])
    await bench.apply()
    expect(usernames()).toEqual(['ana.li', 'ana.li2', 'ana.li3'])
    for (const each of before)
      expect(
        bench
          .live()
          .users()
          .map(({ id, username }) => [id, username]),
      ).toContainEqual(each)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('the number is kept when the one before leaves, and when the id changes', async () => {
    declareNamed({ b: named('Ana', 'Li'), c: named('Ana', 'Li'), ...crowd(3) })
    await bench.apply()
    const before = usernames()
    declareNamed({ d: named('Ana', 'Li', { movedFrom: 'c' }), ...crowd(3) })
    expect(await planned()).toEqual(['disable user b', 'rename user d'])
    await bench.apply()
    expect(usernames()).toEqual(before)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a name that an unmanaged or a protected account holds is passed over', async () => {
    declareNamed({ a: named('Ana', 'Li'), r: { name: { first: 'Root' } } })
    bench.live().addUser('ANA.LI')
    bench.live().addUser('root')
    await bench.apply()
    expect(usernames()).toEqual(expect.arrayContaining(['ana.li2', 'root2']))
    expect(
      bench
        .live()
        .users()
        .find(({ id }) => id === 'id-root')?.username,
    ).toBe('root')
  })

  test('a written name that somebody holds blocks that person alone, and what depends on it', async () => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { 'ana-li': person('ana-li', { username: 'desk', groups: ['vpn'] }), p001: person('p001') },
      groups: { vpn: {} },
    })
    bench.live().addUser('Desk')
    const made = await bench.plan()
    expect(told(made.operations)).toEqual([
      'create group vpn',
      'create user ana-li (blocked)',
      'create user p001',
      'grant membership vpn/ana-li (blocked)',
    ])
    expect((await bench.apply()).exitCode).toBe(5)
    expect((await bench.apply()).exitCode).toBe(5)
  })
})

describe('REL-11 a creation that was cut off is found again', () => {
  test.each([
    ['with a key', person('ana-li')],
    ['without any key', { name: { first: 'Ana', last: 'Li' } }],
  ])('%s: no second account, and it is roster’s', async (_, ana) => {
    const files = (users: object): void =>
      bench.tenant('acme', {
        tenant: tenantOf({ mode: 'additive' }, { naming: { username: '{first}.{last}' } }),
        users,
      })
    files({ 'ana-li': ana })
    const { providers } = bench
    bench.providers = crashAt(1, 'after')
    expect((await bench.apply()).exitCode).toBe(1)
    expect(bench.live().users()).toHaveLength(1)
    bench.providers = providers
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().users()).toHaveLength(1)
    expect(await restOf(bench)).toEqual(atRest)
    files({ p001: { name: { first: 'Pia' } } })
    expect(await planned()).toEqual(['create user p001', 'disable user ana-li'])
  })

  test('a disabling that was cut off is roster’s own', async () => {
    declare({ ...crowd(3), 'ana-li': person('ana-li') })
    await bench.apply()
    declare({ ...crowd(3), 'ana-li': person('ana-li', { state: 'disabled' }) })
    const { providers } = bench
    bench.providers = crashAt(1, 'after')
    await bench.apply()
    bench.providers = providers
    await bench.apply()
    declare({ ...crowd(3), 'ana-li': person('ana-li') })
    expect(await planned()).toEqual(['enable user ana-li'])
  })
})
