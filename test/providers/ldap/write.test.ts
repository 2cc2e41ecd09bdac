import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import type { Operation } from '../../../src/model/operation.ts'
import { base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { at, groups, ldif, leavers, operation, people, Session, settingsOf } from './directory.ts'

let server: Slapd
let proxy: LdapProxy
let session: Session
const open = async (own: Partial<LdapDirectory> = {}, password?: string): Promise<Session> => {
  session = await Session.open(
    settingsOf(proxy, { users: { base: 'ou=people', disabledBase: 'ou=leavers' }, ...own }),
    password,
  )
  return session
}

beforeAll(async () => {
  server = await startSlapd()
  proxy = await startLdapProxy(server)
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})
beforeEach(async () => open())
afterEach(async () => {
  proxy.misbehave({})
  await session.close()
  const below = server.search('(|(uid=*)(objectClass=groupOfNames)(ou=dept*))', '1.1').match(/^dn.*$/gm) ?? []
  if (below.length > 0)
    server.tool(
      'ldapmodify',
      ['-c'],
      below
        .toReversed()
        .map((dn) => `${dn}\nchangetype: delete\n\n`)
        .join(''),
    )
})

const newcomer = (
  username: string,
  own: {
    readonly container?: string
    readonly attributes?: Readonly<Record<string, string | string[]>>
    readonly references?: Readonly<Record<string, string>>
  } = {},
): Operation =>
  operation(username, {
    kind: 'user',
    verb: 'create',
    before: null,
    after: {
      username,
      container: own.container ?? people,
      state: 'active',
      attributes: { cn: username, sn: username, ...own.attributes },
      references: own.references ?? {},
    },
  })

async function arrive(username: string, own: Parameters<typeof newcomer>[1] = {}): Promise<string> {
  const [outcome] = await session.apply(newcomer(username, own))
  if (outcome?.status !== 'applied' || outcome.locator === undefined) throw new Error(JSON.stringify(outcome))
  return outcome.locator.immutableId
}

type Values = Readonly<Record<string, string | readonly string[] | null>>
const update = (id: string, immutableId: string, before: Values, after: Values): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'update',
    before: { immutableId, attributes: before, references: {} },
    after: { attributes: after, references: {} },
  })

