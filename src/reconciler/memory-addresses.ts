import type { Address } from '../model/address.ts'
import { nestedGroupId, parseAddress } from '../model/address.ts'
import { renameInDeeds } from './actions/deeds.ts'
import type { Draft } from './memory.ts'

/** Something is no longer managed, or gone: nothing is known of it any more. */
export function forget(memory: Draft, address: Address): void {
  memory.objects.delete(address)
  memory.policies.delete(address)
  memory.members.delete(address)
  memory.granted.delete(address)
  memory.promised.delete(address)
  if (parseAddress(address).kind === 'licence') return
  const member = memberOf(address)
  for (const granted of groupsBeside(memory.granted, address)) granted.delete(member)
}

/** An id of the workspace changed: what was known under the old one is known under the new one. */
export function moveAddress(memory: Draft, from: Address, to: Address): void {
  relocate(memory.objects, from, to)
  relocate(memory.members, from, to)
  relocate(memory.granted, from, to)
  relocate(memory.promised, from, to)
  seen(memory, from)
  if (parseAddress(to).kind === 'user') renameInDeeds(memory.deeds, parseAddress(from).id, parseAddress(to).id)
  const [oldMember, newMember] = [memberOf(from), memberOf(to)]
  for (const sets of [memory.members, memory.granted]) {
    for (const members of groupsBeside(sets, to)) if (members.delete(oldMember)) members.add(newMember)
  }
  if (parseAddress(to).kind !== 'group') return
  const [oldId, newId] = [parseAddress(from).id, parseAddress(to).id]
  for (const groups of groupsBeside(memory.promised, to)) if (groups.delete(oldId)) groups.add(newId)
}

/** What was waited for under an address that nothing has any more: whatever was done since was done to what shows. */
function seen(memory: Draft, address: Address): void {
  const member = memberOf(address)
  for (const [id, { operation }] of memory.accepted) {
    const side =
      operation?.kind === 'user' || operation?.kind === 'group' ? undefined : (operation?.after ?? operation?.before)
    const named =
      side !== null && side !== undefined && ('member' in side ? side.member : 'user' in side ? side.user : undefined)
    if (operation?.address === address || named === member) memory.accepted.delete(id)
  }
}

/** How the object of this address is written as a member. */
function memberOf(address: Address): string {
  const { kind, id } = parseAddress(address)
  return kind === 'group' ? nestedGroupId(id) : id
}

/** The sets of all groups in the same directory. */
function* groupsBeside(sets: Map<Address, Set<string>>, address: Address): Iterable<Set<string>> {
  const { tenant, directory } = parseAddress(address)
  const prefix = `${tenant}/${directory}/`
  for (const [group, members] of sets) if (group.startsWith(prefix)) yield members
}

function relocate<T>(map: Map<Address, T>, from: Address, to: Address): void {
  const value = map.get(from)
  if (value === undefined) return
  map.delete(from)
  map.set(to, value)
}
