import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { Secret } from '../../../src/model/secret.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { at, operation } from '../ldap/directory.ts'
import { detailOf, password, Room, wordOf } from './writing.ts'

let server: Samba
let proxy: AdProxy
let room: Room

beforeAll(async () => {
  server = await startSamba()
  proxy = await startAdProxy(server)
  room = new Room(server, proxy)
}, 120_000)

afterAll(async () => {
  await room?.close()
  await proxy?.stop()
  await server?.stop()
})

type Attributes = Readonly<Record<string, string | readonly string[]>>

const creation = (
  id: string,
  attributes: Attributes = {},
  references: Readonly<Record<string, string>> = {},
  container = room.staff,
): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'create',
    before: null,
    after: {
      username: id,
      container,
      state: 'disabled',
      attributes: { cn: `The ${id}`, userPrincipalName: `${id}@lab.example`, ...attributes },
      references,
    },
  })

const enabling = (id: string, immutableId?: string, container = room.staff): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'enable',
    before: { state: 'disabled', container, ...(immutableId === undefined ? {} : { immutableId }) },
    after: { state: 'active', container: room.staff },
  })

const disabling = (id: string, immutableId: string): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'disable',
    before: { immutableId, state: 'active', container: room.staff },
    after: { state: 'disabled', container: room.leavers },
  })

const updating = (
  id: string,
  immutableId: string,
  before: Readonly<Record<string, string | readonly string[] | null>>,
  after: Readonly<Record<string, string | readonly string[] | null>>,
): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'update',
    before: { immutableId, attributes: before, references: {} },
    after: { attributes: after, references: {} },
  })

const one = async (change: Operation, writer = room.writer()): Promise<string> =>
  wordOf((await room.apply(await writer, change))[0])

describe('a new account', () => {
  test('is made disabled in one request, with its password and all that is known of it; made again it is left as it is', async () => {
    room.account('boss')
    const attributes = { givenName: 'Ana', sn: 'Li', accountExpires: '134000000000000000' }
    const change = creation('ana', attributes, { manager: 'boss' })
    const writer = await room.writer()
    proxy.forget()
    const [outcome] = await room.apply(writer, change)
    expect(wordOf(outcome)).toBe('applied')
    expect(proxy.count('add', 'modify', 'rename', 'delete')).toBe(1)
    const entry = room.entry(`CN=The ana,${room.staff}`)
    expect(room.known.get(at('user', 'ana'))).toEqual({
      immutableId: entry?.first('objectGUID'),
      reference: `cn=the ana,${room.staff}`,
    })
    expect(
      ['sAMAccountName', 'userAccountControl', 'pwdLastSet', 'sn', 'accountExpires', 'userPrincipalName'].map((name) =>
        entry?.first(name),
      ),
    ).toEqual(['ana', '514', '0', 'Li', '134000000000000000', 'ana@lab.example'])
    expect(entry?.first('manager')?.toLowerCase()).toBe(`cn=boss,${room.staff}`)
    const reader = await room.reader()
    expect(await reader.confirm(change, room.locate)).toBe(true)
    expect(await one(change)).toBe('unchanged')
    expect(server.bindAs('ana@lab.example', password).data).toBe('533')
  })

  test('SEC-35 may sign in once it is enabled, and has to choose a password of its own', async () => {
    await room.apply(await room.writer(), creation('joiner'))
    const change = enabling('joiner')
    expect(await one(change)).toBe('applied')
    expect(server.bindAs('joiner@lab.example', password).data).toBe('773')
    expect(await one(change)).toBe('unchanged')
    expect(await (await room.reader()).confirm(change, room.locate)).toBe(true)
  })

  test('one whose name is taken anywhere in the domain is not made', async () => {
    room.account('taken', { userPrincipalName: 'upn-taken@lab.example' }, room.leavers)
    const writer = await room.writer()
    const count = (): number => server.search(`(&(objectClass=user)(distinguishedName=*))`, 'cn').split('dn:').length
    const before = count()
    for (const change of [
      creation('taken'),
      creation('second', { userPrincipalName: 'UPN-taken@lab.example' }),
      creation('third', { cn: 'taken' }, {}, room.leavers),
    ]) {
      const [outcome] = await room.apply(writer, change)
      expect(wordOf(outcome)).toBe('conflict')
      expect(detailOf(outcome)).toContain('is there already')
    }
    expect(count()).toBe(before)
  })

  test('of a password that the policy refuses nothing is left, and the message says so', async () => {
    const writer = await room.writer({ context: { initialPassword: async () => new Secret('abc') } })
    const [outcome] = await room.apply(writer, creation('weak'))
    expect(wordOf(outcome)).toBe('invalid')
    expect(detailOf(outcome)).toMatch(/^creating CN=The weak,.*: the password does not meet the password policy/)
    expect(detailOf(outcome)).not.toContain('abc')
    expect(room.entry(`CN=The weak,${room.staff}`)).toBeUndefined()
  })

  test('a password that holds the person’s name by chance is drawn again', async () => {
    const drawn = ['xxANNxxxxx1234567', 'aaSmithbbbb1234567', 'Xy7Xy7Xy7Xy7Xy7']
    const given: string[] = []
    const initialPassword = async (): Promise<Secret> => {
      const next = drawn.shift() ?? ''
      given.push(next)
      return new Secret(next)
    }
    const writer = await room.writer({ context: { initialPassword, changeAtNextLogin: false } })
    await room.apply(writer, creation('ann', { displayName: 'Ann Smith' }))
    await room.apply(writer, enabling('ann'))
    expect(given).toHaveLength(3)
    expect(server.bindAs('ann@lab.example', 'Xy7Xy7Xy7Xy7Xy7').code).toBe(0)
  })

  test('SEC-37 over a connection in the clear none is made, and no password drawn', async () => {
    const clear = await startAdProxy(server, { encryption: 'none' })
    let drawn = 0
    const writer = await room.writer({
      own: { url: clear.url },
      context: {
        initialPassword: async () => {
          drawn++
          return undefined
        },
      },
    })
    const [outcome] = await room.apply(writer, creation('clear'))
    expect(detailOf(outcome)).toContain('ldaps://')
    expect({ word: wordOf(outcome), drawn, added: clear.count('add') }).toEqual({ word: 'invalid', drawn: 0, added: 0 })
    await writer.close()
    await clear.stop()
  })
})

