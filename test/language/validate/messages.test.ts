import { expect, test } from 'vitest'
import { validateRules } from '../../../src/language/validate/rules.ts'
import { mistakes } from './mistakes.ts'
import { today } from './platforms-world.ts'
import { painted, told } from './workspace.ts'

// Judged with what providers say, by other functions with tests of their own.
const elsewhere = ['directory-settings', 'directories-overlap']

test('UX-13 every rule of validation has a workspace that breaks it', () => {
  expect(Object.keys(validateRules).filter((slug) => !(slug in mistakes))).toEqual(elsewhere)
})

test.for(Object.entries(mistakes))(
  'UX-13 %s: place, caret, value, what is allowed, what to do',
  async ([slug, files]) => {
    const found = told(files, today)
    expect(found.map((one) => one.slug)).toContain(slug)
    for (const { line, column, excerpt = '', fix } of found) {
      expect({ line, column }).toEqual({ line: expect.any(Number), column: expect.any(Number) })
      expect(column).toBeLessThanOrEqual(excerpt.length + 1)
      expect(fix).toBeTruthy()
    }
    await expect(`${found.map(painted).join('\n\n')}\n`).toMatchFileSnapshot(`messages/${slug}.txt`)
  },
)
