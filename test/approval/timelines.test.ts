import { expect, test } from 'vitest'
import { approvalStates } from '../../src/approval/states.ts'
import { considered, operation, terms } from './story.ts'
import { consider, expected, oneOfTwo, timelines, told } from './timelines.ts'

test.each(Object.entries(timelines))('SEC-05 SEC-06 %s', (_, timeline) => {
  expect(told(approvalStates(consider(timeline)), timeline)).toEqual(expected(timeline))
})

test('SEC-05 two accounts of one person are one voice', () => {
  const { facts, ...rest } = considered(oneOfTwo)
  const opened = { ...facts, pull: { ...facts.pull, author: { login: 'emil', isBot: false } }, commits: [] }
  const two = { ...terms, approvals: { default: { approvers: ['leads'], count: 2 } } }
  const [state] = approvalStates({ ...rest, terms: two, facts: opened })
  expect(state).toMatchObject({ by: ['ana-home'], missing: 1, notCounted: [] })
})

test('of whom it is not known who they are, that is said', () => {
  const [state] = approvalStates(
    considered([
      ['plan', 'one'],
      ['approve', 'nobody'],
    ]),
  )
  expect(state).toMatchObject({ by: ['nobody'], unknown: ['nobody'] })
})

test('SEC-05 a team that cannot be read approves nothing, and says so', () => {
  const consideration = considered([
    ['plan', 'one'],
    ['approve', 'ben'],
  ])
  const blind = { mayWrite: () => true, members: () => undefined }
  const [state] = approvalStates({ ...consideration, people: blind })
  expect(state).toMatchObject({
    missing: 1,
    notCounted: [{ by: 'ben', why: 'is none of @msp/leads; who is in @msp/leads could not be read' }],
  })
})

test('SEC-05 without rules: one of whoever may write; two for what is critical', () => {
  const consideration = considered(
    [
      ['plan', 'one'],
      ['approve', 'emil'],
      ['approve', 'otto'],
    ],
    {
      operations: [operation({ risk: 'lockout' })],
    },
  )
  const { forgeAccounts } = terms
  const states = approvalStates({ ...consideration, terms: forgeAccounts === undefined ? {} : { forgeAccounts } })
  expect(states.map(({ rule, by, missing }) => [rule.name, by, missing])).toEqual([
    ['default', ['emil'], 0],
    ['critical', ['emil'], 1],
  ])
})

test('SEC-05 a rule that names approvers nobody declared is met by nobody', () => {
  const consideration = considered([
    ['plan', 'one'],
    ['approve', 'ben'],
  ])
  const broken = { ...terms, approvals: { default: { approvers: ['leeds'], count: 1 } } }
  expect(approvalStates({ ...consideration, terms: broken })[0]).toMatchObject({ missing: 1, by: [] })
})

test('nothing to do asks for nobody', () => {
  expect(approvalStates(considered([['plan', 'one']], { operations: [] }))).toEqual([])
})
