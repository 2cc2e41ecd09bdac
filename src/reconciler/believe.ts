import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { parseAddress } from '../model/address.ts'
import { operationId } from '../model/operation.ts'
import type { Verified } from '../model/entry.ts'
import type { Finding } from '../model/plan.ts'
import type { Judgement } from './guard/acknowledge.ts'
import { acknowledged } from './guard/acknowledge.ts'
import type { Memory } from './memory.ts'
import type { Snapshot } from './observe.ts'
import { isTaken } from './on-its-way.ts'

/** Whether a complete listing is to be believed, and what of the ledger still holds under it. */
export interface Belief {
  /** Findings with result `block` mean: the directory counts as unread. */
  readonly findings: readonly Finding[]
  readonly memory: Memory
  /** Recorded objects that are gone for good, each with the reason. */
  readonly released: readonly { readonly address: Address; readonly why: string }[]
}

/**
 * A listing that proves itself complete can still be a lie: a right that hides entries looks like their absence.
 * So it is held against the ledger: the counts after the last apply, and every recorded object.
 */
export function believe(desired: DesiredTenant, snapshot: Snapshot, memory: Memory, asOf: Date): Belief {
  const scope = `${desired.id}/${snapshot.directory}`
  const lift = (finding: Judgement): Finding => acknowledged(finding, desired.acknowledgements, asOf)
  const pending = snapshot.missing.filter((address) =>
    isTaken({ snapshot, memory, asOf }, operationId(address, 'create')),
  )
  const cutOff = snapshot.missing.filter((address) => memory.unresolved.has(`${address}#delete`))
  const gone = snapshot.missing.filter(
    (address) => !pending.includes(address) && (cutOff.includes(address) || left(desired, address, memory)),
  )
  // Its restoration was taken: it is on its way back, and never made anew.
  const returning = new Set(
    snapshot.missing.filter((address) => isTaken({ snapshot, memory, asOf }, operationId(address, 'restore'))),
  )
  const hidden = snapshot.missing.filter(
    (address) => !pending.includes(address) && !gone.includes(address) && !returning.has(address),
  )
  const missing = hidden.length === 0 ? undefined : lift(recordedMissing(scope, hidden))
  const accepted = missing?.result === 'block' ? [] : hidden
  const findings: Finding[] = [
    ...shrunk(desired, snapshot, memory, scope, [
      ...pending,
      ...returning,
      ...newlyDeleted(desired, snapshot, memory),
      ...gone,
      ...accepted,
    ]),
  ].map(lift)
  if (missing !== undefined) findings.push(missing)
  for (const address of gone) {
    findings.push({
      slug: 'recorded-gone',
      scope: address,
      result: 'warn',
      message: `${address} was disabled or deleted and is gone from the directory; it is taken off the ledger`,
    })
  }
  const released = [
    ...gone.map((address) => ({ address, why: 'gone after it was disabled' })),
    ...accepted.map((address) => ({ address, why: 'gone, as acknowledged' })),
  ]
  return { findings, released, memory: without(memory, new Set([...pending, ...gone, ...accepted])) }
}

/** Recorded accounts that are seen to be deleted, and stood when the people were counted: they are not hidden. */
function newlyDeleted(
  desired: DesiredTenant,
  { directory, deleted = [] }: Snapshot,
  memory: Memory,
): readonly Address[] {
  if (deleted.length === 0) return []
  const binned = new Set(deleted.map(({ immutableId }) => immutableId))
  const prefix = `${desired.id}/${directory}/user/`
  return [...memory.objects].flatMap(([address, { immutableId, verified }]) =>
    address.startsWith(prefix) && binned.has(immutableId) && !isDeleted(verified) ? [address] : [],
  )
}

function isDeleted(verified: Verified | undefined): boolean {
  return verified?.kind === 'user' && verified.state === 'softDeleted'
}

/** Disabled by roster, or seen to be deleted, and not wanted back: that it is gone for good harms nothing. */
function left(desired: DesiredTenant, address: Address, memory: Memory): boolean {
  const person = desired.people.get(parseAddress(address).id)
  const wanted = person !== undefined && person.state === 'active'
  const known = memory.objects.get(address)
  return (known?.disabled !== undefined || isDeleted(known?.verified)) && !wanted
}

function recordedMissing(scope: string, hidden: readonly Address[]): Judgement {
  const named = hidden.slice(0, 5).join(', ')
  const rest = hidden.length > 5 ? ` and ${hidden.length - 5} more` : ''
  return {
    slug: 'recordedMissing',
    gate: 'recordedMissing',
    scope,
    result: 'block',
    measured: hidden.length,
    limit: 0,
    message: `${hidden.length} recorded ${hidden.length === 1 ? 'object was' : 'objects were'} not returned, neither in the listing nor by id: ${named}${rest}.`,
    advice: `Deleted by hand, or hidden from the reading account: nothing is concluded. Check the account's rights; if they are really gone, add an acknowledgement (gate: recordedMissing, max: ${hidden.length}).`,
  }
}

function shrunk(
  desired: DesiredTenant,
  snapshot: Snapshot,
  memory: Memory,
  scope: string,
  gone: readonly Address[],
): readonly Judgement[] {
  const before = memory.population.get(snapshot.directory)
  if (before === undefined) return []
  const { percent } = desired.limits.population
  const counts = [
    ['people', before.users - countOf(gone, 'user'), shownOf(snapshot, 'user')],
    ['groups', before.groups - countOf(gone, 'group'), shownOf(snapshot, 'group')],
  ] as const
  return counts.flatMap(([noun, then, now]) => {
    const lost = then - now
    if (then === 0 || lost * 100 < percent * then) return []
    const message = `${scope} shows ${now} ${noun}; after the last apply there were ${then}.`
    const advice =
      `A reading that is ${percent} % smaller is not believed: nothing is removed, disabled or deleted. ` +
      `Check the base and the reading account's rights; if it is true, add an acknowledgement (gate: population, max: ${lost}).`
    return [
      {
        slug: 'population',
        gate: 'population',
        scope,
        result: 'block' as const,
        measured: lost,
        limit: Math.ceil((percent * then) / 100) - 1,
        message,
        advice,
      },
    ]
  })
}

/** How many there are; a directory that shows late what was written has somebody by their id before it lists them. */
function shownOf({ dialect, listed, users, groups }: Snapshot, kind: 'user' | 'group'): number {
  if (dialect.settlesWithin === undefined) return listed[kind]
  return kind === 'user' ? users.length : groups.length
}

function without(memory: Memory, addresses: ReadonlySet<Address>): Memory {
  if (addresses.size === 0) return memory
  const objects = new Map([...memory.objects].filter(([address]) => !addresses.has(address)))
  return { ...memory, objects }
}

function countOf(addresses: readonly Address[], kind: 'user' | 'group'): number {
  return addresses.filter((address) => parseAddress(address).kind === kind).length
}
