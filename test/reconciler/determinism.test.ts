import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Draft } from '../../src/reconciler/digest.ts'
import { approvable, fingerprintOf, rootDigest, tenantDigest } from '../../src/reconciler/digest.ts'
import { Bench, crowd, person, tenantOf } from './bench.ts'
import type { Held } from './live.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const zones = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata', 'Europe/Berlin']

/** Deterministic shuffling. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed * 2654435761 + 1
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state
  }
  return list
    .map((value) => [next(), value] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, value]) => value)
}

const people: Record<string, object> = {
  ...crowd(25, (_, index) => ({ groups: index % 2 === 0 ? ['vpn', 'oil'] : ['vpn'] })),
  z: { name: { first: 'Ana', last: 'Li' } },
  y: { name: { first: 'Ana', last: 'Li' } },
  x: { name: { first: 'Zoë', last: 'Ångström' }, skills: ['b', 'a', 'C'] },
  w: person('w-1', { starts: '2026-12-24', manager: 'x' }),
  v: person('v-1', { ends: '2026-12-24' }),
}

/** The same people, in other files, in another order; the same directory, listed in another order. */
function rearranged(seed: number): void {
  const entries = shuffled(Object.entries(people), seed)
  const cut = 1 + (seed % (entries.length - 2))
  bench.write('tenants/acme/users.yaml', Object.fromEntries(entries.slice(0, cut)))
  bench.write('tenants/acme/users.more.yaml', Object.fromEntries(entries.slice(cut, -1)))
  bench.write('tenants/acme/users', undefined)
  for (const [id, spec] of entries.slice(-1)) bench.write(`tenants/acme/users/${id}.yaml`, spec)
  const [header = ''] = bench.live().text().split('\n')
  const lines = bench
    .live()
    .all()
    .map((one) => JSON.stringify(listed(one, seed)))
  bench.live().restore([header, ...shuffled(lines, seed + 7)].map((line) => `${line}\n`).join(''))
}

/** Values and members are sets: listed in any order. */
function listed(one: Held, seed: number): Held {
  const attributes = Object.fromEntries(
    Object.entries(one.attributes).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : shuffled(value, seed),
    ]),
  )
  return { ...one, attributes, ...(one.members === undefined ? {} : { members: shuffled(one.members, seed) }) }
}

