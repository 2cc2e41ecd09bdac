import { expect, test } from 'vitest'
import type { Operation } from '../../src/model/operation.ts'
import { Lanes } from '../../src/reconciler/lanes.ts'

const common = {
  tenant: 'acme',
  directory: 'hq',
  status: 'planned',
  reason: 'declared',
  derived: false,
  summary: '',
  risk: 'low',
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: '', line: 1, via: [] },
  reversible: true,
  urgent: false,
  fingerprint: '',
} as const

function rename(id: string): Operation {
  const address = `acme/hq/user/${id}`
  const before = { immutableId: id, username: id }
  return { ...common, kind: 'user', verb: 'rename', id: `${address}#rename`, address, before, after: { username: 'x' } }
}

/** The group staff gets another owner. */
function handOver(from: string | null, to: string | null): Operation {
  const address = 'acme/hq/group/staff'
  const before = { immutableId: 'staff', attributes: {}, references: { owner: from } }
  const after = { attributes: {}, references: { owner: to } }
  return { ...common, kind: 'group', verb: 'update', id: `${address}#update`, address, before, after }
}

test.each([
  ['who was the owner', handOver('ben-osei', 'ana-li')],
  ['who is to be the owner', handOver('ana-li', 'ben-osei')],
])('%s is not renamed while the group changes hands, nor the other way round', (_, update) => {
  const renaming = rename('ben-osei')
  for (const [first, second] of [
    [renaming, update],
    [update, renaming],
  ] as const) {
    const lanes = new Lanes([first, second])
    expect(lanes.take(1)).toEqual([first])
    expect(lanes.take(1)).toEqual([])
    lanes.settle([first], new Set([first.id]))
    expect(lanes.take(1)).toEqual([second])
  }
})

test('somebody whom nobody declares is not renamed by roster, so nothing waits for them', () => {
  const update = handOver('~ben-osei', null)
  const lanes = new Lanes([rename('ben-osei'), update])
  lanes.take(1)
  expect(lanes.take(1)).toEqual([update])
})

function member(verb: 'grant' | 'revoke', who: string, more: Partial<Operation> = {}): Operation {
  const address = `acme/hq/membership/staff/${who}`
  const held = { group: 'staff', member: who }
  const change = verb === 'grant' ? { verb, before: null, after: held } : { verb, before: held, after: null }
  return { ...common, kind: 'membership', id: `${address}#${verb}`, address, ...change, ...more } as Operation
}

test('memberships of a group gather until nothing else can start, so that many are one write', () => {
  const [ana, ben, renaming] = [member('grant', 'ana-li'), member('grant', 'ben-osei'), rename('eva-lo')]
  const lanes = new Lanes([ana, renaming, ben])
  expect(lanes.take(500)).toEqual([renaming])
  expect(lanes.take(500)).toEqual([ana, ben])
})

test('an urgent revocation takes the whole group to the front', () => {
  const leaving = rename('tom-berg')
  const [ana, tom] = [member('grant', 'ana-li'), member('revoke', 'tom-berg', { urgent: true, needs: [leaving.id] })]
  const lanes = new Lanes([leaving, ana, rename('eva-lo'), rename('ben-osei')])
  expect(lanes.take(500)).toEqual([leaving])
  const later = new Lanes([leaving, ana, tom, rename('eva-lo'), rename('ben-osei')])
  expect(later.take(500)).toEqual([leaving])
  later.settle([leaving], new Set([leaving.id]))
  expect(later.take(500)).toEqual([ana, tom])
})

/** Somebody comes whose manager is this one. */
function arrival(id: string, manager: string | null, urgent = false): Operation {
  const address = `acme/hq/user/${id}`
  const after = {
    username: id,
    container: 'people',
    attributes: {},
    references: manager === null ? {} : { manager },
    state: 'active',
  } as const
  return { ...common, kind: 'user', verb: 'create', id: `${address}#create`, address, before: null, after, urgent }
}

function grant(group: string, member: string, ...needs: readonly string[]): Operation {
  const address = `acme/hq/membership/${group}/${member}`
  const after = { group, member }
  return { ...common, kind: 'membership', verb: 'grant', id: `${address}#grant`, address, before: null, after, needs }
}

test('groups wait while anything else can start, and then take in everybody at once', () => {
  const people = ['ana', 'ben', 'eli'].map((id) => arrival(id, null))
  const grants = people.map(({ id }, at) => grant('staff', ['ana', 'ben', 'eli'][at] ?? '', id))
  const lanes = new Lanes([...people, ...grants])
  for (const person of people) {
    expect(lanes.take(500)).toEqual([person])
    lanes.settle([person], new Set([person.id]))
  }
  expect(lanes.take(500)).toEqual(grants)
})

test('one person may be named by several at once: as manager, and by groups', () => {
  const [ana, ben] = [arrival('ana', 'eli'), arrival('ben', 'eli')]
  const [staff, vpn] = [grant('staff', 'eli'), grant('vpn', 'eli')]
  const lanes = new Lanes([ana, ben, staff, vpn])
  expect([lanes.take(1), lanes.take(1), lanes.take(1), lanes.take(1)]).toEqual([[ana], [ben], [staff], [vpn]])
  expect(lanes.take(1)).toEqual([])
})

test('whoever is to be renamed is named by nobody else meanwhile, and comes first', () => {
  const [ana, ben] = [arrival('ana', 'eli'), arrival('ben', 'eli')]
  const renaming = rename('eli')
  const lanes = new Lanes([ana, renaming, ben])
  expect(lanes.take(1)).toEqual([ana])
  expect(lanes.take(1)).toEqual([])
  lanes.settle([ana], new Set([ana.id]))
  expect(lanes.take(1)).toEqual([renaming])
  expect(lanes.take(1)).toEqual([])
  lanes.settle([renaming], new Set([renaming.id]))
  expect(lanes.take(1)).toEqual([ben])
})

test('a group that becomes urgent while it waits goes first', () => {
  const tom = arrival('tom', null, true)
  const [eli, mia] = [arrival('eli', null), arrival('mia', null)]
  const [late, urgent] = [grant('staff', 'ana'), { ...grant('staff', 'tom', tom.id), urgent: true }]
  const lanes = new Lanes([tom, eli, mia, late, urgent])
  expect(lanes.take(500)).toEqual([tom])
  lanes.settle([tom], new Set([tom.id]))
  expect(lanes.take(500)).toEqual([late, urgent])
  expect([lanes.take(500), lanes.take(500), lanes.take(500)]).toEqual([[eli], [mia], []])
})
