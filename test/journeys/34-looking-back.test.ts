import { expect, test } from 'vitest'
import { applied, committed, declare, files, house, request } from '../history/house.ts'
import { documentOf, roster, type Ended } from '../cli/roster.ts'
import type { Stage } from './stage.ts'

const eva = files.users['eva-lo']
const named = { cellar: '{ platform: rooms, name: Cellar, kind: room, tags: [blue] }' }

async function asked(stage: Stage, ...words: readonly string[]): Promise<Ended> {
  return roster([...words], { cwd: stage.folder })
}

interface Told {
  readonly source: string
  readonly holders: readonly { readonly user: string }[]
  readonly declared?: Told
  readonly unknown?: readonly { readonly about: string; readonly why: string }[]
}

async function holders(stage: Stage, ...words: readonly string[]): Promise<Told> {
  return documentOf(
    await asked(stage, 'who-can', 'data/rooms', '--entity', 'cellar', '--json', ...words),
  ) as unknown as Told
}

const people = (told: Told | undefined): readonly string[] | undefined => told?.holders.map(({ user }) => user)

/** Merged on day 1, applied on day 3: asked about day 2. */
function tellsOfDayTwo(told: Told): void {
  expect([told.source, people(told), people(told.declared)]).toEqual(['applied', [], ['eva-lo']])
}

test('UX-18 merged on day 1 and applied on day 3: day 2 has declared yes, applied no', async () => {
  const stage = house()
  await committed(stage, '2026-10-30T08:00:00Z', 'start')
  await applied(stage, '2026-10-30T09:00:00.000Z')
  declare(stage, { entities: named })
  const merged = await committed(stage, '2026-11-01T08:00:00Z', 'the cellar is blue')
  await applied(stage, '2026-11-03T08:00:00.000Z', { commit: merged, request: request(12, 'ben', 'ana') })

  tellsOfDayTwo(await holders(stage, '--as-of', '2026-11-02'))
  tellsOfDayTwo(await holders(stage, '--as-of', merged))
  const answered = await holders(stage, '--as-of', '2026-11-04')
  expect([answered.source, people(answered), answered.declared]).toEqual(['applied', ['eva-lo'], undefined])
  const before = await holders(stage, '--as-of', '2026-10-31')
  expect([people(before), before.declared]).toEqual([[], undefined])

  const declared = await holders(stage, '--as-of', '2026-11-02', '--source', 'declared')
  expect([declared.source, people(declared)]).toEqual(['declared', ['eva-lo']])
  // An answer for that day from what is declared would be noticed.
  expect(() => tellsOfDayTwo(declared)).toThrow()

  const page = await asked(stage, 'who-can', 'data/rooms', '--entity', 'cellar', '--as-of', '2026-11-02')
  expect(page.stdout.replaceAll(/\([0-9a-f]{8}\)|[0-9a-f]{12}/g, '…')).toMatch(
    /^Applied: what was in effect on 2 Nov 2026, 12:00 \(Europe\/Berlin\); the last apply was that of 30 Oct 2026/,
  )
  expect(page.stdout).toContain('Nobody has data/rooms on cellar.\n\nDeclared otherwise:\nDeclared by commit')
  const sheet = await asked(stage, 'who-can', 'data/rooms', '--entity', 'cellar', '--as-of', '2026-11-02', '--csv')
  expect(sheet.stdout.split('\r\n')).toEqual([
    '"source","user","platform","level","reach","because"',
    expect.stringMatching(/^"declared","eva-lo","rooms","view","cellar",/),
    '',
  ])

  const why = documentOf(await asked(stage, 'explain', 'eva-lo', '--key', 'data/rooms', '--entity', 'cellar', '--json'))
  const agreed = { at: '2026-11-03T08:00:00.000Z', commit: merged, requests: [{ number: 12, author: 'ben', approvals: [{ by: 'ana' }] }] } // prettier-ignore
  expect(why['explanations']).toMatchObject([{ since: agreed, pathsSince: [agreed] }])
})

