import { expect, test } from 'vitest'
import type { Operation } from '../../src/model/operation.ts'
import { calendarLines } from '../../src/report/calendar.ts'
import { linesOf } from '../../src/report/fold.ts'
import { driftSectionOf, peopleOf, sectionOf } from '../../src/report/sections.ts'
import { licenceDraft } from '../reconciler/licence-draft.ts'

function licence(verb: 'grant' | 'revoke', user: string, id = 'office'): Operation {
  const draft = licenceDraft(verb, user, id)
  return { ...draft, fingerprint: draft.address }
}

const people = (verb: 'grant' | 'revoke'): readonly Operation[] =>
  ['ana', 'ben', 'eva', 'kim', 'tom', 'zoe'].map((user) => licence(verb, user))

test('who gets a licence gains, who gives one back loses, and many of one licence are one line', () => {
  const all = [licence('grant', 'ana'), licence('revoke', 'ben')]
  const told = peopleOf(all)
  expect([...told.gains, '-', ...told.loses]).toEqual(['ana', '-', 'ben'])
  expect(all.map((operation) => sectionOf(operation, told))).toEqual(['gains', 'loses'])
  expect(all.map(driftSectionOf)).toEqual(['licences', 'licences'])
  expect(linesOf('gains', all.slice(0, 1), false).map(({ words }) => words)).toEqual(['ana gets the licence office'])
  const [many] = linesOf('gains', people('grant'), false)
  expect(many).toMatchObject({
    words: '6 people get the licence office',
    technical: 'grant acme/hq/licence/office/*',
    names: ['ana', 'ben', 'eva', 'kim', 'tom', 'zoe'],
  })
  expect(linesOf('loses', people('revoke'), false).map(({ words }) => words)).toEqual([
    '6 people give back the licence office',
  ])
  const ofOne = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => licence('grant', 'ana', id))
  expect(linesOf('joins', ofOne, false).map(({ words, technical }) => [words, technical])).toEqual([
    ['ana gets 6 licences', 'grant acme/hq/licence/*/ana'],
  ])
})

test('who only gets other services of a licence neither gains nor loses, and many of one sort are one line', () => {
  const changes = ['ana', 'ben', 'eva', 'kim', 'tom', 'zoe'].map((user): Operation => {
    const granted = licence('grant', user)
    const before = { licence: 'office', sku: 'E3', user }
    const body = { before, after: { ...before, disabledPlans: ['SWAY'] } }
    return { ...granted, ...body, summary: `${user} keeps the licence office, now without SWAY` } as Operation
  })
  const told = peopleOf(changes)
  expect([told.gains.size, told.loses.size]).toEqual([0, 0])
  expect(new Set(changes.map((operation) => sectionOf(operation, told)))).toEqual(new Set(['objects']))
  expect(linesOf('objects', changes, false).map(({ words }) => words)).toEqual([
    '6 people keep the licence office, now without SWAY',
  ])
  const apart = linesOf('objects', [...changes, ...people('grant')], false).map(({ words }) => words)
  expect(apart).toContain('6 people get the licence office')
})

test('a first day is told once, with the licence below it only where everything is asked for', () => {
  const common = { date: '2026-12-10', tenant: 'acme', event: 'start', fingerprint: '' } as const
  const entries = [
    { ...common, address: 'acme/hq/licence/office/eva-lo' },
    { ...common, address: 'acme/hq/user/eva-lo' },
  ]
  expect(calendarLines(entries, false).map(({ words }) => words)).toEqual(['first day of eva-lo in hq'])
  expect(calendarLines(entries, true).map(({ words }) => words)).toEqual([
    'first day of eva-lo with the licence office',
    'first day of eva-lo in hq',
  ])
})
