import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/access/evaluate.ts'
import { access, account, entity, group, profile } from './scene.ts'

const rules = profile('atlas')
const board = group('board', { by: 'names', names: ['fund-1', 'fund-2', 'gp-owner'] })
const entities = [
  entity('fund-1', 'fund', { links: [{ to: 'gp-co', type: 'owner' }, { to: 'fund-2' }, { to: 'ana-berg' }] }),
  entity('fund-2', 'fund'),
  entity('gp-co', 'company', { links: [{ to: 'far-co' }] }),
  entity('far-co', 'company'),
  entity('ana-berg', 'person'),
  entity('gp-owner', 'person'),
]
const world = evaluate(
  access(rules, {
    groups: [board],
    entities,
    accounts: ['customer-admin', 'edit', 'view-only', 'restricted-view-only'].map((role) =>
      account(role, [role], { accessGroups: role === 'customer-admin' ? [] : ['board'] }),
    ),
  }),
)
const level = (role: string, key: string, on?: string): string => world.level(`main/${role}`, key, on)

describe('View Only and Restricted View Only on a graph', () => {
  test('ATL-14 View Only reads what is in the group; Restricted reads it without sensitive data', () => {
    expect(level('view-only', 'data/entities', 'fund-1')).toBe('view')
    expect(level('view-only', 'data/sensitive', 'fund-1')).toBe('view')
    expect(level('restricted-view-only', 'data/entities', 'fund-1')).toBe('view')
    expect(level('restricted-view-only', 'data/sensitive', 'fund-1')).toBe('none')
    expect(level('view-only', 'data/entities', 'gp-co')).toBe('none')
  })
})
