import { assert, jsonValue, property } from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '../../src/model/canonical.ts'
import { Secret } from '../../src/model/secret.ts'

test('RFC 8785 the example of section 3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonical(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('RFC 8785 keys are sorted by UTF-16 unit (section 3.2.3)', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const value = Object.fromEntries(keys.map((key) => [key, 0]))
  const order = [...canonical(value).matchAll(/"((?:\\.|[^"])+)":/g)].map(
    (match) => JSON.parse(`"${match[1]}"`) as string,
  )
  expect(order).toEqual(['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
})

test('SEC-11 the order in which an object was built does not show', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(canonical(reversed(value))).toBe(canonical(value))
      expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
    }),
  )
})

test('minus zero is zero, and an undefined property is not there', () => {
  expect(canonical({ b: -0, a: undefined })).toBe('{"b":0}')
})

test('what JSON cannot say without loss is refused', () => {
  const unsayable: readonly unknown[] = [
    undefined,
    [undefined],
    Array.from({ length: 2 }),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    () => 1,
    Symbol('s'),
    'half \ud83d',
    { 'half \ude00': 1 },
    new Date(0),
    new Map(),
  ]
  for (const value of unsayable) expect(() => canonical(value)).toThrow(TypeError)
})

test('SEC-31 a secret cannot slip into a digest or a ledger', () => {
  expect(() => canonical({ password: new Secret('canary') })).toThrow(/class Secret/)
})

test('a key named __proto__ is a key like others', () => {
  expect(canonical(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}')
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [key, inner] of Object.entries(value).toReversed()) copy[key] = reversed(inner)
  return copy
}
