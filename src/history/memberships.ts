import type { Address } from '../model/address.ts'
import { nestedGroupId, parseAddress } from '../model/address.ts'
import type { Memory } from '../reconciler/memory.ts'

/** Groups that somebody is in, with the group that each is reached through; undefined: their own membership. */
export type Memberships = ReadonlyMap<Address, Address | undefined>

/** Every group that a person or a group is in, through nested groups too, as the ledger knows it. `member`: as in addresses. */
export function membershipsOf({ members }: Pick<Memory, 'members'>, names: readonly string[]): Memberships {
  const found = new Map<Address, Address | undefined>()
  let next: (readonly [Address, Address | undefined])[] = []
  for (const [group, inside] of members)
    if (isGroup(group) && names.some((name) => inside.has(name))) next.push([group, undefined])
  while (next.length > 0) {
    const reached = next.filter(([group]) => !found.has(group))
    for (const [group, through] of reached) if (!found.has(group)) found.set(group, through)
    next = reached.flatMap(([group]) => parentsOf(members, group).map((parent) => [parent, group] as const))
  }
  return found
}

function parentsOf(members: Memory['members'], group: Address): readonly Address[] {
  const { tenant, directory, id } = parseAddress(group)
  const [beside, name] = [`${tenant}/${directory}/group/`, nestedGroupId(id)]
  return [...members].flatMap(([parent, inside]) => (parent.startsWith(beside) && inside.has(name) ? [parent] : []))
}

function isGroup(address: Address): boolean {
  return parseAddress(address).kind === 'group'
}
