import { membershipId, nestedGroupId } from '../../model/address.ts'
import type { DesiredGroup, DesiredMember, Person } from '../../model/desired.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import type { Reason } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import { draft } from './draft.ts'
import { calledWhole, displayName, liveName } from './called.ts'
import { isArriving } from './enabling.ts'
import { hadLine, isGranted, isPromised, lastSeen } from './known.ts'
import type { Difference, Scheduled, World } from './world.ts'
import { addressIn, appliedBefore, goneFrom, isPrivileged, nothing, recordedMember, removesOrphan } from './world.ts'

/** Who has to come into a declared group, and who has to leave it. One pass over either side. */
export function membershipDifference(world: World, group: DesiredGroup): Difference {
  if (world.matches.refused.has(addressIn(world, 'group', group.id))) return nothing
  const live = world.matches.groups.get(group.id)
  if (live?.members === 'unknown') {
    const message = `the members of ${group.name} could not be read; nothing is granted or revoked there`
    return {
      ...nothing,
      findings: [{ slug: 'members-unknown', scope: addressIn(world, 'group', group.id), result: 'warn', message }],
    }
  }
  const present = new Map<string, string>()
  for (const reference of live?.members ?? []) present.set(world.matches.memberOf(reference), reference)
  const operations: Draft[] = []
  const scheduled: Scheduled[] = []
  for (const [member, wish] of group.members) {
    const standing = wishStands(world, group, member, wish)
    const comes = standing === 'yes' && !present.has(member)
    if (comes || (present.has(member) && standing !== 'no' && standing !== 'never'))
      scheduled.push(...scheduledEnd(world, group, member, { wish, comes }))
    if (present.has(member)) {
      if (standing !== 'no' && standing !== 'never') present.delete(member)
      continue
    }
    if (comes) operations.push(grant(world, group, member, wish))
    if (typeof standing === 'object')
      scheduled.push({ date: standing.starts, event: 'start', operation: grant(world, group, member, wish) })
  }
  let withheld = 0
  const fixed = new Set(live?.fixedMembers)
  const findings: Finding[] = []
  for (const [member, reference] of present) {
    if (fixed.has(reference)) {
      if (isAskedOut(world, group, member)) findings.push(cannotLeave(world, group, member))
      continue
    }
    const verdict = live === undefined ? 'stays' : surplus(world, group, live, member, reference)
    if (verdict === 'stays') continue
    if (verdict === 'later') withheld += 1
    else operations.push(verdict)
  }
  if (live?.notManageable !== undefined) {
    if (operations.length === 0) return { ...nothing, findings }
    return {
      ...nothing,
      findings,
      notManageable: [{ address: addressIn(world, 'group', group.id), why: live.notManageable }],
    }
  }
  if (withheld > 0) findings.push(wouldRemove(world, group, withheld))
  return { ...nothing, operations, scheduled, findings }
}

/** yes: belongs in. kept: stays, but is not added (again). no: belongs out. never: cannot be a member here. A date: belongs in from then. */
type Standing = 'yes' | 'kept' | 'no' | 'never' | { readonly starts: string }

function wishStands(world: World, group: DesiredGroup, member: string, wish: DesiredMember): Standing {
  if (member.startsWith('group:')) return isRefusedGroup(world, member) ? 'kept' : 'yes'
  const person = world.desired.people.get(member)
  if (person === undefined || !person.directories.includes(world.directory.id)) return 'never'
  if (world.matches.refused.has(addressIn(world, 'user', member))) return 'kept'
  const live = world.matches.users.get(member)
  if (
    person.state === 'absent' &&
    person.stateReason === 'notStarted' &&
    person.starts !== undefined &&
    live === undefined
  ) {
    return { starts: person.starts }
  }
  if (person.state === 'suspended') return 'kept'
  if (person.state !== 'active') return 'no'
  if (live?.notManageable !== undefined) return 'kept'
  if (!wish.onCreate || live === undefined) return 'yes'
  return promisedAndPending(world, group.id, member) ? 'yes' : 'kept'
}

