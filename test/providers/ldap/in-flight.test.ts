import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { at, groupLdif, groups, operation, people, personLdif, Session, settingsOf } from './directory.ts'

const renameAnswer = 0x6d
const searchDone = 0x65

let server: Slapd
let proxy: LdapProxy
let session: Session

beforeEach(async () => {
  const staff = groupLdif('staff', [`uid=ben,${people}`]).replace('\n\n', `\nowner: uid=ben,${people}\n\n`)
  server = await startSlapd({ load: personLdif('ana') + personLdif('ben') + staff })
  proxy = await startLdapProxy(server)
  session = await Session.open(settingsOf(proxy))
  await session.look()
})
afterEach(async () => {
  await session.close()
  await proxy.stop()
  await server.stop()
})

const idOf = (kind: 'user' | 'group', id: string): string => session.known.get(at(kind, id))?.immutableId ?? ''

const renamed = (): Operation =>
  operation('ben', {
    kind: 'user',
    verb: 'rename',
    before: { immutableId: idOf('user', 'ben'), username: 'ben' },
    after: { username: 'ben.mensah' },
  })
const handedOver = (): Operation =>
  operation('staff', {
    kind: 'group',
    verb: 'update',
    before: { immutableId: idOf('group', 'staff'), attributes: { description: null }, references: { owner: 'ben' } },
    after: { attributes: { description: 'All of us' }, references: { owner: 'ana' } },
  })
const staff = (attribute: string): string => server.search('(cn=staff)', attribute)
const owner = (dn: string): string => `dn: cn=staff,${groups}\nowner: ${dn},${people}\n\n`

/** A promise, and what fulfils it. */
function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

async function until(is: () => boolean): Promise<void> {
  for (let patience = 0; !is(); patience++) {
    if (patience > 500) throw new Error('it does not come about')
    await pause(10)
  }
}

test('REL-11 the owner is renamed by this run, and the answer is still under way', async () => {
  const answer = latch()
  proxy.misbehave({ answer: ({ tag }) => (tag === renameAnswer ? answer.opened.then(() => 'pass') : 'pass') })
  const renaming = session.apply(renamed())
  await until(() => staff('owner') === owner('uid=ben.mensah'))
  const before = proxy.count('search')
  const update = session.apply(handedOver())
  await until(() => proxy.count('search') > before)
  await pause(50)
  answer.open()
  expect(await Promise.all([renaming, update])).toMatchObject([[{ status: 'applied' }], [{ status: 'applied' }]])
  expect(staff('owner')).toBe(owner('uid=ana'))
})

test('REL-11 the owner is renamed by this run between the look at the group and the look at who owned it', async () => {
  const looked = latch()
  const answer = latch()
  let looks = 0
  proxy.misbehave({
    answer: ({ tag }) => {
      if (tag !== searchDone || ++looks > 1) return 'pass'
      looked.open()
      return answer.opened.then(() => 'pass')
    },
  })
  const update = session.apply(handedOver())
  await looked.opened
  expect(await session.apply(renamed())).toMatchObject([{ status: 'applied' }])
  answer.open()
  expect(await update).toMatchObject([{ status: 'applied' }])
  expect(staff('owner')).toBe(owner('uid=ana'))
})

test('REL-11 a server that mends references late does so between the look at a group and its change', async () => {
  expect(await session.apply(renamed())).toMatchObject([{ status: 'applied' }])
  await until(() => staff('owner') === owner('uid=ben.mensah'))
  const owned = (dn: string): void =>
    server.modify(`dn: cn=staff,${groups}\nchangetype: modify\nreplace: owner\nowner: ${dn},${people}\n`)
  owned('uid=ben')
  let isMended = false
  proxy.misbehave({
    request: ({ type }) => {
      if (type === 'modify' && !isMended) {
        isMended = true
        owned('uid=ben.mensah')
      }
      return 'pass'
    },
  })
  expect(await session.apply(handedOver())).toMatchObject([{ status: 'applied' }])
  expect(staff('owner')).toBe(owner('uid=ana'))
  expect(staff('description')).toContain('description: All of us')
})

test('REL-10 an owner that somebody else put there is a conflict, whoever was renamed besides', async () => {
  await session.apply(renamed())
  await until(() => staff('owner') === owner('uid=ben.mensah'))
  server.modify(`dn: cn=staff,${groups}\nchangetype: modify\nreplace: owner\nowner: cn=reader,${server.base}\n`)
  expect(await session.apply(handedOver())).toMatchObject([
    { status: 'conflict', detail: expect.stringContaining('owner changed since the plan was made') as string },
  ])
  expect(staff('owner')).toContain('owner: cn=reader')
})

test('REL-11 a member that is renamed in flight leaves the group all the same', async () => {
  const answer = latch()
  proxy.misbehave({ answer: ({ tag }) => (tag === renameAnswer ? answer.opened.then(() => 'pass') : 'pass') })
  const renaming = session.apply(renamed())
  await until(() => staff('member').includes('uid=ben.mensah'))
  const reference = `uid=ben,${people}`
  const leaving = session.apply(
    operation(`staff/~${reference}`, {
      kind: 'membership',
      verb: 'revoke',
      before: { group: 'staff', member: `~${reference}`, reference },
      after: null,
    }),
  )
  await until(() => proxy.count('modify') > 0)
  await pause(50)
  answer.open()
  expect(await Promise.all([renaming, leaving])).toMatchObject([[{ status: 'applied' }], [{ status: 'applied' }]])
  expect(staff('member')).not.toContain('uid=ben')
})

test('REL-11 a group that is renamed between the search for an old name and its mending is mended all the same', async () => {
  const plain = await startSlapd({
    without: ['refint', 'memberof'],
    load: personLdif('ben') + groupLdif('staff', [`uid=ben,${people}`]),
  })
  const between = await startLdapProxy(plain)
  const alone = await Session.open(settingsOf(between))
  await alone.look()
  let isRenamed = false
  between.misbehave({
    request: ({ type }) => {
      if (type === 'modify' && !isRenamed) {
        isRenamed = true
        plain.modify(`dn: cn=staff,${groups}\nchangetype: modrdn\nnewrdn: cn=crew\ndeleteoldrdn: 1\n`)
      }
      return 'pass'
    },
  })
  const before = { immutableId: alone.known.get(at('user', 'ben'))?.immutableId ?? '', username: 'ben' }
  const rename = operation('ben', { kind: 'user', verb: 'rename', before, after: { username: 'ben.mensah' } })
  expect(await alone.apply(rename)).toMatchObject([{ status: 'applied' }])
  expect(plain.search('(cn=crew)', 'member')).toContain(`member: uid=ben.mensah,${people}`)
  await alone.close()
  await between.stop()
  await plain.stop()
})
