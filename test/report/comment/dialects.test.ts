import { expect, test } from 'vitest'
import { azure, gitlab } from '../../../src/report/comment/dialect.ts'
import { planComment } from '../../../src/report/comment/plan.ts'
import { isWorthAComment } from '../../../src/report/comment/worth.ts'
import { tenantPlan } from '../sample.ts'
import { contextOf, nothing, privileged, sceneOf, seats, several, tagEdit, unread, waitingForLeads } from './scenes.ts'

test.each([
  ['gitlab', gitlab],
  ['azure', azure],
])('UX-30 %s is told the same in its own way', async (name, dialect) => {
  const { body } = planComment(privileged, contextOf({ dialect, approval: waitingForLeads }))
  await expect(body).toMatchFileSnapshot(`golden/${name}.md`)
})

test('UX-30 where a forge does not fold, nothing is hidden in an element that it would show as text', () => {
  expect(planComment(tagEdit, contextOf({ dialect: azure })).body).not.toMatch(/<details|<summary|mermaid/)
})

const dearer = sceneOf({ seats: [seats({ recurringMinor: 245_700 })], tenants: [tenantPlan('acme', 'changes')] })
const charged = sceneOf({ seats: [seats({ nowMinor: 100 })], tenants: [tenantPlan('acme', 'changes')] })
const unpriced = sceneOf({ seats: [seats({ delta: 1, recurringMinor: null, recurringBeforeMinor: null })] })
const cheaper = sceneOf({ seats: [seats({ recurringMinor: 100 })], tenants: [tenantPlan('acme', 'changes')] })

test.each([
  ['nothing to do', nothing, { always: true, changes: false, costRises: false }],
  ['changes without cost', tagEdit, { always: true, changes: true, costRises: false }],
  ['dearer each month', dearer, { always: true, changes: true, costRises: true }],
  ['a charge now', charged, { always: true, changes: true, costRises: true }],
  ['a seat that has no price', unpriced, { always: true, changes: true, costRises: true }],
  ['cheaper', cheaper, { always: true, changes: true, costRises: false }],
  ['several tenants', several, { always: true, changes: true, costRises: true }],
  ['a directory that was not read', unread, { always: true, changes: true, costRises: true }],
])('UX-26 UX-48 whether %s is worth a comment', (_, plan, expected) => {
  const told = {
    always: isWorthAComment(plan, 'always'),
    changes: isWorthAComment(plan, 'changes'),
    costRises: isWorthAComment(plan, 'costRises'),
  }
  expect(told).toEqual(expected)
})