describe('SEC-11 the same inputs give the same plan', () => {
  beforeEach(() => {
    bench.tenant('acme', {
      tenant: tenantOf({}, { naming: { username: '{first}.{last}' } }),
      groups: { vpn: { members: { select: { all: true } } }, oil: {} },
    })
    for (const name of shuffled(['s1', 's2', 's3', 'ana.li', 'old'], 3)) bench.live().addUser(name)
    bench.live().editUser('old', { attributes: { email: 'p007@acme.example', skills: ['y', 'x'] } })
    bench.live().addGroup('vpn', ['s3', 's1'])
  })

  test('over 100 runs with files, entries, listings, zones and clocks of all sorts', async () => {
    const zone = process.env['TZ']
    const seen = new Set<string>()
    const orders = new Set<string>()
    try {
      for (let seed = 0; seed < 100; seed += 1) {
        process.env['TZ'] = zones[seed % zones.length]
        rearranged(seed)
        const made = await bench.plan({ now: () => new Date(Date.UTC(2026, 11, 1, 9, 0, seed % 60)) })
        seen.add(made.digest)
        orders.add(made.operations.map(({ id, fingerprint }) => `${id} ${fingerprint}`).join('\n'))
        orders.add(
          made.calendar.map(({ date, address, fingerprint }) => `${date} ${address} ${fingerprint}`).join('\n'),
        )
      }
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
    expect(seen.size).toBe(1)
    expect(orders.size).toBe(2) // one of operations, one of the calendar
  })

  test('in processes of other languages and zones', () => {
    rearranged(1)
    const child = fileURLToPath(new URL('digest-child.ts', import.meta.url))
    const digests = [
      { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
      { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
      { LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8', TZ: 'America/St_Johns' },
    ].map((env) =>
      execFileSync(process.execPath, ['--import', 'tsx', child, bench.root, bench.now.toISOString()], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      }),
    )
    expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(new Set(digests).size).toBe(1)
  })

  test('the moment is no part of it: the same change an hour later has the same digest', async () => {
    rearranged(1)
    const first = await bench.plan()
    const later = await bench.at('2026-12-01T22:00:00Z').plan()
    expect(later.context.asOf).not.toBe(first.context.asOf)
    expect(later.digest).toBe(first.digest)
  })
})

describe('fingerprints and digests', () => {
  const base = {
    address: 'acme/hq/user/ana',
    verb: 'update',
    kind: 'user',
    before: { immutableId: '1', attributes: { title: 'A', skills: ['x', 'y'] }, references: {} },
    after: { attributes: { title: 'B', skills: ['y', 'z'] }, references: {} },
  } as unknown as Draft
  const print = (more: object, identity = 'd'): string => fingerprintOf({ ...base, ...more }, identity)

  test('leave out the moment, the source, the words and the findings', () => {
    const other = {
      source: { file: 'x', line: 9, via: [] },
      summary: 'other',
      reason: 'drift',
      status: 'blocked',
      risk: 'high',
      needs: ['n'],
    }
    expect(print(other)).toBe(print({}))
  })

  test.each([
    ['address', { address: 'acme/hq/user/ben' }],
    ['verb', { verb: 'rename' }],
    ['after', { after: { attributes: { title: 'C' }, references: {} } }],
    ['before', { before: { immutableId: '1', attributes: { title: 'Z' }, references: {} } }],
  ])('bind %s', (_, more) => {
    expect(print(more)).not.toBe(print({}))
  })

  test('bind the directory', () => {
    expect(print({}, 'e')).not.toBe(print({}))
  })

  test('do not tell the order of properties, nor that of values', () => {
    const after = { references: {}, attributes: { skills: ['z', 'y'], title: 'B' } }
    const before = { references: {}, attributes: { skills: ['y', 'x'], title: 'A' }, immutableId: '1' }
    expect(print({ after, before })).toBe(print({}))
  })

  test('digests do not tell the order of tenants or operations', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }), (names) => {
        const pairs = names.map((tenant) => ({ tenant, digest: tenantDigest([tenant]) }))
        expect(rootDigest(pairs.toReversed())).toBe(rootDigest(pairs))
        expect(tenantDigest(names.toReversed())).toBe(tenantDigest(names))
        expect(tenantDigest([...names, 'one more of a kind'])).not.toBe(tenantDigest(names))
      }),
    )
  })

  test('what is blocked is not among what an approval allows', () => {
    const operations = (['planned', 'waiting', 'blocked'] as const).map((status) => ({ status, fingerprint: status }))
    expect(approvable(operations, [{ fingerprint: 'later' }])).toEqual(['planned', 'waiting', 'later'])
  })
})

test('REL-26 cost grows with the people, not with their square', async () => {
  const cost = async (n: number): Promise<number> => {
    const world = new Bench()
    world.tenant('acme', { tenant: tenantOf(), groups: { staff: { members: { select: { all: true } } } } })
    for (let part = 0; part < n / 500; part += 1) {
      const users = Array.from({ length: 500 }, (_, index) => `q${part}-${index}`)
      world.write(
        `tenants/acme/users.${part}.yaml`,
        Object.fromEntries(users.map((id) => [id, { displayName: id, employeeId: id, title: 'A' }])),
      )
    }
    const half = Array.from({ length: n }, (_, index) => `q${Math.floor(index / 500)}-${index % 500}`).filter(
      (_, index) => index % 2 === 0,
    )
    const record = (id: string): Held => ({
      id: `i-${id}`,
      kind: 'user',
      username: id,
      container: 'people',
      state: 'active',
      attributes: { employeeId: id, title: 'B' },
      references: {},
    })
    const group: Held = {
      id: 'g',
      kind: 'group',
      name: 'staff',
      container: 'groups',
      attributes: {},
      references: {},
      members: half.map((id) => `i-${id}`),
    }
    world.live().put(...half.map(record), group)
    const began = process.cpuUsage()
    const made = await world.plan()
    const { user, system } = process.cpuUsage(began)
    expect(made.diagnostics).toEqual([])
    expect(made.operations.length).toBeGreaterThan(n)
    world.close()
    return user + system
  }
  await cost(1000)
  const small = await cost(1000)
  expect(await cost(10_000)).toBeLessThan(15 * small)
})
