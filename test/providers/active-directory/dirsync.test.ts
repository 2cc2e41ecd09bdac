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
import { account, add, connectionOf, makeUnit, provider, see, settingsOf } from './read-domain.ts'
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
      { numRuns: 25, endOnFailure: true },
    )
    expect(changesMade()).toBeGreaterThan(25)
    expect(followed).toBeGreaterThan(12)
  })
})
