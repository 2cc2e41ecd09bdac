import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/access/evaluate.ts'
import { provenance } from '../../src/access/provenance.ts'
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
const roles = ['customer-admin', 'edit', 'view-only', 'restricted-view-only']
const world = evaluate(
  access(rules, {
    groups: [board],
    entities,
    accounts: roles.map((id) => account(id, [id], { accessGroups: id === 'customer-admin' ? [] : ['board'] })),
  }),
)
const level = (role: string, key: string, on?: string): string => world.level(`main/${role}`, key, on)
const restricted = (key: string, on?: string): string => level('restricted-view-only', key, on)

describe('View Only and Restricted View Only on a graph', () => {
  test('ATL-14 View Only reads what is in the group; Restricted reads it without sensitive data', () => {
    expect(level('view-only', 'data/entities', 'fund-1')).toBe('view')
    expect(level('view-only', 'data/sensitive', 'fund-1')).toBe('view')
    expect(restricted('data/entities', 'fund-1')).toBe('view')
    expect(restricted('data/sensitive', 'fund-1')).toBe('none')
    expect(level('view-only', 'data/entities', 'gp-co')).toBe('none')
    expect(restricted('data/entities', 'gp-co')).toBe('none')
  })

  test('ATL-15 Restricted: sensitive documents show their name, and nothing is downloaded', () => {
    expect(restricted('data/documents.sensitive', 'fund-1')).toBe('listed')
    expect(restricted('action/documents.download', 'fund-1')).toBe('none')
    const why = ['data/documents.sensitive', 'action/documents.download'].map((key) =>
      provenance(world, 'main/restricted-view-only', key, 'fund-1'),
    )
    expect(why.map((one) => [one.level, one.decider?.name, one.where])).toEqual([
      ['listed', 'restricted-view-only', 'inReach'],
      ['none', 'restricted-view-only', 'inReach'],
    ])
    expect(level('view-only', 'action/documents.download', 'fund-1')).toBe('allow')
  })

  test('ATL-16 Restricted: the name of a bank account is shown, its number masked', () => {
    expect(restricted('data/bank.accountName', 'fund-1')).toBe('view')
    expect(restricted('data/bank.accountNumber', 'fund-1')).toBe('masked')
  })

  test('ATL-17 Restricted: inside opens, a neighbour is listed only, the second link is dark, persons stay closed, three keys are hidden', () => {
    expect(restricted('data/chart.grouped', 'fund-1')).toBe('view')
    expect(restricted('action/chart.open', 'fund-1')).toBe('allow')
    expect(restricted('data/chart.linked', 'gp-co')).toBe('listed')
    expect(restricted('action/chart.open', 'gp-co')).toBe('none')
    expect(restricted('data/chart.grouped', 'gp-co')).toBe('none')
    expect(restricted('data/chart.linked', 'far-co')).toBe('none')
    expect(restricted('data/chart.linked', 'fund-2')).toBe('none')
    expect(restricted('action/chart.open', 'ana-berg')).toBe('none')
    expect(restricted('action/chart.open', 'gp-owner')).toBe('none')
    expect(restricted('data/entities', 'gp-owner')).toBe('none')
    for (const hidden of ['ownership', 'classes', 'notes'])
      expect(restricted(`data/chart.${hidden}`, 'fund-1')).toBe('none')
    expect(level('view-only', 'action/chart.open', 'gp-owner')).toBe('allow')
    expect(level('view-only', 'data/stakeholders', 'ana-berg')).toBe('view')
    expect(provenance(world, 'main/restricted-view-only', 'action/chart.open', 'gp-owner').cuts[0]?.by).toBe(
      'stakeholders',
    )
  })

  test('ATL-18 Restricted: relationships within the group open although sensitive data is none; others give name and type only', () => {
    expect(restricted('data/groupRelationships', 'fund-1')).toBe('view')
    expect(restricted('data/relationships', 'gp-co')).toBe('listed')
    expect(rules.permissions?.['data/relationships']?.listedFields).toEqual(['name', 'type'])
    expect(restricted('data/groupRelationships', 'gp-co')).toBe('none')
    expect(restricted('data/relationships', 'far-co')).toBe('none')
  })

  test('a neighbour’s way goes through the reached entity and the link, wherever the link is written', () => {
    const [way] = provenance(world, 'main/view-only', 'data/chart.linked', 'gp-co').paths
    expect(way?.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'account main',
      'accessGroup board',
      'name fund-1',
      'link gp-co',
    ])
    expect(way?.at(-1)?.source.path).toEqual(['links', 0])
  })
})

describe('who reaches what', () => {
  test('ATL-05 a person of a group has the level of the role there and none elsewhere; without a group there is nothing', () => {
    const people = evaluate(
      access(rules, {
        groups: [board],
        entities,
        accounts: [account('in', ['view-only'], { accessGroups: ['board'] }), account('out', ['view-only'])],
      }),
    )
    const entitled = entities
      .map(({ id }) => id)
      .filter((id) => people.level('main/in', 'data/entities', id) === 'view')
    expect(entitled).toEqual(['fund-1', 'fund-2', 'gp-owner'])
    expect(people.reach('main/out')).toEqual(new Set())
    expect(entities.map(({ id }) => people.level('main/out', 'data/entities', id))).toEqual(entities.map(() => 'none'))
    expect(people.level('main/out', 'data/entities')).toBe('none')
    expect(people.level('main/out', 'area/ctaPage')).toBe('view')
  })

  test('administrators reach everything, what is to come included, and belong to no group', () => {
    expect(world.reach('main/customer-admin')).toBe('all')
    expect(entities.map(({ id }) => level('customer-admin', 'data/entities', id))).toEqual(entities.map(() => 'full'))
    const [way] = provenance(world, 'main/customer-admin', 'data/entities', 'far-co').paths
    expect(way?.map(({ kind }) => kind)).toEqual(['account', 'administrator'])
  })

  test('ATL-02 any and all of two tags choose different sets', () => {
    const tagged = [
      entity('both', 'fund', { tags: ['apac', 'fund'] }),
      entity('one', 'fund', { tags: ['apac'] }),
      entity('other', 'fund', { tags: ['fund', 'spare'] }),
      entity('none', 'fund'),
    ]
    const groups = (['any', 'all'] as const).map((match) => group(match, { by: 'tags', tags: ['apac', 'fund'], match }))
    const accounts = ['any', 'all'].map((id) => account(id, ['edit'], { accessGroups: [id] }))
    const chosen = evaluate(access(rules, { groups, entities: tagged, accounts }))
    expect(chosen.reach('main/any')).toEqual(new Set(['both', 'one', 'other']))
    expect(chosen.reach('main/all')).toEqual(new Set(['both']))
  })
})
