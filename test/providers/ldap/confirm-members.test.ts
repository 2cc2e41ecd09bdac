import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { accounts, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { groupLdif, groups, operation, people, personLdif, Session, settingsOf } from './directory.ts'

const inside = ['ana', 'ben', 'eva', 'ida']
const outside = ['max', 'tom']

let server: Slapd
let proxy: LdapProxy
let session: Session

beforeAll(async () => {
  const dns = inside.map((uid) => `uid=${uid},${people}`)
  server = await startSlapd({
    load: [
      ...[...inside, ...outside].map((uid) => personLdif(uid)),
      groupLdif('vpn', dns),
      groupLdif('shut', dns),
    ].join(''),
    access: [
      `access to dn.exact="cn=shut,${groups}" attrs=member by dn.exact="${accounts.reader.dn}" none by * manage`,
    ],
  })
  proxy = await startLdapProxy(server)
  session = await Session.open(settingsOf(proxy))
  await session.look()
  return async () => {
    await session.close()
    await proxy.stop()
    await server.stop()
  }
})
beforeEach(() => proxy.forget())

const grant = (member: string, group = 'vpn'): Operation =>
  operation(`${group}/${member}`, { kind: 'membership', verb: 'grant', before: null, after: { group, member } })
const revoke = (member: string, group = 'vpn'): Operation =>
  operation(`${group}/${member}`, { kind: 'membership', verb: 'revoke', before: { group, member }, after: null })
const all = async (...operations: readonly Operation[]): Promise<readonly boolean[]> =>
  Promise.all(operations.map(async (each) => session.reader.confirm(each, session.locate)))

test('memberships of one group are read back together', async () => {
  expect(await all(...inside.map((who) => grant(who)), ...outside.map((who) => revoke(who)))).not.toContain(false)
  expect(proxy.count('search')).toBe(1)
})

test('one that is not so is told from those that are', async () => {
  expect(await all(grant('ana'), grant('max'), revoke('ben'), revoke('tom'))).toEqual([true, false, false, true])
  expect(await all(grant('ana'), grant('nobody'))).toEqual([true, false])
})

test('where members cannot be seen, that somebody is out is not taken for granted, nor is it denied', async () => {
  expect(await all(grant('ana', 'shut'), revoke('max', 'shut'))).toEqual([true, true])
  expect(proxy.count('compare')).toBeGreaterThan(0)
})

test('each group is asked for its own', async () => {
  expect(await all(grant('ana'), grant('ana', 'shut'), revoke('tom'))).toEqual([true, true, true])
})

test('a group that was renamed is still that group', async () => {
  server.modify(`dn: cn=vpn,${groups}\nchangetype: modrdn\nnewrdn: cn=remote\ndeleteoldrdn: 1\n`)
  expect(await all(grant('ana'), revoke('tom'), grant('tom'))).toEqual([true, true, false])
})

test('a question whose connection is lost is asked once more', async () => {
  let isCut = false
  proxy.misbehave({
    request: ({ type }) => {
      if (type !== 'search' || isCut) return 'pass'
      isCut = true
      return 'cut'
    },
  })
  expect(await all(grant('ana'), revoke('tom'))).toEqual([true, true])
  expect(isCut).toBe(true)
})
