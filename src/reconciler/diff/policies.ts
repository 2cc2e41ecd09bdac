import { membershipId } from '../../model/address.ts'
import type { Person } from '../../model/desired.ts'
import type { ObservedPolicy } from '../../model/observed.ts'
import type { Reason } from '../../model/operation.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { PolicyDialect } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { notEnforced, toldOfPolicies } from './advice.ts'
import { displayName, liveName } from './called.ts'
import type { Coverage, DesiredPolicy } from './coverage.ts'
import { coverageOf, dialectOf, policyCalled, policySpoken } from './coverage.ts'
import { draft } from './draft.ts'
import type { Difference, Scheduled, World } from './world.ts'
import { addressIn, goneFrom, nothing } from './world.ts'

/** A policy of roster's that is there. */
export type LivePolicies = ReadonlyMap<string, ObservedPolicy>

/**
 * What has to happen so that the rules for passwords and for signing in hold in a directory: a policy for all who need the
 * same one, and a grant for each of them. What the directory enforces anyway is told, and so is what it cannot.
 */
export function policyDifference(world: World): Difference {
  const { policies: sight, dialect } = world.snapshot
  const sorts = dialect.policies ?? []
  if (sight === undefined) return { ...nothing, findings: notEnforced(world) }
  const coverages = sorts.map((sort) => coverageOf(world, sight, sort))
  const findings = [
    ...(sorts.some(({ topics }) => topics.includes('password')) ? [] : notEnforced(world)),
    ...coverages.flatMap((coverage) => toldOfPolicies(world, coverage, sight)),
  ]
  if ('unreadable' in sight.policies) return { ...nothing, findings }
  const desired = desiredOf(coverages)
  const desk: Desk = { world, live: livePolicies(world, desired.values()) }
  const operations: Draft[] = []
  const scheduled: Scheduled[] = []
  for (const policy of desired.values()) {
    operations.push(...policyItself(desk, policy), ...comers(desk, policy))
    scheduled.push(...laterComers(desk, policy))
  }
  const grants = grantsBySort(world, operations)
  for (const [id, live] of desk.live) {
    const policy = desired.get(id)
    const others = grants.get(dialectOf(world, id)) ?? new Map<string, string>()
    operations.push(...(policy === undefined ? [deletion(desk, id, live, others)] : goers(desk, policy, live, others)))
  }
  return { ...nothing, operations, scheduled, findings }
}

interface Desk {
  readonly world: World
  readonly live: LivePolicies
}

function desiredOf(coverages: readonly Coverage[]): ReadonlyMap<string, DesiredPolicy> {
  return new Map(coverages.flatMap(({ policies }) => [...policies]))
}

/** Who comes under which policy. One of another sort takes the place of none. */
function grantsBySort(
  world: World,
  operations: readonly Draft[],
): ReadonlyMap<PolicyDialect | undefined, ReadonlyMap<string, string>> {
  const bySort = new Map<PolicyDialect | undefined, Map<string, string>>()
  for (const { id, after } of operations.filter(isGrant)) {
    const sort = dialectOf(world, after.policy)
    const grants = bySort.get(sort) ?? new Map<string, string>()
    bySort.set(sort, grants.set(after.member, id))
  }
  return bySort
}

/**
 * The policies that are roster's, by their id: those that the ledger knows, and those that bear the very name that roster
 * would give. All others belong to somebody else, whatever they are called.
 */
export function livePolicies(world: World, desired: Iterable<DesiredPolicy>): LivePolicies {
  const sight = world.snapshot.policies
  const live = sight === undefined || 'unreadable' in sight.policies ? [] : sight.policies
  const byId = new Map(live.map((policy) => [policy.immutableId, policy]))
  const found = new Map<string, ObservedPolicy>()
  const prefix = addressIn(world, 'policy', '')
  const taken = new Set<string>()
  for (const [address, { immutableId }] of world.memory.policies) {
    const policy = address.startsWith(prefix) ? byId.get(immutableId) : undefined
    if (policy === undefined) continue
    found.set(address.slice(prefix.length), policy)
    taken.add(immutableId)
  }
  const names = new Map([...desired].map(({ id, name }) => [name, id]))
  for (const { kind, verb, address, after } of world.memory.unresolved.values())
    if (kind === 'policy' && verb === 'create' && address.startsWith(prefix))
      names.set(after.name, address.slice(prefix.length))
  for (const policy of live) {
    const id = names.get(policy.name)
    if (id !== undefined && !found.has(id) && !taken.has(policy.immutableId)) found.set(id, policy)
  }
  return found
}

