import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import type { Observed } from '../../../src/model/observed.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import type { Reader } from '../../../src/providers/provider.ts'
import { everything, groupIn, startTenant, userIn } from './reading.ts'
import type { Tenant } from './reading.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant({}, 999)
})
afterEach(async () => tenant.close())

type Settings = Partial<EntraDirectory>

async function objectsOf(opened: Promise<Reader>): Promise<readonly Observed[]> {
  const reader = await opened
  try {
    return await everything(reader)
  } finally {
    await reader.close()
  }
}

const full = async (settings: Settings = {}): Promise<readonly Observed[]> => objectsOf(tenant.open(settings))
const following = async (settings: Settings = {}): Promise<readonly Observed[]> => objectsOf(tenant.following(settings))

/** What a reading by the copy asked of Graph, as roads. */
async function askedBy(read: () => Promise<unknown>): Promise<readonly string[]> {
  const before = tenant.graph.log.length
  await read()
  return tenant.graph.log
    .slice(before)
    .filter(({ host }) => host === 'graph.microsoft.com')
    .map(({ url }) => decodeURIComponent(url.replace(/^.*?\/v1\.0/, '')).split('?')[0] ?? '')
}

const listsPeople = (roads: readonly string[]): boolean => roads.includes('/users')

/** What happens in a tenant between two readings. */
const happenings = {
  arrive: (number: number) =>
    void tenant.person(`new${number}-${tenant.graph.state.users.size}`, { createdDateTime: new Date().toISOString() }),
  retitle: (number: number) => change(number, { jobTitle: `Title ${number}` }),
  clear: (number: number) => change(number, { jobTitle: null, city: null }),
  disable: (number: number) => change(number, { accountEnabled: false }),
  manage: (number: number) => {
    const [boss, user] = [somebody(number + 1), somebody(number)]
    if (boss !== undefined && user !== undefined) tenant.graph.state.managers.set(user, boss)
  },
  orphan: (number: number) => void tenant.graph.state.managers.delete(somebody(number) ?? ''),
  join: (number: number) => {
    const [group, user] = [someGroup(number), somebody(number)]
    if (group !== undefined && user !== undefined) membersOf(group).add(user)
  },
  leave: (number: number) => {
    const group = someGroup(number)
    if (group !== undefined) membersOf(group).delete(somebody(number) ?? '')
  },
  own: (number: number) => {
    const [group, user] = [someGroup(number), somebody(number)]
    if (group !== undefined && user !== undefined) tenant.graph.state.owners.set(group, new Set([user]))
  },
  rename: (number: number) => {
    const group = tenant.graph.state.groups.get(someGroup(number) ?? '')
    if (group !== undefined) tenant.graph.state.groups.set(group.id, { ...group, displayName: `Renamed ${number}` })
  },
  found: (number: number) =>
    void tenant.group(
      `Founded ${number}`,
      { createdDateTime: new Date().toISOString() },
      [somebody(number)].flat().filter((id) => id !== undefined),
    ),
  remove: (number: number) => removePerson(somebody(number)),
  restore: () => {
    const [user] = tenant.graph.state.deletedItems.values()
    if (user === undefined) return
    tenant.graph.state.deletedItems.delete(user.id)
    tenant.graph.state.users.set(user.id, user)
  },
  dissolve: (number: number) => {
    const group = someGroup(number)
    if (group !== undefined) tenant.graph.state.groups.delete(group)
  },
} as const

function somebody(number: number): string | undefined {
  const ids = [...tenant.graph.state.users.keys()]
  return ids[number % ids.length]
}

function someGroup(number: number): string | undefined {
  const ids = [...tenant.graph.state.groups.keys()]
  return ids[number % ids.length]
}

function membersOf(group: string): Set<string> {
  const members = new Set(tenant.graph.state.members.get(group))
  tenant.graph.state.members.set(group, members)
  return members
}

function change(number: number, properties: Readonly<Record<string, unknown>>): void {
  const user = tenant.graph.state.users.get(somebody(number) ?? '')
  if (user !== undefined) tenant.graph.state.users.set(user.id, { ...user, ...properties })
}

function removePerson(id: string | undefined): void {
  const { users, deletedItems } = tenant.graph.state
  const user = users.get(id ?? '')
  if (user === undefined) return
  users.delete(user.id)
  deletedItems.set(user.id, {
    ...user,
    '@odata.type': '#microsoft.graph.user',
    deletedDateTime: new Date().toISOString(),
  })
}

function populate(): void {
  const people = Array.from({ length: 12 }, (_, number) => tenant.person(`person${number}`))
  for (const [index, id] of people.entries()) tenant.graph.state.managers.set(id, people[(index + 5) % 12] ?? id)
  for (let number = 0; number < 4; number += 1) tenant.group(`Group ${number}`, {}, people.slice(number, number + 4))
}

