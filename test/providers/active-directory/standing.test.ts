import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { resultOf } from '../../servers/ad-proxy-message.ts'
import { quotedPassword } from '../../servers/samba-accounts.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { operation } from '../ldap/directory.ts'
import { detailOf, Room, wordOf } from './writing.ts'

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

const disabling = (id: string, immutableId: string, from = room.staff): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'disable',
    before: { immutableId, state: 'active', container: from },
    after: { state: 'disabled', container: room.leavers },
  })

const enabling = (id: string, immutableId: string): Operation =>
  operation(id, {
    kind: 'user',
    verb: 'enable',
    before: { immutableId, state: 'disabled', container: room.leavers },
    after: { state: 'active', container: room.staff },
  })

const deletion = (id: string, immutableId: string): Operation =>
  operation(id, { kind: 'user', verb: 'delete', before: { immutableId, username: id }, after: null })

/** An account that can sign in. */
const worker = (id: string, own: Readonly<Record<string, string>> = {}, container = room.staff): string => {
  const guid = room.account(id, own, container)
  room.change(`<GUID=${guid}>`, 'replace: userAccountControl', 'userAccountControl: 512')
  return guid
}

const control = (guid: string): string | undefined => room.entry(guid)?.first('userAccountControl')

describe('somebody leaves', () => {
  test('whose name somebody has among the leavers: they are kept out, and lie there under a name of their own', async () => {
    room.make(`CN=Ana Li,${room.leavers}`, {
      objectClass: 'user',
      sAMAccountName: 'ana-old',
      userAccountControl: '514',
    })
    const guid = room.make(`CN=Ana Li,${room.staff}`, {
      objectClass: 'user',
      sAMAccountName: 'ana-new',
      userAccountControl: '544',
    })
    const change = disabling('ana-new', guid)
    const [outcome] = await room.apply(await room.writer(), change)
    expect([wordOf(outcome), detailOf(outcome)]).toEqual(['applied', expect.stringContaining('Ana Li (ana-new)')])
    expect(room.entry(guid)?.dn.toLowerCase()).toBe(`cn=ana li (ana-new),${room.leavers}`)
    expect(await (await room.reader()).confirm(change, room.locate)).toBe(true)
    expect((await room.apply(await room.writer(), change)).map(wordOf)).toEqual(['unchanged'])
  })

  test('and may not be moved: they are kept out all the same, which is said, and left open for the next run', async () => {
    const guid = worker('stays')
    proxy.misbehave({
      request: ({ type, bytes }) =>
        type === 'rename'
          ? {
              reply: resultOf(
                bytes,
                50,
                '00000005: SecErr: DSID-03152E29, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
              ),
            }
          : 'pass',
    })
    const change = disabling('stays', guid)
    const [outcome] = await room.apply(await room.writer(), change)
    proxy.misbehave({})
    expect([wordOf(outcome), detailOf(outcome)]).toEqual([
      'unknown',
      expect.stringMatching(/^CN=stays,.*can no longer sign in, but does not lie where it should: .*no right/),
    ])
    expect(control(guid)).toBe('514')
    expect((await room.apply(await room.writer(), change)).map(wordOf)).toEqual(['applied'])
  })

  test('while somebody changes the note about it: they are kept out', async () => {
    const guid = worker('noted', { adminDescription: 'roster: disabled 2020-01-01 (x)' })
    let meddled = false
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'modify' && !meddled) {
          meddled = true
          room.change(`<GUID=${guid}>`, 'replace: adminDescription', 'adminDescription: mine')
        }
        return 'pass'
      },
    })
    const [outcome] = await room.apply(await room.writer(), disabling('noted', guid))
    proxy.misbehave({})
    expect([wordOf(outcome), control(guid)]).toEqual(['applied', '514'])
    expect(room.entry(guid)?.first('adminDescription')).toBe('mine')
  })

  test('while somebody changes another bit of the account: they are kept out, and that bit is kept', async () => {
    const guid = worker('bits')
    let meddled = false
    proxy.misbehave({
      request: ({ type }) => {
        if (type === 'modify' && !meddled) {
          meddled = true
          room.change(`<GUID=${guid}>`, 'replace: userAccountControl', 'userAccountControl: 66048')
        }
        return 'pass'
      },
    })
    const [outcome] = await room.apply(await room.writer(), disabling('bits', guid))
    proxy.misbehave({})
    expect([wordOf(outcome), control(guid)]).toEqual(['applied', '66050'])
  })
})

