import * as fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Observed } from '../../../src/model/observed.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import type { Samba } from '../../servers/samba.ts'
import { startSamba } from '../../servers/samba.ts'
import { changeAtRandom, changesMade, commands, seed } from './dirsync-world.ts'
import { account, add, connectionOf, entry, makeUnit, provider, see, settingsOf } from './read-domain.ts'
import type { Seen, Unit } from './read-domain.ts'

let server: Samba
let proxy: AdProxy
let follower: Account
let plain: Account
let unit: Unit
let cache: string

beforeAll(async () => {
  server = await startSamba()
  proxy = await startAdProxy(server)
  follower = server.account('follower', { dirSync: true })
  plain = server.account('plain')
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})
beforeEach(() => {
  unit = makeUnit(server)
  cache = mkdtempSync(join(tmpdir(), 'roster-cache-'))
  return () => rmSync(cache, { recursive: true })
})

interface Way {
  readonly kept?: boolean
  readonly as?: Account
  readonly now?: () => Date
  readonly own?: Parameters<typeof settingsOf>[3]
}

/** One reading; many small pages, so that a reading of everything is told from one of what was kept. */
async function read({ kept = true, as = follower, now, own = {} }: Way = {}): Promise<Seen> {
  const settings = settingsOf({ url: proxy.url }, unit, as, { incremental: true, ...own })
  const how = { caFile: proxy.caFile, password: as.password, ...(kept ? { cache } : {}), ...(now ? { now } : {}) }
  const reader = await provider(2).read(connectionOf(settings, how))
  try {
    return await see(reader)
  } finally {
    await reader.close()
  }
}

const isIncremental = ({ completeness }: Seen): boolean => completeness.every(({ pages }) => pages === 1)
const file = (): string =>
  join(
    cache,
    readdirSync(cache, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.snapshot')) ?? '',
  )

/** By id, and members as sets: their order says nothing. */
function byId({ all }: Seen): ReadonlyMap<string, unknown> {
  const sorted = (object: Observed): unknown =>
    object.kind === 'group' && object.members !== 'unknown'
      ? {
          ...object,
          members: new Set(object.members),
          ...(object.fixedMembers ? { fixedMembers: new Set(object.fixedMembers) } : {}),
        }
      : object
  return new Map(all.map((object) => [object.immutableId, sorted(object)]))
}

describe('what was kept and what changed since is what is there', () => {
  test('REL-28 after any changes, object by object and field by field', { timeout: 120_000 }, async () => {
    seed(server, unit)
    await read()
    let followed = 0
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 6 }), async (wanted) => {
        const before = await read({ kept: false })
        for (const command of wanted) changeAtRandom(server, unit, before, command)
        const [kept, whole] = [await read(), await read({ kept: false })]
        if (isIncremental(kept)) followed++
        expect(byId(kept)).toEqual(byId(whole))
        expect(kept.completeness.map(({ kind, count }) => [kind, count])).toEqual(
          whole.completeness.map(({ kind, count }) => [kind, count]),
        )
      }),
      { numRuns: 30, endOnFailure: true },
    )
    expect(changesMade()).toBeGreaterThan(25)
    expect(followed).toBeGreaterThan(12)
  })

  test('REL-28 deleting the cache changes nothing but the time it takes', async () => {
    seed(server, unit)
    const first = await read()
    expect([isIncremental(first), isIncremental(await read())]).toEqual([false, true])
    rmSync(file())
    const again = await read()
    expect(isIncremental(again)).toBe(false)
    expect(byId(again)).toEqual(byId(first))
  })

  test('somebody who comes back from among the deleted comes back into their groups', async () => {
    seed(server, unit)
    const { users, groups } = await read()
    const [who] = [...users.values()].filter(({ reference }) => groups.get('G1')?.members.includes(reference))
    if (who === undefined) throw new Error('nobody is in G1')
    server.tool('ldapdelete', [`<GUID=${who.immutableId}>`])
    const without = await read()
    expect(isIncremental(without)).toBe(true)
    expect(without.groups.get('G1')?.members).not.toContain(who.reference)
    const back = ['delete: isDeleted', '-', 'replace: distinguishedName', `distinguishedName: CN=Back,${unit.people}`]
    const name = String(who.attributes['cn']).replace(',', '\\,')
    const dn = `dn: CN=${name}\\0ADEL:${who.immutableId},CN=Deleted Objects,${server.baseDn}`
    server.tool('ldapmodify', ['-e', '!1.2.840.113556.1.4.417'], [dn, 'changetype: modify', ...back, ''].join('\n'))
    const after = await read()
    expect(byId(after)).toEqual(byId(await read({ kept: false })))
    expect(after.users.has(who.username)).toBe(true)
  })
})

