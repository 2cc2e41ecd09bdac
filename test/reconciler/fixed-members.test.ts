import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Observed } from '../../src/model/observed.ts'
import type { Reader } from '../../src/providers/provider.ts'
import { atRest, Bench, crowd, finding, person, restOf, tenantOf, told } from './bench.ts'
import { localWith } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.providers = localWith({ reader: primaryGroup })
})
afterEach(() => bench.close())

/** Everybody is in the group `everyone` by another way than its list, as in the primary group of a domain. */
function primaryGroup(reader: Reader): Partial<Reader> {
  return {
    async *observe(kinds) {
      const all: Observed[] = []
      for await (const page of reader.observe(kinds)) all.push(...page)
      const everybody = all.flatMap((object) => (object.kind === 'user' ? [object.reference] : []))
      yield all.map((object) => {
        if (object.kind !== 'group' || object.name !== 'everyone' || object.members === 'unknown') return object
        const members = [...new Set([...object.members, ...everybody])]
        return { ...object, members, fixedMembers: everybody }
      })
    },
  }
}

const group = { everyone: { members: { ownership: 'exclusive' } } }
const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)

async function settled(users: object, groups: object = group): Promise<void> {
  bench.tenant('acme', { tenant: tenantOf(), users, groups })
  expect((await bench.apply()).exitCode).toBe(0)
}

test('who is in a group by another way is never taken out, and coming and going so is no drift', async () => {
  bench.live().addUser('stranger', { state: 'disabled' })
  await settled(crowd(3))
  expect(await restOf(bench)).toEqual(atRest)
  bench.live().addUser('another', { state: 'disabled' })
  expect(await restOf(bench)).toEqual(atRest)
  await bench.apply()
  bench.live().removeUser('another')
  expect(await restOf(bench)).toEqual(atRest)
})

test('who belongs in and is in by another way is not put in again', async () => {
  await settled(crowd(3))
  bench.tenant('acme', { users: { ...crowd(2), p003: person('p003', { groups: ['everyone'] }) } })
  expect(await planned()).toEqual([])
})

test('who is to be taken out of it is told why that cannot be', async () => {
  await settled({ ...crowd(3), p004: person('p004', { groups: ['everyone'] }) })
  bench.tenant('acme', {
    users: { ...crowd(2), p003: person('p003', { without: { groups: ['everyone'] } }), p004: person('p004') },
  })
  const made = await bench.plan()
  expect(told(made.operations)).toEqual([])
  const findings = made.findings.filter(({ slug }) => slug === 'member-fixed')
  expect(findings.map(({ scope }) => scope)).toEqual([
    'acme/hq/membership/everyone/p003',
    'acme/hq/membership/everyone/p004',
  ])
  expect(finding(made, 'member-fixed')?.message).toContain('P003 cannot be taken out of everyone')
})

test('a group that roster made is not deleted while somebody is in it by another way', async () => {
  await settled(crowd(3), { ...group, vpn: {} })
  bench.tenant('acme', { groups: { vpn: {} } })
  const made = await bench.plan()
  expect(told(made.operations)).toEqual([])
  expect(made.notManageable.map(({ address }) => address)).toEqual(['acme/hq/group/everyone'])
})