describe('SEC-13 a change is written from the value it was planned from', () => {
  test('set, changed, cleared, and each asked for twice', async () => {
    const id = room.account('eva', { title: 'Clerk' })
    for (const [before, after] of [
      ['Clerk', 'Lead'],
      ['Lead', null],
      [null, 'Head'],
    ] as const) {
      const change = updating('eva', id, { title: before }, { title: after })
      expect(await one(change)).toBe('applied')
      expect(room.entry(id)?.first('title')).toBe(after ?? undefined)
      expect(await one(change)).toBe('unchanged')
      expect(await (await room.reader()).confirm(change, room.locate)).toBe(true)
    }
  })

  test('a value that moved is a conflict, and nothing else of the change is written', async () => {
    const id = room.account('moved', { title: 'Clerk', l: 'Rome' })
    room.change(`<GUID=${id}>`, 'replace: title', 'title: Chief')
    const change = updating('moved', id, { title: 'Clerk', l: 'Rome' }, { title: 'Lead', l: 'Oslo' })
    expect(await one(change)).toBe('conflict')
    expect(room.entry(id)?.first('l')).toBe('Rome')
  })

  test('one that moves between the look and the write is a conflict; where it moved to what is wished, it is done', async () => {
    const id = room.account('racing', { title: 'Clerk', l: 'Rome' })
    const writer = await room.writer()
    const change = updating('racing', id, { title: 'Clerk', l: 'Rome' }, { title: 'Lead', l: 'Oslo' })
    const meanwhile = (...lines: readonly string[]): void =>
      proxy.misbehave({
        request: ({ type }) => {
          if (type === 'modify') room.change(`<GUID=${id}>`, ...lines)
          return 'pass'
        },
      })
    meanwhile('replace: title', 'title: Chief')
    const [outcome] = await room.apply(writer, change)
    expect(detailOf(outcome)).toContain('title no longer holds the value it was planned from')
    expect([wordOf(outcome), room.entry(id)?.first('l')]).toEqual(['conflict', 'Rome'])
    room.change(`<GUID=${id}>`, 'replace: title', 'title: Clerk')
    meanwhile('replace: title', 'title: Lead', '-', 'replace: l', 'l: Oslo')
    expect(wordOf((await room.apply(writer, change))[0])).toBe('unchanged')
    proxy.misbehave({})
  })

  test('renamed by somebody else between plan and apply, it is still the same account', async () => {
    const id = room.account('renamed', { title: 'Clerk' })
    server.tool('ldapmodrdn', ['-r', `CN=renamed,${room.staff}`, 'CN=Somebody Else'])
    expect(await one(updating('renamed', id, { title: 'Clerk' }, { title: 'Lead' }))).toBe('applied')
    expect(room.entry(id)?.first('title')).toBe('Lead')
  })

  test('one that is gone is a conflict', async () => {
    const id = room.account('gone', { title: 'Clerk' })
    server.drop(`CN=gone,${room.staff}`)
    const [outcome] = await room.apply(await room.writer(), updating('gone', id, { title: 'Clerk' }, { title: 'Lead' }))
    expect([wordOf(outcome), detailOf(outcome)]).toEqual(['conflict', 'acme/hq/user/gone: it is gone. Plan again.'])
  })

  test('the primary mail address changes place with another, and addresses of other systems stay', async () => {
    const id = room.account('mail', { proxyAddresses: ['SMTP:a@x.example', 'smtp:b@x.example', 'X500:/o=x'] })
    const change = updating(
      'mail',
      id,
      { proxyAddresses: ['SMTP:a@x.example', 'smtp:b@x.example'] },
      { proxyAddresses: ['SMTP:b@x.example', 'smtp:a@x.example'] },
    )
    expect(await one(change)).toBe('applied')
    expect(room.entry(id)?.values('proxyAddresses').toSorted()).toEqual([
      'SMTP:b@x.example',
      'X500:/o=x',
      'smtp:a@x.example',
    ])
    expect(await one(change)).toBe('unchanged')
  })

  test('an end is set, moved and taken away, however the domain says that there is none', async () => {
    const id = room.account('temp')
    const steps = [
      [null, '134000000000000000', '134000000000000000'],
      ['134000000000000000', '134100000000000000', '134100000000000000'],
      ['134100000000000000', null, '9223372036854775807'],
    ] as const
    for (const [before, after, held] of steps) {
      const change = updating('temp', id, { accountExpires: before }, { accountExpires: after })
      expect(await one(change)).toBe('applied')
      expect(room.entry(id)?.first('accountExpires')).toBe(held)
      expect(await one(change)).toBe('unchanged')
    }
    room.change(`<GUID=${id}>`, 'replace: accountExpires', 'accountExpires: 0')
    const again = updating('temp', id, { accountExpires: null }, { accountExpires: '134000000000000000' })
    expect(await one(again)).toBe('applied')
  })

  test('a manager who is renamed meanwhile is still the same manager', async () => {
    room.account('oldboss')
    room.account('newboss')
    const id = room.account('worker', { manager: `CN=oldboss,${room.staff}` })
    const change = operation('worker', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: id, attributes: {}, references: { manager: 'oldboss' } },
      after: { attributes: {}, references: { manager: 'newboss' } },
    })
    server.tool('ldapmodrdn', ['-r', `CN=oldboss,${room.staff}`, 'CN=Called Otherwise'])
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'modify') server.tool('ldapmodrdn', ['-r', `CN=newboss,${room.staff}`, 'CN=Called Anew'])
        return 'pass'
      },
    })
    expect(await one(change)).toBe('applied')
    proxy.misbehave({})
    expect(room.entry(id)?.first('manager')).toContain('CN=Called Anew')
    expect(await one(change)).toBe('unchanged')
    const cleared = operation('worker', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: id, attributes: {}, references: { manager: 'newboss' } },
      after: { attributes: {}, references: { manager: null } },
    })
    expect(await one(cleared)).toBe('applied')
    expect(room.entry(id)?.first('manager')).toBeUndefined()
  })

  test('another manager than the one planned from is a conflict', async () => {
    room.account('manager-a')
    room.account('manager-b')
    room.account('manager-c')
    const id = room.account('report', { manager: `CN=manager-c,${room.staff}` })
    const change = operation('report', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: id, attributes: {}, references: { manager: 'manager-a' } },
      after: { attributes: {}, references: { manager: 'manager-b' } },
    })
    expect(await one(change)).toBe('conflict')
    expect(room.entry(id)?.first('manager')).toContain('CN=manager-c')
  })
})

