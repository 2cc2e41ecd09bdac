import type { DesiredDirectory, DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Address } from '../../model/address.ts'
import { addressOf, membershipId, nestedGroupId, parseAddress } from '../../model/address.ts'
import type { DesiredGroup, Source } from '../../model/desired.ts'
import type { Kind, Verb } from '../../model/kind.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import type { Matches } from '../match.ts'
import { isWantedBack } from '../bin.ts'
import type { Memory } from '../memory.ts'
import type { Snapshot } from '../observe.ts'

/** Everything the difference of one directory is worked out from. */
export interface World {
  readonly desired: DesiredTenant
  readonly directory: DesiredDirectory
  readonly snapshot: Snapshot
  readonly matches: Matches
  readonly memory: Memory
  readonly asOf: Date
  /** The directory of the tenant from which people come here by synchronisation. */
  readonly upstream?: World
}

/** What a difference consists of. `scheduled` are operations that a later day will bring. */
export interface Difference {
  readonly operations: readonly Draft[]
  readonly scheduled: readonly Scheduled[]
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  readonly notManageable: readonly { readonly address: Address; readonly why: string }[]
}
export interface Scheduled {
  readonly date: string
  readonly event: 'start' | 'end' | 'delete'
  readonly operation: Draft
}
/** What the directory's schema would refuse, at the line that asks for it. */
export interface Problem {
  readonly source: Source
  readonly message: string
}

export const nothing: Difference = { operations: [], scheduled: [], findings: [], problems: [], notManageable: [] }

export function joined(parts: readonly Difference[]): Difference {
  const operations: Draft[] = []
  const scheduled: Scheduled[] = []
  const findings: Finding[] = []
  const problems: Problem[] = []
  const notManageable: Difference['notManageable'][number][] = []
  // Nearly all parts are empty: one pass, and nothing is made for those.
  for (const part of parts) {
    for (const operation of part.operations) operations.push(operation)
    for (const one of part.scheduled) scheduled.push(one)
    for (const finding of part.findings) findings.push(finding)
    for (const problem of part.problems) problems.push(problem)
    for (const object of part.notManageable) notManageable.push(object)
  }
  return { operations, scheduled, findings, problems, notManageable }
}

export function addressIn(world: World, kind: Kind, id: string): Address {
  return addressOf({ tenant: world.desired.id, directory: world.directory.id, kind, id })
}

/** Where the ledger knows a declared person or group: under the old id, where the id changes now. */
export function recordedAddress(world: World, kind: 'user' | 'group', id: string): Address {
  const address = addressIn(world, kind, id)
  return world.matches.movedFrom.get(address) ?? address
}

/** How the ledger writes a member. */
export function recordedMember(world: World, member: string): string {
  if (member.startsWith('~')) return member
  const nested = nestedGroupId('')
  return member.startsWith(nested)
    ? nestedGroupId(parseAddress(recordedAddress(world, 'group', member.slice(nested.length))).id)
    : parseAddress(recordedAddress(world, 'user', member)).id
}

/** Whether the directory was applied to the end at least once; before that nothing undeclared is removed. */
export function appliedBefore(world: World): boolean {
  return world.memory.population.has(world.directory.id)
}

/** The line of the workspace that a removal is judged by: it stood at the last apply, and stands there no more. */
export function lineOf(kind: 'user' | 'group' | 'membership' | 'licence' | 'delivery', id: string): string {
  return `${kind}/${id}`
}
export function membershipLine(group: string, member: string): string {
  return lineOf('membership', membershipId(group, member))
}

/** Whether a group passed access on to a product at the last apply: when nobody has any through it, nobody stays in it. */
export function passedAccessOn(world: World, group: string): boolean {
  return world.memory.declared.has(lineOf('delivery', group))
}

/** Where a removal comes from when the line that asked for the thing is gone: the directory's own entry. */
export function goneFrom(world: World): Source {
  return { ...world.directory.source, via: [] }
}

/** Says why the directory cannot be asked for this, or nothing when it can. */
export function cannot(world: World, kind: Kind, verb: Verb): string | undefined {
  const capability = world.snapshot.capabilities[`${kind}.${verb}`]
  if (capability === true) return undefined
  return capability?.cannot ?? `${world.directory.settings.provider} directories have no ${verb} for a ${kind}`
}

/** Whether a recorded account that is no longer declared is roster's to remove; if not, it becomes unmanaged. */
export function removesOrphan(world: World, id: string): boolean {
  return (
    world.directory.mode === 'authoritative' ||
    world.memory.objects.get(addressIn(world, 'user', id))?.origin === 'created'
  )
}

/** Whether a recorded group that is no longer declared is roster's to delete; if not, it becomes unmanaged. */
export function deletesOrphanGroup(world: World, id: string): boolean {
  return world.memory.objects.get(addressIn(world, 'group', id))?.origin === 'created'
}

/** The references that can be set: somebody without an account in this directory, now or after this plan, waits. */
export function settable<T extends string | null>(
  world: World,
  references: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const entries = Object.entries<T>(references).filter(([, target]) => target === null || hasAccount(world, target))
  return Object.fromEntries(entries)
}

/** Whether who comes into a group gains rights: it is marked so, or the directory counts it so. */
export function isPrivileged({ matches }: World, { id, privileged }: Pick<DesiredGroup, 'id' | 'privileged'>): boolean {
  return privileged || matches.groups.get(id)?.privileged === true
}

function hasAccount(world: World, id: string): boolean {
  const live = world.matches.users.get(id)
  const person = world.desired.people.get(id)
  if (live !== undefined && (live.state !== 'softDeleted' || (person !== undefined && isWantedBack(person))))
    return true
  if (person?.state !== 'active' || !person.directories.includes(world.directory.id)) return false
  return !world.matches.refused.has(addressIn(world, 'user', id))
}
