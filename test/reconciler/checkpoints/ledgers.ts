import { type Arbitrary, array, constantFrom, integer, oneof, record, subarray, tuple } from 'fast-check'
import type { ChainedEntry, Entry, WorkStep } from '../../../src/model/entry.ts'
import type { DirectoryOperation, Operation, PlatformOperation } from '../../../src/model/operation.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import type { SeatEvent } from '../../../src/model/seats.ts'

const people = ['ana', 'ben', 'cem', '$map', '__proto__']
const groups = ['staff', 'admins']
const person = constantFrom(...people)
const group = constantFrom(...groups)
const some = subarray(people)
const userAddress = (id: string): string => `acme/hq/user/${id}`
const groupAddress = (id: string): string => `acme/hq/group/${id}`
const accountAddress = (id: string): string => `acme/atlas-main/account/${id}`

const common = {
  tenant: 'acme',
  directory: 'hq',
  status: 'planned',
  reason: 'declared',
  derived: false,
  summary: 'something',
  risk: 'low',
  escalation: true,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: 'tenants/acme/users.yaml', line: 1, via: [] },
  reversible: true,
  urgent: false,
  fingerprint: 'f'.repeat(64),
} as const

const created = person.map((id): DirectoryOperation => {
  const address = userAddress(id)
  const after = {
    username: id,
    container: 'people',
    state: 'disabled',
    attributes: { $set: [id] },
    references: {},
  } as const
  return { ...common, id: `${address}#create`, address, kind: 'user', verb: 'create', before: null, after }
})
const disabled = person.map((id): DirectoryOperation => {
  const [address, immutableId] = [userAddress(id), `id-${id}`]
  const before = { immutableId, state: 'active', container: 'people' } as const
  const after = { state: 'disabled', container: 'leavers' } as const
  return { ...common, id: `${address}#disable`, address, kind: 'user', verb: 'disable', before, after }
})
const deleted = person.map((id): DirectoryOperation => {
  const address = userAddress(id)
  const before = { immutableId: `id-${id}`, username: id }
  return { ...common, id: `${address}#delete`, address, kind: 'user', verb: 'delete', before, after: null }
})
const reset = person.map((id): DirectoryOperation => {
  const [address, before, after] = [userAddress(id), { immutableId: id }, { actions: ['reset-all'] }]
  return { ...common, id: `${address}#resetPassword`, address, kind: 'user', verb: 'resetPassword', before, after }
})
const granted = tuple(group, person).map(([id, member]): DirectoryOperation => {
  const address = `acme/hq/membership/${id}/${member}`
  const after = { group: id, member }
  return { ...common, id: `${address}#grant`, address, kind: 'membership', verb: 'grant', before: null, after }
})
const operation: Arbitrary<Operation> = oneof(created, disabled, deleted, reset, granted)

const account: Arbitrary<ObservedAccount> = record({
  state: constantFrom('active', 'disabled', 'invited'),
  type: constantFrom('technician'),
  login: person,
  roles: subarray(['admin', 'viewer']),
  accessGroups: constantFrom([]),
})

const day = integer({ min: 1, max: 28 }).map((number) => `2026-0${1 + (number % 9)}-${String(number).padStart(2, '0')}`)
const terms = { cycle: 'monthly', term: 'monthly', addons: [] } as const
const seatEvent: Arbitrary<SeatEvent> = oneof(
  day.map((on): SeatEvent => ({
    event: 'opening',
    on,
    purchased: 3,
    declared: 3,
    assigned: { ana: { address: 'Ana@x' } },
    terms,
  })),
  tuple(day, integer({ min: 1, max: 4 })).map(([on, count]): SeatEvent => ({
    event: 'purchase',
    on,
    id: `p-${count}`,
    count,
    unitMinor: 100,
    chargedMinor: null,
  })),
  tuple(day, person).map(([on, user]): SeatEvent => ({ event: 'assign', on, user, address: `${user}@x` })),
  tuple(day, person).map(([on, user]): SeatEvent => ({ event: 'release', on, user, reason: 'left' })),
  tuple(day, person).map(([on, user]): SeatEvent => ({ event: 'reserve', on, user, address: `${user}@Y` })),
  day.map((on): SeatEvent => ({ event: 'reduce', on, id: 'r-1', count: 1, effective: '2026-12-01' })),
  day.map((on): SeatEvent => ({ event: 'cycleStart', on, seats: 3, unitMinor: 100, chargedMinor: 300 })),
  day.map((on): SeatEvent => ({ event: 'observe', on, purchased: 4, assigned: { ben: { address: 'ben@x' } } })),
)

