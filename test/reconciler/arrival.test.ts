import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { inkOf } from '../../src/report/ink.ts'
import { paintPlan } from '../../src/report/text.ts'
import { atRest, Bench, crowd, person, restOf, standing, tenantOf, told } from './bench.ts'
import { crashAt } from './crash.ts'
import type { Given } from './disabled-first.ts'
import { disabledFirst } from './disabled-first.ts'

let bench: Bench
let given: Given[]
beforeEach(() => {
  bench = new Bench()
  given = []
  use(localProvider)
})
afterEach(() => bench.close())

function use(provider: Provider | undefined): void {
  bench.providers = new Map([['local', disabledFirst(provider ?? localProvider, given)]])
}

/** A tenant at rest with four people, which Ana then joins. */
async function ana(more: object = {}, groups: readonly string[] = ['vpn', 'staff']): Promise<void> {
  const files = (people: object): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: { ...crowd(4), ...people }, groups: { vpn: {}, staff: {} } })
  files({})
  expect((await bench.apply()).exitCode).toBe(0)
  files({ 'ana-li': person('ana-li', { groups, manager: 'p001', ...more }) })
}

const steps = [
  'create user ana-li',
  'enable user ana-li',
  'grant membership staff/ana-li',
  'grant membership vpn/ana-li',
]
const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)
const text = (made: Plan): string =>
  paintPlan(made, { ink: inkOf(false), everything: false, zone: 'UTC', zoneOf: () => 'UTC' })

describe('where accounts are made disabled', () => {
  test('somebody new is made disabled, let into their groups, and only then enabled', async () => {
    await ana()
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(steps)
    const enable = made.operations.find(({ verb }) => verb === 'enable')
    expect(enable).toMatchObject({
      summary: 'Ana Li can sign in',
      reason: 'declared',
      status: 'planned',
      before: { state: 'disabled', container: 'people' },
      after: { state: 'active', container: 'people' },
      needs: [
        'acme/hq/membership/staff/ana-li#grant',
        'acme/hq/membership/vpn/ana-li#grant',
        'acme/hq/user/ana-li#create',
      ],
    })
    const report = await bench.apply()
    expect(report.exitCode).toBe(0)
    expect(report.tenants[0]?.settled.at(-1)?.operation.id).toBe('acme/hq/user/ana-li#enable')
    expect(bench.live().states()['ana-li']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('the plan tells of somebody who joins in one line, and JSON has every operation', async () => {
    await ana()
    const made = await bench.plan()
    const shown = text(made)
    expect(shown).toContain('1 join')
    expect(shown).toContain('Ana Li joins hq as ana-li')
    expect(shown).not.toContain('can sign in')
    expect(made.operations).toHaveLength(4)
  })

  test('a group that cannot be had keeps the account shut, and the plan says so', async () => {
    await ana()
    bench.live().misbehave({ cannot: { 'membership.grant': 'no room' } })
    const made = await bench.plan()
    expect(told(made.operations)).toContain('enable user ana-li (blocked)')
    expect(text(made)).toContain('Ana Li can sign in')
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().states()['ana-li']).toBe('disabled')
    bench.live().misbehave(undefined)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().states()['ana-li']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a successor in a privileged group can sign in before the predecessor leaves it', async () => {
    const files = (users: object): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        users: { ...crowd(4), ...users },
        groups: { admins: { privileged: true } },
        acknowledgements: {
          handover: {
            max: 2,
            gate: 'privilegedGain',
            reason: 'handover',
            approver: 'leads',
            expires: '2026-12-03T12:00:00Z',
          },
        },
      })
    files({ 'ben-osei': person('ben-osei', { groups: ['admins'] }) })
    expect((await bench.apply()).exitCode).toBe(0)
    files({ 'ben-osei': person('ben-osei'), 'ana-li': person('ana-li', { groups: ['admins'] }) })
    const report = await bench.apply()
    const order = report.tenants[0]?.settled.map(({ operation }) => operation.id) ?? []
    expect(order.slice(-2)).toEqual(['acme/hq/user/ana-li#enable', 'acme/hq/membership/admins/ben-osei#revoke'])
  })
})

test('UX-32 the plan and the ledger of such an arrival are documents of the published schemas', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const mistakes = (schema: string, documents: readonly unknown[]): readonly unknown[] => {
    const url = new URL(`../../schema/${schema}.schema.json`, import.meta.url)
    const valid = ajv.compile(JSON.parse(readFileSync(url, 'utf8')) as object)
    return documents.flatMap((document) => (valid(document) ? [] : (valid.errors ?? [])))
  }
  await ana({ adopt: { hq: 'id-ana' } })
  bench.live().addUser('ana', { state: 'disabled' })
  const adopting = await bench.plan()
  await bench.apply()
  const users = { ...crowd(4), 'ana-li': person('ana-li'), 'eva-lo': person('eva-lo', { groups: ['vpn'] }) }
  bench.tenant('acme', { users })
  const arriving = await bench.plan({ dirty: true, commit: 'f'.repeat(40) })
  expect(mistakes('plan', JSON.parse(JSON.stringify([adopting, arriving])) as unknown[])).toEqual([])
  await bench.apply()
  expect(mistakes('ledger-entry', await bench.ledger.read('acme'))).toEqual([])
  const types = (await bench.entries()).map((entry) => (entry.type === 'adopt' ? entry.by : entry.type))
  expect(types).toContain('id')
})

