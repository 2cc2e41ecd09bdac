import { expect, test } from 'vitest'
import { planComment } from '../../../src/report/comment/plan.ts'
import { blocked, contextOf, nothing, privileged, several, tagEdit, unread, waitingForLeads } from './scenes.ts'

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
