import { expect, test } from 'vitest'
import { platformPage } from '../../scripts/generate/platforms.ts'
import { cells, keysWhere, profile } from './profiles.ts'

const atlas = profile('atlas')
const roles = ['customer-admin', 'edit', 'view-only', 'restricted-view-only']

test('ATL-19 the matrix of 4 roles and 8 areas is the published one, cell by cell', () => {
  const keys = atlas.table ?? []
  expect(keys.map((key) => atlas.permissions?.[key]?.name)).toEqual([
    'Entities',
    'Sensitive data',
    'Stakeholders',
    'User management',
    'Account settings',
    'AI entity upload',
    'Entity registration',
    'CTA page',
  ])
  const matrix = roles.map((role) => [atlas.builtInRoles?.[role]?.name ?? '', ...cells(atlas, role, keys)])
  expect(matrix).toEqual([
    ['Customer Admin', 'full', 'full', 'full', 'full', 'full', 'full', 'full', 'full'],
    ['Edit', 'by access group', 'edit', 'edit', 'none', 'none', 'full', 'none', 'none'],
    ['View Only', 'by access group', 'view', 'view', 'none', 'none', 'none', 'none', 'view'],
    ['Restricted View Only', 'by access group', 'none', 'none', 'none', 'none', 'none', 'none', 'none'],
  ])
  expect(Object.keys(atlas.builtInRoles ?? {})).toEqual(roles)
})

test('Restricted View Only is told facet by facet, not only by none', () => {
  const { permissions } = atlas.builtInRoles?.['restricted-view-only'] ?? {}
  expect(permissions).toMatchObject({
    'data/documents.sensitive': 'listed',
    'action/documents.download': 'none',
    'data/bank.accountName': 'view',
    'data/bank.accountNumber': 'masked',
    'data/chart.linked': 'listed',
    'data/chart.grouped': 'view',
    'action/chart.open': 'allow',
    'data/stakeholders': 'none',
    'data/chart.ownership': 'none',
    'data/chart.classes': 'none',
    'data/chart.notes': 'none',
    'data/groupRelationships': 'view',
    'data/relationships': 'listed',
  })
  const page = platformPage('atlas', atlas)
  expect(page).toContain('| Number of a bank account (`data/bank.accountNumber`) | full | edit | view | masked |')
  expect(page).toContain('| Sensitive documents (`data/documents.sensitive`) | full | edit | view | listed |')
})

test('what is one link away is listed in the chart; of other relationships name and type are listed', () => {
  expect(keysWhere(atlas, ({ scoped }) => scoped === 'neighbours')).toEqual([
    'data/stakeholders',
    'data/chart.linked',
    'data/relationships',
  ])
  expect(atlas.permissions?.['data/chart.linked']?.atMost).toBe('listed')
  expect(atlas.permissions?.['data/relationships']?.listedFields).toEqual(['name', 'type'])
  expect(atlas.permissions?.['action/chart.open']?.scoped).toBe('reach')
})

test('persons and external entities are stakeholders, and one key says how far they are seen', () => {
  const kinds = Object.entries(atlas.entityKinds ?? {})
  expect(kinds.filter(([, { stakeholder }]) => stakeholder === true).map(([kind]) => kind)).toEqual([
    'person',
    'externalEntity',
  ])
  expect(keysWhere(atlas, ({ stakeholders }) => stakeholders === true)).toEqual(['data/stakeholders'])
})

test('each role but the administrator asks for the one access group that a person can have', () => {
  expect(roles.map((role) => atlas.builtInRoles?.[role]?.accessGroups)).toEqual([
    'forbidden',
    'required',
    'required',
    'required',
  ])
  expect(atlas.accountTypes?.['user']).toMatchObject({
    roles: { min: 1, max: 1 },
    accessGroups: { min: 0, max: 1, whenMissing: 'warn' },
  })
})

test('only Customer Admin and Edit create entities, which inherit tags or a place in the list', () => {
  const key = atlas.entityCreation?.permission ?? ''
  expect(roles.map((role) => cells(atlas, role, [key])[0])).toEqual(['allow', 'allow', 'none', 'none'])
  expect(atlas.entityCreation?.inherits).toEqual(['tags', 'names'])
})