function isRefusedGroup(world: World, member: string): boolean {
  return world.matches.refused.has(addressIn(world, 'group', member.slice(nestedGroupId('').length)))
}

/** Promised at the creation, and the grant itself never came to its end. */
function promisedAndPending(world: World, group: string, member: string): boolean {
  return isPromised(world, group, member) && !isGranted(world, group, member)
}

function grant(world: World, group: DesiredGroup, member: string, wish: DesiredMember): Draft {
  const person = world.desired.people.get(member)
  return draft(
    world,
    membershipId(group.id, member),
    { kind: 'membership', verb: 'grant', before: null, after: { group: group.id, member } },
    {
      summary: `${memberName(world, member)} ${wish.gives === undefined ? '' : `gets ${wish.gives}: `}joins ${calledWhole(group)}${isPrivileged(world, group) ? ', which is privileged' : ''}`,
      reason: grantReason(world, group.id, member, wish, person),
      derived: wish.route !== 'own',
      source: wish.source,
      ...(isPrivileged(world, group) ? { risk: 'high' as const, escalation: true } : {}),
    },
  )
}

/** The day on which access ends before the person does, for the calendar: it is taken away as approved with the line. */
function scheduledEnd(
  world: World,
  group: DesiredGroup,
  member: string,
  { wish, comes }: { readonly wish: DesiredMember; readonly comes: boolean },
): readonly Scheduled[] {
  if (wish.until === undefined || wish.until === world.desired.people.get(member)?.ends) return []
  if (world.directory.mode !== 'authoritative' && !comes && !isGranted(world, group.id, member)) return []
  return [{ date: wish.until, event: 'end', operation: ending(world, group, member, wish) }]
}

/** Access whose last day is over. */
function ending(world: World, group: DesiredGroup, member: string, wish: DesiredMember): Draft {
  const what = wish.gives === undefined ? 'the membership' : wish.gives
  return draft(
    world,
    membershipId(group.id, member),
    { kind: 'membership', verb: 'revoke', before: { group: group.id, member }, after: null },
    {
      summary: `${memberName(world, member)} leaves ${calledWhole(group)}: ${what} ended on ${wish.until ?? 'its last day'}`,
      reason: 'expired',
      derived: true,
      source: wish.source,
      ...(isPrivileged(world, group) ? { risk: 'high' as const } : {}),
    },
  )
}

function grantReason(
  world: World,
  group: string,
  member: string,
  wish: DesiredMember,
  person: Person | undefined,
): Reason {
  if (lastSeen(world, group)?.has(recordedMember(world, member)) === true) return 'drift'
  if (wish.route === 'template') return 'template'
  const arrives = world.matches.users.get(member) === undefined || isArriving(world, member)
  return person?.starts !== undefined && arrives ? 'started' : 'declared'
}

/** A live member that the workspace does not ask for: stays, goes, or goes from the second apply on. */
function surplus(
  world: World,
  group: DesiredGroup,
  live: ObservedGroup,
  member: string,
  reference: string,
): 'stays' | 'later' | Draft {
  const person = world.desired.people.get(member)
  const leaving =
    (world.matches.orphanUsers.has(member) && removesOrphan(world, member)) ||
    (person !== undefined && (person.state === 'absent' || person.state === 'disabled'))
  const granted =
    isGranted(world, group.id, member) ||
    world.memory.unresolved.has(`${addressIn(world, 'membership', membershipId(group.id, member))}#grant`)
  const ours = granted || hadLine(world, group.id, member)
  const kept = isPromised(world, group.id, member) && !leaving && !group.takenOut.has(member)
  if (kept || world.matches.isProtected(reference)) return 'stays'
  if (!ours && !leaving) {
    if (world.directory.mode !== 'authoritative') return 'stays'
    if (group.ownership === 'additive' && !isHeldToTemplate(world, member)) return 'stays'
    if (!appliedBefore(world)) return 'later'
  }
  if (world.directory.mode !== 'authoritative' && !granted) return 'stays'
  const ended = group.ended?.get(member)
  if (ended !== undefined && !leaving) return ending(world, group, member, ended)
  return revocation(world, group, live, { member, reference, leaving })
}

