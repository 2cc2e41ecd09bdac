import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membershipId, undeclaredId } from '../../../src/model/address.ts'
import type { Operation } from '../../../src/model/operation.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import { guidDn } from '../../../src/providers/active-directory/ids.ts'
import type { Writer } from '../../../src/providers/provider.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { readLdif } from '../../servers/ldif.ts'
import { makeAccount } from '../../servers/samba-accounts.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { at, operation } from '../ldap/directory.ts'
import { detailOf, Room, wordOf } from './writing.ts'

const crowd = Array.from({ length: 1200 }, (_, n) => `p${n}`)

let server: Samba
let proxy: AdProxy
let room: Room
let writer: Writer

beforeAll(async () => {
  const load = crowd.map(
    (name) =>
      `dn: CN=${name},CN=Users,DC=lab,DC=example\nobjectClass: user\nsAMAccountName: ${name}\nuserAccountControl: 514\n`,
  )
  server = await startSamba({ load: load.join('\n') })
  proxy = await startAdProxy(server)
  room = new Room(server, proxy)
  writer = await room.writer()
}, 180_000)

afterAll(async () => {
  await room?.close()
  await proxy?.stop()
  await server?.stop()
})

const granting = (group: string, member: string): Operation =>
  operation(membershipId(group, member), { kind: 'membership', verb: 'grant', before: null, after: { group, member } })

const revoking = (group: string, member: string, reference?: string): Operation =>
  operation(membershipId(group, member), {
    kind: 'membership',
    verb: 'revoke',
    before: { group, member, ...(reference === undefined ? {} : { reference }) },
    after: null,
  })

const words = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(wordOf)

const membersOf = (group: string): readonly string[] =>
  (room.entry(`CN=${group},${room.groups}`)?.values('member') ?? [])
    .map((dn) => /^CN=([^,]+)/.exec(dn)?.[1] ?? dn)
    .toSorted()

