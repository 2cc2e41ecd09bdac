import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonNetworks, networkOf } from '../../src/model/network.ts'
import type { SecurityLayer, SecurityRules } from '../../src/model/policy.ts'
import { ruleNames, settledSecurity, strictest, tidy, weakened } from '../../src/model/policy.ts'

const amount = fc.integer({ min: 1, max: 9 })
const some = (...words: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...words], { minLength: 1 })
const network = fc
  .tuple(fc.constantFrom('10.', '192.'), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 8, max: 32 }))
  .map(([top, next, length]) => `${top}${next}.0.0/${Math.max(length, next === 0 ? 8 : 16)}`)

const rules: fc.Arbitrary<SecurityRules> = fc
  .record(
    {
      'password.minLength': amount,
      'password.complexity': amount,
      'password.maxAge': amount,
      'password.history': amount,
      'password.lockout.attempts': amount,
      'password.lockout.duration': amount,
      'authentication.methods': some('password', 'sso', 'biometric'),
      'mfa.required': fc.constantFrom('none' as const, 'admins' as const, 'all' as const),
      'mfa.minMethods': amount,
      'mfa.methods': some('totp', 'webauthn', 'sms'),
      'sso.required': fc.boolean(),
      'sso.provider': some('a', 'b'),
      'session.idle': amount,
      'session.maxConcurrent': amount,
      'session.trackDevices': fc.boolean(),
      ipAllow: fc.array(network, { minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: [] },
  )
  .map((each) => tidy(each as SecurityRules))

describe('MSP-12 policies merge by the strictest value', () => {
  test('the order of the layers does not matter', () => {
    fc.assert(
      fc.property(rules, rules, (a, b) => {
        expect(strictest(a, b)).toEqual(strictest(b, a))
      }),
    )
  })

  test('how the layers are put together does not matter', () => {
    fc.assert(
      fc.property(rules, rules, rules, (a, b, c) => {
        expect(strictest(strictest(a, b), c)).toEqual(strictest(a, strictest(b, c)))
      }),
    )
  })

  test('a layer twice is a layer once, and nothing is no layer', () => {
    fc.assert(
      fc.property(rules, (a) => {
        expect(strictest(a, a)).toEqual(a)
        expect(strictest(a, {})).toEqual(a)
      }),
    )
  })

  test('nothing is weaker than in any layer, and every rule that a layer states is kept', () => {
    fc.assert(
      fc.property(rules, rules, (a, b) => {
        const both = strictest(a, b)
        for (const layer of [a, b]) {
          // Putting the layer on top again changes nothing: the merged rules are at least as strict.
          expect(strictest(both, layer)).toEqual(both)
          expect(ruleNames(both)).toEqual(expect.arrayContaining([...ruleNames(layer)]))
        }
      }),
    )
  })

  test.each([
    [{ 'password.minLength': 14 }, { 'password.minLength': 16 }, { 'password.minLength': 16 }],
    [{ 'password.maxAge': 90 }, { 'password.maxAge': 30 }, { 'password.maxAge': 30 }],
    [{ 'password.lockout.attempts': 10 }, { 'password.lockout.attempts': 5 }, { 'password.lockout.attempts': 5 }],
    [{ 'password.lockout.duration': 60 }, { 'password.lockout.duration': 90 }, { 'password.lockout.duration': 90 }],
    [{ 'mfa.required': 'admins' }, { 'mfa.required': 'all' }, { 'mfa.required': 'all' }],
    [{ 'sso.required': false }, { 'sso.required': true }, { 'sso.required': true }],
    [{ 'session.idle': 3600 }, { 'session.idle': 900 }, { 'session.idle': 900 }],
    [{ 'mfa.methods': ['sms', 'totp'] }, { 'mfa.methods': ['totp'] }, { 'mfa.methods': ['totp'] }],
  ] as const)('%j and %j: %j', (a, b, expected) => {
    expect(strictest(a, b)).toEqual(expected)
  })
})

const layer = (file: string, given: SecurityRules): SecurityLayer => ({
  rules: tidy(given),
  source: { file, line: 1, via: [] },
})

describe('layers', () => {
  test('each rule names the layer that made it as strict as it is', () => {
    const { settled } = settledSecurity([
      layer('library', { 'password.minLength': 14, 'session.idle': 900, 'mfa.methods': ['sms', 'totp'] }),
      layer('tenant', { 'password.minLength': 12, 'session.idle': 600 }),
      layer('user', { 'mfa.methods': ['totp', 'webauthn'] }),
    ])
    expect(Object.fromEntries(Object.entries(settled.from).map(([name, source]) => [name, source?.file]))).toEqual({
      'password.minLength': 'library',
      'session.idle': 'tenant',
      'mfa.methods': 'user',
    })
  })

  test('MSP-07 two layers with nothing in common are told, both by name, once', () => {
    const { contradictions } = settledSecurity([
      layer('library', { ipAllow: ['10.0.0.0/8'] }),
      layer('tenant', { ipAllow: ['192.0.2.0/24'] }),
      layer('user', { ipAllow: ['10.1.0.0/16'] }),
    ])
    expect(contradictions.map(({ rule, outer, inner }) => [rule, outer.file, inner.file])).toEqual([
      ['ipAllow', 'library', 'tenant'],
    ])
  })

  test('MSP-07 company 60 minutes and role 15 give 15', () => {
    const { settled } = settledSecurity([layer('a', { 'session.idle': 3600 }), layer('b', { 'session.idle': 900 })])
    expect(settled.rules['session.idle']).toBe(900)
  })

  test('MSP-06 what is weaker than above is named; what is equal or stricter is not', () => {
    const above = tidy({ 'password.minLength': 14, 'mfa.required': 'admins', 'mfa.methods': ['totp', 'sms'] })
    const own = tidy({ 'password.minLength': 12, 'mfa.required': 'admins', 'mfa.methods': ['totp'], 'session.idle': 1 })
    expect(weakened(above, own)).toEqual(['password.minLength'])
  })
})

describe('networks', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128'],
    ['::1/128', '::1/128'],
    ['203.0.113.5/24', undefined],
    ['203.0.113.0', undefined],
    ['203.0.113.0/33', undefined],
    ['300.0.0.0/8', undefined],
    ['1::2::3/128', undefined],
    ['1:2:3:4:5:6:7:8:9/128', undefined],
    ['12345::/16', undefined],
  ])('%s is %s', (text, expected) => {
    expect(networkOf(text)).toBe(expected)
  })

  test('a spelling read again is the same', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const once = networkOf(`${address}/128`)
        fc.pre(once !== undefined)
        expect(networkOf(once)).toBe(once)
      }),
    )
  })

  test.each([
    [['10.0.0.0/8'], ['10.1.0.0/16', '11.0.0.0/8'], ['10.1.0.0/16']],
    [['10.0.0.0/8'], ['::/0'], []],
    [['10.0.0.0/8', '10.1.0.0/16'], ['0.0.0.0/0'], ['10.0.0.0/8']],
    [['2001:db8::/32'], ['2001:db8:1::/48', '2001:db9::/32'], ['2001:db8:1::/48']],
  ])('%j and %j have %j in common', (a, b, expected) => {
    expect(commonNetworks(a, b)).toEqual(expected)
  })
})
