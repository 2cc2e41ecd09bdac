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