describe('who is in a group', () => {
  test('comes in and goes out by one value in one request; twice is once', async () => {
    room.account('ana')
    room.group('nested')
    const id = room.group('desk')
    room.change(guidDn(id), 'add: member', `member: ${guidDn(room.account('there'))}`)
    for (const [change, expected] of [
      [granting('desk', 'ana'), ['ana', 'there']],
      [granting('desk', 'group:nested'), ['ana', 'nested', 'there']],
      [revoking('desk', 'ana'), ['nested', 'there']],
    ] as const) {
      proxy.forget()
      expect(words(await room.apply(writer, change))).toEqual(['applied'])
      expect(proxy.seen.map(({ type }) => type)).toEqual(['modify'])
      expect(proxy.seen[0]?.bytes.toString('latin1').match(/<GUID=/g)).toHaveLength(2)
      expect(membersOf('desk')).toEqual(expected)
      expect(await (await room.reader()).confirm(change, room.locate)).toBe(true)
      expect(words(await room.apply(writer, change))).toEqual(['unchanged'])
    }
  })

  test('of 1,200 who come and go no request names more than 500, and nobody asks for all members', async () => {
    room.group('crowd')
    for (const { name, guid } of everybody())
      room.known.set(at('user', name), { immutableId: guid, reference: `cn=${name},cn=users,dc=lab,dc=example` })
    proxy.forget()
    const all = crowd.map((name) => granting('crowd', name))
    expect(new Set(words(await room.apply(writer, ...all)))).toEqual(new Set(['applied']))
    expect(proxy.count('modify')).toBe(3)
    expect(proxy.count('search')).toBe(0)
    room.change(`CN=crowd,${room.groups}`, 'delete: member', 'member: CN=p7,CN=Users,DC=lab,DC=example')
    server.drop('CN=p800,CN=Users,DC=lab,DC=example')
    proxy.forget()
    const again = words(await room.apply(writer, ...all))
    const odd = again.flatMap((word, n) => (word === 'unchanged' ? [] : [[crowd[n], word]]))
    expect(odd).toEqual([
      ['p7', 'applied'],
      ['p800', 'conflict'],
    ])
    const asked = proxy.seen.filter(({ type }) => type === 'search').map(({ bytes }) => bytes.toString('latin1'))
    expect(asked.length).toBeGreaterThan(0)
    // In a filter the name is followed by a value; asked for, by another name or by nothing.
    expect(asked.filter((bytes) => /member(?!Of|..<GUID=)/s.test(bytes))).toEqual([])
    const reader = await room.reader()
    const confirmed = async (changes: readonly Operation[]): Promise<ReadonlySet<boolean>> =>
      new Set(await Promise.all(changes.map(async (change) => reader.confirm(change, room.locate))))
    proxy.forget()
    expect(await confirmed(all.filter(({ address }) => !address.endsWith('/p800')))).toEqual(new Set([true]))
    expect(proxy.count('search')).toBeLessThan(20)
    expect(await confirmed(all.slice(790, 810))).toEqual(new Set([true, false]))
    const gone = crowd.map((name) => revoking('crowd', name))
    expect(await confirmed(gone.slice(0, 20))).toEqual(new Set([false]))
    expect(new Set(words(await room.apply(writer, ...gone)))).toEqual(new Set(['applied', 'unchanged']))
    expect(membersOf('crowd')).toEqual([])
    expect(await confirmed(gone)).toEqual(new Set([true]))
  }, 60_000)

  function everybody(): readonly { readonly name: string; readonly guid: string }[] {
    const asked = ['-E', '!1.2.840.113556.1.4.529=::MAMCAQE=', '-b', `CN=Users,${server.baseDn}`]
    const found = server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', ...asked, '(cn=p*)', '1.1'])
    return readLdif(found).flatMap(({ dn }) => {
      const [, guid, name] = /^<GUID=([0-9a-f-]{36})>.*;CN=(p\d+),/.exec(dn) ?? []
      return guid === undefined || name === undefined ? [] : [{ name, guid }]
    })
  }

  test('some who are in or out already, by somebody else, are left as they are', async () => {
    room.group('mixed')
    for (const name of ['m1', 'm2', 'm3', 'm4']) room.account(name)
    room.change(`CN=mixed,${room.groups}`, 'add: member', ...['m1', 'm3'].map((m) => `member: CN=${m},${room.staff}`))
    const batch = [granting('mixed', 'm1'), granting('mixed', 'm2'), revoking('mixed', 'm3'), revoking('mixed', 'm4')]
    expect(words(await room.apply(writer, ...batch))).toEqual(['unchanged', 'applied', 'applied', 'unchanged'])
    expect(membersOf('mixed')).toEqual(['m1', 'm2'])
  })

  test('renamed while it is under way they are the same, and so is the group', async () => {
    const id = room.group('called')
    room.account('call')
    proxy.misbehave({
      request: ({ type }) => {
        if (type !== 'modify') return 'pass'
        server.tool('ldapmodrdn', ['-r', `CN=call,${room.staff}`, 'CN=otherwise'])
        server.tool('ldapmodrdn', ['-r', `CN=called,${room.groups}`, 'CN=called otherwise'])
        return 'pass'
      },
    })
    expect(words(await room.apply(writer, granting('called', 'call')))).toEqual(['applied'])
    proxy.misbehave({})
    expect(room.entry(id)?.values('member')).toEqual([expect.stringContaining('CN=otherwise')])
  })

  test('nobody declared, found by their id or by what the directory called them', async () => {
    const id = room.group('strangers')
    const [first, second] = [room.account('stranger one'), room.account('stranger two')]
    room.change(guidDn(id), 'add: member', ...[first, second].map((each) => `member: ${guidDn(each)}`))
    const batch = [
      revoking('strangers', undeclaredId(first), `cn=stranger one,${room.staff}`),
      revoking('strangers', undeclaredId(`cn=stranger two,${room.staff}`), `cn=stranger two,${room.staff}`),
      revoking('strangers', undeclaredId(`cn=nobody,${room.staff}`), `cn=nobody,${room.staff}`),
    ]
    expect(words(await room.apply(writer, ...batch))).toEqual(['applied', 'applied', 'unchanged'])
    expect(room.entry(id)?.values('member')).toEqual([])
  })

  test('a group that is gone, and one that never was, are conflicts', async () => {
    room.group('vanished')
    room.account('late')
    server.drop(`CN=vanished,${room.groups}`)
    const [gone] = await room.apply(writer, granting('vanished', 'late'))
    expect([wordOf(gone), detailOf(gone)]).toEqual(['conflict', expect.stringContaining('the group is gone')])
    expect(words(await room.apply(writer, granting('never', 'late')))).toEqual(['conflict'])
    room.group('lonely')
    server.drop(`CN=late,${room.staff}`)
    const [absent] = await room.apply(writer, granting('lonely', 'late'))
    expect([wordOf(absent), detailOf(absent)]).toEqual(['conflict', 'late is not there. Plan again.'])
  })

  test('whoever has it as primary group is in it, and cannot be taken out', async () => {
    const users = 'CN=Domain Users,CN=Users,DC=lab,DC=example'
    const immutableId = room.entry(users)?.first('objectGUID') ?? ''
    room.known.set(at('group', 'everybody'), { immutableId, reference: users.toLowerCase() })
    room.account('usual')
    expect(words(await room.apply(writer, granting('everybody', 'usual')))).toEqual(['unchanged'])
    const [kept] = await room.apply(writer, revoking('everybody', 'usual'))
    expect([wordOf(kept), detailOf(kept)]).toEqual([
      'invalid',
      expect.stringContaining('it is the primary group of this account'),
    ])
  })

  test('an account without the right to it is told so once, and not member by member', async () => {
    const plain = makeAccount(server, 'svc-plain', {})
    const powerless = await room.writer({ as: plain })
    room.group('closed')
    for (const name of ['c1', 'c2', 'c3']) room.account(name)
    proxy.forget()
    const outcomes = await room.apply(powerless, ...['c1', 'c2', 'c3'].map((name) => granting('closed', name)))
    expect(words(outcomes)).toEqual(['forbidden', 'forbidden', 'forbidden'])
    expect(detailOf(outcomes[0])).toContain('Delegate the right')
    expect(proxy.count('modify')).toBe(1)
  })
})
