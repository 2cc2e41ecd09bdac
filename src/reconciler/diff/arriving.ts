import type { Person } from '../../model/desired.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { displayName } from './called.ts'
import { draft } from './draft.ts'
import { arrivalReason, firstEnabling } from './enabling.ts'
import { begunRestoration, restoring } from './restoring.ts'
import { awaitedSync } from './synchronised.ts'
import type { Difference, Problem, World } from './world.ts'
import { appliedBefore, nothing, settable } from './world.ts'

/** What the directory is to hold of a person; references to people without an account there are left out. */
export function wishedOf(world: World, person: Person): ExpressedUser {
  const expressed = world.snapshot.dialect.user(person)
  return { ...expressed, references: settable(world, expressed.references) }
}

/** Somebody who has no account and is to have one. */
export function arrival(world: World, person: Person, wished: ExpressedUser): Difference {
  const begun = begunRestoration(world, person)
  if (begun !== undefined) {
    const { username, container } = wished
    return { ...nothing, operations: [restoring(world, person, { immutableId: begun, username, container }, wished)] }
  }
  const problems = arrivalProblems(world, person, wished)
  return { ...nothing, operations: steps(world, person, wished), problems }
}

/** Somebody whose first day is still to come: shown in the calendar. */
export function notYet(world: World, person: Person): Difference {
  if (person.stateReason !== 'notStarted' || person.starts === undefined) return nothing
  const wished = wishedOf(world, { ...person, state: 'active' })
  const date = person.starts
  return {
    ...nothing,
    scheduled: steps(world, person, wished).map((operation) => ({ date, event: 'start', operation })),
    problems: arrivalProblems(world, person, wished),
  }
}

/** An account, and where accounts are made disabled, leave to use it. */
function steps(world: World, person: Person, wished: ExpressedUser): readonly Draft[] {
  const made = creation(world, person, wished)
  if (world.snapshot.dialect.arrival !== 'disabledFirst') return [made]
  const { container } = wished
  const enabled = firstEnabling(world, person, { from: container, to: container })
  return [made, { ...enabled, needs: [made.id] }]
}

function creation(world: World, person: Person, wished: ExpressedUser): Draft {
  const { username, container, invites } = wished
  const recipients = invites === undefined ? world.desired.initialPasswords?.recipients : undefined
  const after = {
    username,
    container,
    state: world.snapshot.dialect.arrival === 'disabledFirst' ? ('disabled' as const) : ('active' as const),
    attributes: filled({ ...wished.initial, ...wished.attributes, ...wished.naming }),
    references: filled(wished.references),
    ...(recipients === undefined ? {} : { passwordFor: recipients.toSorted() }),
    ...(invites === undefined ? {} : { invites }),
  }
  const taken = nameTaken(world, wished) ?? inherits(world, person, wished)
  return draft(
    world,
    person.id,
    { kind: 'user', verb: 'create', before: null, after },
    {
      summary:
        invites === undefined
          ? `${displayName(person)} joins ${world.directory.id} as ${username}`
          : `${displayName(person)} is invited to ${world.directory.id} as a guest, at ${invites}`,
      ...arrivalReason(person),
      source: person.source,
      ...(taken === undefined ? {} : { blockedBy: taken }),
      ...awaitedSync(world, person, wished),
    },
  )
}

/** A name that an account of somebody else holds, and that no operation of this plan gives up. */
export function nameTaken(world: World, wished: ExpressedUser): string | undefined {
  const { dialect } = world.snapshot
  const name = dialect.foldName(wished.username)
  const holder = world.matches.holderOf(name)
  if (holder === undefined) return undefined
  const owner = world.matches.memberOf(holder.reference)
  const person = world.desired.people.get(owner)
  if (person !== undefined && dialect.foldName(dialect.user(person).username) !== name) return undefined
  return `the username ${wished.username} is taken by ${owner} in ${world.directory.id}; choose another, or declare that account`
}

/**
 * A group still lists somebody who had this name: whoever bears it next would come into the group unseen. Where the
 * leftover is taken out by this plan, or the person belongs in the group, nothing is in the way.
 */
export function inherits(world: World, person: Person, wished: ExpressedUser): string | undefined {
  const reference = world.snapshot.dialect.referenceOf?.(wished)
  if (reference === undefined) return undefined
  const group = world.matches.danglingIn(reference).find((live) => {
    const declared = world.desired.groups.get(world.matches.memberOf(live.reference).replace(/^group:/, ''))
    const swept =
      declared?.ownership === 'exclusive' && world.directory.mode === 'authoritative' && appliedBefore(world)
    return !swept && declared?.members.has(person.id) !== true
  })
  if (group === undefined) return undefined
  return `the group ${group.name} still lists ${wished.username}, who no longer exists, so the new account would be in it from the start; take the leftover out of ${group.name} first`
}

/** What the directory would refuse of somebody who is not there yet. */
function arrivalProblems(world: World, person: Person, wished: ExpressedUser): readonly Problem[] {
  const refused = schemaProblems(world, person, wished)
  if (wished.invites !== '') return refused
  const message = `${displayName(person)} in ${world.directory.id}: a guest is invited by mail, and has no address here; write email, or take guest out`
  return [...refused, { source: person.source, message }]
}

/** What the directory would refuse, at the line of the person. */
export function schemaProblems(world: World, person: Person, wished: ExpressedUser): readonly Problem[] {
  return world.snapshot.dialect.problems(wished).map((message) => ({
    source: person.source,
    message: `${displayName(person)} in ${world.directory.id}: ${message}`,
  }))
}

function filled<T>(values: Readonly<Record<string, T | null>>): Readonly<Record<string, T>> {
  const result: Record<string, T> = {}
  for (const [name, value] of Object.entries(values))
    if (value !== null && !(Array.isArray(value) && value.length === 0)) result[name] = value
  return result
}