describe('people', () => {
  test('a person is created with a password that works, and once', async () => {
    await session.close()
    await open({}, 'Correct-horse-9')
    const ana = newcomer('ana', { attributes: { mail: ['a@lab.example', 'b@lab.example'], employeeNumber: '7' } })
    const [outcome] = await session.apply(ana)
    expect(outcome).toMatchObject({ status: 'applied', locator: { reference: `uid=ana,${people}` } })
    expect(server.signsIn(`uid=ana,${people}`, 'Correct-horse-9')).toBe(true)
    expect(await session.reader.confirm(ana, session.locate)).toBe(true)
    proxy.forget()
    expect(await session.apply(ana)).toMatchObject([
      { status: 'unchanged', locator: { reference: `uid=ana,${people}` } },
    ])
    expect(proxy.count('add', 'modify')).toBe(0)
  })

  test('a name, a login or a number that somebody has already is a conflict', async () => {
    await arrive('ana', { attributes: { employeeNumber: '7' } })
    proxy.forget()
    expect(await session.apply(newcomer('ana', { attributes: { title: 'Other' } }))).toMatchObject([
      { status: 'conflict' },
    ])
    expect(await session.apply(newcomer('ana', { container: leavers }))).toMatchObject([{ status: 'conflict' }])
    expect(await session.apply(newcomer('eva', { attributes: { employeeNumber: '7' } }))).toMatchObject([
      { status: 'conflict' },
    ])
    expect(proxy.count('add')).toBe(0)
  })

  test('a password the server finds too weak makes no account', async () => {
    await session.close()
    await open({}, 'short')
    expect(await session.apply(newcomer('ana'))).toMatchObject([{ status: 'failed', class: 'invalid' }])
    expect(server.search('(uid=ana)', '1.1')).toBe('')
  })

  test('values are added, changed, removed; those without an equality rule too', async () => {
    const id = await arrive('ana', {
      attributes: { title: 'Old', mail: ['a@x.org', 'b@x.org'], facsimileTelephoneNumber: '+1 2' },
    })
    const change = update(
      'ana',
      id,
      { title: 'Old', mail: ['a@x.org', 'b@x.org'], facsimileTelephoneNumber: '+1 2', mobile: null, sn: 'ana' },
      { title: null, mail: ['b@x.org', 'c@x.org'], facsimileTelephoneNumber: '+1 3', mobile: '123', sn: 'Li' },
    )
    proxy.forget()
    expect(await session.apply(change)).toEqual([{ status: 'applied' }])
    expect(proxy.count('modify')).toBe(1)
    const entry = server.search('(uid=ana)')
    for (const line of ['mail: b@x.org', 'mail: c@x.org', 'facsimileTelephoneNumber: +1 3', 'mobile: 123', 'sn: Li'])
      expect(entry).toContain(`${line}\n`)
    for (const gone of ['title', 'a@x.org', '+1 2']) expect(entry).not.toContain(gone)
    expect(await session.reader.confirm(change, session.locate)).toBe(true)
    expect(await session.apply(change)).toMatchObject([{ status: 'unchanged' }])
    expect(proxy.count('modify')).toBe(1)
  })

  test('SEC-13 a value that moved before we look is a conflict and nothing is written', async () => {
    const id = await arrive('ana', { attributes: { title: 'Old' } })
    server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\ntitle: Theirs\n`)
    proxy.forget()
    expect(
      await session.apply(update('ana', id, { title: 'Old', mobile: null }, { title: 'New', mobile: '1' })),
    ).toMatchObject([
      { status: 'conflict', detail: expect.stringContaining('title changed since the plan was made') as string },
    ])
    expect(proxy.count('modify')).toBe(0)
  })

  test('SEC-13 a value that moves between our look and our write is a conflict, and nothing else of the entry changes', async () => {
    const id = await arrive('ana', { attributes: { title: 'Old' } })
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'modify')
          server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\ntitle: Theirs\n`)
        return 'pass'
      },
    })
    const outcomes = await session.apply(
      update('ana', id, { title: 'Old', mobile: null }, { title: 'New', mobile: '1' }),
    )
    expect(outcomes).toMatchObject([
      { status: 'conflict', detail: expect.stringContaining('noSuchAttribute (16)') as string },
    ])
    const entry = server.search('(uid=ana)')
    expect(entry).toContain('title: Theirs')
    expect(entry).not.toContain('mobile')
  })

  test('somebody who makes the same change a moment before us leaves it unchanged', async () => {
    const id = await arrive('ana', { attributes: { title: 'Old' } })
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'modify') server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\ntitle: New\n`)
        return 'pass'
      },
    })
    expect(await session.apply(update('ana', id, { title: 'Old' }, { title: 'New' }))).toMatchObject([
      { status: 'unchanged' },
    ])
  })

  test('a manager is set, changed and cleared', async () => {
    const [ana] = [await arrive('ana'), await arrive('ben'), await arrive('eva')]
    const point = (before: string | null, after: string | null): Operation =>
      operation('ana', {
        kind: 'user',
        verb: 'update',
        before: { immutableId: ana, attributes: {}, references: { manager: before } },
        after: { attributes: {}, references: { manager: after } },
      })
    expect(await session.apply(point(null, 'ben'))).toEqual([{ status: 'applied' }])
    expect(server.search('(uid=ana)', 'manager')).toContain(`manager: uid=ben,${people}`)
    expect(await session.apply(point('ben', 'eva'))).toEqual([{ status: 'applied' }])
    expect(await session.reader.confirm(point('ben', 'eva'), session.locate)).toBe(true)
    expect(await session.apply(point('ben', null))).toMatchObject([{ status: 'conflict' }])
    const { users } = await session.look()
    expect(await session.apply(point(`~${users.get('eva')?.immutableId ?? ''}`, null))).toEqual([{ status: 'applied' }])
    expect(server.search('(uid=ana)', 'manager')).not.toContain('manager:')
  })

  test('an entry that was taken over is changed whatever names it', async () => {
    const entry = { objectClass: 'inetOrgPerson', uid: 'ana', cn: ['Ana Li', 'Ana'], sn: 'Li', title: 'Old' }
    server.tool('ldapadd', [], ldif(`cn=Ana Li,${people}`, entry))
    await session.look()
    const { immutableId = '' } = session.known.get(at('user', 'ana')) ?? {}
    const change = update(
      'ana',
      immutableId,
      { cn: ['Ana Li', 'Ana'], title: 'Old' },
      { cn: ['Ana Osei', 'A. Osei'], title: 'New' },
    )
    expect(await session.apply(change)).toMatchObject([
      { status: 'applied', locator: { reference: `cn=ana osei,${people}` } },
    ])
    expect(server.search('(uid=ana)', 'title', 'cn')).toBe(
      `dn: cn=Ana Osei,${people}\ncn: Ana Osei\ncn: A. Osei\ntitle: New\n\n`,
    )
    expect(await session.reader.confirm(change, session.locate)).toBe(true)
    expect(await session.apply(change)).toMatchObject([{ status: 'unchanged' }])
    const more = update('ana', immutableId, { cn: ['Ana Osei', 'A. Osei'] }, { cn: ['Ana', 'Ana Osei'] })
    expect(await session.apply(more)).toMatchObject([{ status: 'applied' }])
    expect(server.search('(uid=ana)', 'cn')).toContain(`dn: cn=Ana Osei,${people}\n`)
    server.tool('ldapdelete', [`cn=Ana Osei,${people}`])
  })

  test('of several managers the wished one is enough, only the planned one gives way, and none means none', async () => {
    const [id] = [await arrive('ana'), await arrive('ben'), await arrive('eva'), await arrive('tom')]
    const dn = (...names: readonly string[]): string => names.map((name) => `manager: uid=${name},${people}\n`).join('')
    server.modify(`dn: uid=ana,${people}\nchangetype: modify\nadd: manager\n${dn('ben', 'eva')}`)
    const point = (before: string | null, after: string | null): Operation =>
      operation('ana', {
        kind: 'user',
        verb: 'update',
        before: { immutableId: id, attributes: {}, references: { manager: before } },
        after: { attributes: {}, references: { manager: after } },
      })
    const seen = (await session.look()).users.get('ana')
    expect([seen?.references, seen?.furtherReferences]).toEqual([
      { manager: `uid=ben,${people}` },
      { manager: [`uid=eva,${people}`] },
    ])
    proxy.forget()
    expect(await session.apply(point('ben', 'eva'))).toMatchObject([{ status: 'unchanged' }])
    expect(await session.reader.confirm(point('ben', 'eva'), session.locate)).toBe(true)
    expect(proxy.count('modify')).toBe(0)
    expect(await session.apply(point('ben', 'tom'))).toEqual([{ status: 'applied' }])
    expect(server.search('(uid=ana)', 'manager')).toBe(`dn: uid=ana,${people}\n${dn('eva', 'tom')}\n`)
    expect(await session.reader.confirm(point('ben', 'tom'), session.locate)).toBe(true)
    expect(await session.apply(point('eva', null))).toEqual([{ status: 'applied' }])
    expect(await session.reader.confirm(point('eva', null), session.locate)).toBe(true)
    expect(server.search('(uid=ana)', 'manager')).not.toContain('manager:')
  })

  test('an account is disabled, locked and put aside, and comes back', async () => {
    await session.close()
    await open({}, 'Correct-horse-9')
    const id = await arrive('ana')
    const leave = operation('ana', {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: id, state: 'active', container: people },
      after: { state: 'disabled', container: leavers },
    })
    expect(await session.apply(leave)).toMatchObject([
      { status: 'applied', locator: { reference: `uid=ana,${leavers}` } },
    ])
    expect(server.signsIn(`uid=ana,${leavers}`, 'Correct-horse-9')).toBe(false)
    expect(await session.reader.confirm(leave, session.locate)).toBe(true)
    expect(await session.apply(leave)).toMatchObject([{ status: 'unchanged' }])
    const back = operation('ana', {
      kind: 'user',
      verb: 'enable',
      before: { immutableId: id, state: 'disabled', container: leavers },
      after: { state: 'active', container: people },
    })
    expect(await session.apply(back)).toMatchObject([
      { status: 'applied', locator: { reference: `uid=ana,${people}` } },
    ])
    expect(server.signsIn(`uid=ana,${people}`, 'Correct-horse-9')).toBe(true)
  })

  test('a suspended person is locked in place', async () => {
    const id = await arrive('ana')
    const suspend = operation('ana', {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: id, state: 'active', container: people },
      after: { state: 'disabled', container: people },
    })
    expect(await session.apply(suspend)).toMatchObject([{ status: 'applied' }])
    expect((await session.look()).users.get('ana')).toMatchObject({ state: 'disabled', container: people })
  })

  test('nobody is called disabled who can still sign in', async () => {
    await session.close()
    await open({ users: { base: 'ou=people' } }, 'Correct-horse-9')
    const id = await arrive('ana')
    const suspend = operation('ana', {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: id, state: 'active', container: people },
      after: { state: 'disabled', container: people },
    })
    const lax = `cn=lax,ou=policies,${base}`
    server.tool(
      'ldapadd',
      [],
      ldif(lax, { objectClass: ['person', 'pwdPolicy'], cn: 'lax', sn: 'lax', pwdAttribute: 'userPassword' }),
    )
    server.modify(`dn: uid=ana,${people}\nchangetype: modify\nadd: pwdPolicySubentry\npwdPolicySubentry: ${lax}\n`)
    await session.close()
    session = await Session.open(settingsOf(proxy, { users: { base: 'ou=people' } }))
    await session.look()
    expect(await session.apply(suspend)).toMatchObject([
      { status: 'failed', class: 'invalid', detail: expect.stringMatching(/cn=lax.*users\.disabledBase/) as string },
    ])
    expect(server.signsIn(`uid=ana,${people}`, 'Correct-horse-9')).toBe(true)
    server.modify(`dn: uid=ana,${people}\nchangetype: modify\ndelete: pwdPolicySubentry\n`)
    expect(await session.apply(suspend)).toMatchObject([
      { status: 'failed', detail: expect.stringContaining('nothing proves') as string },
    ])
    server.tool('ldapdelete', [lax])
    await session.close()
    session = await Session.open(settingsOf(proxy, { users: { base: 'ou=people' } }))
    expect(await session.apply(suspend)).toMatchObject([{ status: 'applied' }])
    expect(server.signsIn(`uid=ana,${people}`, 'Correct-horse-9')).toBe(false)
  })

  test('an account is deleted, once, and only under the name it was planned by', async () => {
    const id = await arrive('ana')
    const remove = (username: string): Operation =>
      operation('ana', { kind: 'user', verb: 'delete', before: { immutableId: id, username }, after: null })
    expect(await session.apply(remove('somebody'))).toMatchObject([{ status: 'conflict' }])
    expect(await session.apply(remove('ana'))).toEqual([{ status: 'applied' }])
    expect(await session.reader.confirm(remove('ana'), session.locate)).toBe(true)
    expect(await session.apply(remove('ana'))).toEqual([{ status: 'unchanged' }])
  })

  test('an account that is gone is a conflict', async () => {
    const id = await arrive('ana')
    server.tool('ldapdelete', [`uid=ana,${people}`])
    expect(await session.apply(update('ana', id, { title: null }, { title: 'x' }))).toMatchObject([
      { status: 'conflict' },
    ])
  })

  test('SEC-09 SEC-24 hostile names are names and nothing else; protected entries are left alone', async () => {
    for (const username of ['*)(|(objectClass=*', 'x,ou=Domain Admins', 'a\\,b', ' #x', 'Zoë+"q"']) {
      const id = await arrive(username)
      const { users } = await session.look()
      expect([...users.values()].find(({ immutableId }) => immutableId === id)).toMatchObject({
        container: people,
        keys: { upn: username.trim().toLowerCase() },
      })
    }
    expect(await session.apply(newcomer('nul\u0000'))).toMatchObject([
      { status: 'failed', class: 'invalid', detail: expect.stringContaining('control character') as string },
    ])
    await session.close()
    await open({ protect: ['uid=svc-*,**'] })
    const id = await arrive('svc-x')
    expect(await session.apply(update('svc-x', id, { title: null }, { title: 'x' }))).toMatchObject([
      { status: 'failed', class: 'forbidden' },
    ])
  })
})

describe('containers', () => {
  test('are made outermost first, and once', async () => {
    const make = (container: string): Operation =>
      operation(container, { kind: 'organizationalUnit', verb: 'create', before: null, after: { container } })
    const places = session.reader.dialect.lineage(`ou=dept-b,ou=dept\\2c a,${people}`)
    expect(places).toEqual([`ou=dept\\2c a,${people}`, `ou=dept-b,ou=dept\\2c a,${people}`])
    for (const place of places) expect(await session.apply(make(place))).toMatchObject([{ status: 'applied' }])
    expect(await session.apply(make(places[1] ?? ''))).toMatchObject([{ status: 'unchanged' }])
    expect(await session.reader.confirm(make(places[1] ?? ''), session.locate)).toBe(true)
    expect(await session.apply(make(`ou=x,ou=nowhere,${people}`))).toMatchObject([{ status: 'conflict' }])
    await arrive('ana', { container: places[1] ?? '' })
  })
})

describe('names and places', () => {
  const rename = (id: string, immutableId: string, before: object, after: object): Operation =>
    operation(id, { kind: 'user', verb: 'rename', before: { immutableId, ...before }, after })

  test.each(['li, ana', 'back\\', ' lead', '#x', 'Zoë Ñ', 'a+b=c;<d>"e"', '漢字'])(
    'a login becomes %j and comes back',
    async (odd) => {
      const id = await arrive('ana')
      const there = rename('ana', id, { username: 'ana' }, { username: odd })
      expect(await session.apply(there)).toMatchObject([{ status: 'applied' }])
      expect(await session.reader.confirm(there, session.locate)).toBe(true)
      expect([...(await session.look()).users.values()].find(({ immutableId }) => immutableId === id)?.keys.upn).toBe(
        odd.trim().toLowerCase(),
      )
      expect(await session.apply(there)).toMatchObject([{ status: 'unchanged' }])
      expect(await session.apply(rename('ana', id, { username: odd }, { username: 'ana' }))).toMatchObject([
        { status: 'applied', locator: { reference: `uid=ana,${people}` } },
      ])
    },
  )

  test('name and place change in one request, keeping the spelling of what stays', async () => {
    const id = await arrive('Ana')
    proxy.forget()
    expect(await session.apply(rename('ana', id, { container: people }, { container: leavers }))).toMatchObject([
      { status: 'applied' },
    ])
    expect(server.search('(uid=ana)', '1.1')).toContain(`dn: uid=Ana,${leavers}`)
    expect(
      await session.apply(
        rename('ana', id, { username: 'Ana', container: leavers }, { username: 'Eva', container: people }),
      ),
    ).toMatchObject([{ status: 'applied' }])
    expect(server.search('(uid=eva)', 'uid')).toBe(`dn: uid=Eva,${people}\nuid: Eva\n\n`)
    expect(proxy.count('rename')).toBe(2)
  })

  test('a name that moved, or is taken, is a conflict', async () => {
    const id = await arrive('ana')
    await arrive('ben')
    expect(await session.apply(rename('ana', id, { username: 'other' }, { username: 'eva' }))).toMatchObject([
      { status: 'conflict' },
    ])
    expect(await session.apply(rename('ana', id, { username: 'ana' }, { username: 'ben' }))).toMatchObject([
      { status: 'conflict', detail: expect.stringContaining('entryAlreadyExists') as string },
    ])
  })

  test('an entry that somebody else moved is found by its id', async () => {
    const id = await arrive('ana')
    server.modify(
      `dn: uid=ana,${people}\nchangetype: modrdn\nnewrdn: uid=ana\ndeleteoldrdn: 0\nnewsuperior: ${leavers}\n`,
    )
    expect(await session.apply(rename('ana', id, { username: 'ana' }, { username: 'eva' }))).toMatchObject([
      { status: 'applied', locator: { reference: `uid=eva,${leavers}` } },
    ])
  })

  test('where cn names people, it is the name, and the login an attribute', async () => {
    await session.close()
    await open({ users: { base: 'ou=people', rdn: 'cn' } })
    const id = await arrive('ana', { attributes: { cn: 'Ana Li' } })
    expect(server.search('(uid=ana)', '1.1')).toContain(`dn: cn=Ana Li,${people}`)
    const change = rename(
      'ana',
      id,
      { username: 'ana', attributes: { cn: 'Ana Li' } },
      { username: 'ana.osei', attributes: { cn: 'Ana Osei' } },
    )
    expect(await session.apply(change)).toMatchObject([
      { status: 'applied', locator: { reference: `cn=ana osei,${people}` } },
    ])
    expect(server.search('(uid=ana.osei)', 'uid', 'cn')).toBe(
      `dn: cn=Ana Osei,${people}\nuid: ana.osei\ncn: Ana Osei\n\n`,
    )
    expect(await session.apply(change)).toMatchObject([{ status: 'unchanged' }])
  })
})

describe('groups', () => {
  const make = (name: string): Operation =>
    operation(name, {
      kind: 'group',
      verb: 'create',
      before: null,
      after: { name, container: groups, attributes: { description: 'd' }, references: {} },
    })

  test('a group is created empty, renamed, described, owned and deleted', async () => {
    await arrive('ana')
    const [made] = await session.apply(make('VPN users'))
    const immutableId = made?.status === 'applied' ? (made.locator?.immutableId ?? '') : ''
    expect((await session.look()).groups.get('VPN users')).toMatchObject({
      members: [],
      attributes: { description: 'd' },
    })
    expect(await session.apply(make('VPN users'))).toMatchObject([{ status: 'unchanged' }])
    const change = operation('VPN users', {
      kind: 'group',
      verb: 'update',
      before: { immutableId, attributes: { description: 'd' }, references: { owner: null } },
      after: { attributes: { description: null }, references: { owner: 'ana' } },
    })
    expect(await session.apply(change)).toMatchObject([{ status: 'applied' }])
    expect(await session.reader.confirm(change, session.locate)).toBe(true)
    const rename = operation('VPN users', {
      kind: 'group',
      verb: 'rename',
      before: { immutableId, name: 'VPN users' },
      after: { name: 'vpn, new' },
    })
    expect(await session.apply(rename)).toMatchObject([
      { status: 'applied', locator: { reference: `cn=vpn\\2c new,${groups}` } },
    ])
    expect(await session.reader.confirm(rename, session.locate)).toBe(true)
    const remove = operation('VPN users', {
      kind: 'group',
      verb: 'delete',
      before: { immutableId, name: 'vpn, new' },
      after: null,
    })
    expect(await session.apply(remove)).toEqual([{ status: 'applied' }])
    expect(server.search('(objectClass=groupOfNames)', '1.1')).toBe('')
  })

  test(`the placeholder is roster's own and names nothing`, () => {
    expect(server.tool('ldapsearch', ['-LLL', '-b', base, '(cn=roster-empty-group)', '1.1'])).toBe('')
  })
})