describe('somebody comes back', () => {
  test('to a place where their name is taken: nobody can sign in before it is settled', async () => {
    room.account('twin')
    const guid = room.make(`CN=twin,${room.leavers}`, {
      objectClass: 'user',
      sAMAccountName: 'twin2',
      userAccountControl: '514',
    })
    room.change(`<GUID=${guid}>`, 'replace: unicodePwd', `unicodePwd:: ${quotedPassword('Twin2!long-enough')}`)
    const [outcome] = await room.apply(await room.writer(), enabling('twin2', guid))
    expect([wordOf(outcome), control(guid)]).toEqual(['conflict', '514'])
    expect(detailOf(outcome)).toContain('an object of this name is there already')
  })

  test('SEC-35 to an account that may have an empty password: it is not enabled', async () => {
    const guid = room.account('blank', { userAccountControl: '546' }, room.leavers)
    const [outcome] = await room.apply(await room.writer(), enabling('blank', guid))
    expect([wordOf(outcome), control(guid)]).toEqual(['invalid', '546'])
    expect(detailOf(outcome)).toMatch(/CN=blank,.*may have an empty password \(PASSWD_NOTREQD\)/)
    expect(room.entry(guid)?.dn.toLowerCase()).toBe(`cn=blank,${room.leavers}`)
  })
})

test('a copy that lost a conflict of replication is kept out and brought away, under the name it has', async () => {
  const guid = room.account('copied')
  room.change(`<GUID=${guid}>`, 'replace: userAccountControl', 'userAccountControl: 544')
  server.modify(
    [
      `dn: CN=copied,${room.staff}`,
      'changetype: modrdn',
      `newrdn: CN=copied\\0ACNF:${guid}`,
      'deleteoldrdn: 1',
      '',
    ].join('\n'),
  )
  const [outcome] = await room.apply(await room.writer(), disabling('copied', guid))
  expect([wordOf(outcome), control(guid)]).toEqual(['applied', '546'])
  expect(room.entry(guid)?.dn.toLowerCase()).toBe(`cn=copied\\0acnf:${guid},${room.leavers}`)
})

test('SEC-19 an account that somebody enabled again is not deleted', async () => {
  const guid = worker('rehired', {}, room.leavers)
  const [outcome] = await room.apply(await room.writer(), deletion('rehired', guid))
  expect([wordOf(outcome), detailOf(outcome)]).toEqual(['conflict', expect.stringContaining('the state changed')])
  expect(room.entry(guid)).toBeDefined()
})

test('addresses of other systems stay whatever the schema shows of proxyAddresses', async () => {
  const guid = room.account('mailed', {})
  room.change(
    `<GUID=${guid}>`,
    'add: proxyAddresses',
    'proxyAddresses: SMTP:a@lab.example',
    'proxyAddresses: X500:/o=Org/cn=mailed',
    'proxyAddresses: SIP:a@lab.example',
  )
  proxy.misbehave({
    // A schema in which the attribute cannot be seen.
    answer: ({ tag, bytes }) => (tag === 0x64 && bytes.includes('CN=Proxy-Addresses,CN=Schema') ? 'drop' : 'pass'),
  })
  const writer = await room.writer({ own: {} })
  proxy.misbehave({})
  const [outcome] = await room.apply(
    writer,
    operation('mailed', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: guid, attributes: { proxyAddresses: 'SMTP:a@lab.example' }, references: {} },
      after: { attributes: { proxyAddresses: null }, references: {} },
    }),
  )
  expect(wordOf(outcome)).toBe('applied')
  expect(room.entry(guid)?.values('proxyAddresses').toSorted()).toEqual(['SIP:a@lab.example', 'X500:/o=Org/cn=mailed'])
})

test('a login that something has where roster does not read is told as such: planning again would not help', async () => {
  room.account('elsewhere', {}, room.base)
  const [outcome] = await room.apply(
    await room.writer(),
    operation('elsewhere', {
      kind: 'user',
      verb: 'create',
      before: null,
      after: {
        username: 'elsewhere',
        container: room.staff,
        state: 'disabled',
        attributes: { cn: 'Else Where' },
        references: {},
      },
    }),
  )
  expect([wordOf(outcome), detailOf(outcome)]).toEqual([
    'invalid',
    expect.stringMatching(/^CN=elsewhere,.*lies where roster does not read/),
  ])
})
