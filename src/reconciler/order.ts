import { addressOf, nestedGroupId } from '../model/address.ts'
import type { Kind, Verb } from '../model/kind.ts'
import { operationId } from '../model/operation.ts'
import { containerOf } from './diff/diff.ts'
import type { World } from './diff/world.ts'
import { isPrivileged } from './diff/world.ts'
import type { AnyDraft, Draft } from './digest.ts'
import { givesTo, holdersAfter, postsOf, takesFrom } from './posts.ts'

/**
 * The graph of one directory's operations: a container before what lies in it, both ends before a reference or a
 * membership, a name given up before it is taken (by members that do not exist too), a successor in a privileged group
 * before the predecessor leaves it, memberships out before their group or account is deleted. Who is enabled for the first
 * time has everything else by then.
 */
export function withNeeds(world: World, drafts: readonly Draft[]): readonly Draft[] {
  const ids = new Set(drafts.map(({ id }) => id))
  const released = namesGivenUp(world, drafts)
  const revocations = byMember(drafts, 'revoke')
  const grants = byMember(drafts, 'grant')
  const givenBack = licencesGivenBack(drafts)
  const successions = grantsByPrivilegedGroup(world, drafts)
  const ghosts = revocationsOfNobody(world, drafts)
  const enabling = changesForLicences(world, drafts)
  const successors = successorsInPosts(world, drafts)
  return drafts.map((draft) => {
    const needs = new Set(draft.needs)
    const need = (kind: Kind, id: string, verb: Verb): void => {
      const wanted = operationId(addressOf({ tenant: draft.tenant, directory: draft.directory, kind, id }), verb)
      if (ids.has(wanted) && wanted !== draft.id) needs.add(wanted)
    }
    const container = containerOf(draft)
    if (container !== undefined) {
      for (const place of world.snapshot.dialect.lineage(container))
        need('organizationalUnit', place.replaceAll('/', '%2F'), 'create')
    }
    const needPerson = (id: string): void => {
      need('user', id, 'create')
      need('user', id, 'restore')
    }
    for (const target of referencedPeople(draft)) needPerson(target)
    if (draft.kind === 'user' && draft.verb !== 'restore') need('user', idOf(draft), 'restore')
    const name = nameTaken(world, draft)
    const giver = name === undefined ? undefined : released.get(name)
    if (giver !== undefined && giver !== draft.id) needs.add(giver)
    if (ghosts.size > 0) for (const id of ghosts.get(nameBorne(world, draft) ?? '') ?? []) needs.add(id)
    if (draft.kind === 'membership' && draft.verb === 'grant') {
      const { group, member } = draft.after
      need('group', group, 'create')
      if (member.startsWith('group:')) need('group', member.slice(nestedGroupId('').length), 'create')
      else needPerson(member)
    }
    if (
      draft.kind === 'membership' &&
      draft.verb === 'revoke' &&
      draft.effects.length === 0 &&
      !isNobody(world, draft)
    ) {
      for (const id of successions.get(draft.before.group) ?? []) needs.add(id)
    }
    for (const id of successors.get(draft.id) ?? []) needs.add(id)
    if (draft.kind === 'licence' && draft.verb === 'grant') {
      needPerson(draft.after.user)
      const change = operationId(addressOf({ ...draft, kind: 'user', id: draft.after.user }), 'update')
      if (enabling.has(change)) needs.add(change)
    }
    if (draft.kind === 'policy' && draft.verb === 'grant') {
      need('policy', draft.after.policy, 'create')
      needPerson(draft.after.member)
    }
    if (isFirstEnabling(draft)) {
      for (const verb of ['create', 'rename', 'update'] as const) need('user', idOf(draft), verb)
      for (const id of grants.get(idOf(draft)) ?? []) needs.add(id)
    }
    if (draft.verb === 'delete') {
      const member = draft.kind === 'group' ? nestedGroupId(idOf(draft)) : idOf(draft)
      for (const id of revocations.get(member) ?? []) needs.add(id)
      for (const id of givenBack.get(member) ?? []) needs.add(id)
    }
    return needs.size === draft.needs.length ? draft : { ...draft, needs: [...needs].toSorted() }
  })
}

/**
 * The order in which operations are tried: leavers first, then along the graph, by phase and address where it leaves
 * a choice. A cycle is named, since no order serves it.
 */
