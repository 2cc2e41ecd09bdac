import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadRules } from '../../../src/language/load/rules.ts'

const source = new URL('../../../src/language/load/', import.meta.url)
const code = readdirSync(source)
  .filter((name) => name !== 'rules.ts')
  .map((name) => readFileSync(new URL(name, source), 'utf8'))
  .join('\n')
// Edits are refused in `load/`, and what is refused is shown on the edits that people ask for.
const tests = ['./', '../splice/']
  .map((folder) => new URL(folder, import.meta.url))
  .flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)))
  .filter(({ pathname }) => !pathname.endsWith('/rules.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

test.each(Object.entries(loadRules))('UX-13 the rule %s is explained, used and tested', (slug, rule) => {
  expect(rule.title).toBeTruthy()
  expect(rule.why).toMatch(/\.$/)
  expect(rule.fix).toBeTruthy()
  expect(code.includes(`'${slug}'`)).toBe(true)
  expect(tests.includes(slug)).toBe(true)
})
