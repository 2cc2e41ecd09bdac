import { createHash } from 'node:crypto'
import { canonical } from '../../model/canonical.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import type { PersonSecurity, RuleName } from '../../model/policy.ts'
import { ruleNames } from '../../model/policy.ts'
import type { Attributes } from '../../model/value.ts'
import type { ExpressedPolicy, HeldPolicy, PolicyDialect } from '../../providers/provider.ts'
import type { World } from './world.ts'
import { addressIn } from './world.ts'

/** A policy that a directory is to hold, and the people it is for. */
export interface DesiredPolicy {
  readonly id: string
  readonly name: string
  readonly attributes: Attributes
  /** Where the workspace asks for it. */
  readonly source: Source
  readonly people: readonly Person[]
  /** People whose first day is still to come. */
  readonly later: readonly Person[]
}

/** Somebody's rules, and what the directory can make of them. */
interface Fitting {
  readonly person: Person
  readonly security: PersonSecurity
  readonly expressed: ExpressedPolicy
}

/** What the rules for passwords come to in one directory. */
export interface Coverage {
  readonly policies: ReadonlyMap<string, DesiredPolicy>
  /** Whose rules hold already, without a policy of roster's. */
  readonly held: readonly Fitting[]
  /** Whose rules a policy of roster's has to bring about. */
  readonly fallShort: readonly Fitting[]
  /** Somebody else's policy that goes before roster's. */
  readonly overruled: readonly { readonly person: Person; readonly by: string }[]
}

/** Whether anything is asked of this person's password. */
export function asksForPassword({ security }: Person): boolean {
  if (security === undefined) return false
  for (const name in security.rules) if (name.startsWith('password.')) return true
  return false
}

/** Which people need a policy of their own here, gathered so that those who need the same one share it. Pure. */
export function coverageOf(world: World, sight: ObservedPolicies, dialect: PolicyDialect): Coverage {
  const reach = reachOf(strangersAmong(world, sight, dialect))
  const held: Fitting[] = []
  const fallShort: Fitting[] = []
  const overruled: Coverage['overruled'][number][] = []
  const groups = new Map<string, Gathered>()
  const known = new Map<PersonSecurity, Map<Attributes, ExpressedPolicy>>()
  for (const person of world.desired.people.values()) {
    const { security } = person
    const standing = standingOf(world, person)
    if (security === undefined || standing === 'no' || !asksForPassword(person)) continue
    const live = world.matches.users.get(person.id)
    const others = live === undefined ? [] : (reach.get(live.reference) ?? [])
    const own = dialect.holding(others)?.attributes
    const express = (under: Attributes): ExpressedPolicy =>
      remembered(known, security, under, () => dialect.express(security.rules, under))
    const expressed = express(own ?? sight.general)
    const fitting = { person, security, expressed }
    const isDoubtful = own === undefined && sight.doubt !== undefined
    if (!expressed.isNeeded && !(isDoubtful && express(nothingHolds).isNeeded)) {
      held.push(fitting)
      continue
    }
    fallShort.push(fitting)
    const ours: HeldPolicy = { immutableId: '', name: '', attributes: expressed.attributes, isDirect: true }
    const first = dialect.holding([...others, ours])
    if (first !== undefined && first !== ours) {
      overruled.push({ person, by: first.name })
      continue
    }
    const key = canonical(expressed.attributes)
    const group = groups.get(key) ?? { fitting, ids: new Set<string>(), people: [], later: [] }
    groups.set(key, group)
    group.ids.add(layerOf(security) + suffix(others))
    if (standing === 'later') group.later.push(person)
    else group.people.push(person)
  }
  const policies = [...groups.values()].map((group) => gathered(world.desired.id, group, dialect))
  return {
    policies: new Map(policies.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((policy) => [policy.id, policy])),
    held,
    fallShort,
    overruled,
  }
}

/** One value, so that what is worked out under it is worked out once. */
const nothingHolds: Attributes = {}

interface Gathered {
  readonly fitting: Fitting
  readonly ids: Set<string>
  readonly people: Person[]
  readonly later: Person[]
}

