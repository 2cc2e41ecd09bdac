import {
  record,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  subarray,
  tuple,
  uniqueArray,
} from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SecurityRules } from '../../../src/model/policy.ts'
import { tidy } from '../../../src/model/policy.ts'
import type { Attributes } from '../../../src/model/value.ts'
import { valuesOf } from '../../../src/model/value.ts'
import { policyAttributes, policyBody } from '../../../src/providers/entra/policy-attributes.ts'
import { policyDialects } from '../../../src/providers/entra/policy.ts'
import { locationBody, locationIn, policyIn } from '../../../src/providers/entra/policy-wire.ts'
import { entraSettings } from '../../../src/providers/entra/settings.ts'
import { termsOf } from '../../../src/providers/entra/terms.ts'
import type { HeldPolicy, PolicyDialect } from '../../../src/providers/provider.ts'

const spared = ['0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002']
const [group, location] = ['0b000000-0000-4000-8000-000000000001', '0c000000-0000-4000-8000-000000000001']

function dialects(conditionalAccess: 'reportOnly' | 'enforced' = 'reportOnly'): readonly PolicyDialect[] {
  const settings = entraSettings({
    provider: 'entra',
    tenantId: '6c1e0000-0000-4000-8000-000000000001',
    breakGlass: spared,
    conditionalAccess,
  })
  const domains = { initial: 'northwind.onmicrosoft.com', default: 'northwind.example', verified: new Set<string>() }
  const terms = termsOf(settings, domains, new Set())
  for (const id of spared) terms.learnt.emergency.set(id, id)
  return policyDialects(terms)
}

const ranges = uniqueArray(
  tuple(integer({ min: 11, max: 99 }), integer({ min: 0, max: 255 })).map(([a, b]) => `${a}.${b}.0.0/16`),
  { minLength: 1, maxLength: 5 },
)
const rulesGiven: Arbitrary<SecurityRules> = record(
  {
    'mfa.required': constantFrom('none' as const, 'admins' as const, 'all' as const),
    'mfa.methods': subarray(['totp', 'webauthn', 'push', 'sms', 'email'], { minLength: 1 }),
    'mfa.minMethods': integer({ min: 1, max: 5 }),
    'authentication.methods': subarray(['password', 'sso', 'biometric'], { minLength: 1 }),
    'sso.required': boolean(),
    'session.idle': integer({ min: 60, max: 400 * 86_400 }),
    'session.maxConcurrent': integer({ min: 1, max: 9 }),
    ipAllow: ranges,
  },
  { requiredKeys: [] },
).map(tidy)

/** What Graph would say of a policy with these attributes. */
function reread(attributes: Attributes): Attributes {
  const body = policyBody('roster: acme everyone', attributes, { group, location })
  const addresses = valuesOf(attributes['locations.ranges'])
  const locations =
    addresses.length === 0 ? [] : [locationIn({ ...locationBody('roster: acme everyone', addresses), id: location })]
  return policyAttributes(policyIn({ ...body, id: 'cc000000-0000-4000-8000-000000000009' }), locations, {
    group,
    location,
  })
}

const heldAs = (attributes: Attributes): HeldPolicy => ({ immutableId: 'p', name: 'p', attributes, isDirect: false })
const texts = (attributes: Attributes): unknown =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, valuesOf(value).toSorted()]))

/** Whether a policy of whatever rules would leave somebody's way in open. */
function lockout(sorts: readonly PolicyDialect[], rules: SecurityRules): string | undefined {
  for (const sort of sorts) {
    const { attributes } = sort.express(rules, {})
    const first = sort.atFirst?.(attributes) ?? attributes
    const { conditions, state } = policyBody('p', first, { group, location }) as {
      conditions: { users: { excludeUsers: readonly string[] } }
      state: string
    }
    if (!spared.every((id) => conditions.users.excludeUsers.includes(id))) return 'an emergency account is not left out'
    if (state !== 'enabledForReportingButNotEnforced') return `it begins as ${state}`
  }
  return undefined
}

describe('whatever the rules', () => {
  test('REL-05 a policy leaves out the emergency accounts, and begins by only reporting', () => {
    for (const settings of ['reportOnly', 'enforced'] as const)
      assert(property(rulesGiven, (rules) => lockout(dialects(settings), rules) === undefined))
  })

  test('the test would notice a policy without exclusions, and one that begins enforced', () => {
    const [real] = dialects('enforced')
    if (real === undefined) throw new Error('no dialect')
    const careless: PolicyDialect = {
      ...real,
      express: (rules, under) => {
        const expressed = real.express(rules, under)
        const { 'users.excludeUsers': _, ...attributes } = expressed.attributes
        return { ...expressed, attributes }
      },
    }
    const hasty: PolicyDialect = { ...real, atFirst: (attributes) => attributes }
    expect(lockout([careless], { 'mfa.required': 'all' })).toBe('an emergency account is not left out')
    expect(lockout([hasty], { 'mfa.required': 'all' })).toBe('it begins as enabled')
  })

  test('what is written is read again as it was meant', () => {
    assert(
      property(rulesGiven, (rules) => {
        for (const sort of dialects()) {
          const { attributes, isNeeded } = sort.express(rules, {})
          if (isNeeded) expect(texts(reread(attributes))).toEqual(texts(attributes))
        }
      }),
    )
  })

  test('under an enforced policy of these rules nothing more is needed; under one that only reports it is', () => {
    assert(
      property(rulesGiven, (rules) => {
        for (const sort of dialects('enforced')) {
          const { attributes, isNeeded } = sort.express(rules, {})
          if (!isNeeded) continue
          const under = sort.holding([heldAs(reread(attributes))])?.attributes ?? {}
          expect(sort.express(rules, under).isNeeded, sort.topics.join()).toBe(false)
          const reporting = sort.atFirst?.(attributes) ?? attributes
          const idle = sort.holding([heldAs(reread(reporting))])?.attributes ?? {}
          expect(sort.express(rules, idle).isNeeded).toBe(true)
        }
      }),
    )
  })

  test('policies add up: one more never makes a rule needed that was held', () => {
    assert(
      property(rulesGiven, array(rulesGiven, { maxLength: 4 }), (rules, others) => {
        for (const sort of dialects('enforced')) {
          const held = others.map((each) => heldAs(reread(sort.express(each, {}).attributes)))
          const under = (policies: readonly HeldPolicy[]): boolean =>
            sort.express(rules, sort.holding(policies)?.attributes ?? {}).isNeeded
          if (!under(held)) for (const more of held) expect(under([...held, more])).toBe(false)
          if (under(held)) expect(under(held.slice(1))).toBe(true)
        }
      }),
    )
  })
})