test('UX-17 declared, applied and live each say what they know where all three differ', async () => {
  const stage = house()
  await applied(stage, '2026-11-01T08:00:00.000Z')
  stage.behind.leave('rooms-blue-visitor', 'eva.lo')
  stage.behind.join('Cooks', 'ana.li')
  declare(stage, {
    users: {
      'ana-li': eva.replace('first: Eva, last: Lo', 'first: Ana, last: Li').replace('eva@', 'ana@'),
    },
  })
  const who = async (source: string): Promise<readonly string[] | undefined> => {
    const words = ['who-can', 'data/rooms', '--entity', 'kitchen', '--json', '--source', source]
    return people(documentOf(await asked(stage, ...words)) as unknown as Told)
  }
  expect(await who('declared')).toEqual(['ana-li', 'eva-lo'])
  expect(await who('applied')).toEqual(['eva-lo'])
  expect(await who('live')).toEqual([])

  const groupsOf = async (source: string): Promise<readonly string[]> => {
    const told = documentOf(await asked(stage, 'access', 'ana-li', '--json', '--source', source))
    return ((told['groups'] ?? []) as readonly { readonly group: string }[]).map(({ group }) => group)
  }
  expect(await groupsOf('applied')).toEqual([])
  expect(await groupsOf('live')).toEqual(['cooks', 'crew'])
  const states = async (source: string): Promise<unknown> => {
    const told = documentOf(await asked(stage, 'users', '--json', '--source', source))
    return (told['users'] as readonly { readonly user: string; readonly platform?: string }[]).map(({ user, platform }) => [user, platform]) // prettier-ignore
  }
  expect(await states('applied')).toEqual([['ana-li', undefined], ['ben-osei', undefined], ['eva-lo', 'rooms']]) // prettier-ignore
  expect(await states('live')).toEqual([['ana-li', undefined], ['ben-osei', undefined], ['eva-lo', undefined]]) // prettier-ignore
})

test.each([
  { what: 'cannot be read', text: '{ "cut off\n' },
  { what: 'has lost its people', text: '' },
])('UX-17 a directory that $what is unknown, and not taken for nobody', async ({ text }) => {
  const stage = house()
  await applied(stage, '2026-11-01T08:00:00.000Z')
  stage.write('.roster/local/acme/hq.json', text)
  const [ended, page] = await Promise.all(
    [['--json'], []].map(async (form) =>
      asked(stage, 'who-can', 'data/rooms', '--entity', 'kitchen', '--source', 'live', ...form),
    ),
  )
  expect([ended?.code, page?.code]).toEqual([4, 4])
  const { unknown } = JSON.parse(ended?.stdout ?? '') as Told
  expect(unknown?.map(({ about }) => about)).toEqual(['hq', 'home'])
  expect(page?.stdout).toContain('Of what could be seen:')
})

test.each([
  { words: ['access', 'eva-lo', '--source', 'guessed'], told: 'is none of declared, applied, live' },
  {
    words: ['access', 'eva-lo', '--source', 'live', '--as-of', '2026-11-02'],
    told: 'is what the directories show now',
  },
  { words: ['access', 'eva-lo', '--source', 'applied', '--as-of', '2036-11-02'], told: 'is still to come' },
  { words: ['timeline', 'blu'], told: 'Did you mean blue?' },
  { words: ['timeline', 'eva-lo', '--kind', 'thing'], told: 'is none of user, group, entity, role' },
  {
    words: ['timeline', 'both'],
    told: 'both is more than one thing in acme: group, entity. Say which with --kind: group, entity',
  },
])('UX-17 UX-19 roster $words is answered with what to write', async ({ words, told }) => {
  const stage = house()
  declare(stage, {
    groups: { both: '{ name: Both }' },
    entities: { both: '{ platform: rooms, name: Both, kind: room }' },
  })
  await applied(stage, '2026-11-01T08:00:00.000Z')
  const ended = await asked(stage, ...words)
  expect([ended.code, ended.stderr]).toEqual([64, expect.stringContaining(told)])
})