function gathered(tenant: string, { fitting, ids, people, later }: Gathered, dialect: PolicyDialect): DesiredPolicy {
  const id = [...ids].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? 'everyone'
  const { attributes } = fitting.expressed
  return { id, name: dialect.nameOf(tenant, id), attributes, source: sourceOf(fitting.security), people, later }
}

/** The widest name that fits: all, then a department, then a person. */
function rank(id: string): number {
  return id.startsWith('everyone') ? 0 : id.startsWith('department.') ? 1 : 2
}

/** now: has an account, or gets one by this plan. later: gets one on a day to come. */
function standingOf(world: World, person: Person): 'now' | 'later' | 'no' {
  if (!person.directories.includes(world.directory.id)) return 'no'
  if (world.matches.refused.has(addressIn(world, 'user', person.id))) return 'no'
  const live = world.matches.users.get(person.id)
  if (live?.notManageable !== undefined) return 'no'
  if (person.state === 'active') return 'now'
  if (person.state === 'suspended') return live === undefined ? 'no' : 'now'
  return live === undefined && person.stateReason === 'notStarted' && person.starts !== undefined ? 'later' : 'no'
}

/** Policies that are not roster's: what the ledger does not know, and what has no name that roster would give. */
function strangersAmong(
  world: World,
  { policies }: ObservedPolicies,
  dialect: PolicyDialect,
): readonly ObservedPolicy[] {
  if ('unreadable' in policies) return []
  const recorded = new Set([...world.memory.policies.values()].map(({ immutableId }) => immutableId))
  const names = ownNames(world, dialect)
  return policies.filter(({ immutableId, name }) => !recorded.has(immutableId) && !names.has(name))
}

/** Names that policies of roster's have in this tenant, or are just being given. */
function ownNames(world: World, dialect: PolicyDialect): ReadonlySet<string> {
  const names = new Set<string>()
  const layers = new Set<PersonSecurity>()
  for (const { security } of world.desired.people.values()) if (security !== undefined) layers.add(security)
  for (const security of layers) names.add(dialect.nameOf(world.desired.id, layerOf(security)))
  for (const operation of world.memory.unresolved.values())
    if (operation.kind === 'policy' && operation.verb === 'create') names.add(operation.after.name)
  return names
}

/** Reference of an account -> the policies that name it or a group it is in. */
function reachOf(policies: readonly ObservedPolicy[]): ReadonlyMap<string, readonly HeldPolicy[]> {
  const reach = new Map<string, HeldPolicy[]>()
  const note = (reference: string, policy: ObservedPolicy, isDirect: boolean): void => {
    const { immutableId, name, attributes } = policy
    const list = reach.get(reference)
    const held = { immutableId, name, attributes, isDirect }
    if (list === undefined) reach.set(reference, [held])
    else list.push(held)
  }
  for (const policy of policies) {
    for (const reference of policy.members) note(reference, policy, true)
    for (const reference of policy.through) note(reference, policy, false)
  }
  return reach
}

/** The innermost place that decides a rule of somebody's password: everyone, a department, or the person. */
function layerOf(security: PersonSecurity): string {
  const vias = new Set(passwordRules(security).map((rule) => security.from[rule]?.via[0] ?? ''))
  const inner = [...vias].filter((via) => via.includes(':')).toSorted((a, b) => (a < b ? 1 : -1))[0]
  return inner?.replace(':', '.') ?? 'everyone'
}

/** Where somebody else's policy lies beneath, the merged one is another than for those without. */
function suffix(others: readonly HeldPolicy[]): string {
  if (others.length === 0) return ''
  const ids = others.map(({ immutableId }) => immutableId).toSorted()
  return `-${createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 8)}`
}

function sourceOf(security: PersonSecurity): Source {
  const sources = passwordRules(security).map((rule) => security.from[rule])
  return sources.find((source) => source !== undefined) ?? { file: '', line: 1, via: [] }
}

function passwordRules({ rules }: PersonSecurity): readonly RuleName[] {
  return ruleNames(rules).filter((name) => name.startsWith('password.'))
}

function remembered<A, B, T>(known: Map<A, Map<B, T>>, a: A, b: B, make: () => T): T {
  const inner = known.get(a) ?? new Map<B, T>()
  known.set(a, inner)
  const before = inner.get(b)
  if (before !== undefined) return before
  const made = make()
  inner.set(b, made)
  return made
}
