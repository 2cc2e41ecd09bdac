import { expect, test } from 'vitest'
import { explain } from '../../src/access/explain.ts'
import { evaluate } from '../../src/access/evaluate.ts'
import type { Counterfactual } from '../../src/access/suggest.ts'
import { suggest } from '../../src/access/suggest.ts'
import { person } from '../language/compile/tenant.ts'
import { accountOf, house, opened } from './questions-world.ts'

/** What an answer says of ana-li in the kitchen. */
function asked(files: Readonly<Record<string, string>>, key = 'data/rooms', entity: string | undefined = 'kitchen') {
  const { desired, evaluation } = opened(files)
  const account = accountOf(evaluation, 'ana-li')
  const source = desired.people.get('ana-li')?.source ?? account.source
  return { evaluation, account, person: source, key, entity }
}

function inWords(edits: readonly Counterfactual[]): readonly string[] {
  return edits.map(
    ({ edits: set, to }) =>
      `${set
        .map(({ what }) => what)
        .toSorted()
        .join(' + ')} -> ${to}`,
  )
}

test('UX-16 two independent ways are both told, each hop with its line, and no single edit on them removes the access', () => {
  const { evaluation, ...question } = asked(house())
  const { paths, suggestion, level } = explain(evaluation, question)
  expect(level).toBe('view')
  expect(paths.map((path) => path.map(({ words }) => words))).toEqual([
    ['ana-li on home', 'access group blue', 'selects what bears any of blue, sky', 'tag blue'],
    ['ana-li on home', 'access group named', 'selects by names', 'names kitchen'],
  ])
  expect(paths[1]?.map(({ source }) => `${source.file} ${source.line} ${source.path?.join('.')}`)).toEqual([
    'tenants/acme/users.yaml 1 platforms.home',
    'tenants/acme/users.yaml 1 platforms.home.accessGroups.1',
    'tenants/acme/access-groups.yaml 2 select',
    'tenants/acme/access-groups.yaml 2 select.names.0',
  ])
  expect(inWords(suggestion.single)).toEqual(['the account of ana-li on home -> none'])
  expect(inWords(suggestion.together)).toContain(
    'kitchen in the list of the access group named + the tag blue on kitchen -> none',
  )
  expect(inWords(suggestion.together)).toContain(
    'the access group blue of ana-li on home + the access group named of ana-li on home -> none',
  )
})

test('UX-16 every edit that is named does what it says when it is made, and every one left out does nothing', () => {
  const files = house({
    'users.yaml':
      person(
        'ana-li',
        'department: hall, platforms: { home: { roles: [visitor, keeper], accessGroups: [blue, named] } }',
      ) + person('ben-osei', 'platforms: { home: { roles: [keeper], accessGroups: [named] } }'),
    'departments.yaml': 'hall: { name: Hall, permissions: { rooms: { data/rooms: edit } } }\n',
    'roles.yaml': 'keeper: { platform: rooms, name: Keeper, permissions: { data/rooms: full } }\n',
  })
  const { evaluation, account, ...rest } = asked(files)
  const key = 'home/ana-li'
  const { single, together, alone } = suggest(evaluation, { account, ...rest })
  const after = (edits: Counterfactual['edits']): string =>
    evaluate(edits.reduce((access, { from }) => from(access), evaluation.access)).level(key, rest.key, rest.entity)
  for (const { edits, to } of [...single, ...together])
    expect([edits[0]?.what, after(edits)]).toEqual([edits[0]?.what, to])
  for (const edit of alone) expect(after([edit])).toBe('edit')
  expect([together.length, alone.length].map((length) => length > 0)).toEqual([true, true])
  // The department stands above the roles: without it the role keeper gives more, which is nothing to propose.
  expect(inWords(single)).toEqual(['the account of ana-li on home -> none'])
})

test('UX-16 an edit tells whom else it would lower', () => {
  const files = house({
    'users.yaml':
      person('ana-li', 'platforms: { home: { roles: [visitor], accessGroups: [named] } }') +
      person('ben-osei', 'platforms: { home: { roles: [visitor], accessGroups: [named] } }'),
  })
  const { evaluation, ...question } = asked(files)
  const others = new Map(suggest(evaluation, question).single.map((one) => [one.edits[0]?.what, one.others]))
  expect(others.get('kitchen in the list of the access group named')).toEqual(['ben-osei'])
  expect(others.get('the access group named of ana-li on home')).toEqual([])
})

