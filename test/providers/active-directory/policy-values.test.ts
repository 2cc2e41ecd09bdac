import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SecurityRules } from '../../../src/model/policy.ts'
import { adPolicies } from '../../../src/providers/active-directory/policy.ts'
import type { PasswordSettings } from '../../../src/providers/active-directory/policy-values.ts'
import {
  attributesOf,
  generalAttributes,
  settingsOf,
  stricterSettings,
} from '../../../src/providers/active-directory/policy-values.ts'

const day = 86_400
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })

/** Settings as a domain controller lets them be. */
const settings: fc.Arbitrary<PasswordSettings> = fc
  .record({
    minLength: fc.integer({ min: 0, max: 255 }),
    history: fc.integer({ min: 0, max: 1024 }),
    complexity: fc.boolean(),
    reversible: fc.boolean(),
    minAge: fc.integer({ min: 0, max: 9 }).map((days) => days * day),
    maxAge: optional(fc.integer({ min: 10, max: 999 }).map((days) => days * day)),
    attempts: fc.integer({ min: 0, max: 50 }),
    window: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * 60),
    lockout: optional(fc.integer({ min: 60, max: 600 }).map((minutes) => minutes * 60)),
  })
  .map((each) => each)

const rules: fc.Arbitrary<SecurityRules> = fc
  .record(
    {
      'password.minLength': fc.integer({ min: 1, max: 255 }),
      'password.complexity': fc.integer({ min: 1, max: 4 }),
      'password.maxAge': fc.integer({ min: 1, max: 999 * day }),
      'password.history': fc.integer({ min: 1, max: 1024 }),
      'password.lockout.attempts': fc.integer({ min: 1, max: 999 }),
      'password.lockout.duration': fc.integer({ min: 1, max: 999 * day }),
    },
    { requiredKeys: [] },
  )
  .map((each) => each as SecurityRules)

const precedence = (of: PasswordSettings): number => Number(attributesOf(of)['msDS-PasswordSettingsPrecedence'])

describe('a policy of its own', () => {
  test('asks at least what held before, and what the rules ask', () => {
    fc.assert(
      fc.property(settings, rules, (before, asked) => {
        const after = stricterSettings(before, asked)
        expect(after.minLength).toBeGreaterThanOrEqual(Math.max(before.minLength, asked['password.minLength'] ?? 0))
        expect(after.history).toBeGreaterThanOrEqual(Math.max(before.history, asked['password.history'] ?? 0))
        expect(after.complexity).toBe(before.complexity || (asked['password.complexity'] ?? 0) > 1)
        const ages = [before.maxAge, asked['password.maxAge'], Infinity].filter((age) => age !== undefined)
        expect(after.maxAge ?? Infinity).toBe(Math.min(...ages))
        const attempts = [before.attempts, asked['password.lockout.attempts'] ?? 0].filter((each) => each > 0)
        expect(after.attempts).toBe(attempts.length === 0 ? 0 : Math.min(...attempts))
        if (after.attempts === 0) return
        const locked = before.attempts === 0 ? 0 : (before.lockout ?? Infinity)
        expect(after.lockout ?? Infinity).toBeGreaterThanOrEqual(
          Math.max(locked, asked['password.lockout.duration'] ?? 0),
        )
        if (before.attempts > 0) expect(after.window).toBe(before.window)
      }),
    )
  })

  test('is one that a domain controller takes', () => {
    fc.assert(
      fc.property(settings, rules, (before, asked) => {
        const { minAge, maxAge, window, lockout } = stricterSettings(before, asked)
        expect(minAge).toBeLessThan(maxAge ?? Infinity)
        expect(window).toBeLessThanOrEqual(lockout ?? Infinity)
      }),
    )
  })

  test('is the same when it is worked out again from itself, and then it is not needed', () => {
    fc.assert(
      fc.property(settings, rules, (before, asked) => {
        const { attributes } = adPolicies.express(asked, attributesOf(before))
        const again = adPolicies.express(asked, attributes)
        expect(again.attributes).toEqual(attributes)
        expect(again.isNeeded).toBe(false)
      }),
    )
  })

  test('goes before every one that it is stricter than, from numbers that are roster’s', () => {
    fc.assert(
      fc.property(settings, rules, (before, asked) => {
        const [weak, strong] = [precedence(before), precedence(stricterSettings(before, asked))]
        expect(strong).toBeLessThanOrEqual(weak)
        expect(strong).toBeGreaterThanOrEqual(1000)
        expect(weak).toBeLessThanOrEqual(3047)
      }),
    )
  })

  test('reads as it was written', () => {
    fc.assert(
      fc.property(settings, (each) => {
        expect(settingsOf(attributesOf(each))).toEqual(each)
      }),
    )
  })
})