/** Whether somebody is to have no groups beyond their template and what asks for them by a line. */
function isHeldToTemplate({ desired }: World, member: string): boolean {
  return desired.conformance.get(member)?.effect === 'enforce'
}

interface Leaving {
  readonly member: string
  readonly reference: string
  readonly leaving: boolean
}

function revocation(
  world: World,
  group: DesiredGroup,
  live: ObservedGroup,
  { member, reference, leaving }: Leaving,
): Draft {
  const explicit = hadLine(world, group.id, member) && group.members.get(member)?.route !== 'own'
  const known = lastSeen(world, group.id)
  const byHand = !leaving && !explicit && known !== undefined && !known.has(recordedMember(world, member))
  const expired = leaving && world.desired.people.get(member)?.stateReason === 'expired'
  const byAccess = group.subscription !== undefined && !leaving
  const reason: Reason = expired ? 'expired' : byHand ? 'drift' : byAccess ? 'access' : 'undeclared'
  const undeclared = member.startsWith('~')
  const dangling = undeclared && world.matches.isDangling(reference)
  const beyond = group.ownership === 'additive' && !leaving && !explicit && isHeldToTemplate(world, member)
  return draft(
    world,
    membershipId(group.id, member),
    {
      kind: 'membership',
      verb: 'revoke',
      before: { group: group.id, member, ...(undeclared ? { reference } : {}) },
      after: null,
    },
    {
      summary: `${undeclared ? strangerName(world, reference) : memberName(world, member)} ${dangling ? 'no longer exists and is taken out of' : 'leaves'} ${calledWhole({ name: live.name, groupKind: group.groupKind })}${leaving ? ' with the account' : ''}${beyond ? `, which the template ${world.desired.conformance.get(member)?.template} does not give` : ''}`,
      reason,
      derived: !explicit && !leaving,
      source: byAccess
        ? (group.about ?? group.source)
        : (world.desired.people.get(member)?.source ?? (undeclared ? group.source : goneFrom(world))),
      ...(isPrivileged(world, group) ? { risk: 'high' as const } : {}),
      effects: leaving ? ['leaves with the account'] : [],
      urgent: world.desired.people.get(member)?.urgent === true && leaving,
    },
  )
}

/** Whether a line says that somebody does not belong in, or one that put them in went away. */
function isAskedOut(world: World, group: DesiredGroup, member: string): boolean {
  return group.takenOut.has(member) || hadLine(world, group.id, member)
}

function cannotLeave(world: World, group: DesiredGroup, member: string): Finding {
  const message = `${memberName(world, member)} cannot be taken out of ${group.name}: something else than the list of members puts them there (a primary group, a rule, a synchronisation). Change that in ${world.directory.id}.`
  return {
    slug: 'member-fixed',
    scope: addressIn(world, 'membership', membershipId(group.id, member)),
    result: 'warn',
    message,
  }
}

/** How people call a member. */
export function memberName(world: World, member: string): string {
  if (member.startsWith('group:'))
    return `the group ${world.desired.groups.get(member.slice(nestedGroupId('').length))?.name ?? member}`
  const person = world.desired.people.get(member)
  const orphan = world.matches.orphanUsers.get(member)
  if (person !== undefined) return displayName(person)
  return orphan === undefined ? member : liveName(orphan)
}

/** Somebody nobody declares, by name where there is one: an id of the directory says nothing to a reader. */
function strangerName(world: World, reference: string): string {
  const account = world.matches.accountAt(reference)
  return account === undefined ? reference : `${liveName(account)} (${account.username})`
}

function wouldRemove(world: World, group: DesiredGroup, count: number): Finding {
  const message = `${count} undeclared ${count === 1 ? 'member' : 'members'} of ${group.name} would be removed from the second apply on; declare them, or set members.ownership: additive`
  return { slug: 'would-remove', scope: addressIn(world, 'group', group.id), result: 'warn', measured: count, message }
}
