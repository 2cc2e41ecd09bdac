import { expect, test } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { Plan } from '../../src/model/plan.ts'
import {
  acknowledged,
  committed,
  edit,
  entitiesFile,
  groupsFile,
  home,
  inhabitant,
  textOf,
  usersFile,
} from './questions-world.ts'
import { documentOf, put, roster, type Ended } from './roster.ts'

test('UX-16 in words: layers, ways, and what would take it away', async () => {
  const cwd = home()
  const { code, stdout } = await roster(['explain', 'ana-li', '--key', 'data/rooms', '--entity', 'kitchen'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain('ana-li has data/rooms: edit on kitchen')
  expect(stdout).toMatch(/role keeper +edit +tenants\/acme\/roles\.yaml:1 {2}decides/)
  expect(stdout).toContain('2 ways to kitchen')
  expect(stdout).toContain('Together these remove it:')
  const all = await roster(['explain', 'ana-li'], { cwd })
  expect(all.stdout).toMatch(/action\/rooms\.create +allow +role keeper tenants\/acme\/roles\.yaml:1/)
})

test('UX-17 who has a permission: on an entity, at least at a level, because of what; as text, document and CSV', async () => {
  const cwd = home()
  const words = ['who-can', 'data/rooms', '--entity', 'kitchen']
  const [text, json, csv, least] = await Promise.all([
    roster(words, { cwd }),
    roster([...words, '--json'], { cwd }),
    roster([...words, '--csv'], { cwd }),
    roster([...words, '--at-least', 'edit', '--csv'], { cwd }),
  ])
  expect(text.stdout).toContain('3 people have data/rooms on kitchen.')
  const { holders } = documentOf(json) as unknown as { readonly holders: readonly Record<string, unknown>[] }
  expect(holders.map(({ user, level }) => [user, level])).toEqual([
    ['ana-li', 'edit'],
    ['ben-osei', 'full'],
    ['eva-lo', 'view'],
  ])
  expect(csv.stdout.split('\r\n')[0]).toBe('"user","platform","level","reach","because"')
  expect(
    least.stdout
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]),
  ).toEqual(['"ana-li"', '"ben-osei"'])
})

test('UX-17 what somebody has: roles, groups, reach, levels and the end; on a day, and as a commit has it', async () => {
  const cwd = home()
  const before = await committed(cwd, 'start')
  edit(cwd, usersFile, 'role: visitor, accessGroup: blue', 'role: visitor, accessGroup: named')
  const asked = async (...more: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
    const ended = await roster(['access', 'eva-lo', '--json', ...more], { cwd })
    return (documentOf(ended) as unknown as { readonly accounts: readonly Record<string, unknown>[] }).accounts
  }
  const [now] = await asked()
  expect(now).toMatchObject({
    subscription: 'home',
    state: 'active',
    roles: ['visitor'],
    accessGroups: ['named'],
    reach: { all: false, count: 2, entities: ['cellar', 'kitchen'] },
    levels: { data: { 'data/rooms': 'view' } },
    until: '2031-12-31T23:00:00.000Z',
    place: { file: usersFile },
  })
  expect((await asked('--as-of', '2032-01-01'))[0]).toMatchObject({ state: 'ended', reach: { count: 0 }, levels: {} })
  expect((await asked('--as-of', before))[0]).toMatchObject({
    accessGroups: ['blue'],
    reach: { entities: ['kitchen'] },
  })
})

test('ATL-20 the list of people has the access group of each; administrators have all', async () => {
  const { stdout } = await roster(['users', '--columns', 'user,role,accessGroup,state,until', '--csv'], { cwd: home() })
  expect(stdout.split('\r\n')).toEqual([
    '"user","role","accessGroup","state","until"',
    '"ana-li","keeper","blue named","active",""',
    '"ben-osei","owner","all","active",""',
    '"eva-lo","visitor","blue","active","2031-12-31"',
    '',
  ])
})

test('ATE-27 hiding disabled accounts is a view: it is told that some were left out', async () => {
  const cwd = home()
  edit(cwd, usersFile, 'eva-lo:\n', 'eva-lo:\n  state: disabled\n')
  const [all, hidden] = await Promise.all([roster(['users'], { cwd }), roster(['users', '--hide-disabled'], { cwd })])
  expect(all.stdout).toMatch(/eva-lo .* disabled/)
  expect(hidden.stdout).not.toContain('eva-lo')
  expect(hidden.stdout).toContain('2 people; 1 row left out of this view.')
})

