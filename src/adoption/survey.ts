import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { DescribedGroup, DescribedUser } from '../providers/provider.ts'
import type { Matches } from '../reconciler/match.ts'
import type { Snapshot } from '../reconciler/observe.ts'
import type { LeftAlone } from './result.ts'
import type { Selection } from './select.ts'

/** An account, and what it amounts to in the words of users.yaml. */
export interface Candidate {
  readonly live: ObservedUser
  readonly described: DescribedUser
}

export interface GroupCandidate {
  readonly live: ObservedGroup
  readonly described: DescribedGroup
}

/** What a directory holds, seen from the workspace. */
export interface Survey {
  /** Chosen, and declared nowhere; in a stable order. */
  readonly people: readonly Candidate[]
  readonly groups: readonly GroupCandidate[]
  /** Reference -> id of what the workspace declares already. */
  readonly declaredPeople: ReadonlyMap<string, string>
  readonly declaredGroups: ReadonlyMap<string, string>
  /** Reference -> the id under which the ledger knows somebody who is declared no more. */
  readonly recorded: ReadonlyMap<string, string>
  readonly leftAlone: readonly LeftAlone[]
}

interface Sight {
  readonly snapshot: Snapshot
  readonly matches: Matches
  readonly selection: Selection
  /** Ids of the directory that entries of the workspace name under `adopt` -> id of the entry. */
  readonly adopted: { readonly users: ReadonlyMap<string, string>; readonly groups: ReadonlyMap<string, string> }
}

/** Sorts what was read into declared, chosen, and left alone. */
export function survey({ snapshot, matches, selection, adopted }: Sight): Survey {
  const { dialect, users, groups } = snapshot
  const declaredPeople = declaredAmong(users, matches.users, adopted.users)
  const declaredGroups = declaredAmong(groups, matches.groups, adopted.groups)
  const leftAlone: LeftAlone[] = []
  const groupsOf = groupNames(groups)
  const people: Candidate[] = []
  for (const live of inOrder(users)) {
    if (declaredPeople.has(live.reference)) continue
    const candidate = { live, described: dialect.describeUser(live) }
    const why = live.notManageable ?? stateOf(candidate)
    if (why !== undefined) leftAlone.push({ kind: 'person', name: live.username, where: live.reference, why })
    else if (selection.person(candidate, groupsOf.get(live.reference) ?? [])) people.push(candidate)
    else leftAlone.push({ kind: 'person', name: live.username, where: live.reference, why: notChosen })
  }
  const chosen = new Set(people.map(({ live }) => live.reference))
  const chosenGroups: GroupCandidate[] = []
  for (const live of inOrder(groups)) {
    if (declaredGroups.has(live.reference)) continue
    const candidate = { live, described: dialect.describeGroup(live) }
    const members = live.members === 'unknown' ? [] : live.members
    const comesAlong = members.some((member) => chosen.has(member))
    if (live.notManageable !== undefined)
      leftAlone.push({ kind: 'group', name: live.name, where: live.reference, why: live.notManageable })
    else if (live.builtIn === true && !comesAlong && !members.some((member) => declaredPeople.has(member)))
      leftAlone.push({ kind: 'group', name: live.name, where: live.reference, why: unheld })
    else if (comesAlong || selection.group(candidate)) chosenGroups.push(candidate)
    else leftAlone.push({ kind: 'group', name: live.name, where: live.reference, why: notChosen })
  }
  const recorded = new Map<string, string>()
  for (const orphans of [matches.orphanUsers, matches.orphanGroups])
    for (const [id, live] of orphans) recorded.set(live.reference, id)
  return { people, groups: chosenGroups, declaredPeople, declaredGroups, recorded, leftAlone }
}

/** Why something is left alone that `--select` did not choose. */
export const notChosen = 'not selected'

/** A directory is born with dozens of roles; the files name those that somebody holds. */
const unheld = 'it is part of the directory, and nobody who is declared is in it'

function declaredAmong(
  live: readonly { readonly reference: string; readonly immutableId: string }[],
  matched: ReadonlyMap<string, { readonly reference: string }>,
  adopted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = new Map<string, string>()
  for (const { reference, immutableId } of live) {
    const id = adopted.get(immutableId)
    if (id !== undefined) declared.set(reference, id)
  }
  for (const [id, { reference }] of matched) declared.set(reference, id)
  return declared
}

/** Accounts that are neither open nor shut cannot be declared so that nothing would change; but guests, who are managed from their invitation on. */
function stateOf({ live: { state }, described }: Candidate): string | undefined {
  if (state === 'invited' && described.guest === true) return undefined
  switch (state) {
    case 'active':
    case 'verified':
    case 'locked':
    case 'disabled':
      return undefined
    case 'invited':
    case 'incomplete':
    case 'softDeleted':
      return `the account is ${state}`
  }
}

function groupNames(groups: readonly ObservedGroup[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { name, members } of groups) {
    for (const member of members === 'unknown' ? [] : members) {
      const known = names.get(member)
      if (known === undefined) names.set(member, [name])
      else known.push(name)
    }
  }
  return names
}

function inOrder<O extends { readonly reference: string }>(objects: readonly O[]): readonly O[] {
  return objects.toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
}
