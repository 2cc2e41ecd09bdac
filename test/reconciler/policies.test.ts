import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { calendarLines } from '../../src/report/calendar.ts'
import { linesOf } from '../../src/report/fold.ts'
import { atRest, Bench, crowd, person, restOf, standing, tenantOf, told } from './bench.ts'
import { Ruled } from './ruled.ts'

let bench: Bench
let ruled: Ruled

beforeEach(() => {
  bench = new Bench()
  ruled = new Ruled()
  bench.providers = new Map([['local', ruled.provider]])
})
afterEach(() => bench.close())

const rules = { security: { password: { minLength: 14 } } }

function declare(users: object, policies: object | null = rules, more: object = {}): void {
  bench.tenant('acme', { tenant: tenantOf(), users, ...more })
  bench.write('tenants/acme/policies.yaml', policies ?? undefined)
}

const ofPolicies = (made: Plan): readonly string[] => told(made.operations.filter(({ kind }) => kind === 'policy'))

/** Plans and applies what was planned, as after a review. */
async function approved(plan: Plan): Promise<string> {
  const { tenants } = await bench.apply({ how: 'approved', plan, digest: plan.digest })
  return tenants.map(({ exitCode, held }) => `${exitCode}${held === undefined ? '' : ` ${held}`}`).join()
}

