import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diagnosticsPage } from '../../../scripts/generate/diagnostics.ts'
import { sections } from '../../../scripts/generate/sections.ts'
import { documentTypes } from '../../../scripts/generate/types.ts'
import type { LedgerEntry } from '../../../src/generated/ledger-entry.ts'
import type { Plan as PublishedPlan } from '../../../src/generated/plan.ts'
import { languageRules } from '../../../src/language/validate/rules.ts'
import type { ChainedEntry } from '../../../src/model/entry.ts'
import type { Plan } from '../../../src/model/plan.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test.each(readdirSync(new URL('schema/', root)))('the types made from %s are those in git', async (name) => {
  const types = await documentTypes(JSON.parse(read(`schema/${name}`)) as object)
  expect(read(`src/generated/${name.replace('.schema.json', '.ts')}`)).toBe(types)
})

test('docs/diagnostics.md has an entry for every rule of the language', () => {
  const page = read('docs/diagnostics.md')
  expect(Object.keys(languageRules).filter((slug) => !page.includes(`\n### ${slug}\n`))).toEqual([])
  expect(page).toBe(diagnosticsPage(sections))
})

test('the published schemas describe what roster holds in memory', () => {
  // tsc checks this: `true` may only be assigned where one type fits the other.
  const plan: Plan extends PublishedPlan ? true : false = true
  const keys: keyof Plan extends keyof PublishedPlan ? (keyof PublishedPlan extends keyof Plan ? true : false) : false =
    true
  const entry: ChainedEntry extends LedgerEntry ? true : false = true
  const types: LedgerEntry['entry']['type'] extends ChainedEntry['entry']['type'] ? true : false = true
  expect([plan, keys, entry, types]).toEqual([true, true, true, true])
})
