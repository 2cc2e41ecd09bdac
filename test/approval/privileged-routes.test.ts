import { assert, asyncProperty, subarray } from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { beneficiaries } from '../../src/approval/beneficiaries.ts'
import type { Change } from '../../src/approval/change.ts'
import { rulesFor } from '../../src/approval/rules.ts'
import type { Plan } from '../../src/model/plan.ts'
import { Bench, person, tenantOf } from '../reconciler/bench.ts'
import type { Funds } from '../reconciler/access/stage.ts'
import { declare } from '../reconciler/access/stage.ts'
import { joined, routes, start } from '../reconciler/guard/privileged-routes.ts'
import { terms } from './story.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function changeOf({ operations, access, findings, calendar }: Plan): Change {
  const standing = calendar.map(({ fingerprint }) => fingerprint)
  return { operations, renamed: new Map(), access: access.groups, findings, calendar, standing, insiders: () => [] }
}

function names(plan: Plan): readonly string[] {
  return rulesFor({ terms, files: [], change: changeOf(plan) }).map(({ name }) => name)
}

test.each(Object.entries(routes))(
  'SEC-06 SEC-07 by %s: critical, and whoever gains is known',
  async (_, { edit, who }) => {
    declare(bench, start)
    await bench.apply()
    declare(bench, { ...start, ...edit })
    const plan = await bench.plan()
    expect(names(plan)).toEqual(['default', 'critical'])
    const gaining = beneficiaries(changeOf(plan))
    for (const user of who) expect(gaining).toContain(`acme/${user}`)
  },
)

test('SEC-07 whatever routes are taken together, what is critical is asked for', async () => {
  declare(bench, start)
  await bench.apply()
  await assert(
    asyncProperty(subarray(Object.keys(routes), { minLength: 1 }), async (chosen) => {
      declare(
        bench,
        chosen.reduce<Funds>((all, name) => joined(all, routes[name]?.edit ?? {}), start),
      )
      expect(names(await bench.plan())).toContain('critical')
    }),
    { numRuns: 20 },
  )
})

const zoe = { zoe: person('zoe', { groups: ['desk'] }) }
const inGroups: Readonly<Record<string, readonly [users: object, groups: object]>> = {
  'a group marked privileged': [{ zoe: person('zoe', { groups: ['desk', 'admins'] }) }, {}],
  'a group in a group marked privileged': [zoe, { admins: { privileged: true, members: { groups: ['desk'] } } }],
  'a selection': [zoe, { admins: { privileged: true, members: { select: { all: true } } } }],
}

test.each(Object.entries(inGroups))('SEC-07 by %s', async (_, [users, groups]) => {
  const usual = { desk: {}, admins: { privileged: true } }
  bench.tenant('acme', { tenant: tenantOf(), users: zoe, groups: usual })
  await bench.apply()
  bench.tenant('acme', { users, groups: { ...usual, ...groups } })
  expect(names(await bench.plan())).toEqual(['default', 'critical'])
})

test('SEC-07 into a group that lies in a privileged one', async () => {
  const groups = { desk: {}, admins: { privileged: true, members: { groups: ['desk'] } } }
  bench.tenant('acme', { tenant: tenantOf(), users: { zoe: person('zoe') }, groups })
  await bench.apply({ how: 'autoApprove' })
  bench.tenant('acme', { users: zoe })
  expect(names(await bench.plan())).toContain('critical')
})

test('an ordinary change is not critical', async () => {
  declare(bench, start)
  await bench.apply()
  declare(bench, { ...start, users: { ...start.users, ned: person('ned') } })
  expect(names(await bench.plan())).toEqual(['default'])
})
