import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import { makeAccount } from '../../servers/samba-accounts.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { seed } from './dirsync-world.ts'
import { account, add, connectionOf, makeUnit, provider, see, settingsOf } from './read-domain.ts'
import type { Seen, Unit } from './read-domain.ts'

let server: Samba
let proxy: AdProxy
let follower: Account
let unit: Unit
let cache: string

beforeAll(async () => {
  server = await startSamba()
  proxy = await startAdProxy(server)
  follower = server.account('follower', { dirSync: true })
})
afterAll(async () => {
  await proxy?.stop()
  await server?.stop()
})
beforeEach(() => {
  unit = makeUnit(server)
  cache = mkdtempSync(join(tmpdir(), 'roster-cache-'))
  return () => rmSync(cache, { recursive: true })
})

async function read({ kept = true, as = follower }: { kept?: boolean; as?: Account } = {}): Promise<Seen> {
  const settings = settingsOf({ url: proxy.url }, unit, as, { incremental: true })
  const how = { caFile: proxy.caFile, password: as.password, ...(kept ? { cache } : {}) }
  const reader = await provider(2).read(connectionOf(settings, how))
  try {
    return await see(reader)
  } finally {
    await reader.close()
  }
}

const isIncremental = ({ completeness }: Seen): boolean => completeness.every(({ pages }) => pages === 1)

const byId = ({ all }: Seen): ReadonlyMap<string, unknown> =>
  new Map(
    all.map((object) => [
      object.immutableId,
      object.kind === 'group' ? { ...object, members: new Set(object.members) } : object,
    ]),
  )

/** What is read by way of what was kept is what is read without it. */
async function expectSame(as?: Account): Promise<Seen> {
  const who = as === undefined ? {} : { as }
  const kept = await read(who)
  expect(byId(kept)).toEqual(byId(await read({ ...who, kept: false })))
  return kept
}

test('REL-28 a unit that leaves the bases takes everybody in it along', async () => {
  seed(server, unit)
  await read()
  server.tool('ldapmodrdn', ['-r', '-s', unit.dn, `OU=Sales,${unit.people}`, 'OU=Sales'])
  await expectSame()
})

test('REL-28 a unit that comes into the bases brings everybody in it along', async () => {
  seed(server, unit)
  add(server, `OU=Away,${unit.dn}`, { objectClass: 'organizationalUnit' })
  add(server, `CN=Far,OU=Away,${unit.dn}`, account(`far-${process.pid}`))
  await read()
  server.tool('ldapmodrdn', ['-r', '-s', unit.people, `OU=Away,${unit.dn}`, 'OU=Away'])
  const { users } = await expectSame()
  expect(users.has(`far-${process.pid}`)).toBe(true)
})

test('REL-28 whoever the account comes to see, or no longer sees, by a change of rights is seen, or not', async () => {
  seed(server, unit)
  const shy = `CN=Shy,${unit.people}`
  add(server, shy, account(`shy-${process.pid}`))
  const rights = rightsOf(shy)
  const other = makeAccount(server, 'watcher', { dirSync: true, entries: { [shy]: '(D;;GR;;;SID)' } })
  const before = await read({ as: other })
  expect(before.users.has(`shy-${process.pid}`)).toBe(false)
  expect(isIncremental(await read({ as: other }))).toBe(true)
  server.tool('ldapmodify', [], `dn: ${shy}\nchangetype: modify\nreplace: ${held}\n${held}:: ${rights}\n`)
  const { users } = await expectSame(other)
  expect(users.has(`shy-${process.pid}`)).toBe(true)
})

const held = 'nTSecurityDescriptor'

function rightsOf(dn: string): string {
  const how = ['-LLL', '-o', 'ldif-wrap=no']
  const found = server.tool('ldapsearch', [...how, '-b', dn, '-s', 'base', held])
  return /^nTSecurityDescriptor:: (.*)$/m.exec(found)?.[1] ?? ''
}

test('REL-28 an account that came into another group may see other things: everything is read', async () => {
  seed(server, unit)
  const other = makeAccount(server, 'climber', { dirSync: true })
  await read({ as: other })
  expect(isIncremental(await read({ as: other }))).toBe(true)
  add(server, `CN=Seers,${unit.dn}`, { objectClass: 'group', sAMAccountName: 'Seers', member: [other.dn] })
  expect(isIncremental(await read({ as: other }))).toBe(false)
})

test('REL-28 a domain controller whose disk was put back tells nothing of what it forgot: everything is read', async () => {
  seed(server, unit)
  const said = (usn: string): void =>
    proxy.misbehave({
      answer: ({ tag, bytes }) => {
        const at = tag === 0x64 ? bytes.indexOf('highestCommittedUSN') : -1
        if (at < 0) return 'pass'
        const other = Buffer.from(bytes)
        // The name, the tag and length of the set, those of the value.
        const from = at + 'highestCommittedUSN'.length + 4
        other.fill('0', from, from + (other[from - 1] ?? 0))
        other.write(usn, from + (other[from - 1] ?? 0) - 1, 'latin1')
        return other
      },
    })
  await read()
  expect(isIncremental(await read())).toBe(true)
  said('1')
  expect(isIncremental(await read())).toBe(false)
  proxy.misbehave({})
})

test('REL-28 rights to the container of what is deleted, and not to what is in it, are not enough', async () => {
  seed(server, unit)
  const change = '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;SID)'
  const half = makeAccount(server, 'half-way', {
    entries: { [server.baseDn]: change, [`CN=Deleted Objects,${server.baseDn}`]: '(A;;RPLC;;;SID)' },
  })
  const { users } = await read({ as: half })
  const [one] = [...users.values()]
  server.tool('ldapdelete', [`<GUID=${one?.immutableId}>`])
  await expectSame(half)
})