test('UX-16 what a template gives is taken from one person by leaving it out there, not from everybody', () => {
  const files = house({
    'users.yaml': person('ana-li', 'template: member') + person('ben-osei', 'template: member'),
    'templates.yaml': 'member: { platforms: { home: { roles: [visitor], accessGroups: [named] } } }\n',
  })
  const { evaluation, ...question } = asked(files)
  const [whole] = suggest(evaluation, question).single
  expect(whole?.edits[0]).toMatchObject({ part: 'account', source: { file: 'tenants/acme/users.yaml' } })
  expect(whole?.edits[0]?.what).toContain('without: { platforms: [home] }')
  expect(whole?.others).toEqual([])
})

test('UX-16 a line of a template is everybody’s who has it from there, and that is said', () => {
  const files = house({
    'users.yaml': person('ana-li', 'template: member') + person('ben-osei', 'template: member'),
    'templates.yaml': 'member: { platforms: { home: { roles: [visitor], accessGroups: [named] } } }\n',
  })
  const { evaluation, ...question } = asked(files)
  const found = suggest(evaluation, question).single.find(({ edits }) => edits[0]?.part === 'assignment')
  expect(found?.edits[0]?.what).toBe('the access group named that template member gives on home')
  expect([found?.to, found?.others]).toEqual(['none', ['ben-osei']])
})

test('UX-16 what the person’s own lines do not name is not proposed to be taken out of them', () => {
  const { evaluation, ...question } = asked(house())
  const own = { roles: ['visitor'], accessGroups: ['blue'] }
  const words = suggest(evaluation, { ...question, own }).together.flatMap(({ edits }) => edits.map(({ what }) => what))
  expect(words).toContain('the access group blue of ana-li on home')
  expect(words).not.toContain('the access group named of ana-li on home')
})

test('UX-16 own lines that a template would replace do not remove the account', () => {
  const { evaluation, account, ...question } = asked(house())
  const left = { ...account, route: 'template' as const }
  expect(suggest(evaluation, { account, ...question, left }).single).toEqual([])
})

test('UX-16 a container counts as a way of its own', () => {
  const files = house({
    'entities.yaml': [
      'manor: { platform: rooms, name: Manor, kind: house, tags: [sky] }',
      'kitchen: { platform: rooms, name: Kitchen, kind: room, inside: manor }',
      'cellar: { platform: rooms, name: Cellar, kind: room }',
      '',
    ].join('\n'),
    'access-groups.yaml': 'blue: { platform: rooms, select: { tags: [blue, sky], match: any } }\n',
    'users.yaml': person('ana-li', 'platforms: { home: { roles: [visitor], accessGroups: [blue] } }'),
  })
  const { evaluation, ...question } = asked(files)
  expect(inWords(explain(evaluation, question).suggestion.single)).toEqual(
    expect.arrayContaining(['the tag sky on manor -> none', 'kitchen lying inside manor -> none']),
  )
})

test('ATR-13 MSP-10 an answer names the layer that decided, and what cut it', () => {
  const files = house({
    'tenant.yaml': `${house()['tenants/acme/tenant.yaml']}defaults: { permissions: { rooms: { data/rooms: full } }, ceiling: { rooms: { data/rooms: view } } }\n`,
    'users.yaml': person(
      'ana-li',
      'platforms: { home: { roles: [visitor], accessGroups: [named] } }, overrides: [{ platform: rooms, permission: data/rooms, level: edit, reason: covers, expires: 2026-12-20 }]',
    ),
  })
  const { evaluation, ...question } = asked(files)
  const { sayings, cuts, value, level } = explain(evaluation, question)
  expect(sayings.map(({ layer, level: said, decides }) => [layer, said, decides])).toEqual([
    ['base', 'full', false],
    ['roles', 'view', false],
    ['override', 'edit', true],
  ])
  expect([value, cuts.map(({ by, to }) => `${by} ${to}`), level]).toEqual(['edit', ['ceiling view'], 'view'])
})
