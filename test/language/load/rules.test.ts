import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadRules } from '../../../src/language/load/rules.ts'

const source = new URL('../../../src/language/load/', import.meta.url)
const code = readdirSync(source)
  .filter((name) => name !== 'rules.ts')
  .map((name) => readFileSync(new URL(name, source), 'utf8'))
  .join('\n')
const tests = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name !== 'rules.test.ts')
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('\n')

test.each(Object.entries(loadRules))('UX-13 the rule %s is explained, used and tested', (slug, rule) => {
  expect(rule.title).toBeTruthy()
  expect(rule.why).toMatch(/\.$/)
  expect(rule.fix).toBeTruthy()
  expect(code.includes(`'${slug}'`)).toBe(true)
  expect(tests.includes(slug)).toBe(true)
})
