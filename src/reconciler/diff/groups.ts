import type { DesiredGroup } from '../../model/desired.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import { operationId } from '../../model/operation.ts'
import type { Attributes } from '../../model/value.ts'
import type { ExpressedGroup } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { changesOf } from './attributes.ts'
import { draft } from './draft.ts'
import { isGranted } from './known.ts'
import { memberName } from './memberships.ts'
import { groupAtRest } from './resting.ts'
import { spokenChange, spokenNaming } from './words.ts'
import type { Difference, World } from './world.ts'
import { addressIn, deletesOrphanGroup, goneFrom, lineOf, nothing, passedAccessOn, settable } from './world.ts'

/** What has to happen to a declared group itself; its members are `membershipDifference`. */
export function groupDifference(world: World, group: DesiredGroup): Difference {
  const refusal = world.matches.refused.get(addressIn(world, 'group', group.id))
  if (refusal !== undefined) return { ...nothing, findings: [refusal] }
  const expressed = world.snapshot.dialect.group(group)
  const live = world.matches.groups.get(group.id)
  const wished = groupAtRest({ ...expressed, references: settable(world, expressed.references) }, live)
  const problems = (): Difference['problems'] =>
    world.snapshot.dialect
      .problems(wished)
      .map((message) => ({ source: group.source, message: `group ${group.id} in ${world.directory.id}: ${message}` }))
  if (live === undefined && isIdle(group)) return nothing
  if (live === undefined && group.groupKind === 'directoryRole')
    return { ...nothing, problems: noSuchRole(world, group, problems()) }
  if (live !== undefined && isPartOfDirectory(group, live)) return asItIs(world, group, live, wished)
  if (live === undefined) return { ...nothing, operations: [creation(world, group, wished)], problems: problems() }
  const changes = changesOf(wished, live, world.snapshot.dialect, world.matches.memberOf)
  const renaming = naming(world, group, live, wished)
  if (live.notManageable !== undefined) {
    const differs = changes !== undefined || renaming !== undefined
    return differs
      ? { ...nothing, notManageable: [{ address: addressIn(world, 'group', group.id), why: live.notManageable }] }
      : nothing
  }
  const operations: Draft[] = renaming === undefined ? [] : [renaming]
  if (changes !== undefined) {
    const { before, after } = changes
    operations.push(
      draft(
        world,
        group.id,
        { kind: 'group', verb: 'update', before: { immutableId: live.immutableId, ...before }, after },
        {
          summary: `the group ${group.name}: ${spokenChange(before, after)}`,
          reason: 'declared',
          derived: false,
          source: group.source,
        },
      ),
    )
  }
  return operations.length === 0 ? nothing : { ...nothing, operations, problems: problems() }
}

/** Roles are part of the directory: one that is not there cannot be made. */
function noSuchRole(
  { directory }: World,
  { id, name, source }: DesiredGroup,
  told: Difference['problems'],
): Difference['problems'] {
  if (told.length > 0) return told
  const message = `group ${id} in ${directory.id}: there is no directory role called ${name}, and roles are not made; write the name of one that is there`
  return [{ source, message }]
}

function isPartOfDirectory({ groupKind }: DesiredGroup, { builtIn }: ObservedGroup): boolean {
  return builtIn === true || groupKind === 'directoryRole'
}

/** What is part of the directory keeps its name and what is said of it: only who is in it is changed. */
function asItIs(world: World, group: DesiredGroup, live: ObservedGroup, wished: ExpressedGroup): Difference {
  const kept = { ...wished, name: live.name, container: live.container }
  const underNewId = naming(world, group, live, kept)
  const { dialect } = world.snapshot
  const differs =
    dialect.foldName(wished.name) !== dialect.foldName(live.name) ||
    changesOf(wished, live, dialect, world.matches.memberOf) !== undefined
  const address = addressIn(world, 'group', group.id)
  const why = live.notManageable ?? 'it is part of the directory: only who is in it is changed here'
  return {
    ...nothing,
    operations: underNewId === undefined ? [] : [underNewId],
    notManageable: differs ? [{ address, why }] : [],
  }
}

/** Whether a group passes on access that nobody has any more: it stays while a line names it, and is not made for that. */
function isIdle({ subscription, members }: DesiredGroup): boolean {
  return subscription !== undefined && members.size === 0
}

/**
 * A group that roster created and nobody declares any more is deleted, after its members are out. With a member that is
 * not roster's to take out it stays. One that passed access on is emptied, whoever made it.
 */
