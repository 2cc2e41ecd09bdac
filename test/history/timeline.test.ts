import { expect, test } from 'vitest'
import { timelineOf } from '../../src/history/timeline.ts'
import type { SubjectKind, TimelineRow } from '../../src/history/timeline-row.ts'
import { inkOf } from '../../src/report/ink.ts'
import { timelineAnswer } from '../../src/report/timeline.ts'
import type { Stage } from '../journeys/stage.ts'
import { applied, chainOf, declare, files, house, request } from './house.ts'

const first = '2026-11-02T09:00:00.000Z'
const later = '2026-11-04T09:00:00.000Z'

async function rowsOf(stage: Stage, kind: SubjectKind, id: string, since = later): Promise<readonly TimelineRow[]> {
  const { rows } = timelineOf({ tenant: 'acme', kind, id }, await chainOf(stage))
  return rows.filter(({ at }) => at >= since)
}

const told = (rows: readonly TimelineRow[]): readonly (readonly (string | undefined)[])[] =>
  rows.map(({ what, cause, source }) => [
    cause,
    what,
    source === undefined ? undefined : `${source.file}:${source.line}`,
  ])

test('UX-19 a tag edit in another file is one row of whoever gains by it: cause, author, approvers, apply, verification', async () => {
  const stage = house()
  await applied(stage, first)
  declare(stage, { entities: { cellar: '{ platform: rooms, name: Cellar, kind: room, tags: [blue] }' } })
  await applied(stage, later, { commit: 'c'.repeat(40), request: request(12, 'ben', 'ana', 'tom') })
  const rows = await rowsOf(stage, 'user', 'eva-lo')
  expect(told(rows)).toEqual([
    ['tag', 'eva-lo gains view of «Rooms» on cellar: tag `blue` added', 'tenants/acme/entities.yaml:2'],
  ])
  expect(rows[0]).toMatchObject({
    at: later,
    proof: { state: 'verified', at: later },
    decision: {
      commit: 'c'.repeat(40),
      requests: [{ number: 12, author: 'ben', approvals: [{ by: 'ana' }, { by: 'tom' }] }],
    },
  })
  expect(rows[0]?.decision.apply).toMatch(/^[0-9a-f-]{36}$/)
  expect(told(await rowsOf(stage, 'entity', 'cellar'))).toEqual(told(rows))
  expect(told(await rowsOf(stage, 'group', 'blue'))).toEqual(told(rows))
  expect(await rowsOf(stage, 'user', 'ana-li')).toEqual([])
})

interface Case {
  readonly what: string
  readonly kind: SubjectKind
  readonly id: string
  readonly change: (stage: Stage) => void
  readonly rows: readonly (readonly (string | RegExp | undefined)[])[]
}

const users = 'tenants/acme/users.yaml'
const eva = files.users['eva-lo']

