import { expect, test } from 'vitest'
import { documentOf, ends, planned, settle } from './cast.ts'
import { unfinished } from './inside.ts'
import { buy, holders, lendByHand, lending } from './licence-stage.ts'
import type { Stage } from './stage.ts'

const people: Readonly<Record<string, string>> = {
  'ana-li': 'name: { first: Ana, last: Li }, template: clerk',
  'ben-osei': 'name: { first: Ben, last: Osei }, licences: [office-e3]',
  'eva-lo': 'name: { first: Eva, last: Lo }',
}

function declare(stage: Stage, change: Readonly<Record<string, string | undefined>> = {}): void {
  const lines = Object.entries({ ...people, ...change }).flatMap(([id, spec]) =>
    spec === undefined ? [] : [`${id}: { ${spec} }\n`],
  )
  stage.declare({ users: lines.join(''), templates: 'clerk: { applies: continuous, licences: [office-e3] }\n' })
  stage.acknowledge('usersRemoved')
}

test('ATR-15 a template and a line give a licence, a pool without a free unit blocks the third, and a leaver frees one', async () => {
  const stage = lending(2)
  declare(stage)
  const first = await ends(0, stage, 'plan')
  expect(first.stdout).toContain('Ben Osei gets the licence office-e3')
  expect(first.stdout).toContain('office-e3 (licence): 2 paid, 0 assigned, 2 free -> 2 paid, 2 assigned, 0 free')
  await settle(stage)
  expect(holders(stage)).toEqual(['ana.li', 'ben.osei'])

  declare(stage, { 'eva-lo': `${people['eva-lo']}, licences: [office-e3]` })
  const short = await ends(5, stage, 'plan', '--json', '--detailed-exitcode')
  const { operations, findings } = documentOf(short)
  expect(operations).toMatchObject([
    { id: 'acme/hq/licence/office-e3/eva-lo#grant', status: 'blocked', blockedBy: 'licence' },
  ])
  expect(findings.map(({ slug, message }) => [slug, message])).toContainEqual([
    'licence-short',
    '3 people would have the licence office-e3, and hq lends 2: 1 of them gets none. Buy more there, or take it from somebody who does not need it.',
  ])

  declare(stage, { 'eva-lo': `${people['eva-lo']}, licences: [office-e3]`, 'ben-osei': undefined })
  const swap = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(swap.operations.find(({ id }) => id.endsWith('eva-lo#grant'))).toMatchObject({
    status: 'planned',
    needs: ['acme/hq/licence/office-e3/ben-osei#revoke'],
  })
  await settle(stage)
  expect(holders(stage)).toEqual(['ana.li', 'eva.lo'])
})

test('a licence given or taken by hand is drift, and the next apply puts it right', async () => {
  const stage = lending(5)
  declare(stage)
  await settle(stage)
  lendByHand(stage, 'eva.lo', ['SPE_E3'])
  lendByHand(stage, 'ana.li', [])
  const drift = await ends(2, stage, 'drift')
  expect(drift.stdout).toContain('the licence office-e3 was taken from Ana Li')
  expect(drift.stdout).toContain('Eva Lo was given the licence office-e3')
  await settle(stage)
  expect(holders(stage)).toEqual(['ana.li', 'ben.osei'])
  await ends(0, stage, 'drift')
})

test('what nobody manages stays: other licences, a directory that adds only, and the first look at one', async () => {
  const stage = lending(5)
  declare(stage)
  await settle(stage)
  lendByHand(stage, 'eva.lo', ['VISIO'])
  expect(await unfinished(stage)).toEqual([])

  const adding = lending(5, { mode: 'additive' })
  declare(adding)
  await settle(adding)
  lendByHand(adding, 'eva.lo', ['SPE_E3'])
  expect(await planned(adding)).toEqual([])
  declare(adding, { 'ben-osei': people['ben-osei']?.replace(', licences: [office-e3]', '') })
  expect(await planned(adding)).toEqual(['acme/hq/licence/office-e3/ben-osei#revoke'])

  const late = lending(5)
  late.tenant({})
  late.declare({ users: 'eva-lo: { name: { first: Eva, last: Lo } }\n' })
  await settle(late)
  lendByHand(late, 'eva.lo', ['SPE_E3'])
  late.tenant(late.options)
  const told = documentOf(await ends(0, late, 'plan', '--json'))
  expect(told.operations).toEqual([])
  expect(told.findings.map(({ slug }) => slug)).toContain('would-remove')
  await ends(0, late, 'apply', '--auto-approve')
  expect(await planned(late)).toEqual(['acme/hq/licence/office-e3/eva-lo#revoke'])
})

test('licences that cannot be read are not taken for none: nobody loses one, and nobody is given one', async () => {
  const stage = lending(3)
  declare(stage)
  await settle(stage)
  buy(stage, 3, { faults: { unreadable: ['licences'] } })
  declare(stage, {
    'ben-osei': people['ben-osei']?.replace(', licences: [office-e3]', ''),
    'eva-lo': `${people['eva-lo']}, licences: [office-e3]`,
  })
  const { operations, findings } = documentOf(await ends(5, stage, 'plan', '--json', '--detailed-exitcode'))
  expect(operations.map(({ id, status }) => [id, status])).toEqual([
    ['acme/hq/licence/office-e3/eva-lo#grant', 'blocked'],
  ])
  expect(findings.map(({ slug }) => slug)).toContain('licence-unknown')
  await ends(0, stage, 'drift')
  expect(holders(stage)).toEqual(['ana.li', 'ben.osei'])
})

test('what a template gives once is kept when somebody takes it away, and suspended people keep theirs', async () => {
  const stage = lending(3)
  const once = 'clerk: { licences: [office-e3] }\n'
  declare(stage)
  stage.declare({ templates: once })
  await settle(stage)
  lendByHand(stage, 'ana.li', [])
  expect(await planned(stage)).toEqual([])
  lendByHand(stage, 'ana.li', ['SPE_E3'])
  stage.declare({ templates: 'clerk: {}\n' })
  expect(await planned(stage)).toEqual([])
  declare(stage, {
    'ana-li': `${people['ana-li']}, licences: []`,
    'ben-osei': `${people['ben-osei']}, state: suspended`,
  })
  stage.declare({ templates: once })
  expect((await planned(stage)).filter((id) => id.includes('/licence/'))).toEqual([
    'acme/hq/licence/office-e3/ana-li#revoke',
  ])
})

test('a first day is in the calendar with the licence that comes with it, and approved with the line', async () => {
  const stage = lending(3)
  declare(stage, { 'eva-lo': `${people['eva-lo']}, licences: [office-e3], starts: 2026-12-10` })
  await settle(stage)
  const { calendar } = documentOf(await ends(0, stage, 'plan', '--json', '--as-of', '2026-12-01'))
  expect(calendar.filter(({ address }) => address.includes('/licence/'))).toMatchObject([
    { date: '2026-12-10', event: 'start', address: 'acme/hq/licence/office-e3/eva-lo' },
  ])
})