export function inOrder<T extends Pick<AnyDraft, 'id' | 'needs' | 'urgent' | 'verb' | 'kind' | 'address'>>(
  operations: readonly T[],
): { readonly order: readonly T[]; readonly cycle: readonly string[] } {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const waiting = new Map<string, number>()
  const dependants = new Map<string, T[]>()
  for (const operation of operations) {
    const needs = operation.needs.filter((id) => byId.has(id))
    waiting.set(operation.id, needs.length)
    for (const id of needs) {
      const list = dependants.get(id)
      if (list === undefined) dependants.set(id, [operation])
      else list.push(operation)
    }
  }
  const order: T[] = []
  let wave = operations.filter(({ id }) => waiting.get(id) === 0)
  while (wave.length > 0) {
    const next: T[] = []
    for (const operation of wave.toSorted(byUrgencyPhaseAddress)) {
      order.push(operation)
      for (const dependant of dependants.get(operation.id) ?? []) {
        const left = (waiting.get(dependant.id) ?? 0) - 1
        waiting.set(dependant.id, left)
        if (left === 0) next.push(dependant)
      }
    }
    wave = next
  }
  const cycle =
    order.length === operations.length
      ? []
      : operations.filter(({ id }) => (waiting.get(id) ?? 0) > 0).map(({ id }) => id)
  return { order, cycle: cycle.toSorted() }
}

type Ranked = Pick<AnyDraft, 'urgent' | 'verb' | 'kind' | 'address'>

function byUrgencyPhaseAddress(a: Ranked, b: Ranked): number {
  return Number(b.urgent) - Number(a.urgent) || phase(a) - phase(b) || (a.address < b.address ? -1 : 1)
}

/** Containers, disables, renames, creations and restorations (and policies), enables, updates, grants, revocations, deletions, what is done once, messages. */
function phase({ kind, verb }: Ranked): number {
  if (kind === 'organizationalUnit') return 0
  // Rules for passwords hold before their people can sign in, and are never waited for: nobody is kept out for want of them.
  if (kind === 'policy' && (verb === 'create' || verb === 'update' || verb === 'grant')) return 3
  switch (verb) {
    case 'disable':
      return 1
    case 'rename':
      return 2
    case 'create':
    case 'restore':
    case 'invite':
    case 'purchase':
      return 3
    case 'enable':
      return 4
    case 'update':
      return 5
    case 'grant':
      return 6
    case 'revoke':
      return 7
    case 'delete':
    case 'release':
      return 8
    case 'revokeSessions':
    case 'resetPassword':
      return 9
    case 'notify':
      return 10
  }
}

function idOf({ address, tenant, directory, kind }: Draft): string {
  return address.slice(addressOf({ tenant, directory, kind, id: '' }).length)
}

/** Folded name -> the operation after which it is free. */
function namesGivenUp(world: World, drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const { dialect } = world.snapshot
  const names = new Map<string, string>()
  for (const draft of drafts) {
    if (draft.before === null || draft.kind === 'membership') continue
    const name =
      'username' in draft.before ? draft.before.username : 'name' in draft.before ? draft.before.name : undefined
    if (name !== undefined) names.set(`${draft.kind}:${dialect.foldName(name)}`, draft.id)
  }
  return names
}

/** The folded name that an operation needs to be free. */
function nameTaken(world: World, draft: Draft): string | undefined {
  if (draft.after === null || draft.kind === 'membership') return undefined
  if (draft.verb !== 'create' && draft.verb !== 'rename') return undefined
  const name = 'username' in draft.after ? draft.after.username : 'name' in draft.after ? draft.after.name : undefined
  return name === undefined ? undefined : `${draft.kind}:${world.snapshot.dialect.foldName(name)}`
}

/** The folded name of the object that an operation puts at a new place. */
function nameBorne(world: World, draft: Draft): string | undefined {
  const name = nameTaken(world, draft)
  if (name !== undefined) return name.slice(name.indexOf(':') + 1)
  const live =
    draft.verb === 'rename' ? world.matches[draft.kind === 'user' ? 'users' : 'groups'].get(idOf(draft)) : undefined
  if (live === undefined) return undefined
  return world.snapshot.dialect.foldName(live.kind === 'user' ? live.username : live.name)
}