const order = integer({ min: 1, max: 9 }).map((number) => `atlas-main-${number}`)
const onPlatform = person.map((id): PlatformOperation => {
  const address = accountAddress(id)
  const [before, after] = [
    { user: id, state: 'active' },
    { user: id, state: 'disabled' },
  ] as const
  const { tenant, directory, ...rest } = { ...common, directory: 'atlas-main' }
  return {
    ...rest,
    tenant,
    directory,
    id: `${address}#disable`,
    address,
    kind: 'account',
    verb: 'disable',
    before,
    after,
  }
})
const step: Arbitrary<WorkStep> = tuple(onPlatform, constantFrom('export', 'attest')).map(([one, verify]) => {
  return {
    title: 'Do it',
    clicks: [],
    fields: [],
    effects: [],
    due: '2026-12-01',
    verify,
    operations: [one],
    after: [],
  }
})

const entry: Arbitrary<Entry> = oneof(
  operation.map((each): Entry => ({ type: 'intent', operation: each })),
  { arbitrary: operation.chain(outcomeOf), weight: 3 },
  constantFrom<Entry>({ type: 'identity', directory: 'hq', identity: 'guid-1' }),
  person.map((id): Entry => ({ type: 'adopt', address: userAddress(id), immutableId: id, by: 'name' })),
  tuple(person, constantFrom('active', 'disabled')).map(([id, state]): Entry => {
    const object = {
      kind: 'user',
      username: id,
      container: 'people',
      state,
      attributes: { title: id },
      references: {},
    } as const
    return { type: 'verified', address: userAddress(id), immutableId: id, object }
  }),
  some.map((members): Entry => {
    const policy = { name: 'strict', attributes: { minLength: '12' }, members }
    return { type: 'verifiedPolicy', address: 'acme/hq/policy/strict', immutableId: 'p', policy }
  }),
  person.map((id): Entry => ({ type: 'promised', address: userAddress(id), groups })),
  tuple(group, some, some).map(([id, added, removed]): Entry => ({
    type: 'members',
    group: groupAddress(id),
    added,
    removed,
  })),
  tuple(some, some).map(([added, removed]): Entry => ({ type: 'declared', added, removed })),
  integer({ min: 0, max: 9 }).map((users): Entry => ({ type: 'population', directory: 'hq', users, groups: 1 })),
  tuple(person, account).map(([id, each]): Entry => ({
    type: 'account',
    address: accountAddress(id),
    account: each,
    from: 'attested',
  })),
  person.map((id): Entry => ({
    type: 'access',
    platform: 'atlas',
    elements: { [`role/${id}`]: { $map: 1 }, gone: null },
  })),
  person.map((id): Entry => ({ type: 'done', address: `acme/roster/workOrder/${id}`, by: 'ana' })),
  person.map((id): Entry => ({ type: 'released', address: userAddress(id), why: 'gone' })),
  array(seatEvent, { maxLength: 4 }).map((events): Entry => ({ type: 'seats', subscription: 'atlas-main', events })),
  tuple(order, order, array(step, { minLength: 1, maxLength: 3 })).map(([name, replaces, steps]): Entry => {
    return { type: 'workOrder', order: name, directory: 'atlas-main', on: '2026-11-01', steps, replaces }
  }),
  tuple(order, onPlatform, account, array(seatEvent, { maxLength: 2 })).map(([name, one, each, seats]): Entry => ({
    type: 'attested',
    order: name,
    step: 1,
    by: 'ana',
    recordedBy: 'ben',
    on: '2026-11-02',
    verify: 'attest',
    operations: [one],
    accounts: { [one.address]: each },
    drops: { [one.address]: ['department'] },
    access: { atlas: { agreed: { level: 1 } } },
    seats,
  })),
  tuple(person, account, array(seatEvent, { maxLength: 2 })).map(([id, each, seats]): Entry => ({
    type: 'observed',
    tenant: 'acme',
    subscription: 'atlas-main',
    sheet: 'a'.repeat(64),
    rows: 1,
    by: 'ana',
    accounts: { [id]: each },
    seats,
  })),
)

function outcomeOf({ id, fingerprint }: Operation): Arbitrary<Entry> {
  return constantFrom('applied', 'accepted', 'failed').map((status) => ({
    type: 'outcome',
    operation: id,
    fingerprint,
    status,
  }))
}

/** Entries of every sort in any order, some minutes or days apart. The chain's hashes are not made: a fold does not look at them. */
export const ledgers: Arbitrary<readonly ChainedEntry[]> = array(tuple(entry, integer({ min: 1, max: 2000 })), {
  maxLength: 60,
}).map((pairs) => {
  let minutes = 0
  return pairs.map(([each, pause], index) => {
    minutes += pause
    const at = new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString()
    // As it is read from a file: fast-check makes objects without a prototype.
    return chainedEntry(JSON.parse(JSON.stringify(each)) as Entry, index + 1, at)
  })
})

/** An entry in its place. */
export function chainedEntry(each: Entry, seq: number, at: string): ChainedEntry {
  return { seq, prev: '0'.repeat(64), fence: 1, at, entry: each, hash: '0'.repeat(64) }
}