/** The policies of a world that are roster's. */
export function boundPolicies(world: World): LivePolicies {
  const { policies: sight, dialect } = world.snapshot
  if (sight === undefined) return new Map()
  const coverages = (dialect.policies ?? []).map((sort) => coverageOf(world, sight, sort))
  return livePolicies(world, desiredOf(coverages).values())
}

function policyItself(desk: Desk, policy: DesiredPolicy): readonly Draft[] {
  const live = desk.live.get(policy.id)
  if (live === undefined) return policy.people.length === 0 ? [] : [creation(desk, policy)]
  const { dialect } = policy
  const said = dialect.whole === true ? { ...live.attributes, ...policy.attributes } : policy.attributes
  const names = Object.keys(said).filter((name) => !alike(policy.attributes[name], live.attributes[name]))
  if (names.length === 0) return []
  const [before, after] = [pick(live.attributes, names), pick(policy.attributes, names)]
  const recorded = desk.world.memory.policies.get(addressIn(desk.world, 'policy', policy.id))
  const byHand =
    recorded !== undefined && names.some((name) => !alike(recorded.attributes[name], live.attributes[name]))
  const { immutableId } = live
  return [
    draft(
      desk.world,
      policy.id,
      { kind: 'policy', verb: 'update', before: { immutableId, attributes: before }, after: { attributes: after } },
      {
        summary: `the ${dialect.called} ${policy.name} changes to ${dialect.spoken(after)} (was ${dialect.spoken(before)})`,
        reason: byHand ? 'drift' : 'declared',
        derived: false,
        source: policy.source,
        risk: 'medium',
        ...dialect.weighed?.(before, after),
        ...held(policy),
      },
    ),
  ]
}

function held({ blockedBy }: DesiredPolicy): { readonly blockedBy?: string } {
  return blockedBy === undefined ? {} : { blockedBy }
}

function creation({ world }: Desk, policy: DesiredPolicy): Draft {
  const { id, name, dialect, source } = policy
  const isKnown = world.memory.policies.has(addressIn(world, 'policy', id))
  const attributes = dialect.atFirst?.(policy.attributes) ?? policy.attributes
  return draft(
    world,
    id,
    { kind: 'policy', verb: 'create', before: null, after: { name, attributes } },
    {
      summary: `the ${dialect.called} ${name} is created in ${world.directory.id}: ${dialect.spoken(attributes)}`,
      reason: isKnown ? 'drift' : 'declared',
      derived: false,
      source,
      ...held(policy),
    },
  )
}

function comers(desk: Desk, policy: DesiredPolicy): readonly Draft[] {
  if (policy.namesNobody === true) return []
  const { world } = desk
  const inside = new Set(desk.live.get(policy.id)?.members)
  return policy.people.flatMap((person) => {
    const live = world.matches.users.get(person.id)
    if (live !== undefined && inside.has(live.reference)) return []
    const known = world.memory.policies.get(addressIn(world, 'policy', policy.id))?.members.has(person.id) === true
    const first = person.starts !== undefined && live === undefined
    return [grant(world, policy, person, known && live !== undefined ? 'drift' : first ? 'started' : 'declared')]
  })
}

function grant(world: World, policy: DesiredPolicy, person: Person, reason: Reason): Draft {
  const { id, name, dialect, source } = policy
  return draft(
    world,
    membershipId(id, person.id),
    { kind: 'policy', verb: 'grant', before: null, after: { policy: id, member: person.id } },
    {
      summary: `${displayName(person)} comes under the ${dialect.called} ${name}`,
      reason,
      derived: true,
      source,
      ...held(policy),
    },
  )
}

