import { createHash } from 'node:crypto'
import { canonical } from '../../model/canonical.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import type { PersonSecurity, RuleName, Topic } from '../../model/policy.ts'
import { ruleNames } from '../../model/policy.ts'
import type { Attributes, WishedAttributes } from '../../model/value.ts'
import type { ExpressedPolicy, HeldPolicy, PolicyDialect } from '../../providers/provider.ts'
import type { World } from './world.ts'
import { addressIn } from './world.ts'

/** A policy that a directory is to hold, and the people it is for. */
export interface DesiredPolicy {
  readonly id: string
  readonly dialect: PolicyDialect
  readonly name: string
  readonly attributes: Attributes
  /** Where the workspace asks for it. */
  readonly source: Source
  readonly people: readonly Person[]
  /** People whose first day is still to come. */
  readonly later: readonly Person[]
  /** Nobody is put under it: it finds them itself. */
  readonly namesNobody?: true
  readonly blockedBy?: string
}

/** Somebody's rules, and what the directory can make of them. */
interface Fitting {
  readonly person: Person
  readonly security: PersonSecurity
  readonly expressed: ExpressedPolicy
}

/** What the rules of some topics come to in one directory. */
export interface Coverage {
  readonly dialect: PolicyDialect
  readonly policies: ReadonlyMap<string, DesiredPolicy>
  /** Whose rules hold already, without a policy of roster's. */
  readonly held: readonly Fitting[]
  /** Whose rules a policy of roster's has to bring about. */
  readonly fallShort: readonly Fitting[]
  /** Somebody else's policy that goes before roster's. */
  readonly overruled: readonly { readonly person: Person; readonly by: string }[]
}

/** Whether anything of these topics is asked of this person. */
export function asksOf({ security }: Person, topics: readonly Topic[]): boolean {
  if (security === undefined) return false
  for (const name in security.rules) if (isOf(name, topics)) return true
  return false
}

/** Whether a rule belongs to one of these topics. */
export function isOf(rule: string, topics: readonly Topic[]): boolean {
  return topics.some((topic) => rule === topic || rule.startsWith(`${topic}.`))
}

/** The sort of policy that an id belongs to; undefined: the directory holds none of that sort. */
export function dialectOf({ snapshot }: World, id: string): PolicyDialect | undefined {
  const sorts = snapshot.dialect.policies ?? []
  return (
    sorts.find(({ sort }) => sort !== undefined && id.startsWith(`${sort}.`)) ??
    sorts.find(({ sort }) => sort === undefined)
  )
}

/** What a policy with this id is called: `password policy`. */
export function policyCalled(world: World, id: string): string {
  return dialectOf(world, id)?.called ?? 'password policy'
}

/** What a policy with this id says, in words. */
export function policySpoken(world: World, id: string, attributes: WishedAttributes): string {
  return dialectOf(world, id)?.spoken(attributes) ?? Object.keys(attributes).join(', ')
}

