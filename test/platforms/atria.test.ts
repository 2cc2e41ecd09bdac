import { expect, test } from 'vitest'
import { cells, keysWhere, profile } from './profiles.ts'

const atria = profile('atria')

test('people are end users unless it is said: those are served and never sign in', () => {
  const [[first, rules] = ['', undefined]] = Object.entries(atria.accountTypes ?? {})
  expect(first).toBe('endUser')
  expect(rules).toMatchObject({ platformAccess: false, seats: 0, roles: { min: 0, max: 0 } })
  expect(atria.lifecycle?.['endUser']?.invitation).toBeUndefined()
})

test('administrators run the platform and have one security role', () => {
  expect(atria.accountTypes?.['administrator']).toMatchObject({ administrator: true, roles: { min: 1, max: 1 } })
  expect(atria.accountTypes?.['endUser']?.administrator).toBeUndefined()
})

test('the tasks of a security role are keys, and hold on what its scope reaches', () => {
  const tasks = [
    'action/users.onboard',
    'action/services.provision',
    'action/users.resetPassword',
    'action/directory.sync',
  ]
  const scoped = keysWhere(atria, (rule) => rule.scoped === 'reach')
  expect(tasks.filter((task) => !scoped.includes(task))).toEqual([])
  expect(cells(atria, 'service-desk', tasks)).toEqual(['', '', 'allow', ''])
  expect(cells(atria, 'onboarding-desk', tasks)).toEqual(['allow', 'allow', '', ''])
  expect(cells(atria, 'directory-operator', tasks)).toEqual(['', '', '', 'allow'])
  expect(cells(atria, 'provider-administrator', tasks)).toEqual(['allow', 'allow', 'allow', 'allow'])
  expect(atria.roles?.scope?.whenMissing).toBe('error')
})

test('the categories are modules, features, data, actions and reports', () => {
  expect(Object.keys(atria.categories)).toEqual(['module', 'feature', 'data', 'action', 'report'])
})
