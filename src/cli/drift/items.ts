import { addressOf, membershipId, nestedGroupId, parseAddress } from '../../model/address.ts'
import type { Address } from '../../model/address.ts'
import type { Source } from '../../model/desired.ts'
import { isLeft } from '../../model/leave.ts'
import type { Operation } from '../../model/operation.ts'
import { isOfDirectory, membershipOf } from '../../model/operation.ts'
import type { World } from '../../reconciler/diff/world.ts'
import type { Look } from './look.ts'

/** One thing that is not as roster left it. */
export interface DriftItem {
  /** What would undo it. */
  readonly operation: Operation
  /** Where the workspace has it now: its id may have changed since. */
  readonly address: Address
  /** The directory it is in; not there: a platform. */
  readonly world?: World
  /** Somebody has more than they should: neither taken over nor taken back by itself. */
  readonly isGain: boolean
  /** It is about a group, or somebody in a group, that is privileged. */
  readonly isPrivileged: boolean
  /** Where it is declared. */
  readonly source: Source
}

/** What drifted, by address; what is left as it is for now is not among it. */
export function itemsOf(look: Look): readonly DriftItem[] {
  return look.drift.operations
    .filter((operation) => !isLeft(operation))
    .map((operation) => itemOf(look, operation))
    .toSorted((a, b) => (a.operation.id < b.operation.id ? -1 : 1))
}

function itemOf(look: Look, operation: Operation): DriftItem {
  const world = look.worlds.find(({ directory }) => directory.id === operation.directory)
  const address = world === undefined ? operation.address : declaredAddress(world, operation.address)
  return {
    operation,
    address,
    ...(world === undefined || !isOfDirectory(operation) ? {} : { world }),
    isGain: isGain(operation),
    isPrivileged: isPrivileged(look, operation, address),
    source: declaredAt(look, operation, address),
  }
}

/** Undoing it would take something away from somebody. */
function isGain({ verb }: Operation): boolean {
  return verb === 'revoke' || verb === 'disable'
}

function isPrivileged({ desired }: Look, operation: Operation, address: Address): boolean {
  if (!isOfDirectory(operation)) return true
  const { kind, id } = parseAddress(address)
  const groups = [...desired.groups.values()].filter(({ privileged }) => privileged)
  if (kind === 'group') return groups.some((group) => group.id === id)
  if (kind === 'membership') return groups.some((group) => group.id === id.split('/')[0])
  return kind === 'user' && groups.some(({ members }) => members.has(id))
}

function declaredAt({ desired }: Look, operation: Operation, address: Address): Source {
  const { kind, id } = parseAddress(address)
  const [first = '', second = ''] = id.split('/')
  const own =
    kind === 'user'
      ? desired.people.get(id)?.source
      : kind === 'group'
        ? desired.groups.get(id)?.source
        : kind === 'membership'
          ? (desired.groups.get(first)?.members.get(second)?.source ?? desired.groups.get(first)?.source)
          : kind === 'licence'
            ? (desired.licences.get(first)?.holders.get(second)?.source ?? desired.people.get(second)?.source)
            : undefined
  return own ?? operation.source
}

/** The address under which the files have what the ledger knows under this one. */
function declaredAddress(world: World, address: Address): Address {
  const { tenant, directory, kind, id } = parseAddress(address)
  const moved = new Map([...world.matches.movedFrom].map(([now, then]) => [then, parseAddress(now).id]))
  const now = (of: 'user' | 'group', was: string): string =>
    moved.get(addressOf({ tenant, directory, kind: of, id: was })) ?? was
  if (kind === 'user' || kind === 'group') return addressOf({ tenant, directory, kind, id: now(kind, id) })
  if (kind !== 'membership') return address
  const [group = '', member = ''] = id.split('/')
  const nested = nestedGroupId('')
  const who = member.startsWith(nested) ? nestedGroupId(now('group', member.slice(nested.length))) : now('user', member)
  return addressOf({ tenant, directory, kind, id: membershipId(now('group', group), who) })
}

/** What an operation changes about its object, by name; of others nothing: they are about the whole. */
export function namesChanged(operation: Operation): readonly string[] {
  if (!isOfDirectory(operation)) return []
  if (operation.verb === 'update')
    return [
      ...Object.keys(operation.after.attributes),
      ...('references' in operation.after ? Object.keys(operation.after.references) : []),
    ]
  if (operation.verb !== 'rename') return []
  const { attributes = {}, ...names } = operation.after
  return [...Object.keys(names), ...Object.keys(attributes)]
}

/** The person, or the group, that an operation is about. */
export function whom(operation: Operation): string {
  if (operation.kind === 'membership') {
    const { group, member } = membershipOf(operation)
    return member.startsWith('group:') ? `group/${group}` : `user/${member}`
  }
  if (operation.kind === 'licence') return `user/${(operation.after ?? operation.before).user}`
  const side: object | null = operation.after ?? operation.before
  if (side !== null && 'user' in side && typeof side.user === 'string') return `user/${side.user}`
  const { kind, id } = parseAddress(operation.address)
  return `${kind}/${id}`
}