/** Which people need a policy of their own here, gathered so that those who need the same one share it. Pure. */
export function coverageOf(world: World, sight: ObservedPolicies, dialect: PolicyDialect): Coverage {
  const reach = reachOf(strangersAmong(world, sight))
  const held: Fitting[] = []
  const fallShort: Fitting[] = []
  const overruled: Coverage['overruled'][number][] = []
  const groups = new Map<string, Gathered>()
  const known = new Map<PersonSecurity, Map<Attributes, ExpressedPolicy>>()
  for (const person of world.desired.people.values()) {
    const { security } = person
    const standing = standingOf(world, person)
    if (security === undefined || standing === 'no' || !asksOf(person, dialect.topics)) continue
    const live = world.matches.users.get(person.id)
    const others = reach(live?.reference)
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
    const first = dialect.addUp === true ? ours : dialect.holding([...others, ours])
    if (first !== undefined && first !== ours) {
      overruled.push({ person, by: first.name })
      continue
    }
    const key = canonical(expressed.attributes)
    const group = groups.get(key) ?? { fitting, ids: new Set<string>(), people: [], later: [] }
    groups.set(key, group)
    group.ids.add(layerOf(security, dialect) + (dialect.addUp === true ? '' : suffix(others)))
    if (standing === 'later') group.later.push(person)
    else group.people.push(person)
  }
  const policies = [...groups.values()].map((group) => gathered(world.desired.id, group, dialect))
  return {
    dialect,
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
  const widest = [...ids].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? 'everyone'
  const id = idIn(dialect, widest)
  const { attributes, namesNobody, blockedBy } = fitting.expressed
  return {
    id,
    dialect,
    name: dialect.nameOf(tenant, id),
    attributes,
    source: sourceOf(fitting.security, dialect),
    people,
    later,
    ...(namesNobody === undefined ? {} : { namesNobody }),
    ...(blockedBy === undefined ? {} : { blockedBy }),
  }
}

/** The id of a policy of this sort that is called by a place. */
function idIn({ sort }: PolicyDialect, place: string): string {
  return sort === undefined ? place : `${sort}.${place}`
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
function strangersAmong(world: World, { policies }: ObservedPolicies): readonly ObservedPolicy[] {
  if ('unreadable' in policies) return []
  const recorded = new Set([...world.memory.policies.values()].map(({ immutableId }) => immutableId))
  const names = ownNames(world)
  return policies.filter(({ immutableId, name }) => !recorded.has(immutableId) && !names.has(name))
}

/** Names that policies of roster's have in this tenant, or are just being given. */
function ownNames(world: World): ReadonlySet<string> {
  const names = new Set<string>()
  const layers = new Set<PersonSecurity>()
  for (const { security } of world.desired.people.values()) if (security !== undefined) layers.add(security)
  for (const dialect of world.snapshot.dialect.policies ?? [])
    for (const security of layers)
      names.add(dialect.nameOf(world.desired.id, idIn(dialect, layerOf(security, dialect))))
  for (const operation of world.memory.unresolved.values())
    if (operation.kind === 'policy' && operation.verb === 'create') names.add(operation.after.name)
  return names
}

/** Which policies name an account or a group it is in, or hold for everybody; of an account to come, only the last. */
function reachOf(policies: readonly ObservedPolicy[]): (reference: string | undefined) => readonly HeldPolicy[] {
  const reach = new Map<string, HeldPolicy[]>()
  const note = (reference: string, policy: ObservedPolicy, isDirect: boolean): void => {
    const list = reach.get(reference)
    const held = heldAs(policy, isDirect)
    if (list === undefined) reach.set(reference, [held])
    else list.push(held)
  }
  for (const policy of policies) {
    for (const reference of policy.members) note(reference, policy, true)
    for (const reference of policy.through) note(reference, policy, false)
  }
  const general = policies.flatMap((policy) =>
    policy.everybodyBut === undefined ? [] : [{ held: heldAs(policy, false), but: new Set(policy.everybodyBut) }],
  )
  return (reference) => {
    const named = reference === undefined ? [] : (reach.get(reference) ?? [])
    if (general.length === 0) return named
    const reached = general.filter(({ but }) => reference === undefined || !but.has(reference))
    return [...named, ...reached.map(({ held }) => held)]
  }
}

function heldAs({ immutableId, name, attributes }: ObservedPolicy, isDirect: boolean): HeldPolicy {
  return { immutableId, name, attributes, isDirect }
}

/** The innermost place that decides a rule of these topics for somebody: everyone, a department, or the person. */
function layerOf(security: PersonSecurity, dialect: PolicyDialect): string {
  const vias = new Set(rulesOf(security, dialect).map((rule) => security.from[rule]?.via[0] ?? ''))
  const inner = [...vias].filter((via) => via.includes(':')).toSorted((a, b) => (a < b ? 1 : -1))[0]
  return inner?.replace(':', '.') ?? 'everyone'
}

/** Where somebody else's policy lies beneath, the merged one is another than for those without. */
function suffix(others: readonly HeldPolicy[]): string {
  if (others.length === 0) return ''
  const ids = others.map(({ immutableId }) => immutableId).toSorted()
  return `-${createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 8)}`
}

function sourceOf(security: PersonSecurity, dialect: PolicyDialect): Source {
  const sources = rulesOf(security, dialect).map((rule) => security.from[rule])
  return sources.find((source) => source !== undefined) ?? { file: '', line: 1, via: [] }
}

function rulesOf({ rules }: PersonSecurity, { topics }: PolicyDialect): readonly RuleName[] {
  return ruleNames(rules).filter((name) => isOf(name, topics))
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
