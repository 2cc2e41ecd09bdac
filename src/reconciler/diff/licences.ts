import { membershipId } from '../../model/address.ts'
import type { DesiredLicence, DesiredMember } from '../../model/desired.ts'
import type { ObservedLicence } from '../../model/observed.ts'
import type { LicenceAssignment, Reason } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import { isTaken } from '../on-its-way.ts'
import { liveName } from './called.ts'
import { draft } from './draft.ts'
import { isArriving } from './enabling.ts'
import { gaveLicence, hadLicenceLine, isLicencePromised, lastHolders } from './known-licences.ts'
import { lacksForLicence } from './licence-needs.ts'
import { hasOtherPlans, planChange, servicesInWords, switchedOff, unknownPlans } from './licence-plans.ts'
import { poolOf } from './licence-pool.ts'
import { memberName } from './memberships.ts'
import { rationed } from './rationing.ts'
import type { Difference, Scheduled, World } from './world.ts'
import { addressIn, appliedBefore, goneFrom, joined, nothing, recordedMember, removesOrphan } from './world.ts'

/** Who is to be given a licence of this directory, and who has to give it back. */
export function licenceDifference(world: World): Difference {
  const own = [...world.desired.licences.values()].filter(({ directory }) => directory === world.directory.id)
  return joined(own.map((licence) => ofLicence(world, licence)))
}

function ofLicence(world: World, licence: DesiredLicence): Difference {
  const pool = poolOf(world, licence)
  const scheduled = startsOf(world, licence)
  if (typeof pool === 'string') {
    const known = lastHolders(world, licence.id)
    const lacks = [...licence.holders].filter(([user]) => known?.has(recordedMember(world, user)) !== true)
    const operations = grants(world, licence, lacks, pool)
    return { ...nothing, operations, scheduled, findings: [unknown(world, licence, pool)] }
  }
  const present = new Map(pool.holders.map((reference) => [world.matches.memberOf(reference), reference]))
  const lacks = [...licence.holders].filter(([user]) => !present.has(user))
  const surplus = [...present].filter(([user]) => !licence.holders.has(user))
  const inherited = new Set(pool.inherited)
  const verdicts = surplus.map(([user, reference]) => ({
    verdict: verdictOf(world, licence, { user, reference, off: switchedOff(pool, reference) }),
    isInherited: inherited.has(reference),
  }))
  const taken = verdicts.filter(({ isInherited }) => !isInherited).map(({ verdict }) => verdict)
  const revocations = taken.filter((each) => typeof each === 'object').toSorted(byAddress)
  const kept = verdicts.flatMap(({ verdict, isInherited }) =>
    isInherited && typeof verdict === 'object' ? [verdict] : [],
  )
  const later = taken.filter((each) => each === 'later').length
  const changes = [...licence.holders].flatMap(([user, wish]) =>
    planChangeOf(world, licence, pool, { user, wish, reference: present.get(user) }),
  )
  const { operations, short } = rationed({
    free: pool.purchased - pool.holders.length,
    grants: grants(world, licence, lacks),
    revocations,
    isOnItsWay: ({ id }) => isTaken(world, id),
  })
  const findings = [
    ...(short > 0 ? [shortage(world, licence, { purchased: pool.purchased, short })] : []),
    ...(later > 0 ? [wouldTake(world, licence, later)] : []),
    ...(kept.length > 0 ? [keptByGroup(world, licence, kept)] : []),
  ]
  const problems = unknownPlans(world, licence, pool)
  return { ...nothing, operations: [...operations, ...changes.toSorted(byAddress)], scheduled, findings, problems }
}

interface Assigned {
  readonly user: string
  readonly wish: DesiredMember
  /** Not there: somebody who does not have it yet. */
  readonly reference: string | undefined
}

/** Other services for somebody who has the licence by themselves. */
function planChangeOf(
  world: World,
  licence: DesiredLicence,
  pool: ObservedLicence,
  assigned: Assigned,
): readonly Draft[] {
  const { user, wish, reference } = assigned
  if (reference === undefined || !hasOtherPlans(pool, reference, licence.disabledPlans)) return []
  const change = planChange(world, licence, user, { wish, now: switchedOff(pool, reference) ?? [] })
  return change === undefined ? [] : [change]
}

