import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader } from '../../../src/providers/provider.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { Samba } from '../../servers/samba.ts'
import { startSamba } from '../../servers/samba.ts'
import { account, add, connectionOf, makeUnit, provider, see, settingsOf } from './read-domain.ts'
import type { Unit } from './read-domain.ts'

let server: Samba
let reader: Account

beforeAll(async () => {
  server = await startSamba()
  reader = server.account('reader')
})
afterAll(async () => server.stop())

async function open(unit: Unit, own: Parameters<typeof settingsOf>[3] = {}, pageSize?: number): Promise<Reader> {
  const settings = settingsOf(server, unit, reader, own)
  return provider(pageSize).read(connectionOf(settings, { caFile: server.caFile, password: reader.password }))
}

test('SEC-16 the SID of the domain is its identity; the clock is its own', async () => {
  const found = await open(makeUnit(server))
  expect(found.identity).toBe(server.sid)
  expect(Math.abs(Number(await found.serverTime()) - Date.now())).toBeLessThan(60_000)
  await found.close()
})

describe('accounts', () => {
  test('are read with their names, places, managers and states; what is no account of a person is left out', async () => {
    const unit = makeUnit(server)
    const boss = `CN=Voss\\, Eli,${unit.people}`
    add(
      server,
      boss,
      account('eli', { userPrincipalName: 'Eli.Voss@lab.example', mail: 'Eli@lab.example', employeeID: 'E7' }),
    )
    add(server, `CN=Ana Li,${unit.people}`, account('ana', { manager: boss, title: 'Clerk', displayName: 'Ana Li' }))
    add(server, `CN=Out,${unit.people}`, account('out', { userAccountControl: 514 }))
    add(server, `CN=Gone,${unit.leavers}`, account('gone'))
    add(server, `CN=Printer Contact,${unit.people}`, { objectClass: 'contact' })
    add(server, `CN=PC1,${unit.people}`, { objectClass: 'computer', sAMAccountName: `PC${unit.dn.length}X$` })
    const found = await open(unit)
    const { users, completeness } = await see(found)
    await found.close()
    expect([...users.keys()].toSorted()).toEqual(['ana', 'eli', 'gone', 'out'])
    expect(users.get('eli')).toMatchObject({
      reference: `cn=voss\\2c eli,${unit.people.toLowerCase()}`,
      container: unit.people.toLowerCase(),
      attributes: { cn: 'Voss, Eli', userPrincipalName: 'Eli.Voss@lab.example', mail: 'Eli@lab.example' },
      keys: { employeeId: 'e7', upn: 'eli.voss@lab.example', mail: 'eli@lab.example' },
      state: 'active',
    })
    expect(users.get('ana')).toMatchObject({
      attributes: { title: 'Clerk', displayName: 'Ana Li' },
      references: { manager: users.get('eli')?.reference },
      keys: { upn: 'ana@lab.example' },
    })
    expect(users.get('ana')?.immutableId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect([users.get('out')?.state, users.get('gone')?.state]).toEqual(['disabled', 'active'])
    expect(completeness).toContainEqual({ kind: 'user', count: 4, pages: 2, complete: true, proof: 'cursorExhausted' })
  })

  test('never to expire is no value; other moments and mail addresses come as they are, those of other systems do not', async () => {
    const unit = makeUnit(server)
    const moment = '134276544000000000'
    add(server, `CN=A,${unit.people}`, account('exp-a', { accountExpires: 0 }))
    add(server, `CN=B,${unit.people}`, account('exp-b', { accountExpires: '9223372036854775807' }))
    add(
      server,
      `CN=C,${unit.people}`,
      account('exp-c', {
        accountExpires: moment,
        proxyAddresses: ['SMTP:c@lab.example', 'smtp:see@lab.example', 'X500:/o=lab/cn=c', 'sip:c@lab.example'],
      }),
    )
    const found = await open(unit)
    const { users } = await see(found)
    expect(users.get('exp-a')?.attributes['accountExpires']).toBeUndefined()
    expect(users.get('exp-b')?.attributes['accountExpires']).toBeUndefined()
    const c = users.get('exp-c')
    expect(c?.attributes['accountExpires']).toBe('2026-07-04T16:00:00Z')
    expect(new Set(c?.attributes['proxyAddresses'])).toEqual(new Set(['SMTP:c@lab.example', 'smtp:see@lab.example']))
    if (c !== undefined) expect(found.dialect.describeUser(c).expiresAt).toBe('2026-07-04T16:00:00.000Z')
    await found.close()
  })

  test('SEC-09 roster’s own account, what is protected, and what every domain is born with are left alone', async () => {
    const unit = makeUnit(server)
    add(server, `CN=svc-backup,${unit.people}`, account('svc-backup'))
    for (const bindDn of [reader.dn, reader.upn, 'LAB\\reader']) {
      const found = await open(unit, {
        base: server.baseDn,
        users: { base: server.baseDn },
        groups: { base: server.baseDn },
        protect: ['CN=svc-*,**'],
        credentials: { read: { bindDn, password: { env: 'READ' } } },
      })
      const { users, groups } = await see(found)
      await found.close()
      expect(users.get('reader')?.notManageable).toMatch(/itself signs in/)
      expect(users.get('svc-backup')?.notManageable).toBe('protected by CN=svc-*,**')
      expect(users.get('Administrator')?.notManageable).toBe('built into the domain')
      expect(users.has('DC1$')).toBe(false)
      expect(groups.get('Domain Admins')?.notManageable).toBe('built into the domain')
      expect(groups.get('Domain Users')?.fixedMembers).toContain(users.get('svc-backup')?.reference)
    }
  })
})

describe('groups', () => {
  test('their kind and scope are told in words; nested groups and owners by one name', async () => {
    const unit = makeUnit(server)
    const [inner, outer] = [`CN=Inner+One,${unit.groups}`.replace('+', '\\+'), `CN=Outer,${unit.groups}`]
    add(server, `CN=Ana,${unit.people}`, account('grp-ana'))
    add(server, inner, { objectClass: 'group', sAMAccountName: 'grp-inner', groupType: 2 })
    add(server, outer, {
      objectClass: 'group',
      sAMAccountName: 'grp-outer',
      groupType: -2_147_483_640,
      description: 'All',
      member: [inner, `CN=Ana,${unit.people}`],
      managedBy: `CN=Ana,${unit.people}`,
    })
    const found = await open(unit)
    const { users, groups } = await see(found)
    const [ana, nested] = [users.get('grp-ana')?.reference ?? '', groups.get('Inner+One')?.reference ?? '']
    const live = groups.get('Outer')
    expect(groups.get('Inner+One')).toMatchObject({
      attributes: { groupKind: 'distribution', groupScope: 'global' },
      members: [],
    })
    expect(live).toMatchObject({
      attributes: { groupKind: 'security', groupScope: 'universal', description: 'All' },
      references: { managedBy: ana },
    })
    expect(new Set(live?.members)).toEqual(new Set([ana, nested]))
    if (live !== undefined)
      expect(found.dialect.describeGroup(live)).toEqual({
        name: 'Outer',
        groupKind: 'security',
        scope: 'universal',
        description: 'All',
        owner: ana,
      })
    await found.close()
  })

  test('REL-01 a group of which the server gives a part at a time is read to its last member', async () => {
    const unit = makeUnit(server)
    const people = Array.from({ length: 23 }, (_, at) => `CN=M${at},${unit.people}`)
    for (const [at, dn] of people.entries()) add(server, dn, account(`rng-${at}`))
    add(server, `CN=Large,${unit.groups}`, { objectClass: 'group', sAMAccountName: 'rng-large', member: people })
    add(server, `CN=Small,${unit.groups}`, {
      objectClass: 'group',
      sAMAccountName: 'rng-small',
      member: people.slice(0, 3),
    })
    const proxy = await startAdProxy(server, { limits: { values: 5, entries: 10 } })
    const settings = settingsOf({ url: proxy.url }, unit, reader)
    const found = await provider(10).read(connectionOf(settings, { caFile: proxy.caFile, password: reader.password }))
    const { users, groups } = await see(found)
    expect(users.size).toBe(23)
    expect(new Set(groups.get('Large')?.members)).toEqual(
      new Set([...users.values()].map(({ reference }) => reference)),
    )
    expect(groups.get('Small')?.members).toHaveLength(3)
    const [large] = [...(await found.find([groups.get('Large')?.immutableId ?? ''])).values()]
    expect(large).toEqual(groups.get('Large'))
    await found.close()
    await proxy.stop()
  })
})

test('recorded objects are found by their GUID wherever they lie and whatever they are now', async () => {
  const unit = makeUnit(server)
  add(server, `CN=Ana,${unit.people}`, account('fnd-ana'))
  add(server, `CN=Team,${unit.groups}`, { objectClass: 'group', sAMAccountName: 'fnd-team' })
  add(server, `CN=Card,${unit.dn}`, { objectClass: 'contact' })
  const found = await open(unit)
  const { users, groups } = await see(found)
  const [ana, team] = [users.get('fnd-ana')?.immutableId ?? '', groups.get('Team')?.immutableId ?? '']
  const card = /^dn: <GUID=([0-9a-f-]+)>/m.exec(
    decoded(
      server.tool('ldapsearch', [
        '-LLL',
        '-o',
        'ldif-wrap=no',
        '-E',
        '!1.2.840.113556.1.4.529=::MAMCAQE=',
        '-b',
        `CN=Card,${unit.dn}`,
        '-s',
        'base',
        '(objectClass=*)',
        '1.1',
      ]),
    ),
  )?.[1]
  server.tool('ldapmodrdn', ['-r', '-s', unit.dn, `CN=Ana,${unit.people}`, 'CN=Ana Berg'])
  const none = '00000000-0000-4000-8000-000000000001'
  const again = await found.find([ana, team, card ?? '', none, 'no guid'])
  expect(again.get(ana)).toMatchObject({ username: 'fnd-ana', container: unit.dn.toLowerCase() })
  expect(again.get(team)?.kind).toBe('group')
  expect(again.get(card ?? '')?.notManageable).toMatch(/no longer/)
  expect(new Set(again.keys())).toEqual(new Set([ana, team, card]))
  const references = [`cn=ana berg,${unit.dn.toLowerCase()}`, `cn=nobody,${unit.people.toLowerCase()}`]
  expect([...(await found.existing(references))]).toEqual(references.slice(0, 1))
  await found.close()
})

/** `dn:: <base64>` as text. */
function decoded(ldif: string): string {
  return ldif.replace(/^dn:: (.*)$/gm, (_, text: string) => `dn: ${Buffer.from(text, 'base64').toString()}`)
}

describe('a reading that cannot be had is no empty one', () => {
  test('REL-01 a base that is not there, another domain, a server that is no domain controller', async () => {
    const unit = makeUnit(server)
    await expect(open(unit, { users: { base: 'OU=Nowhere' } })).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining('users.base'),
    })
    await expect(open(unit, { base: 'DC=other,DC=example' })).rejects.toMatchObject({ kind: 'incomplete' })
  })

  test('a connection that is lost is opened once more, and nobody comes twice', async () => {
    const unit = makeUnit(server)
    for (let at = 0; at < 12; at++) add(server, `CN=L${at},${unit.people}`, account(`lst-${at}`))
    const proxy = await startAdProxy(server)
    const settings = settingsOf({ url: proxy.url }, unit, reader)
    const found = await provider(5).read(connectionOf(settings, { caFile: proxy.caFile, password: reader.password }))
    let searches = 0
    proxy.misbehave({ request: ({ type }) => (type === 'search' && ++searches === 4 ? 'cut' : 'pass') })
    const { all, users } = await see(found)
    expect(users.size).toBe(12)
    expect(new Set(all.map(({ immutableId }) => immutableId)).size).toBe(all.length)
    await found.close()
    await proxy.stop()
  })
})
