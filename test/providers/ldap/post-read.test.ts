import { expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { Faults } from '../../servers/ldap-proxy.ts'
import { startSlapd } from '../../servers/slapd.ts'
import { operation, people, Session, settingsOf } from './directory.ts'

const postRead = '1.3.6.1.1.13.2'

const create = (uid: string): Operation =>
  operation(uid, {
    kind: 'user',
    verb: 'create',
    before: null,
    after: { username: uid, container: people, state: 'active', attributes: { cn: uid, sn: uid }, references: {} },
  })

/** As a server that does not know the control of RFC 4527. */
const unknowing: Faults = {
  request: ({ bytes }) => {
    const at = bytes.indexOf(postRead)
    if (at < 0) return 'pass'
    const other = Buffer.from(bytes)
    other.write('9', at + postRead.length - 1)
    return other
  },
}

test.each([
  ['knows how to show what it wrote', {}, 1],
  ['does not', unknowing, 2],
] satisfies readonly (readonly [string, Faults, number])[])(
  'a new entry is known by its id where a server %s',
  async (_, faults, searches) => {
    const server = await startSlapd()
    const proxy = await startLdapProxy(server, faults)
    const session = await Session.open(settingsOf(proxy))
    proxy.forget()
    const [outcome] = await session.apply(create('eva'))
    const id = /entryUUID: (.*)/.exec(server.search('(uid=eva)', 'entryUUID'))?.[1]
    expect(outcome).toEqual({ status: 'applied', locator: { immutableId: id, reference: `uid=eva,${people}` } })
    expect(proxy.count('search')).toBe(searches)
    await session.close()
    await proxy.stop()
    await server.stop()
  },
)