describe('a reading by what changed', () => {
  const anything = fc.record({
    what: fc.constantFrom(...(Object.keys(happenings) as (keyof typeof happenings)[])),
    number: fc.nat(40),
  })

  test('is the same as a reading of everything, whatever happened in between', async () => {
    populate()
    await following()
    const ways = { whole: 0, followed: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (steps) => {
        for (const { what, number } of steps) happenings[what](number)
        let seen: readonly Observed[] = []
        const roads = await askedBy(async () => void (seen = await following()))
        ways[listsPeople(roads) ? 'whole' : 'followed'] += 1
        expect(seen).toEqual(await full())
      }),
      { numRuns: 25, endOnFailure: true },
    )
    expect(ways.followed).toBeGreaterThan(ways.whole)
  }, 120_000)

  test('asks a fixed number of questions where nothing happened', async () => {
    populate()
    await following()
    expect(await askedBy(following)).toEqual([
      '/organization',
      '/servicePrincipals',
      '/users/delta',
      '/groups/delta',
      '/groups',
      '/roleManagement/directory/roleDefinitions',
      '/roleManagement/directory/roleAssignments',
      '/directory/administrativeUnits',
    ])
  })

  test('reads again only what changed', async () => {
    populate()
    await following()
    happenings.retitle(3)
    happenings.join(9)
    const roads = await askedBy(following)
    expect(listsPeople(roads)).toBe(false)
    expect(roads.filter((road) => road.startsWith('/users/') && road !== '/users/delta')).toEqual([
      `/users/${somebody(3)}`,
    ])
    expect(roads.filter((road) => road.endsWith('/members'))).toEqual([`/groups/${someGroup(9)}/members`])
  })

  test('somebody who came back from the bin makes it read everything', async () => {
    populate()
    removePerson(somebody(2))
    await following()
    happenings.restore()
    expect(listsPeople(await askedBy(following))).toBe(true)
    expect(await following()).toEqual(await full())
  })
})

describe('a copy is worthless in every doubt', () => {
  const doubts: Readonly<Record<string, () => void | Settings>> = {
    'a token that ran out': () => tenant.graph.misbehave({ deltaExpired: true }),
    'a delta query that is refused': () =>
      tenant.graph.misbehave({ refuse: { path: /users\/delta/, status: 400, code: 'Request_BadRequest', times: 1 } }),
    'another mapping': () => ({ mapping: { companyName: 'company' } }),
    'a file that was changed by hand': () => tamper((text) => text.replace('person3', 'person4')),
    'a file that was cut off': () => tamper((text) => text.slice(0, text.length / 2)),
    'a file that holds something else': () => tamper(() => 'roster-snapshot 1 00\n{}'),
  }

  test.each(Object.keys(doubts))('%s', async (doubt) => {
    populate()
    await following()
    const settings = doubts[doubt]?.() ?? {}
    expect(listsPeople(await askedBy(async () => following(settings)))).toBe(true)
    tenant.graph.misbehave({})
    expect(await following(settings)).toEqual(await full(settings))
  })

  test('a tenant that cannot be read is not read from the copy', async () => {
    populate()
    await following()
    tenant.graph.misbehave({ breakListingsAfter: 0 })
    await expect(following()).rejects.toThrow()
    tenant.graph.misbehave({ refuse: { path: /roleAssignments/, status: 403, times: Number.MAX_SAFE_INTEGER } })
    await expect(following()).rejects.toThrow()
  })

  test('nothing is kept where nobody wishes it', async () => {
    populate()
    await following({ incremental: false })
    expect(() => readdirSync(tenant.cache)).toThrow('ENOENT')
  })

  test('nobody else can read it', async () => {
    populate()
    await following()
    expect((statSync(copy()).mode & 0o077).toString(8)).toBe('0')
  })

  const copy = (): string => join(tenant.cache, 'northwind', 'entra.snapshot')

  function tamper(how: (text: string) => string): void {
    writeFileSync(copy(), how(readFileSync(copy(), 'utf8')))
  }
})

describe('the property notices', () => {
  /** A Graph between roster and the tenant whose delta queries keep something to themselves. */
  async function lying(keepsBack: (row: Readonly<Record<string, unknown>>) => boolean): Promise<readonly Observed[]> {
    const { fetch: honest } = tenant.graph
    const fetch: typeof honest = async (input, init) => {
      const response = await honest(input, init)
      const url = input instanceof Request ? input.url : String(input)
      if (!url.includes('/delta')) return response
      const body = (await response.json()) as { readonly value: readonly Readonly<Record<string, unknown>>[] }
      return Response.json(
        { ...body, value: body.value.filter((row) => !keepsBack(row)) },
        { headers: response.headers },
      )
    }
    return objectsOf(tenant.following({}, entraProvider({ fetch, pageSize: 999, sleep: async () => {} })))
  }

  test('a deletion that is not told', async () => {
    populate()
    await following()
    happenings.remove(1)
    expect(await lying((row) => '@removed' in row)).not.toEqual(await full())
  })

  test('a change that is not told', async () => {
    populate()
    await following()
    happenings.retitle(1)
    happenings.join(7)
    const seen = await lying(() => true)
    expect(userIn(seen, `person1@${tenant.graph.state.defaultDomain}`).attributes).not.toHaveProperty('jobTitle')
    expect(groupIn(seen, 'Group 3').members).not.toEqual(groupIn(await full(), 'Group 3').members)
  })
})
