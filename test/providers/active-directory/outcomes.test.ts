import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import type { Operation } from '../../../src/model/operation.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { resultOf } from '../../servers/ad-proxy-message.ts'
import { makeAccount } from '../../servers/samba-accounts.ts'
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

const titled = (name: string, immutableId: string): Operation =>
  operation(name, {
    kind: 'user',
    verb: 'update',
    before: { immutableId, attributes: { title: null }, references: {} },
    after: { attributes: { title: 'Lead' }, references: {} },
  })

describe('REL-10 what becomes of a write that is refused', () => {
  test.each([
    [51, '0000200E: SvcErr: DSID-020A0F58, problem 5001 (BUSY), data 0', 'retryable', 'busy'],
    [50, '00002098: SecErr: DSID-031514A0, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0', 'forbidden', 'Delegate'],
    [
      10,
      "0000202B: RefErr: DSID-031007EF, data 0, 1 access points\n\tref 1: 'other.example'\n",
      'invalid',
      'other.example',
    ],
    [19, '00002082: AtrErr: DSID-03151817, problem 1005, data 0, Att c (title)', 'invalid', 'a value of title'],
  ] as const)('%i is %s', async (code, text, word, said) => {
    const id = room.account(`refused-${code}`)
    proxy.misbehave({
      request: ({ type, bytes }) => (type === 'modify' ? { reply: resultOf(bytes, code, text) } : 'pass'),
    })
    const [outcome] = await room.apply(await room.writer(), titled(`refused-${code}`, id))
    proxy.misbehave({})
    expect([wordOf(outcome), detailOf(outcome)]).toEqual([word, expect.stringContaining(said)])
    expect(detailOf(outcome)).toContain(`changing CN=refused-${code},OU=Staff`)
  })

  test('one whose answer is lost is unknown; asked again it is found done', async () => {
    const id = room.account('unsure')
    proxy.misbehave({ answer: ({ tag }) => (tag === 0x67 ? 'cut' : 'pass') })
    expect((await room.apply(await room.writer(), titled('unsure', id))).map(wordOf)).toEqual(['unknown'])
    proxy.misbehave({})
    expect((await room.apply(await room.writer(), titled('unsure', id))).map(wordOf)).toEqual(['unchanged'])
  })

  test('a directory that is gone is trouble with the directory', async () => {
    const id = room.account('nowhere')
    const other = await startAdProxy(server)
    const writer = await room.writer({ own: { url: other.url, tls: { ca: { env: 'CA' } } }, ca: other.caFile })
    await other.stop()
    await writer.apply([titled('nowhere', id)])
    await expect(writer.apply([titled('nowhere', id)])).rejects.toBeInstanceOf(DirectoryFault)
  })

  test('another domain than the one that was planned on is not written to', async () => {
    const elsewhere = room.writer({ context: { identity: 'S-1-5-21-1-2-3' } })
    await expect(elsewhere).rejects.toThrow(
      /this domain has the SID S-1-5-21-.*, and the plan was made on S-1-5-21-1-2-3/,
    )
  })

  test('a name that no object can have is refused before anything is sent', async () => {
    proxy.forget()
    const made = operation('odd', {
      kind: 'user',
      verb: 'create',
      before: null,
      after: { username: 'odd', container: room.staff, state: 'disabled', attributes: { cn: 'a\nb' }, references: {} },
    })
    const [outcome] = await room.apply(await room.writer(), made)
    expect([wordOf(outcome), detailOf(outcome)]).toEqual(['invalid', expect.stringContaining('control character')])
    expect(proxy.seen).toEqual([])
  })
})

describe('with few rights', () => {
  test('an account is disabled even where the note about it may not be written', async () => {
    const id = room.account('few-rights')
    room.change(`<GUID=${id}>`, 'replace: userAccountControl', 'userAccountControl: 544')
    // userAccountControl and nothing else.
    const rights = { [room.staff]: '(OA;CI;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;SID)' }
    const poor = makeAccount(server, 'svc-poor', { entries: rights })
    const writer = await room.writer({ as: poor, own: { users: { base: 'OU=Staff' } } })
    const disabled = operation('few-rights', {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: id, state: 'active', container: room.staff },
      after: { state: 'disabled', container: room.staff },
    })
    const [outcome] = await room.apply(writer, disabled)
    expect([wordOf(outcome), detailOf(outcome)]).toEqual([
      'applied',
      expect.stringMatching(/^The note about it could not be written\. .*Delegate the right/),
    ])
    expect([room.entry(id)?.first('userAccountControl'), room.entry(id)?.first('adminDescription')]).toEqual([
      '546',
      undefined,
    ])
    const [refused] = await room.apply(writer, titled('few-rights', id))
    expect(wordOf(refused)).toBe('forbidden')
  })

  test('a service account whose rights end at its unit can do everything in it', async () => {
    const own = makeAccount(server, 'svc-unit', { write: [room.base] })
    const writer = await room.writer({ as: own })
    const made = operation('delegated', {
      kind: 'user',
      verb: 'create',
      before: null,
      after: {
        username: 'delegated',
        container: room.staff,
        state: 'disabled',
        attributes: { cn: 'delegated', title: 'Clerk' },
        references: {},
      },
    })
    const [outcome] = await room.apply(writer, made)
    expect(wordOf(outcome)).toBe('applied')
    const [enabled] = await room.apply(
      writer,
      operation('delegated', {
        kind: 'user',
        verb: 'enable',
        before: { state: 'disabled', container: room.staff },
        after: { state: 'active', container: room.staff },
      }),
    )
    expect(wordOf(enabled)).toBe('applied')
  })
})
