import { expect, test } from 'vitest'
import { annotationsOf } from '../../../src/report/comment/annotations.ts'
import { jobSummary, planComment } from '../../../src/report/comment/plan.ts'
import { tenantPlan } from '../sample.ts'
import {
  blocked,
  contextOf,
  nothing,
  privileged,
  sceneOf,
  several,
  tagEdit,
  unread,
  waitingForLeads,
} from './scenes.ts'

test.each([
  ['nothing', nothing, {}],
  ['tag-edit', tagEdit, {}],
  ['blocked', blocked, {}],
  ['unread', unread, {}],
  ['privileged', privileged, { approval: waitingForLeads, fullReport: 'https://forge.example/runs/7' }],
  ['several', several, {}],
])('UX-23 %s reads as it should', async (name, plan, more) => {
  const { body, detail, omitted } = planComment(plan, contextOf(more))
  await expect(body).toMatchFileSnapshot(`golden/${name}.md`)
  expect({ detail, omitted }).toEqual({ detail: 'full', omitted: [] })
})

test('UX-23 what a reviewer needs comes in one order: verdict, approval, access, money, guardrails, details, footer', () => {
  const plan = { ...privileged, seats: several.seats }
  const { body } = planComment(plan, contextOf({ approval: waitingForLeads }))
  const places = [
    '### Needs approval',
    '#### Approval',
    '#### What is gained and lost',
    '**Privileged',
    '**Lost',
    '**Gained',
    '#### Seats and money',
    '#### Guardrails',
    '<details><summary><code>acme</code>',
    'Next: ',
    '<sub>plan ',
  ]
  const found = places.map((words) => body.indexOf(words))
  expect(found).not.toContain(-1)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  for (const part of ['sha256&#58;', 'rules of the base', 'directories read', 'counts until']) {
    expect(body.slice(body.indexOf('<sub>'))).toContain(part)
  }
})

test('an unread directory, a mistake and a blocked tenant are never called nothing to change', () => {
  for (const status of ['unreadable', 'invalid', 'blocked', 'waiting'] as const) {
    const plan = sceneOf({ tenants: [tenantPlan('acme', status, status === 'waiting' ? 0 : 4)] })
    expect(planComment(plan, contextOf()).body).not.toMatch(/nothing to change|no changes/i)
  }
  expect(planComment(nothing, contextOf()).body).toContain('### Nothing to change')
})

test('SEC-31 values that are never written down are not in a comment, a summary or an annotation', () => {
  const told = [planComment(privileged, contextOf()).body, jobSummary(privileged, contextOf())]
  for (const text of [...told, JSON.stringify(annotationsOf(privileged))]) expect(text).not.toMatch(/pin-of/)
  expect(told[0]).toContain('<code>pin</code> | <code>••••••</code>')
})

test('an approval that no one can give says why, and whom nobody knows', () => {
  const [open] = waitingForLeads
  if (open === undefined) throw new Error('there is a rule')
  const approval = [{ ...open, unknown: ['cy-wu'], obstacle: 'the team @msp/leads cannot be read' }]
  const { body } = planComment(privileged, contextOf({ approval }))
  expect(body).toContain('  - The team <code>&#64;<wbr>msp/leads</code> cannot be read')
  expect(body).toContain('  - Nobody said which person this is: <code>cy-wu</code>.')
})

test('with many rules those that still need somebody are told first, and the rest is counted', () => {
  const [open, met] = waitingForLeads
  if (open === undefined || met === undefined) throw new Error('there are rules')
  const approval = [...Array.from({ length: 30 }, () => met), ...Array.from({ length: 60 }, () => open)]
  const { body } = planComment(privileged, contextOf({ approval }))
  expect(body).toContain('- and 20 rules more that still need somebody')
  expect(body).toContain('- and 20 rules more that are met')
  expect(body.indexOf('approval missing')).toBeLessThan(body.indexOf(': met.'))
})

test('where nobody looked for approvals, a comment calls nothing ready', () => {
  const { body } = planComment(several, contextOf({ approval: 'unknown' }))
  expect(body).toContain('Nobody looked: on the request it says whose is missing.')
  expect(body).not.toMatch(/ready|needs approval/i)
})

test('people are counted in a sentence', () => {
  expect(planComment(privileged, contextOf()).body).toContain(
    ' · 1 person joins, 2 gain, 1 loses, 1 leaves · access: 1 person gains, 0 lose.',
  )
})

test('what keeps a plan from being approved stands at its top, on every step of the ladder', () => {
  const obstacle = 'the request comes from a fork. Push its branch here, and open it anew.'
  for (const budget of [60_000, 3_000]) {
    const { body } = planComment(several, contextOf({ approval: waitingForLeads, obstacle }), budget)
    expect(body).toMatch(/^### Cannot be approved\n\n[^\n]+\n\n\*\*This plan cannot be approved:\*\* the request/)
    expect(body).not.toMatch(/needs approval|ready/i)
  }
})