describe('a policy of a directory', () => {
  test('is made, holds for its people, and leaves nothing to plan, to drift or to record', async () => {
    declare({ 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') })
    const made = await bench.plan()
    expect(ofPolicies(made)).toEqual([
      'create policy everyone',
      'grant policy everyone/ana-li',
      'grant policy everyone/ben-osei',
    ])
    expect(await approved(made)).toBe('0')
    expect(ruled.named('roster-acme-everyone')?.members.size).toBe(2)
    expect(await restOf(bench)).toEqual(atRest)
    const before = (await bench.entries()).length
    expect((await bench.apply()).exitCode).toBe(0)
    expect((await bench.entries()).length).toBe(before)
  })

  test('comes after the person and before their grant, and many are put under it in one request', async () => {
    declare(crowd(30))
    const { operations } = await bench.plan()
    const grant = operations.find(({ id }) => id === 'acme/hq/policy/everyone/p001#grant')
    expect(grant?.needs).toEqual(['acme/hq/policy/everyone#create', 'acme/hq/user/p001#create'])
    await bench.apply()
    expect(ruled.batches.length).toBeLessThan(15)
    expect(ruled.batches[0]).toEqual(['acme/hq/policy/everyone#create'])
    expect(ruled.named('roster-acme-everyone')?.members.size).toBe(30)
  })

  test('UX-32 a plan and a ledger with policies are as their schemas say', async () => {
    declare({ 'ana-li': person('ana-li') })
    const plans = [await bench.plan()]
    await bench.apply()
    for (const held of ruled.policies.values()) {
      held.attributes = { ...held.attributes, 'msDS-MinimumPasswordLength': '3' }
      held.members.clear()
    }
    plans.push(await bench.plan(), await bench.drift())
    await bench.apply()
    ruled.named('roster-acme-everyone')?.members.clear()
    declare({ 'ana-li': person('ana-li') }, null)
    plans.push(await bench.plan())
    const ajv = new Ajv2020({ strict: false })
    formats.default(ajv)
    const schemaOf = (name: string): object =>
      JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as object
    const [plan, entry] = [ajv.compile(schemaOf('plan')), ajv.compile(schemaOf('ledger-entry'))]
    for (const each of plans)
      expect({ valid: plan(JSON.parse(JSON.stringify(each))), errors: plan.errors }).toEqual({
        valid: true,
        errors: null,
      })
    for (const each of await bench.ledger.read('acme'))
      expect({ valid: entry(each), errors: entry.errors }).toEqual({ valid: true, errors: null })
    expect(plans.map((each) => ofPolicies(each).length)).toEqual([2, 2, 2, 1])
  })
})

describe('time', () => {
  test('REL-24 whoever starts later comes under it on that day, under the approval of the day it was planned', async () => {
    declare({ 'ana-li': person('ana-li'), 'eva-lo': person('eva-lo', { starts: '2026-12-05' }) })
    const made = await bench.plan()
    expect(ofPolicies(made)).toEqual(['create policy everyone', 'grant policy everyone/ana-li'])
    expect(made.calendar.map(({ address, date }) => `${date} ${address}`)).toEqual([
      '2026-12-05 acme/hq/policy/everyone/eva-lo',
      '2026-12-05 acme/hq/user/eva-lo',
    ])
    expect(calendarLines(made.calendar, false).map(({ words }) => words)).toEqual(['first day of eva-lo in hq'])
    expect(await approved(made)).toBe('0')
    bench.at('2026-12-05T09:00:00Z')
    expect(ofPolicies(await bench.plan())).toEqual(['grant policy everyone/eva-lo'])
    expect(await approved(made)).toBe('0')
    expect(ruled.named('roster-acme-everyone')?.members.size).toBe(2)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a policy that is for nobody yet is made on the first day of the first', async () => {
    declare({ 'eva-lo': person('eva-lo', { starts: '2026-12-05' }), 'ida-no': person('ida-no', { state: 'absent' }) })
    const made = await bench.plan()
    expect(ofPolicies(made)).toEqual([])
    expect(made.calendar.map(({ address }) => address)).toContain('acme/hq/policy/everyone')
    bench.at('2026-12-05T09:00:00Z')
    expect(await approved(made)).toBe('0')
    expect(ruled.named('roster-acme-everyone')?.members.size).toBe(1)
  })

  test('whose last day is over comes out of it without another approval', async () => {
    declare({ 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei', { ends: '2026-12-10' }) })
    const made = await bench.plan()
    await approved(made)
    bench.at('2026-12-11T09:00:00Z')
    const later = await bench.plan()
    expect(ofPolicies(later)).toEqual(['revoke policy everyone/ben-osei'])
    expect(await approved(made)).toBe('0')
    expect(ruled.named('roster-acme-everyone')?.members.size).toBe(1)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('what is not roster’s', () => {
  test('where the policies cannot be read nothing is planned for them, drift is silent, and the exit code is 0', async () => {
    declare({ 'ana-li': person('ana-li') })
    await bench.apply()
    ruled.unreadable = 'no right.'
    for (const policies of [rules, { security: { password: { minLength: 20 } } }, null]) {
      declare({ 'ana-li': person('ana-li') }, policies)
      expect(ofPolicies(await bench.plan())).toEqual([])
      expect((await bench.drift()).operations).toEqual([])
      expect((await bench.apply()).exitCode).toBe(0)
    }
    ruled.unreadable = undefined
    declare({ 'ana-li': person('ana-li') })
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('in an observed directory nothing is planned', async () => {
    bench.tenant('acme', {
      tenant: tenantOf({ mode: 'observe' }),
      users: { 'ana-li': person('ana-li') },
      policies: rules,
    })
    expect((await bench.plan()).operations).toEqual([])
  })

  test('a person roster may not touch is left under it, and not put under it', async () => {
    declare({ 'ana-li': person('ana-li') })
    await bench.apply()
    bench.tenant('acme', { tenant: tenantOf({ protect: ['ana-li', 'p*'] }), users: { 'ana-li': person('ana-li') } })
    expect(ofPolicies(await bench.plan())).toEqual([])
  })
})

describe('a run that was cut off', () => {
  test.each([1, 2, 3])(
    'at the %i. write to policies is finished by the next, and the ledger knows all of it',
    async (at) => {
      declare({ 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') })
      const made = await bench.plan()
      let written = 0
      ruled.before = (operation) => {
        written += 1
        if (written === at) {
          ruled.before = () => undefined
          if (operation.verb === 'create')
            ruled.policies.set('lost', {
              name: 'roster-acme-everyone',
              attributes: (operation.after as never)['attributes'],
              members: new Set(),
            })
          throw new Error('killed')
        }
      }
      await bench.apply({ how: 'approved', plan: made, digest: made.digest }).catch(() => undefined)
      expect(await approved(made)).toBe('0')
      expect([...ruled.policies.values()].map(({ name, members }) => `${name} ${members.size}`)).toEqual([
        'roster-acme-everyone 2',
      ])
      expect(await restOf(bench)).toEqual(atRest)
      declare({ 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') }, null)
      expect(ofPolicies(await bench.plan())).toEqual(['delete policy everyone'])
    },
  )
})

describe('advice', () => {
  test('ALR-14 what no directory enforces is told with who must do it, for how many, and changes no exit code', async () => {
    declare(
      { 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei', { security: { mfa: { minMethods: 2 } } }) },
      {
        security: {
          mfa: { required: 'all', methods: ['totp', 'webauthn'] },
          sso: { required: true, provider: 'hq' },
          session: { idle: '15 minutes', maxConcurrent: 2, trackDevices: true },
          authentication: { methods: ['sso'] },
          ipAllow: ['203.0.113.0/24'],
        },
      },
    )
    await bench.apply()
    const made = await bench.plan()
    expect(standing(made)).toBe('noChange 0')
    expect(made.findings.map(({ slug, result, scope }) => `${slug} ${result} ${scope}`)).toEqual(
      Array.from({ length: 6 }, () => 'policy-advisory warn acme'),
    )
    expect(made.findings.map(({ message }) => message.split('. ')[0])).toMatchInlineSnapshot(`
      [
        "Ways to sign in: sign-in only by sso (2 people, tenants/acme/policies.yaml:1)",
        "Second factor: a second factor for everybody, at least 2 methods set up, only totp, webauthn (1 person, tenants/acme/policies.yaml:1)",
        "Second factor: a second factor for everybody, only totp, webauthn (1 person, tenants/acme/policies.yaml:1)",
        "Single sign-on: no sign-in but by single sign-on, single sign-on at hq (2 people, tenants/acme/policies.yaml:1)",
        "Sessions: signed out after 15 minutes without use, at most 2 sessions at once, devices recorded (2 people, tenants/acme/policies.yaml:1)",
        "Networks: only from 203.0.113.0/24 (2 people, tenants/acme/policies.yaml:1)",
      ]
    `)
  })

  test('rules for passwords in a directory that has none to set are told there', async () => {
    bench = new Bench()
    declare({ 'ana-li': person('ana-li') }, { security: { password: { minLength: 14, maxAge: '90 days' } } })
    const made = await bench.plan()
    expect(made.findings.filter(({ slug }) => slug === 'policy-advisory')).toEqual([
      {
        slug: 'policy-advisory',
        scope: 'acme/hq',
        result: 'warn',
        message:
          'Passwords: at least 14 characters, changed after 90 days (1 person, tenants/acme/policies.yaml:1). hq is no directory in which roster can set this: whoever runs it has to do so by hand.',
      },
    ])
  })

  test('what the directory holds already is verified; what goes beyond it is advice', async () => {
    declare({ 'ana-li': person('ana-li') }, { security: { password: { minLength: 6 } } })
    await bench.apply()
    const held = await bench.plan()
    expect(held.findings.map(({ slug, result }) => `${slug} ${result}`)).toEqual(['policy-verified pass'])
    declare({ 'ana-li': person('ana-li') }, { security: { password: { minLength: 8, complexity: 4 } } })
    const made = await bench.plan()
    expect(ofPolicies(made)).toEqual(['create policy everyone', 'grant policy everyone/ana-li'])
    expect(made.findings.map(({ message }) => message)).toEqual([
      'hq cannot enforce passwords of four kinds of characters (Active Directory asks for three of them) (1 person): tell people, and see to it by hand where they sign in.',
    ])
  })

  test('nobody is told anything where nothing is asked', async () => {
    declare({ 'ana-li': person('ana-li') }, null)
    expect((await bench.plan()).findings).toEqual([])
  })
})

test('many people under one policy are one line of the report', async () => {
  declare(crowd(12))
  const operations = (await bench.plan()).operations.filter(({ kind }) => kind === 'policy')
  expect(linesOf('objects', operations, false).map(({ words }) => words)).toEqual([
    'the password policy roster-acme-everyone is created in hq: at least 14 characters, characters of any kind, never too old, old ones again, never locked',
    '12 people under the password policy everyone of hq',
  ])
})