/** Those who lack it and can be given it now. */
function grants(
  world: World,
  licence: DesiredLicence,
  lacks: readonly (readonly [string, DesiredMember])[],
  blockedBy?: string,
): readonly Draft[] {
  return lacks
    .filter(([user, wish]) => isDue(world, licence, user, wish))
    .map(([user, wish]) => grant(world, licence, user, wish, blockedBy ?? lacksForLicence(world, user)))
    .toSorted(byAddress)
}

function byAddress(a: Draft, b: Draft): number {
  return a.address < b.address ? -1 : 1
}

/** What a template gives once is given with the creation, or where that was cut off. */
function isDue(world: World, licence: DesiredLicence, user: string, wish: DesiredMember): boolean {
  if (world.matches.refused.has(addressIn(world, 'user', user))) return false
  const live = world.matches.users.get(user)
  if (live?.notManageable !== undefined) return false
  if (!wish.onCreate || live === undefined) return true
  return isLicencePromised(world, licence.id, user) && !gaveLicence(world, licence.id, user)
}

function grant(
  world: World,
  licence: DesiredLicence,
  user: string,
  wish: DesiredMember,
  blockedBy: string | undefined,
): Draft {
  const { id, sku, disabledPlans } = licence
  const services = disabledPlans === undefined ? {} : { disabledPlans }
  const without = disabledPlans === undefined || disabledPlans.length === 0 ? '' : ` ${servicesInWords(disabledPlans)}`
  return draft(
    world,
    membershipId(id, user),
    { kind: 'licence', verb: 'grant', before: null, after: { licence: id, sku, user, ...services } },
    {
      summary: `${memberName(world, user)} gets the licence ${id}${without}`,
      reason: grantReason(world, licence.id, user, wish),
      derived: wish.route !== 'own',
      source: wish.source,
      ...(blockedBy === undefined ? {} : { blockedBy }),
    },
  )
}

function grantReason(world: World, licence: string, user: string, wish: DesiredMember): Reason {
  if (lastHolders(world, licence)?.has(recordedMember(world, user)) === true) return 'drift'
  if (wish.route === 'template') return 'template'
  const arrives = world.matches.users.get(user) === undefined || isArriving(world, user)
  return world.desired.people.get(user)?.starts !== undefined && arrives ? 'started' : 'declared'
}

/** Licences that come with a first day that is still ahead. */
function startsOf(world: World, licence: DesiredLicence): readonly Scheduled[] {
  return [...licence.resting].flatMap(([user, wish]) => {
    const date = world.desired.people.get(user)?.starts
    const isAhead = world.desired.people.get(user)?.stateReason === 'notStarted'
    if (date === undefined || !isAhead || world.matches.users.has(user)) return []
    return [{ date, event: 'start' as const, operation: grant(world, licence, user, wish, undefined) }]
  })
}

interface Holder {
  readonly user: string
  readonly reference: string
  /** Services of it that are switched off for them; undefined: none. */
  readonly off: readonly string[] | undefined
}

/** Somebody who has it and is not asked for: keeps it, gives it back, or does so from the second apply on. */
function verdictOf(world: World, licence: DesiredLicence, holder: Holder): 'stays' | 'later' | Draft {
  const { user, reference } = holder
  const person = world.desired.people.get(user)
  const leaving =
    (world.matches.orphanUsers.has(user) && removesOrphan(world, user)) ||
    (person !== undefined && (person.state === 'absent' || person.state === 'disabled'))
  const begun = world.memory.unresolved.has(`${addressIn(world, 'licence', membershipId(licence.id, user))}#grant`)
  if (person?.state === 'suspended' && licence.resting.has(user)) return 'stays'
  const given = gaveLicence(world, licence.id, user) || begun
  const kept = isLicencePromised(world, licence.id, user) && !leaving && !licence.takenOut.has(user)
  const isUntouchable = world.matches.isProtected(reference) || world.matches.accountAt(reference)?.notManageable
  if (kept || isUntouchable || world.matches.refused.has(addressIn(world, 'user', user))) return 'stays'
  if (world.directory.mode !== 'authoritative' && !given) return 'stays'
  const ours = given || hadLicenceLine(world, licence.id, user)
  // A licence that no apply has seen yet is as good as a directory before its first.
  if (!ours && !leaving && (!appliedBefore(world) || lastHolders(world, licence.id) === undefined)) return 'later'
  return revocation(world, licence, holder, leaving)
}

