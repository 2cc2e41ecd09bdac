import { expect, test } from 'vitest'
import { annotationsOf } from '../../../src/report/comment/annotations.ts'
import { grant, revoke } from '../sample.ts'
import { accessChange, impact, people, sceneOf, tagEdit, unread } from './scenes.ts'

const at = (line: number) => ({ file: 'tenants/acme/users.yaml', line, via: [] })

test('UX-28 a mistake stands at its line, and says what to do', () => {
  expect(annotationsOf(unread)).toEqual([
    {
      path: 'tenants/bakery/users.yaml',
      line: 12,
      level: 'failure',
      message: 'There is no user `ben-ose`. Did you mean `ben-osei`?',
    },
  ])
})

test('UX-28 what a line takes away or gives that is privileged stands at it, once for all whom it concerns', () => {
  const plan = sceneOf({
    operations: [
      ...people(30).map((id) => revoke('staff', id, `${id} leaves Staff`, { source: at(4) })),
      grant('admins', 'ana-li', 'Ana Li joins Admins', { escalation: true, source: at(9) }),
      grant('staff', 'ana-li', 'Ana Li joins Staff', { source: at(10) }),
      revoke('staff', 'x', 'Somebody leaves Staff', { source: { file: '', line: 0, via: [] } }),
    ],
    access: impact([accessChange({ change: 'lost', summary: '40 people lose view', source: at(2) })]),
    findings: [
      {
        slug: 'escalation',
        scope: 'acme/hq/membership/admins/ana-li',
        result: 'warn',
        message: 'More than\nthe role.',
      },
      { slug: 'usersRemoved', scope: 'acme', result: 'block', message: 'Too many.' },
    ],
  })
  expect(annotationsOf(plan).map(({ line, level, message }) => [line, level, message])).toEqual([
    [9, 'warning', 'More than the role.'],
    [2, 'notice', '40 people lose view'],
    [4, 'notice', 'person-0001 leaves Staff; and 29 changes more from this line'],
    [9, 'warning', 'Privileged: Ana Li joins Admins'],
  ])
})

test('UX-24 one tag that 400 people lose something by is marked where it stood', () => {
  expect(annotationsOf(tagEdit)).toEqual([
    expect.objectContaining({ path: 'tenants/acme/entities.yaml', line: 12, level: 'notice' }),
  ])
})