describe('the first password of an account that is made disabled', () => {
  test('SEC-35 without recipients there is one that nobody learns, to be changed at the first sign-in', async () => {
    await ana()
    await bench.apply()
    const [, , , , last] = given
    expect(last).toMatchObject({ address: 'acme/hq/user/ana-li', changeAtNextLogin: true })
    expect(last?.password).toMatch(/^[A-Za-z0-9]{24}$/)
    expect(new Set(given.map(({ password }) => password)).size).toBe(5)
    expect(JSON.stringify(await bench.entries())).not.toContain(last?.password)
  })

  test('where accounts are made enabled none is made', async () => {
    bench.providers = new Map([['local', localProvider]])
    await ana()
    const passwords: unknown[] = []
    const writer = localProvider.write.bind(localProvider)
    bench.providers = new Map([
      [
        'local',
        {
          ...localProvider,
          write: async (connection, context) => {
            passwords.push(await context.initialPassword('acme/hq/user/ana-li'))
            return writer(connection, context)
          },
        },
      ],
    ])
    await bench.apply()
    expect(passwords).toEqual([undefined])
  })
})

describe('REL-11 a run that died before the account was enabled', () => {
  /** Ana is there, disabled; what came after her creation is open. */
  async function cutOff(crash = crashAt(1, 'after')): Promise<void> {
    await ana()
    use(crash.get('local'))
    await bench.apply()
    use(localProvider)
    expect(bench.live().states()['ana-li']).toBe('disabled')
  }

  test.each([1, 2, 3, 4].flatMap((k) => [[k, 'before'] as const, [k, 'after'] as const]))(
    'at write %i, %s it: the next run finishes under the same approval',
    async (k, when) => {
      await ana()
      const approved = await bench.plan()
      use(crashAt(k, when).get('local'))
      await bench.apply()
      use(localProvider)
      const left = await bench.plan()
      const known = new Set(approved.operations.map(({ fingerprint }) => fingerprint))
      expect(left.operations.every(({ fingerprint, status }) => known.has(fingerprint) && status === 'planned')).toBe(
        true,
      )
      const report = await bench.apply({ how: 'approved', plan: approved, digest: approved.digest })
      expect(report.exitCode).toBe(0)
      expect(bench.live().states()['ana-li']).toBe('active')
      expect(bench.live().members('vpn')).toEqual(['ana-li'])
      expect(bench.live().users()).toHaveLength(5)
      expect(await restOf(bench)).toEqual(atRest)
    },
  )

  test('what is left is what was approved, and not held as disabled by somebody else', async () => {
    await cutOff()
    const left = await bench.plan()
    expect(told(left.operations)).toEqual(steps.slice(1))
    expect(left.findings.filter(({ slug }) => slug === 'disabledElsewhere')).toEqual([])
  })

  test('not enabled yet is no drift', async () => {
    await cutOff()
    bench.live().misbehave({ cannot: { 'membership.grant': 'no room' } })
    await bench.apply()
    bench.live().misbehave(undefined)
    expect(told((await bench.drift()).operations)).toEqual([])
    expect(await planned()).toEqual(steps.slice(1))
  })

  test('somebody else enabled it meanwhile: nothing to do but the groups', async () => {
    await cutOff()
    bench.live().editUser('ana-li', { state: 'active' })
    expect(await planned()).toEqual(steps.slice(2))
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
    bench.live().editUser('ana-li', { state: 'disabled' })
    expect(await planned()).toEqual(['enable user ana-li (blocked)'])
  })

  test('enabled once and disabled by somebody else afterwards: that is theirs to say', async () => {
    await ana()
    await bench.apply()
    bench.live().editUser('ana-li', { state: 'disabled' })
    expect(await planned()).toEqual(['enable user ana-li (blocked)'])
  })

  test.each(['disabled', 'absent'])(
    'no longer wanted (%s): roster takes it out of use, and knows that it did',
    async (state) => {
      await cutOff(crashAt(2, 'before'))
      const gone = state === 'absent' ? {} : { 'ana-li': person('ana-li', { state }) }
      bench.tenant('acme', { users: { ...crowd(4), ...gone } })
      expect(await planned()).toEqual(['disable user ana-li'])
      expect((await bench.apply()).exitCode).toBe(0)
      expect(await restOf(bench)).toEqual(atRest)
      bench.tenant('acme', { users: { ...crowd(4), 'ana-li': person('ana-li') } })
      expect(await planned()).toEqual(['enable user ana-li'])
      expect((await bench.apply()).exitCode).toBe(0)
      expect(await restOf(bench)).toEqual(atRest)
    },
  )

  test('a first day that came stays approved beyond a day, through a cut-off run', async () => {
    await ana({ starts: '2026-12-03' })
    const approved = await bench.plan()
    expect(approved.calendar.map(({ address }) => address)).toEqual([
      'acme/hq/membership/staff/ana-li',
      'acme/hq/membership/vpn/ana-li',
      'acme/hq/user/ana-li',
      'acme/hq/user/ana-li',
    ])
    expect(text(approved).match(/first day of ana-li/g)).toHaveLength(1)
    bench.at('2026-12-03T09:00:00Z')
    const consent = { how: 'approved', plan: approved, digest: approved.digest } as const
    use(crashAt(1, 'after').get('local'))
    await bench.apply(consent)
    use(localProvider)
    expect(bench.live().states()['ana-li']).toBe('disabled')
    expect((await bench.apply(consent)).exitCode).toBe(0)
    expect(bench.live().states()['ana-li']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
    expect(standing(await bench.plan())).toBe('noChange 0')
  })
})