function revocation(world: World, licence: DesiredLicence, { user, reference, off }: Holder, leaving: boolean): Draft {
  const person = world.desired.people.get(user)
  const stranger = user.startsWith('~')
  const explicit = hadLicenceLine(world, licence.id, user)
  const known = lastHolders(world, licence.id)
  const byHand = !leaving && !explicit && known !== undefined && !known.has(recordedMember(world, user))
  const expired = leaving && person?.stateReason === 'expired'
  const { id, sku } = licence
  const services = off === undefined ? {} : { disabledPlans: off }
  const before: LicenceAssignment = { licence: id, sku, user, ...(stranger ? { reference } : {}), ...services }
  return draft(
    world,
    membershipId(id, user),
    { kind: 'licence', verb: 'revoke', before, after: null },
    {
      summary: `${holderName(world, { user, reference })} gives back the licence ${id}${leaving ? ' with the account' : ''}`,
      reason: expired ? 'expired' : byHand ? 'drift' : 'undeclared',
      derived: !explicit && !leaving,
      source: person?.source ?? (stranger ? licence.source : goneFrom(world)),
      effects: leaving ? ['its unit is free for somebody else'] : [],
      urgent: person?.urgent === true && leaving,
    },
  )
}

/** Who has a unit, as people call them; somebody nobody declares by what the directory calls them. */
function holderName(world: World, { user, reference }: Omit<Holder, 'off'>): string {
  if (!user.startsWith('~')) return memberName(world, user)
  const account = world.matches.accountAt(reference)
  return account === undefined ? reference : `${liveName(account)} (${account.username})`
}

function unknown(world: World, licence: DesiredLicence, why: string): Finding {
  const message = `${why}; nobody is given the licence ${licence.id}, and nobody loses it.`
  return { slug: 'licence-unknown', scope: addressIn(world, 'licence', licence.id), result: 'warn', message }
}

function shortage(
  world: World,
  { id }: DesiredLicence,
  { purchased, short }: { readonly purchased: number; readonly short: number },
): Finding {
  const message = `${purchased + short} people would have the licence ${id}, and ${world.directory.id} lends ${purchased}: ${short} of them ${short === 1 ? 'gets' : 'get'} none. Buy more there, or take it from somebody who does not need it.`
  const scope = addressIn(world, 'licence', id)
  return { slug: 'licence-short', scope, result: 'block', measured: purchased + short, limit: purchased, message }
}

/** Somebody who has a licence through a group keeps it as long as they are in that group. */
function keptByGroup(world: World, { id }: DesiredLicence, kept: readonly Draft[]): Finding {
  const people = kept
    .toSorted(byAddress)
    .flatMap(({ before }) => (before !== null && 'user' in before ? [memberName(world, before.user)] : []))
  const who = people.length > 5 ? `${people.slice(0, 5).join(', ')} and ${people.length - 5} more` : people.join(', ')
  const have = people.length === 1 ? 'has' : 'have'
  const message = `${who} ${have} the licence ${id} through a group of ${world.directory.id}: it is not taken back from each by themselves. Take them out of that group, or take the licence from the group.`
  const scope = addressIn(world, 'licence', id)
  return { slug: 'licence-inherited', scope, result: 'warn', measured: people.length, message }
}

function wouldTake(world: World, { id }: DesiredLicence, count: number): Finding {
  const message = `${count} ${count === 1 ? 'person' : 'people'} who are not declared for the licence ${id} would lose it from the second apply on; declare them, or set mode: additive`
  const scope = addressIn(world, 'licence', id)
  return { slug: 'would-remove', scope, result: 'warn', measured: count, message }
}