/**
 * Folded parts of the reference of a member that does not exist -> its revocations. Whoever comes to bear that name and
 * place would be that member without anybody's say, and would be taken out again right after a grant.
 */
function revocationsOfNobody(world: World, drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const draft of drafts) {
    if (draft.kind !== 'membership' || draft.verb !== 'revoke' || !isNobody(world, draft)) continue
    for (const part of new Set(draft.before.reference?.split(/[=,+]/))) {
      const name = world.snapshot.dialect.foldName(part)
      const list = found.get(name)
      if (list === undefined) found.set(name, [draft.id])
      else list.push(draft.id)
    }
  }
  return found
}

/** Whether a revocation takes out a member that does not exist. */
function isNobody(world: World, { before }: Extract<Draft, { kind: 'membership'; verb: 'revoke' }>): boolean {
  return before.reference !== undefined && world.matches.isDangling(before.reference)
}

function referencedPeople(draft: Draft): readonly string[] {
  if (draft.after === null || !('references' in draft.after)) return []
  return Object.values(draft.after.references).filter((target) => target !== null)
}

/** Whether an account that was made disabled is enabled for the first time. */
function isFirstEnabling(draft: Draft): boolean {
  return draft.kind === 'user' && draft.verb === 'enable' && draft.before.immutableId === undefined
}

function byMember(drafts: readonly Draft[], verb: 'grant' | 'revoke'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const draft of drafts) {
    if (draft.kind !== 'membership' || draft.verb !== verb) continue
    const { member } = draft.verb === 'grant' ? draft.after : draft.before
    const list = found.get(member)
    if (list === undefined) found.set(member, [draft.id])
    else list.push(draft.id)
  }
  return found
}

/** Changes of accounts that set what they need before they are given a licence. */
function changesForLicences({ snapshot }: World, drafts: readonly Draft[]): ReadonlySet<string> {
  const attribute = snapshot.dialect.licencesNeed
  const changes = attribute === undefined ? [] : drafts.filter(({ kind, verb }) => kind === 'user' && verb === 'update')
  const sets = ({ after }: Draft): boolean =>
    after !== null && 'attributes' in after && after.attributes !== undefined && (attribute ?? '') in after.attributes
  return new Set(changes.filter(sets).map(({ id }) => id))
}

/** User -> revocations of their licences. */
function licencesGivenBack(drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const draft of drafts) {
    if (draft.kind !== 'licence' || draft.verb !== 'revoke') continue
    found.set(draft.before.user, [...(found.get(draft.before.user) ?? []), draft.id])
  }
  return found
}

/**
 * Removal -> grants that come before it, where without these nobody who can sign in would be left in a group that must not be empty.
 * A leaver whose post somebody else holds waits for nobody.
 */
function successorsInPosts(world: World, drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const post of postsOf(world)) {
    const removals = drafts.filter((draft) => takesFrom(post, draft))
    if (removals.length === 0 || holdersAfter(world, post, removals).length > 0) continue
    const grants = drafts.filter((draft) => givesTo(post, draft))
    const given = grants.flatMap(({ id, after }) => [id, ...signingIn(drafts, after.member)])
    for (const { id } of removals) found.set(id, [...(found.get(id) ?? []), ...given.filter((each) => each !== id)])
  }
  return found
}

/** What it takes that somebody can sign in. */
function signingIn(drafts: readonly Draft[], member: string): readonly string[] {
  return drafts.flatMap((draft) =>
    draft.kind === 'user' && (draft.verb === 'enable' || draft.verb === 'restore') && idOf(draft) === member
      ? [draft.id]
      : [],
  )
}

function grantsByPrivilegedGroup(world: World, drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const enabled = new Map(drafts.filter(isFirstEnabling).map((draft) => [idOf(draft), draft.id]))
  for (const draft of drafts) {
    if (draft.kind !== 'membership' || draft.verb !== 'grant') continue
    const { group, member } = draft.after
    const declared = world.desired.groups.get(group)
    if (declared === undefined || !isPrivileged(world, declared)) continue
    const list = found.get(group) ?? []
    const leave = enabled.get(member)
    // Who cannot sign in yet is no successor.
    list.push(...(leave === undefined ? [draft.id] : [draft.id, leave]))
    found.set(group, list)
  }
  return found
}