describe('what becomes of a rule', () => {
  const [factors, sessions, networks] = dialects()

  test.each<[string, SecurityRules, string | undefined, readonly string[]]>([
    ['none', { 'mfa.required': 'none' }, undefined, []],
    ['all', { 'mfa.required': 'all' }, 'a second factor, not for 2 emergency accounts, only reporting', []],
    [
      'admins',
      { 'mfa.required': 'admins' },
      'a second factor, for whoever holds an administrative role, not for 2 emergency accounts, only reporting',
      [],
    ],
    [
      'methods that resist phishing',
      { 'mfa.required': 'all', 'mfa.methods': ['webauthn'] },
      'a second factor that resists phishing, not for 2 emergency accounts, only reporting',
      [],
    ],
    [
      'all methods there are',
      { 'mfa.required': 'all', 'mfa.methods': ['email', 'push', 'sms', 'totp', 'webauthn'] },
      'a second factor, not for 2 emergency accounts, only reporting',
      [],
    ],
    [
      'some methods',
      { 'mfa.required': 'all', 'mfa.methods': ['push', 'totp'] },
      'a second factor, not for 2 emergency accounts, only reporting',
      ['that only push, totp count as second factors (turn the others off in its authentication methods)'],
    ],
    [
      'methods where nothing asks for one',
      { 'mfa.methods': ['totp'] },
      undefined,
      ['which second factors count, where nothing asks for one (mfa.required)'],
    ],
    ['a backup', { 'mfa.minMethods': 2 }, undefined, ['that people have 2 second factors set up']],
    ['no password', { 'authentication.methods': ['biometric', 'sso'] }, undefined, ['sign-in only by biometric, sso']],
    ['a password too', { 'authentication.methods': ['password', 'sso'] }, undefined, []],
  ])('of second factors: %s', (_, rules, words, beyond) => {
    const expressed = factors?.express(rules, {})
    expect(expressed?.isNeeded === true ? factors?.spoken(expressed.attributes) : undefined).toBe(words)
    expect(expressed?.beyond).toEqual(beyond)
  })

  test.each([
    [60, '1 hours', 1],
    [3600, '1 hours', 0],
    [5400, '1 hours', 0],
    [23 * 3600, '23 hours', 0],
    [86_399, '23 hours', 0],
    [86_400, '1 days', 0],
    [36 * 3600, '1 days', 0],
    [900 * 86_400, '365 days', 0],
  ])('of sessions: %i seconds without use become sign-in again after %s', (idle, frequency, beyond) => {
    const expressed = sessions?.express({ 'session.idle': idle }, {})
    expect(expressed?.attributes['sessionControls.signInFrequency']).toBe(frequency)
    expect(expressed?.beyond.length).toBe(beyond)
  })

  test.each([
    [['203.0.113.0/24'], undefined],
    [['2001:db8::/32', '203.0.113.0/24'], undefined],
    [['0.0.0.0/0'], /too wide/],
    [['100.0.0.0/8'], /too wide/],
    [['10.20.0.0/16', '203.0.113.0/24'], /private/],
    [Array.from({ length: 2001 }, (_, i) => `100.${i % 250}.${Math.floor(i / 250)}.0/24`), /at most 2000/],
  ])('of networks: %j', (ipAllow, problem) => {
    const expressed = networks?.express({ ipAllow }, {})
    expect(expressed?.isNeeded).toBe(problem === undefined)
    expect(expressed?.beyond).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)])
  })

  test('what was put into a policy besides has a name of its own, and takes nothing away from what is read', () => {
    const attributes = factors?.express({ 'mfa.required': 'all' }, {}).attributes ?? {}
    const body = policyBody('p', attributes, { group }) as { readonly conditions: object }
    const conditions = {
      ...body.conditions,
      platforms: { includePlatforms: ['iOS', 'android'] },
      userRiskLevels: ['high'],
    }
    const read = policyAttributes(policyIn({ ...body, id: 'cc000000-0000-4000-8000-000000000009', conditions }), [], {
      group,
    })
    expect(read).toEqual({
      ...reread(attributes),
      'platforms.includePlatforms': ['android', 'iOS'],
      userRiskLevels: 'high',
    })
  })
})