test('ALR-12 whoever was invited and has not come is listed with the age of the invitation', async () => {
  const cwd = home()
  const invitedAt = new Date(Date.now() - 3.5 * 86_400_000).toISOString()
  await recorded(cwd, [
    account('eva-lo', { state: 'invited', invitedAt, resends: 1 }),
    account('ana-li', { state: 'active' }),
  ])
  const ended = await roster(['users', '--invited', '--json'], { cwd })
  expect(documentOf(ended)['users']).toMatchObject([{ user: 'eva-lo', live: 'invited', days: 3, resends: 1 }])
})

function account(
  user: string,
  more: { readonly state: 'invited' | 'active'; readonly invitedAt?: string; readonly resends?: number },
): Entry {
  const observed = { type: 'person', login: `${user}@acme.example`, roles: ['visitor'], accessGroups: [], ...more }
  return { type: 'account', address: `acme/home/account/${user}`, account: observed, from: 'export' }
}

async function recorded(root: string, entries: readonly Entry[]): Promise<void> {
  const ledger = openFileLedger({ root, now: () => new Date() })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'test', lease)
  await journal.record(entries)
  await journal.close()
  await lease.release()
}

test('ALR-05 roles explain spells a preset out, the same each time', async () => {
  const cwd = home({ 'tenants/acme/roles.yaml': 'keeper: { platform: rooms, name: Keeper, preset: host }\n' })
  const [once, again] = await Promise.all([
    roster(['roles', 'explain', 'keeper', '--csv'], { cwd }),
    roster(['roles', 'explain', 'keeper', '--csv'], { cwd }),
  ])
  expect(once.stdout).toBe(again.stdout)
  expect(
    once.stdout
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.replaceAll('"', '').split(',').slice(2)),
  ).toEqual([
    ['data/rooms', 'Rooms', 'view', 'view', 'basic', 'reach', 'preset'],
    ['data/cupboards', 'Cupboards', 'view', 'view', 'elevated', 'reach', 'preset'],
    ['action/cupboards.open', 'Open cupboards', 'none', 'none', 'elevated', 'reach', 'nothing'],
    ['action/rooms.create', 'Make rooms', 'none', 'none', 'basic', 'everywhere', 'nothing'],
    ['settings/keys', 'Keys', 'none', 'none', 'critical', 'everywhere', 'nothing'],
  ])
  const list = await roster(['roles'], { cwd })
  expect(list.stdout).toMatch(/rooms +keeper +Keeper +preset host +elevated +1/)
})