describe('a new name and a new place', () => {
  const renaming = (id: string, immutableId: string, before: string, after: string): Operation =>
    operation(id, {
      kind: 'user',
      verb: 'rename',
      before: {
        immutableId,
        username: before,
        container: room.staff,
        attributes: { cn: before, userPrincipalName: `${before}@lab.example` },
      },
      after: {
        username: after,
        container: room.leavers,
        attributes: { cn: after, userPrincipalName: `${after}@lab.example` },
      },
    })

  test('sAMAccountName, UPN, CN and container go together, and twice is once', async () => {
    const id = room.account('before', { userPrincipalName: 'before@lab.example' })
    const change = renaming('before', id, 'before', 'Li, Ana \\ "x"')
    const named = { ...change, after: { ...change.after, username: 'after' } } as Operation
    expect(await one(named)).toBe('applied')
    const entry = room.entry(id)
    expect([entry?.first('cn'), entry?.first('sAMAccountName')]).toEqual(['Li, Ana \\ "x"', 'after'])
    expect(entry?.dn.toLowerCase().endsWith(room.leavers)).toBe(true)
    expect(await (await room.reader()).confirm(named, room.locate)).toBe(true)
    expect(await one(named)).toBe('unchanged')
  })

  test('REL-11 a run that died between the two requests is finished by the next', async () => {
    const id = room.account('halfway', { userPrincipalName: 'halfway@lab.example' })
    const change = renaming('halfway', id, 'halfway', 'whole')
    proxy.misbehave({ request: ({ type }) => (type === 'rename' ? 'cut' : 'pass') })
    expect(await one(change)).toBe('unknown')
    proxy.misbehave({})
    expect([room.entry(id)?.first('sAMAccountName'), room.entry(id)?.first('cn')]).toEqual(['whole', 'halfway'])
    expect(await one(change)).toBe('applied')
    expect([room.entry(id)?.first('cn'), room.entry(id)?.dn.includes('Leavers')]).toEqual(['whole', true])
  })

  test('only the capitals of a name change', async () => {
    const id = room.account('capital', { userPrincipalName: 'capital@lab.example' })
    const change = operation('capital', {
      kind: 'user',
      verb: 'rename',
      before: { immutableId: id, container: room.staff, attributes: { cn: 'capital' } },
      after: { container: room.leavers, attributes: { cn: 'Capital' } },
    })
    expect(await one(change)).toBe('applied')
    expect(room.entry(id)?.first('cn')).toBe('Capital')
  })

  test('somebody else’s renaming is a conflict, also between the look and the write', async () => {
    const id = room.account('contested', { userPrincipalName: 'contested@lab.example' })
    const change = operation('contested', {
      kind: 'user',
      verb: 'rename',
      before: { immutableId: id, attributes: { cn: 'contested' } },
      after: { attributes: { cn: 'Ours' } },
    })
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'rename') server.tool('ldapmodrdn', ['-r', `CN=contested,${room.staff}`, 'CN=Theirs'])
        return 'pass'
      },
    })
    expect(await one(change)).toBe('conflict')
    proxy.misbehave({})
    expect(await one(change)).toBe('conflict')
    expect(room.entry(id)?.first('cn')).toBe('Theirs')
  })

  test('a name that is taken is told', async () => {
    room.account('occupied')
    const id = room.account('newcomer')
    const change = operation('newcomer', {
      kind: 'user',
      verb: 'rename',
      before: { immutableId: id, username: 'newcomer' },
      after: { username: 'occupied' },
    })
    const [outcome] = await room.apply(await room.writer(), change)
    expect(wordOf(outcome)).toBe('conflict')
    expect(detailOf(outcome)).toContain('has this sAMAccountName')
  })
})