const cases: readonly Case[] = [
  {
    what: 'an access group that chooses otherwise',
    kind: 'user',
    id: 'eva-lo',
    change: (stage) =>
      declare(stage, { 'access-groups': { blue: '{ platform: rooms, select: { names: [cellar] } }' } }),
    rows: [
      [
        'accessGroup',
        'eva-lo loses view of «Rooms» on kitchen: access group blue chooses differently',
        'tenants/acme/access-groups.yaml:1',
      ],
      [
        'accessGroup',
        'eva-lo gains view of «Rooms» on cellar: access group blue chooses differently',
        'tenants/acme/access-groups.yaml:1',
      ],
    ],
  },
  {
    what: 'a group that comes into another',
    kind: 'user',
    id: 'ben-osei',
    change: (stage) => declare(stage, { groups: { house: '{ name: House, members: { groups: [crew] } }' } }),
    rows: [['group', /^ben-osei is in house through crew: /, 'tenants/acme/groups.yaml:3']],
  },
  {
    what: 'a template',
    kind: 'user',
    id: 'ana-li',
    change: (stage) =>
      declare(stage, {
        templates: { cook: '{ applies: continuous, groups: [cooks] }' },
        users: { 'ana-li': '{ name: { first: Ana, last: Li }, email: ana@acme.example, template: cook }' },
      }),
    rows: [
      ['template', /joins the group Cooks$/, `${users}:1`],
      ['group', /^ana-li is in crew through cooks: /, `${users}:1`],
    ],
  },
  {
    what: 'the end of a date',
    kind: 'user',
    id: 'eva-lo',
    change: (stage) =>
      declare(stage, {
        users: { 'eva-lo': eva.replace('accessGroup: blue', 'accessGroup: blue, expires: 2026-11-03') },
      }),
    rows: [
      ['expiry', /leaves|loses|rooms-blue-visitor/, /users.yaml/],
      ['expiry', 'eva-lo loses view of «Rooms» on kitchen: its time is over', `${users}:3`],
    ],
  },
  {
    what: 'drift that roster mends',
    kind: 'user',
    id: 'eva-lo',
    change: (stage) => stage.behind.leave('rooms-blue-visitor', 'eva.lo'),
    rows: [['drift', /rooms-blue-visitor/, `${users}:3`]],
  },
  {
    what: 'an attribute that somebody else changed',
    kind: 'user',
    id: 'ana-li',
    change: (stage) => {
      stage.behind.set('ana.li', 'city', ['Rome'])
      declare(stage, { groups: { readers: '{ name: Readers }' } })
    },
    rows: [['outside', /^ana-li was changed in hq by somebody else: /, undefined]],
  },
  {
    what: 'somebody who is not declared any more',
    kind: 'user',
    id: 'eva-lo',
    change: (stage) => declare(stage, { users: { 'eva-lo': undefined } }),
    rows: [
      ['undeclared', 'Eva Lo leaves: the account eva.lo is disabled', 'tenants/acme/tenant.yaml:1'],
      ['undeclared', /^Eva Lo leaves the group rooms-blue-visitor/, 'tenants/acme/tenant.yaml:1'],
      ['leaver', 'eva-lo loses view of «Rooms» on kitchen: is not declared any more', `${users}:3`],
    ],
  },
  {
    what: 'the members of a group',
    kind: 'group',
    id: 'cooks',
    change: (stage) => declare(stage, { groups: { cooks: '{ name: Cooks, members: { users: [ana-li] } }' } }),
    rows: [['own', 'Ana Li joins the group Cooks', 'tenants/acme/groups.yaml:1']],
  },
]

test.each(cases)('UX-19 a timeline tells of $what', async ({ kind, id, change, rows }) => {
  const stage = house()
  await applied(stage, first)
  if (rows.some((row) => row[0] === 'expiry')) {
    declare(stage, { users: { 'eva-lo': eva.replace('accessGroup: blue', 'accessGroup: blue, expires: 2026-11-03') } })
    await applied(stage, '2026-11-02T10:00:00.000Z')
  }
  change(stage)
  await applied(stage, later)
  const found = told(await rowsOf(stage, kind, id))
  expect(found).toEqual(
    rows.map((row) => row.map((each) => (each instanceof RegExp ? (expect.stringMatching(each) as unknown) : each))),
  )
})

test('UX-19 whoever is called otherwise now has one history, under either name', async () => {
  const stage = house()
  await applied(stage, first)
  declare(stage, {
    users: {
      'eva-lo': undefined,
      'eva-berg': eva.replace('{ name', '{ movedFrom: eva-lo, name').replace('last: Lo', 'last: Berg'),
    },
  })
  await applied(stage, later)
  const chain = await chainOf(stage)
  const [now, before] = ['eva-berg', 'eva-lo'].map((id) => timelineOf({ tenant: 'acme', kind: 'user', id }, chain))
  expect(now).toEqual(before)
  expect(now).toMatchObject({ id: 'eva-berg', formerly: ['eva-lo'] })
  expect(now?.rows[0]).toMatchObject({ at: first, what: expect.stringContaining('Eva Lo') as string })
  const since = now?.rows.filter(({ at }) => at === later).map(({ what }) => what) ?? []
  expect(since.some((what) => what.includes('Berg'))).toBe(true)
  expect(since.filter((what) => /gains|loses|is in|is not in/.test(what))).toEqual([])
})

test('UX-19 the page that people read', async () => {
  const stage = house()
  await applied(stage, first, { commit: 'd'.repeat(40), request: request(7, 'ana', 'ben') })
  declare(stage, { entities: { cellar: '{ platform: rooms, name: Cellar, kind: room, tags: [blue] }' } })
  await applied(stage, later, { commit: 'c'.repeat(40), request: request(12, 'ben', 'ana', 'tom') })
  const answer = timelineAnswer(timelineOf({ tenant: 'acme', kind: 'user', id: 'eva-lo' }, await chainOf(stage)))
  const text = answer.text({ ink: inkOf(false), everything: false, zone: 'Europe/Berlin' })
  const plain = text.replaceAll(/applied by \S+ \([0-9a-f]{8}\)/g, 'applied by somebody (01234567)')
  await expect(plain).toMatchFileSnapshot('goldens/timeline.txt')
})
