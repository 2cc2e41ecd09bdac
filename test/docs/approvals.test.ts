import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rulesFor } from '../../src/approval/rules.ts'
import type { Terms } from '../../src/approval/terms.ts'
import { parse } from '../../src/language/load/parse.ts'
import { changeOf } from '../approval/story.ts'
import { timelines } from '../approval/timelines.ts'
import { told } from '../language/validate/workspace.ts'

const page = readFileSync(new URL('../../docs/approvals.md', import.meta.url), 'utf8')
const [, roster = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []

test('UX-13 the roster.yaml of docs/approvals.md is in order', () => {
  const files = {
    'roster.yaml': roster,
    'tenants/northwind-msp/tenant.yaml': 'name: Northwind MSP\n',
    'tenants/northwind-msp/users.yaml': 'ana-li: { name: { first: Ana } }\ndora-gil: { name: { first: Dora } }\n',
  }
  expect(told(files)).toEqual([])
})

test('it says who is asked', () => {
  const terms = parse('roster.yaml', roster).value as Terms
  const rules = rulesFor({ terms, files: [{ path: 'roster.yaml' }], change: changeOf() })
  expect(rules.map(({ name, approvers, count }) => [name, approvers, count])).toEqual([
    ['default', ['@northwind-msp/leads'], 1],
    ['critical', ['@northwind-msp/security', '@dora-gil'], 2],
  ])
})

test('every reason why an approval does not count is on the page', () => {
  const reasons = Object.values(timelines).flatMap(({ not = {} }) => Object.values(not))
  const written = reasons.map((why) => why.replace(/\(.*\)/, '(<tenant>/<user>)'))
  expect(written.filter((why) => !page.includes(`\`${why}\``))).toEqual([])
})
