import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SecurityRules } from '../../../src/model/policy.ts'
import type { Attributes } from '../../../src/model/value.ts'
import { ldapPolicies } from '../../../src/providers/ldap/policy.ts'
import { settingsOf, tidied } from '../../../src/providers/ldap/policy-values.ts'

const day = 86_400
/** What policies of OpenLDAP 2.5 can say. */
const fields = [
  'pwdMinLength',
  'pwdMaxLength',
  'pwdCheckQuality',
  'pwdInHistory',
  'pwdMinAge',
  'pwdMaxAge',
  'pwdLockout',
  'pwdMaxFailure',
  'pwdLockoutDuration',
  'pwdFailureCountInterval',
  'pwdMustChange',
  'pwdAllowUserChange',
  'pwdSafeModify',
  'pwdCheckModule',
] as const
const dialect = ldapPolicies(fields)

const number = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map(String)
const flag = fc.constantFrom('TRUE', 'FALSE')

/** A policy as somebody may have written it: some fields, in any way. */
const policy: fc.Arbitrary<Attributes> = fc
  .record(
    {
      pwdMinLength: number(40),
      pwdMaxLength: number(80),
      pwdCheckQuality: number(2),
      pwdInHistory: number(24),
      pwdMinAge: number(9 * day),
      pwdMaxAge: number(99 * day),
      pwdLockout: flag,
      pwdMaxFailure: number(20),
      pwdLockoutDuration: number(9 * day),
      pwdFailureCountInterval: number(day),
      pwdMustChange: flag,
      pwdSafeModify: flag,
      pwdCheckModule: fc.constantFrom('', 'ppm.so'),
    },
    { requiredKeys: [] },
  )
  .map((each) => each as Attributes)

const rules: fc.Arbitrary<SecurityRules> = fc
  .record(
    {
      'password.minLength': fc.integer({ min: 1, max: 60 }),
      'password.complexity': fc.integer({ min: 1, max: 4 }),
      'password.maxAge': fc.integer({ min: 1, max: 99 * day }),
      'password.history': fc.integer({ min: 1, max: 30 }),
      'password.lockout.attempts': fc.integer({ min: 1, max: 30 }),
      'password.lockout.duration': fc.integer({ min: 1, max: 9 * day }),
    },
    { requiredKeys: [] },
  )
  .map((each) => each as SecurityRules)

