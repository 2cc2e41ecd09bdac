import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesPieces } from '../../src/model/pieces.ts'

const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })

test('a pattern fits what the regular expression of it fits', () => {
  fc.assert(
    fc.property(few, text, (pattern, said) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
      expect(matchesPieces(pattern.split('*'), said)).toBe(expression.test(said))
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['svc-*', 'svc-backup', true],
  ['*@northwind.example', 'ann@northwind.example', true],
  ['a*a', 'a', false],
  ['*', '', true],
  ['', 'a', false],
])('%s and %s: %s', (pattern, said, fits) => {
  expect(matchesPieces(pattern.split('*'), said)).toBe(fits)
})