test('UX-24 one line of a template: everybody who gains or loses by it, with counts and the line', async () => {
  const crowd = Array.from({ length: 400 }, (_, at) => inhabitant(`p${at}-x`, ['template: member'])).join('')
  const cwd = home({
    [usersFile]: crowd,
    'tenants/acme/templates.yaml': 'member:\n  platforms:\n    home: { role: visitor, accessGroup: blue }\n',
  })
  await committed(cwd, 'start')
  edit(cwd, 'tenants/acme/templates.yaml', 'role: visitor', 'role: keeper')
  const ended = await roster(['diff', 'HEAD', '--json', '--detailed-exitcode'], { cwd })
  expect(ended.code).toBe(2)
  const { groups } = documentOf(ended) as unknown as Pick<Plan['access'], 'groups'>
  for (const { cause, users, change, source } of groups) {
    expect([cause, users.length, change]).toEqual(['template', 400, 'gained'])
    expect(source).toMatchObject({ file: 'tenants/acme/templates.yaml' })
  }
  expect(groups.flatMap(({ levels }) => Object.keys(levels)).toSorted()).toEqual(['action/rooms.create', 'data/rooms'])
  const { stdout, code } = await roster(['diff', 'HEAD'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain('400 people gain, 0 people lose')
})

test('diff of two commits looks at neither the work tree nor a directory', async () => {
  const cwd = home()
  const from = await committed(cwd, 'start')
  edit(cwd, entitiesFile, ', tags: [blue, sky]', '')
  const to = await committed(cwd, 'without tags')
  put(cwd, entitiesFile, 'nonsense')
  const ended = await roster(['diff', from, to, '--json'], { cwd })
  const { context, groups } = documentOf(ended) as unknown as { readonly context: object } & Pick<
    Plan['access'],
    'groups'
  >
  expect(context).toMatchObject({ from, to })
  expect(groups.map(({ change, users, entities }) => [change, users, entities])).toContainEqual([
    'lost',
    ['eva-lo'],
    ['kitchen'],
  ])
  const same = await roster(['diff', to, to, '--detailed-exitcode'], { cwd })
  expect([same.code, same.stdout.includes('Nobody gains or loses anything.')]).toEqual([0, true])
})

test('diff tells a mistake of a commit as that of the commit, not of the files as they are now', async () => {
  const cwd = home()
  edit(cwd, entitiesFile, 'tags: [blue, sky]', 'tags: blue')
  const from = await committed(cwd, 'a mistake')
  edit(cwd, entitiesFile, 'tags: blue', 'tags: [blue, sky]')
  const { code, stdout } = await roster(['diff', from], { cwd })
  expect(code).toBe(3)
  expect(stdout).toContain(`${from.slice(0, 12)}:${entitiesFile}:`)
  expect(stdout).not.toMatch(new RegExp(`^${entitiesFile}`, 'm'))
})

const making = (id: string, as: string): readonly string[] => [
  'new',
  'entity',
  id,
  '--as',
  as,
  '--kind',
  'room',
  '--name',
  'Attic',
]

test('ATL-11 an entity takes over the tags of the group of whoever makes it; a tag that is taken off fails, and --fix restores it', async () => {
  const cwd = home()
  edit(cwd, usersFile, '        - blue\n        - named\n', '        - blue\n')
  const before = textOf(cwd, entitiesFile)
  const made = await roster([...making('attic', 'ana-li'), '--json'], { cwd })
  expect(made.code, made.stderr).toBe(0)
  expect(documentOf(made)).toMatchObject({
    tags: ['blue', 'sky'],
    accessGroup: 'blue',
    gained: ['ana-li', 'ben-osei', 'eva-lo'],
  })
  const written = textOf(cwd, entitiesFile)
  expect(written).toBe(
    `${before}attic: { platform: rooms, name: Attic, kind: room, tags: [blue, sky], createdBy: ana-li }\n`,
  )
  expect(documentOf(await roster([...making('attic', 'ana-li'), '--json'], { cwd }))['files']).toEqual([])
  expect(textOf(cwd, entitiesFile)).toBe(written)

  put(cwd, entitiesFile, written.replace('tags: [blue, sky], createdBy', 'tags: [blue], createdBy'))
  const lint = await roster(['lint'], { cwd })
  expect(lint.code).toBe(3)
  expect(lint.stdout).toContain('tenants/acme/entities.yaml:4  error  entity-inherits')
  const fixed = await roster(['lint', '--fix'], { cwd })
  expect(fixed.code, fixed.stdout).toBe(0)
  expect(textOf(cwd, entitiesFile)).toBe(written)
})

test('ATL-12 in a group of names the entity joins the list once; in one of everything no list is edited and all its people gain it', async () => {
  const cwd = home()
  edit(cwd, usersFile, '        - blue\n        - named\n', '        - named\n')
  const groups = textOf(cwd, groupsFile)
  for (const _ of [1, 2]) expect((await roster(making('attic', 'ana-li'), { cwd })).code).toBe(0)
  expect(textOf(cwd, groupsFile)).toBe(groups.replace('      - cellar\n', '      - cellar\n      - attic\n'))
  edit(cwd, groupsFile, '      - attic\n', '')
  expect((await roster(['lint'], { cwd })).code).toBe(3)
  expect((await roster(['lint', '--fix'], { cwd })).code).toBe(0)
  expect(textOf(cwd, groupsFile)).toContain('      - attic\n')

  put(cwd, groupsFile, 'everything: { platform: rooms, select: { all: true } }\n')
  const people = ['ana-li', 'ben-osei', 'cleo-may', 'dan-poe'].map((id) =>
    inhabitant(id, ['platforms: { home: { role: keeper, accessGroup: everything } }']),
  )
  put(cwd, usersFile, people.join(''))
  const all = textOf(cwd, groupsFile)
  const made = await roster([...making('loft', 'ana-li'), '--json'], { cwd })
  expect(documentOf(made)).toMatchObject({ tags: [], gained: ['ana-li', 'ben-osei', 'cleo-may', 'dan-poe'] })
  expect(textOf(cwd, groupsFile)).toBe(all)
})

test('ATL-10 whoever may not make entities is refused, and nothing is written', async () => {
  const cwd = home()
  const before = textOf(cwd, entitiesFile)
  const ended = await roster(making('attic', 'eva-lo'), { cwd })
  expect(ended.code).toBe(64)
  expect(ended.stderr).toContain('eva-lo may not make entities: `action/rooms.create` is none')
  expect(textOf(cwd, entitiesFile)).toBe(before)
})

test('MSP-22 ALR-06 lint: findings with line and fix, warnings are 0, an acknowledgement lifts an error', async () => {
  const cwd = home()
  edit(cwd, 'tenants/acme/tenant.yaml', 'name: Acme\n', 'name: Acme\nproduction: true\n')
  edit(cwd, usersFile, '  dailyAccount: exempt\n', '')
  const wrong = await roster(['lint', '--json'], { cwd })
  expect(wrong.code).toBe(3)
  expect(documentOf(wrong)['findings']).toEqual(
    expect.arrayContaining([expect.objectContaining({ slug: 'daily-account', severity: 'error', about: 'ben-osei' })]),
  )
  put(cwd, 'tenants/acme/acknowledgements.yaml', acknowledged('alone', 'lint: daily-account'))
  const lifted = await roster(['lint'], { cwd })
  expect(lifted.code, lifted.stdout).toBe(0)
  expect(lifted.stdout).toContain('acknowledged (alone)')
})

test.each([
  { words: ['explain', 'ana-lee'], told: 'Did you mean ana-li?' },
  { words: ['explain', 'ana-li', '--key', 'data/room'], told: 'Did you mean data/rooms?' },
  { words: ['explain', 'ana-li', '--key', 'data/rooms', '--entity', 'kitchn'], told: 'Did you mean kitchen?' },
  { words: ['who-can', 'data/rooms', '--at-least', 'edt'], told: 'Did you mean edit?' },
  { words: ['who-can', 'data/rooms', '--platform', 'room'], told: 'Did you mean rooms?' },
  { words: ['access', 'ana-li', '--tenant', 'acm'], told: 'Did you mean acme?' },
  { words: ['access', 'ana-li', '--as-of', 'yesterday'], told: 'neither a moment' },
  { words: ['roles', 'explain', 'keper'], told: 'Did you mean keeper?' },
  { words: ['users', '--columns', 'user,rol'], told: 'Did you mean role?' },
  { words: ['diff', 'nowhere'], told: 'is no commit' },
  { words: ['new', 'entity', 'attic', '--as', 'ana-li', '--kind', 'rom', '--name', 'x'], told: 'Did you mean room?' },
  { words: ['new', 'entity', 'attic', '--as', 'ana-li', '--kind', 'room', '--name', 'x'], told: '--access-group' },
])('UX-31 64: roster $words names what is meant', async ({ words, told }) => {
  const cwd = home()
  const ended = await roster(words, { cwd })
  expect([ended.code, ended.stdout]).toEqual([64, ''])
  expect(ended.stderr).toContain(told)
})

test('UX-31 3 and 64: mistakes in the files are told first; with several tenants one is named; one form at a time', async () => {
  const cwd = home({ 'tenants/bakery/tenant.yaml': 'name: Bakery\n' })
  const [several, forms] = await Promise.all([
    roster(['access', 'ana-li'], { cwd }),
    roster(['users', '--json', '--csv'], { cwd }),
  ])
  expect([several.code, forms.code]).toEqual([64, 64])
  expect(several.stderr).toContain('--tenant: acme, bakery')
  put(cwd, entitiesFile, 'kitchen: { platform: rooms }\n')
  const wrong: readonly Ended[] = await Promise.all(
    [['explain', 'ana-li'], ['who-can', 'data/rooms'], ['access', 'ana-li'], ['roles']].map((words) =>
      roster([...words, '--tenant', 'acme'], { cwd }),
    ),
  )
  expect(wrong.map(({ code }) => code)).toEqual([3, 3, 3, 3])
  expect((await roster(['lint'], { cwd })).code).toBe(3)
  expect(wrong[0]?.stdout).toContain('tenants/acme/entities.yaml:1:')
})