/** Grants of the days to come, and the policy itself where those are the first it is for. */
function laterComers(desk: Desk, policy: DesiredPolicy): readonly Scheduled[] {
  const days = policy.later.flatMap((person) => (person.starts === undefined ? [] : [{ person, date: person.starts }]))
  const [first] = days.map(({ date }) => date).toSorted()
  const isNew = first !== undefined && !desk.live.has(policy.id) && policy.people.length === 0
  return [
    ...(isNew ? [{ date: first, event: 'start' as const, operation: creation(desk, policy) }] : []),
    ...(policy.namesNobody === true ? [] : days).map(({ person, date }) => ({
      date,
      event: 'start' as const,
      operation: grant(desk.world, policy, person, 'started'),
    })),
  ]
}

/** Whoever a policy names and is not for. Somebody who comes under another one leaves this one afterwards. */
function goers(
  { world }: Desk,
  policy: DesiredPolicy,
  live: ObservedPolicy,
  grants: ReadonlyMap<string, string>,
): readonly Draft[] {
  const people = new Set(policy.people.map(({ id }) => id))
  return live.members.flatMap((reference) => {
    const member = world.matches.memberOf(reference)
    if (people.has(member) || world.matches.isProtected(reference)) return []
    const next = grants.get(member)
    const person = world.desired.people.get(member)
    const leaving =
      next === undefined && (person === undefined || person.state === 'absent' || person.state === 'disabled')
    const undeclared = member.startsWith('~')
    const before = { policy: policy.id, member, ...(undeclared ? { reference } : {}) }
    return [
      draft(
        world,
        membershipId(policy.id, member),
        { kind: 'policy', verb: 'revoke', before, after: null },
        {
          summary: `${calledIn(world, member, reference)} is no longer under the ${policy.dialect.called} ${live.name}`,
          reason: leaving && person?.stateReason === 'expired' ? 'expired' : undeclared ? 'drift' : 'undeclared',
          derived: true,
          source: person?.source ?? policy.source,
          needs: next === undefined ? [] : [next],
          effects: leaving && !undeclared ? ['leaves with the account'] : [],
        },
      ),
    ]
  })
}

function deletion({ world }: Desk, id: string, live: ObservedPolicy, grants: ReadonlyMap<string, string>): Draft {
  const members = live.members.map((reference) => world.matches.memberOf(reference))
  const left = members.filter((member) => !grants.has(member)).length
  const effects =
    left === 0 ? [] : [`${left} ${left === 1 ? 'account falls' : 'accounts fall'} back to the general rules`]
  const { immutableId, name } = live
  return draft(
    world,
    id,
    { kind: 'policy', verb: 'delete', before: { immutableId, name }, after: null },
    {
      summary: `the ${policyCalled(world, id)} ${name} is deleted: nobody is to be held to it any more (it was ${policySpoken(world, id, live.attributes)})`,
      reason: 'undeclared',
      derived: true,
      source: goneFrom(world),
      needs: members.flatMap((member) => grants.get(member) ?? []),
      effects,
    },
  )
}

function calledIn(world: World, member: string, reference: string): string {
  const person = world.desired.people.get(member)
  const account = world.matches.accountAt(reference)
  return person !== undefined ? displayName(person) : account === undefined ? reference : liveName(account)
}

function isGrant(operation: Draft): operation is Extract<Draft, { kind: 'policy'; verb: 'grant' }> {
  return operation.kind === 'policy' && operation.verb === 'grant'
}

function pick(attributes: Readonly<Record<string, Value>>, names: readonly string[]): WishedAttributes {
  return Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]))
}

/** A directory spells these values in one way. */
export function alike(a: Value | null | undefined, b: Value | null | undefined): boolean {
  return valuesOf(a).join('\n') === valuesOf(b).join('\n')
}
