import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { coveragePage, proofsBelow, proofsIn } from '../../scripts/proofs.ts'

describe('docs/coverage.md', () => {
  test('says what the tests say: npm run coverage makes it', () => {
    const page = readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')
    expect(page).toBe(coveragePage(proofsBelow(fileURLToPath(new URL('..', import.meta.url)))))
  })

  test('finds the names of tests, however they are declared, and nothing else', () => {
    // Put together here, so that this file itself proves nothing that it does not.
    const [one, two, three] = ['SEC', 'UX', 'REL'].map((family) => `${family}-12`)
    const text = [
      `// ${one} in a comment`,
      `test('${one} it holds', () => { expect('${two}').toBe(1) })`,
      `test.each([1])('%s ${two} and ${three}', () => {})`,
      'describe(`' + three + ' ${name}`, () => { it("' + one + '", () => {}) })',
    ].join('\n')
    expect(proofsIn('a.test.ts', text).map(({ id, name }) => `${id}: ${name}`)).toEqual([
      `${one}: ${one} it holds`,
      `${two}: %s ${two} and ${three}`,
      `${three}: %s ${two} and ${three}`,
      `${three}: ${three} ...`,
      `${one}: ${one}`,
    ])
  })
})