describe('an account that is put out of use, and back', () => {
  const note = 'roster: disabled 2026-11-22 (acme/hq/user/'

  test('one bit changes and the others stay; a note says when; it lies with the leavers', async () => {
    await room.apply(await room.writer(), creation('leaver'))
    await room.apply(await room.writer(), enabling('leaver'))
    const id = room.known.get(at('user', 'leaver'))?.immutableId ?? ''
    room.change(`<GUID=${id}>`, 'replace: userAccountControl', 'userAccountControl: 66048')
    const change = disabling('leaver', id)
    expect(await one(change)).toBe('applied')
    const entry = room.entry(id)
    expect([entry?.first('userAccountControl'), entry?.first('adminDescription')]).toEqual(['66050', `${note}leaver)`])
    expect(entry?.dn).toContain('OU=Leavers')
    expect(server.bindAs('leaver@lab.example', password).data).toBe('533')
    expect(await one(change)).toBe('unchanged')
    expect(await (await room.reader()).confirm(change, room.locate)).toBe(true)
    const back = enabling('leaver', id, room.leavers)
    expect(await one(back)).toBe('applied')
    const again = room.entry(id)
    expect([again?.first('userAccountControl'), again?.first('adminDescription')]).toEqual(['66048', undefined])
    expect(again?.dn).toContain('OU=Staff')
  })

  test('REL-11 a run that died between the two requests is finished by the next', async () => {
    const id = room.account('dying')
    room.change(`<GUID=${id}>`, 'replace: userAccountControl', 'userAccountControl: 544')
    const change = disabling('dying', id)
    proxy.misbehave({ request: ({ type }) => (type === 'rename' ? 'cut' : 'pass') })
    expect(await one(change)).toBe('unknown')
    proxy.misbehave({})
    expect(room.entry(id)?.dn).toContain('OU=Staff')
    expect(await one(change)).toBe('applied')
    expect([room.entry(id)?.dn.includes('OU=Leavers'), room.entry(id)?.first('userAccountControl')]).toEqual([
      true,
      '546',
    ])
  })

  test('a note that somebody else wrote stays', async () => {
    const id = room.account('noted', { adminDescription: 'User_do not sync' })
    room.change(`<GUID=${id}>`, 'replace: userAccountControl', 'userAccountControl: 544')
    expect(await one(disabling('noted', id))).toBe('applied')
    expect(room.entry(id)?.first('adminDescription')).toBe('User_do not sync')
  })

  test('an account among the leavers that can still sign in is not taken for disabled', async () => {
    const id = room.account('stray', {}, room.leavers)
    room.change(`<GUID=${id}>`, 'replace: userAccountControl', 'userAccountControl: 544')
    expect(await one(disabling('stray', id))).toBe('applied')
    expect(room.entry(id)?.first('userAccountControl')).toBe('546')
  })

  test('an account without a password cannot be enabled, and the message says why', async () => {
    const id = room.account('empty')
    const [outcome] = await room.apply(await room.writer(), enabling('empty', id))
    expect(wordOf(outcome)).toBe('invalid')
    expect(detailOf(outcome)).toContain('has no password that meets the policy')
    expect(room.entry(id)?.first('userAccountControl')).toBe('514')
  })
})