export function orphanGroupDifference(world: World, id: string, live: ObservedGroup): Difference {
  if (live.builtIn === true) return nothing
  const deletes = deletesOrphanGroup(world, id)
  const passedOn = passedAccessOn(world, id)
  if ((!deletes && !passedOn) || live.notManageable !== undefined) return nothing
  const members = live.members === 'unknown' ? [] : live.members
  const fixed = new Set(live.fixedMembers)
  const ours = members.filter((reference) => !fixed.has(reference) && isOurs(world, id, reference))
  const revocations = ours.map((reference) => {
    const member = world.matches.memberOf(reference)
    return draft(
      world,
      `${id}/${member}`,
      {
        kind: 'membership',
        verb: 'revoke',
        before: { group: id, member, ...(member.startsWith('~') ? { reference } : {}) },
        after: null,
      },
      {
        summary: passedOn
          ? `${memberName(world, member)} leaves the group ${live.name}: no access goes through it any more`
          : `${member} is taken out of ${live.name}: the group is no longer declared`,
        reason: 'undeclared',
        derived: !world.memory.declared.has(lineOf('group', id)),
        source: goneFrom(world),
      },
    )
  })
  if (!deletes) return { ...nothing, operations: revocations }
  if (ours.length < members.length || live.members === 'unknown') {
    const why = 'no longer declared, and it has members that are not roster’s to take out'
    return { ...nothing, operations: revocations, notManageable: [{ address: addressIn(world, 'group', id), why }] }
  }
  const deletion = draft(
    world,
    id,
    { kind: 'group', verb: 'delete', before: { immutableId: live.immutableId, name: live.name }, after: null },
    {
      summary: `the group ${live.name} is deleted: ${passedOn ? 'no access goes through it any more' : 'it is no longer declared'}`,
      reason: 'undeclared',
      derived: !world.memory.declared.has(lineOf('group', id)),
      source: goneFrom(world),
      needs: revocations.map(({ address }) => operationId(address, 'revoke')),
    },
  )
  return { ...nothing, operations: [...revocations, deletion] }
}

/** Whether roster may take a member out of a group that goes. */
function isOurs(world: World, group: string, reference: string): boolean {
  if (world.matches.isProtected(reference)) return false
  if (world.directory.mode === 'authoritative') return true
  return isGranted(world, group, world.matches.memberOf(reference))
}

function creation(world: World, group: DesiredGroup, wished: ExpressedGroup): Draft {
  const attributes: Attributes = Object.fromEntries(
    Object.entries({ ...wished.initial, ...wished.attributes }).filter(
      (entry): entry is [string, string | readonly string[]] => entry[1] !== null,
    ),
  )
  const references = Object.fromEntries(
    Object.entries(wished.references).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const after = { name: wished.name, container: wished.container, attributes, references }
  return draft(
    world,
    group.id,
    { kind: 'group', verb: 'create', before: null, after },
    {
      summary: `the group ${group.name} is created in ${world.directory.id}`,
      reason: 'declared',
      derived: false,
      source: group.source,
    },
  )
}

function naming(world: World, group: DesiredGroup, live: ObservedGroup, wished: ExpressedGroup): Draft | undefined {
  const { dialect } = world.snapshot
  const previousAddress = world.matches.movedFrom.get(addressIn(world, 'group', group.id))
  const otherName = dialect.foldName(wished.name) !== dialect.foldName(live.name)
  const otherPlace = wished.container !== live.container
  if (previousAddress === undefined && !otherName && !otherPlace) return undefined
  const before = {
    ...(previousAddress === undefined || group.previousId === undefined ? {} : { id: group.previousId }),
    ...(otherName ? { name: live.name } : {}),
    ...(otherPlace ? { container: live.container } : {}),
  }
  const after = {
    ...(previousAddress === undefined ? {} : { id: group.id }),
    ...(otherName ? { name: wished.name } : {}),
    ...(otherPlace ? { container: wished.container } : {}),
  }
  return draft(
    world,
    group.id,
    { kind: 'group', verb: 'rename', before: { immutableId: live.immutableId, ...before }, after },
    {
      summary: `the group ${group.name}: ${spokenNaming(before, after)}`,
      reason: 'declared',
      derived: false,
      source: group.source,
      ...(previousAddress === undefined ? {} : { previousAddress }),
    },
  )
}