describe('a policy of its own', () => {
  test('asks at least what held before, and what the rules ask', () => {
    fc.assert(
      fc.property(policy, rules, (under, asked) => {
        const [before, after] = [settingsOf(under), settingsOf(dialect.express(asked, under).attributes)]
        expect(after.minLength).toBeGreaterThanOrEqual(Math.max(before.minLength, asked['password.minLength'] ?? 0))
        expect(after.history).toBe(Math.max(before.history, asked['password.history'] ?? 0))
        const ages = [before.maxAge, asked['password.maxAge']].filter((age) => age !== undefined)
        expect(after.maxAge ?? Infinity).toBe(Math.min(...ages, Infinity))
        const attempts = [before.attempts, asked['password.lockout.attempts'] ?? 0].filter((each) => each > 0)
        expect(after.attempts).toBe(attempts.length === 0 ? 0 : Math.min(...attempts))
        if (after.attempts === 0) return
        const locked = before.attempts === 0 ? 0 : (before.lockout ?? Infinity)
        expect(after.lockout ?? Infinity).toBeGreaterThanOrEqual(
          Math.max(locked, asked['password.lockout.duration'] ?? 0),
        )
      }),
    )
  })

  test('says everything else as it was said before', () => {
    fc.assert(
      fc.property(policy, rules, (under, asked) => {
        const { attributes } = dialect.express(asked, under)
        for (const name of ['pwdMustChange', 'pwdSafeModify', 'pwdCheckModule', 'pwdFailureCountInterval'])
          expect(attributes[name]).toBe(tidied(name, under[name] as string | undefined))
        expect(attributes['pwdAllowUserChange']).toBe('TRUE')
        expect(Object.keys(attributes)).toEqual(fields)
      }),
    )
  })

  test('lets passwords be long enough and be changed in time, and its lock keeps disabled accounts out', () => {
    fc.assert(
      fc.property(policy, rules, (under, asked) => {
        const { attributes } = dialect.express(asked, under)
        const { minLength, maxAge } = settingsOf(attributes)
        const most = Number(attributes['pwdMaxLength'])
        if (asked['password.minLength'] !== undefined && most > 0)
          expect(most).toBeGreaterThanOrEqual(asked['password.minLength'])
        if (asked['password.minLength'] !== undefined) expect(attributes['pwdCheckQuality']).toBe('2')
        expect(Number(attributes['pwdMinAge'])).toBeLessThan(maxAge ?? Infinity)
        expect(attributes['pwdLockout']).toBe('TRUE')
        expect(minLength).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('is the same when it is worked out again from itself, and then it is not needed', () => {
    fc.assert(
      fc.property(policy, rules, (under, asked) => {
        const { attributes } = dialect.express(asked, under)
        expect(dialect.express(asked, attributes)).toMatchObject({ attributes, isNeeded: false })
      }),
    )
  })
})

test.each([
  [{ 'password.minLength': 8 }, { pwdMinLength: '8', pwdCheckQuality: '2' }, false, []],
  // Nothing looks at the length; or at that of a password that comes hashed.
  [{ 'password.minLength': 8 }, { pwdMinLength: '8' }, true, []],
  [{ 'password.minLength': 8 }, { pwdMinLength: '8', pwdCheckQuality: '1' }, true, []],
  [{ 'password.complexity': 3 }, {}, false, ['3 kinds']],
  [{ 'password.complexity': 1 }, {}, false, []],
  [{ 'password.lockout.attempts': 5 }, { pwdMaxFailure: '5', pwdLockout: 'TRUE' }, false, []],
  [{ 'password.lockout.attempts': 5 }, { pwdMaxFailure: '5' }, true, []],
  [{ 'password.lockout.duration': 3600 }, {}, false, ['a lock where nothing says after how many']],
  [{ 'password.maxAge': 30 * day }, { pwdMaxAge: '0' }, true, []],
  [{ 'password.maxAge': 30 * day }, { pwdMaxAge: '86400' }, false, []],
] as const)('MSP-12 %j over %j needs a policy: %s', (asked, under, isNeeded, beyond) => {
  const expressed = dialect.express(asked, under)
  expect(expressed.isNeeded).toBe(isNeeded)
  expect(expressed.beyond).toEqual(beyond.map((phrase): unknown => expect.stringContaining(phrase)))
})

test.each([
  [
    { 'password.minLength': 14, 'password.lockout.attempts': 5, 'password.lockout.duration': 1800 },
    'at least 14 bytes, never too old, old ones again, locked after 5 wrong ones, locked for 30 minutes',
  ],
  [
    { 'password.maxAge': 90 * day, 'password.history': 24 },
    'of any length, changed after 90 days, none of the last 24, never locked',
  ],
])('%j is spoken in plain words', (asked, words) => {
  const said = dialect.spoken(dialect.express(asked, {}).attributes).split(', ')
  expect(
    words.split(', ').every((phrase) => said.includes(phrase)),
    said.join(', '),
  ).toBe(true)
})

test('of a change only what changes is said', () => {
  expect(dialect.spoken({ pwdMinLength: '5' })).toBe('at least 5 bytes')
  expect(dialect.spoken({ pwdCheckQuality: '2' })).toBe('hashed ones refused')
  expect(dialect.spoken({ pwdLockout: 'FALSE' })).toBe('does not lock')
  expect(dialect.spoken({ pwdMaxFailure: '4' })).toBe('locked after 4 wrong ones')
  expect(dialect.spoken({ pwdLockoutDuration: null })).toBe('pwdLockoutDuration')
  expect(dialect.spoken({ pwdMustChange: 'TRUE' })).toBe('pwdMustChange')
})

test('a person names one policy: somebody else’s goes before roster’s', () => {
  const held = (immutableId: string) => ({ immutableId, name: immutableId, attributes: {}, isDirect: true })
  expect(dialect.holding([held('theirs'), held('')])?.immutableId).toBe('theirs')
  expect(dialect.holding([held('')])?.immutableId).toBe('')
  expect(dialect.holding([])).toBeUndefined()
})