describe('a copy is worth nothing', () => {
  const damage: Readonly<Record<string, (text: string) => string>> = {
    'one letter of it was changed': (text) => text.replace('"T1"', '"T9"'),
    'its end is missing': (text) => text.slice(0, -2),
    'its hash was left as it was, and the cookie replaced': (text) => text.replace(/"cookie":"[^"]*"/, '"cookie":""'),
    'it is empty': () => '',
  }
  test.each(Object.keys(damage))('SEC-11 where %s', async (how) => {
    seed(server, unit)
    const first = await read()
    const text = readFileSync(file(), 'utf8')
    const damaged = damage[how]?.(text) ?? text
    expect(damaged).not.toBe(text)
    writeFileSync(file(), damaged)
    const again = await read()
    expect(isIncremental(again)).toBe(false)
    expect(byId(again)).toEqual(byId(first))
    expect(isIncremental(await read())).toBe(true)
  })

  test('that others could read or write, or that is a day old', async () => {
    seed(server, unit)
    await read()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(isIncremental(await read({ now: () => new Date(Date.now() + 23 * 3_600_000) }))).toBe(true)
    expect(isIncremental(await read({ now: () => new Date(Date.now() + 25 * 3_600_000) }))).toBe(false)
  })

  test('to another account, to other bases, to another mapping, to a domain controller that was restored', async () => {
    seed(server, unit)
    const other = server.account('other', { dirSync: true })
    const ways: readonly Way[] = [
      { as: other },
      { own: { groups: { base: 'OU=Inner,OU=Groups' } } },
      { own: { mapping: { info: 'location' } } },
    ]
    for (const way of ways) {
      await read()
      expect(isIncremental(await read())).toBe(true)
      expect(isIncremental(await read(way))).toBe(false)
    }
  })
})

describe('everything is read', () => {
  test('REL-01 where the account may not follow changes, or not see what is deleted; nothing is kept', async () => {
    seed(server, unit)
    const change = '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;SID)'
    const half = server.account('half', { entries: { [server.baseDn]: change } })
    for (const as of [plain, half]) {
      await read({ as })
      const again = await read({ as })
      expect(isIncremental(again)).toBe(false)
      expect(readdirSync(cache, { recursive: true })).toEqual([])
      expect(byId(again)).toEqual(byId(await read()))
      rmSync(file())
      for (const left of readdirSync(cache)) rmSync(join(cache, left), { recursive: true })
    }
  })

  test('where the settings say so, or where more changed than it is worth', async () => {
    seed(server, unit)
    await read()
    expect(isIncremental(await read({ own: { incremental: false } }))).toBe(false)
  })

  test('where the connection is lost while it is asked what changed', async () => {
    seed(server, unit)
    const first = await read()
    let cut = 0
    proxy.misbehave({
      request: ({ type, bytes }) => {
        if (type !== 'search' || !bytes.includes('1.2.840.113556.1.4.841') || cut++ > 0) return 'pass'
        return 'cut'
      },
    })
    const again = await read()
    proxy.misbehave({})
    expect(cut).toBeGreaterThan(0)
    expect(isIncremental(again)).toBe(false)
    expect(byId(again)).toEqual(byId(first))
  })
})

test('one member of a large group came: the domain controller sends that group once, with that member alone', async () => {
  seed(server, unit)
  const people = Array.from({ length: 60 }, (_, at) => `CN=L${at},${unit.dn}`)
  const login = (at: number): string => `lrg-${at}`
  server.tool('ldapadd', [], people.map((dn, at) => entry(dn, account(login(at)))).join('\n'))
  add(server, `CN=Large,${unit.groups}`, { objectClass: 'group', sAMAccountName: login(99), member: people.slice(1) })
  await read()
  server.modify(`dn: CN=Large,${unit.groups}\nchangetype: modify\nadd: member\nmember: ${people[0]}\n`)
  const shown: number[] = []
  proxy.misbehave({
    answer: ({ tag, bytes }) => {
      if (tag === 0x64 && bytes.includes('CN=Large')) shown.push(bytes.length)
      return 'pass'
    },
  })
  proxy.forget()
  const { groups, completeness } = await read()
  proxy.misbehave({})
  expect(groups.get('Large')?.members).toHaveLength(60)
  expect(completeness).toContainEqual({
    kind: 'group',
    count: groups.size,
    pages: 1,
    complete: true,
    proof: 'cursorExhausted',
  })
  const named = (text: string): number => proxy.seen.filter(({ bytes: sent }) => sent.includes(text)).length
  expect(named('1.2.840.113556.1.4.841')).toBe(1)
  expect(proxy.count('add', 'modify', 'delete', 'rename')).toBe(0)
  // Once with who came, and once with what else it holds now, without members: one member takes more than 100 bytes.
  expect(shown).toHaveLength(2)
  expect(shown.reduce((sum, length) => sum + length)).toBeLessThan(1500)
})
