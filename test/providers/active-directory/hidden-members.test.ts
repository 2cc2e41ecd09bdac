import { afterAll, beforeAll, expect, test } from 'vitest'
import { membershipId } from '../../../src/model/address.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { makeAccount } from '../../servers/samba-accounts.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { operation } from '../ldap/directory.ts'
import { connectionOf } from './read-domain.ts'
import { Room, wordOf } from './writing.ts'

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

const memberOf = 'bf967991-0de6-11d0-a285-00aa003049e2'
const member = 'bf9679c0-0de6-11d0-a285-00aa003049e2'

/** Domains that were made stricter show nobody but administrators in which groups people are. */
test('SEC-19 whoever may not see it of the people asks the group: nobody is taken for out who is in', async () => {
  room.account('kept')
  room.account('came')
  room.group('crew', { member: `CN=kept,${room.staff}` })
  const reading = makeAccount(server, 'svc-blind', { entries: { [room.staff]: `(OD;CI;RP;${memberOf};;SID)` } })
  const writing = makeAccount(server, 'svc-bound', {
    write: [room.base],
    entries: { [room.staff]: `(OD;CI;RP;${memberOf};;SID)`, [room.groups]: `(OD;CI;WP;${member};;SID)` },
  })
  const settings = room.settings({ credentials: { read: { bindDn: reading.dn, password: { env: 'READ' } } } })
  const blind = await activeDirectoryProvider().read({
    ...connectionOf(settings, { caFile: proxy.caFile, password: reading.password }),
    id: 'hq',
  })
  const [kept, came] = [
    { group: 'crew', member: 'kept' },
    { group: 'crew', member: 'came' },
  ]
  const goes = operation(membershipId('crew', 'kept'), {
    kind: 'membership',
    verb: 'revoke',
    before: kept,
    after: null,
  })
  const comes = operation(membershipId('crew', 'came'), {
    kind: 'membership',
    verb: 'grant',
    before: null,
    after: came,
  })
  expect(await blind.confirm(goes, room.locate)).toBe(false)
  expect(await blind.confirm(comes, room.locate)).toBe(false)
  const bound = await room.writer({ as: writing })
  expect((await room.apply(bound, goes)).map(wordOf)).toEqual(['forbidden'])
  expect((await room.apply(bound, comes)).map(wordOf)).toEqual(['forbidden'])
  expect((await room.apply(await room.writer(), goes)).map(wordOf)).toEqual(['applied'])
  expect((await room.apply(await room.writer(), comes)).map(wordOf)).toEqual(['applied'])
  expect(await blind.confirm(goes, room.locate)).toBe(true)
  expect(await blind.confirm(comes, room.locate)).toBe(true)
  await blind.close()
})