describe('an account that is deleted', () => {
  const deletion = (id: string, immutableId: string): Operation =>
    operation(id, { kind: 'user', verb: 'delete', before: { immutableId, username: id }, after: null })

  test('is gone; another of its name is another account', async () => {
    const id = room.account('deleted')
    const change = deletion('deleted', id)
    expect(await one(change)).toBe('applied')
    const other = room.account('deleted')
    expect(other).not.toBe(id)
    expect(await one(change)).toBe('unchanged')
    expect(room.entry(other)?.first('cn')).toBe('deleted')
  })

  test('stays where something lies below it, or where it has another name by now', async () => {
    const id = room.account('parent')
    room.make(`CN=phones,CN=parent,${room.staff}`, { objectClass: 'classStore' })
    const [outcome] = await room.apply(await room.writer(), deletion('parent', id))
    expect(wordOf(outcome)).toBe('invalid')
    expect(detailOf(outcome)).toContain('something lies below it')
    const other = room.account('nobody')
    expect(
      await one({ ...deletion('nobody', other), before: { immutableId: other, username: 'somebody' } } as Operation),
    ).toBe('conflict')
    expect(room.entry(other)).toBeDefined()
  })
})

describe('groups', () => {
  const change = (
    id: string,
    immutableId: string,
    before: Readonly<Record<string, string | null>>,
    after: Readonly<Record<string, string | null>>,
  ): Operation =>
    operation(id, {
      kind: 'group',
      verb: 'update',
      before: { immutableId, attributes: before, references: {} },
      after: { attributes: after, references: {} },
    })
  const make = (id: string, attributes: Attributes, references: Readonly<Record<string, string>> = {}): Operation =>
    operation(id, {
      kind: 'group',
      verb: 'create',
      before: null,
      after: { name: `Team ${id}/x`, container: room.groups, attributes, references },
    })

  test('of every kind and scope; the second name that a domain wants is made from the first', async () => {
    room.account('owner')
    const types = [
      ['security', undefined, '-2147483646'],
      ['security', 'universal', '-2147483640'],
      ['security', 'domainLocal', '-2147483644'],
      ['distribution', 'global', '2'],
      ['distribution', 'universal', '8'],
    ] as const
    for (const [groupKind, groupScope, groupType] of types) {
      const id = `${groupKind}-${groupScope ?? 'any'}`
      const attributes = { groupKind, ...(groupScope === undefined ? {} : { groupScope }), description: 'a team' }
      const asked = make(id, attributes, { managedBy: 'owner' })
      expect(await one(asked)).toBe('applied')
      expect(await one(asked)).toBe('unchanged')
      const entry = room.entry(room.known.get(at('group', id))?.immutableId ?? '')
      expect([entry?.first('groupType'), entry?.first('sAMAccountName')]).toEqual([groupType, `Team ${id}_x`])
      expect(entry?.first('managedBy')).toContain('CN=owner')
    }
  })

  test('global and domain local change into one another by way of universal', async () => {
    const id = room.group('scoped')
    const there = change('scoped', id, { groupScope: 'global' }, { groupScope: 'domainLocal' })
    expect(await one(there)).toBe('applied')
    expect(room.entry(id)?.first('groupType')).toBe('-2147483644')
    expect(await one(there)).toBe('unchanged')
    const both = change(
      'scoped',
      id,
      { groupScope: 'domainLocal', groupKind: 'security', description: null },
      { groupScope: 'global', groupKind: 'distribution', description: 'now' },
    )
    let modified = 0
    proxy.misbehave({ request: ({ type }) => (type === 'modify' && ++modified === 2 ? 'cut' : 'pass') })
    expect(await one(both)).toBe('unknown')
    proxy.misbehave({})
    expect(room.entry(id)?.first('groupType')).toBe('8')
    const rest = change('scoped', id, { groupScope: 'domainLocal' }, { groupScope: 'global' })
    expect(await one(rest)).toBe('applied')
    expect([room.entry(id)?.first('groupType'), room.entry(id)?.first('description')]).toEqual(['2', 'now'])
  })

  test('a new name takes the second one along where that was made from the old', async () => {
    const [made, chosen] = [room.group('made'), room.group('chosen', { sAMAccountName: 'legacy-77' })]
    for (const [id, immutableId] of [
      ['made', made],
      ['chosen', chosen],
    ] as const) {
      const renamed = operation(id, {
        kind: 'group',
        verb: 'rename',
        before: { immutableId, name: id },
        after: { name: `${id}: new` },
      })
      expect(await one(renamed)).toBe('applied')
      expect(await one(renamed)).toBe('unchanged')
    }
    expect(room.entry(made)?.first('sAMAccountName')).toBe('made_ new')
    expect(room.entry(chosen)?.first('sAMAccountName')).toBe('legacy-77')
  })

  test('one that is protected or built into the domain is left alone', async () => {
    const id = room.group('guarded', { adminCount: '1' })
    const [outcome] = await room.apply(
      await room.writer(),
      change('guarded', id, { description: null }, { description: 'ours' }),
    )
    expect([wordOf(outcome), detailOf(outcome)]).toEqual([
      'forbidden',
      expect.stringContaining('protected by AdminSDHolder'),
    ])
  })

  test('is deleted', async () => {
    const id = room.group('old')
    const deleted = operation('old', {
      kind: 'group',
      verb: 'delete',
      before: { immutableId: id, name: 'old' },
      after: null,
    })
    expect([await one(deleted), await one(deleted)]).toEqual(['applied', 'unchanged'])
  })
})

test('an organizational unit is made once', async () => {
  const container = `ou=service desk,${room.staff}`
  const made = operation(container, { kind: 'organizationalUnit', verb: 'create', before: null, after: { container } })
  expect(await one(made)).toBe('applied')
  expect(room.known.get(made.address)?.immutableId).toBe(room.entry(container)?.first('objectGUID'))
  expect(await one(made)).toBe('unchanged')
  const orphan = `ou=below,ou=nowhere,${room.staff}`
  const lost = operation(orphan, {
    kind: 'organizationalUnit',
    verb: 'create',
    before: null,
    after: { container: orphan },
  })
  expect(await one(lost)).toBe('conflict')
})