/** The domain of a fresh Windows Server. */
const general = generalAttributes(
  (name) =>
    ({
      minPwdLength: '7',
      pwdHistoryLength: '24',
      pwdProperties: '1',
      minPwdAge: '-864000000000',
      maxPwdAge: '-36288000000000',
      lockoutThreshold: '0',
      lockOutObservationWindow: '-18000000000',
      lockoutDuration: '-18000000000',
    })[name],
)

test.each([
  [{ 'password.minLength': 7, 'password.complexity': 3, 'password.history': 24 }, false, []],
  [{ 'password.minLength': 8 }, true, []],
  [{ 'password.complexity': 4 }, false, ['four kinds']],
  [{ 'password.maxAge': 60 * day }, false, []],
  [{ 'password.maxAge': 30 * day }, true, []],
  [{ 'password.lockout.attempts': 10 }, true, []],
  [{ 'password.lockout.duration': 3600 }, false, ['a lock where nothing says after how many']],
] as const)('over the domain’s own rules %j needs a policy: %s', (asked, isNeeded, beyond) => {
  const expressed = adPolicies.express(asked, general)
  expect(expressed.isNeeded).toBe(isNeeded)
  expect(expressed.beyond).toEqual(beyond.map((phrase): unknown => expect.stringContaining(phrase)))
})

test('a domain that locks for ever is not made to forgive', () => {
  const forever = { ...general, 'msDS-LockoutThreshold': '5', 'msDS-LockoutDuration': '-9223372036854775808' }
  const { attributes } = adPolicies.express({ 'password.lockout.duration': 60 }, forever)
  expect(attributes['msDS-LockoutDuration']).toBe('-9223372036854775808')
})

test('values are spoken in plain words', () => {
  expect(adPolicies.spoken(general)).toBe(
    'at least 7 characters, three kinds of characters, changed after 42 days, none of the last 24, never locked',
  )
  expect(adPolicies.spoken({ 'msDS-LockoutThreshold': '5', 'msDS-LockoutDuration': '-18000000000' })).toBe(
    'locked after 5 wrong ones, locked for 30 minutes',
  )
  expect(adPolicies.spoken({ 'msDS-PasswordSettingsPrecedence': '1' })).toBe('msDS-PasswordSettingsPrecedence')
})

test('a name fits into the 64 characters of a domain, and two long ones stay apart', () => {
  const long = 'x'.repeat(60)
  expect(adPolicies.nameOf('acme', 'everyone')).toBe('roster-acme-everyone')
  expect(adPolicies.nameOf(long, 'everyone')).toHaveLength(64)
  expect(adPolicies.nameOf(long, 'everyone')).not.toBe(adPolicies.nameOf(long, 'department.desk'))
})

describe('of several policies', () => {
  const policy = (immutableId: string, precedenceOf: number, isDirect: boolean) => ({
    immutableId,
    name: immutableId,
    attributes: { 'msDS-PasswordSettingsPrecedence': String(precedenceOf) },
    isDirect,
  })

  test.each([
    [[policy('a', 5, false), policy('b', 9, true)], 'b'],
    [[policy('a', 5, true), policy('b', 4, true)], 'b'],
    [[policy('b', 5, false), policy('a', 5, false)], 'a'],
    [[policy('', 5, true), policy('z', 5, true)], 'z'],
  ])('the one that names the person holds, then the lowest number, then the lowest id', (policies, expected) => {
    expect(adPolicies.holding(policies)?.immutableId).toBe(expected)
  })

  test('none holds where there is none', () => {
    expect(adPolicies.holding([])).toBeUndefined()
  })
})
