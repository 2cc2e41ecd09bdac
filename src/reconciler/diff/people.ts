import type { Address } from '../../model/address.ts'
import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Naming } from '../../model/operation.ts'
import type { Attributes, WishedAttributes } from '../../model/value.ts'
import type { FindingSlug } from '../../model/finding-slug.ts'
import type { Finding } from '../../model/plan.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { changedAttributes, changesOf } from './attributes.ts'
import { draft } from './draft.ts'
import { spokenChange, spokenNaming } from './words.ts'
import type { Difference, Problem, Scheduled, World } from './world.ts'
import { addressIn, goneFrom, lineOf, nothing, recordedAddress, removesOrphan, settable } from './world.ts'

/** What has to happen to one declared person's account. */
export function personDifference(world: World, person: Person): Difference {
  const address = addressIn(world, 'user', person.id)
  const refusal = world.matches.refused.get(address)
  if (refusal !== undefined) return { ...nothing, findings: [refusal] }
  const live = world.matches.users.get(person.id)
  if (live?.notManageable !== undefined) return unmanageable(world, person, live)
  const wished = wishedOf(world, person)
  switch (person.state) {
    case 'active':
      return live === undefined ? arrival(world, person, wished) : present(world, person, live, wished)
    case 'suspended':
    case 'disabled':
      return live === undefined
        ? absentAlready(world, person, address)
        : underNewId(world, person, live, standDown(world, person, live, wished))
    case 'absent':
      return live === undefined
        ? notYet(world, person)
        : underNewId(world, person, live, departure(world, { person, id: person.id, live }))
  }
}

function wishedOf(world: World, person: Person): ExpressedUser {
  const expressed = world.snapshot.dialect.user(person)
  return { ...expressed, references: settable(world, expressed.references) }
}

/** What happens to an account that is recorded and no longer declared. */
export function orphanDifference(world: World, id: string, live: ObservedUser): Difference {
  return live.notManageable === undefined && removesOrphan(world, id) ? departure(world, { id, live }) : nothing
}

function unmanageable(world: World, person: Person, live: ObservedUser): Difference {
  const why = live.notManageable ?? ''
  const wished = world.snapshot.dialect.user(person)
  const differs = changesOf(wished, live, world.snapshot.dialect, world.matches.memberOf) !== undefined
  return differs ? { ...nothing, notManageable: [{ address: addressIn(world, 'user', person.id), why }] } : nothing
}

function arrival(world: World, person: Person, wished: ExpressedUser): Difference {
  const problems = schemaProblems(world, person, wished)
  const operation = creation(world, person, wished)
  return { ...nothing, operations: [operation], problems }
}

function creation(world: World, person: Person, wished: ExpressedUser): Draft {
  const { username, container } = wished
  const after = {
    username,
    container,
    state: 'active' as const,
    attributes: filled({ ...wished.initial, ...wished.attributes, ...wished.naming }),
    references: filled(wished.references),
  }
  const taken = nameTaken(world, wished)
  return draft(
    world,
    person.id,
    { kind: 'user', verb: 'create', before: null, after },
    {
      summary: `${displayName(person)} joins ${world.directory.id} as ${username}`,
      reason: person.starts === undefined ? 'declared' : 'started',
      derived: person.starts !== undefined,
      source: person.source,
      ...(taken === undefined ? {} : { blockedBy: taken }),
    },
  )
}

/** A name that an account of somebody else holds, and that no operation of this plan gives up. */
function nameTaken(world: World, wished: ExpressedUser): string | undefined {
  const { dialect } = world.snapshot
  const name = dialect.foldName(wished.username)
  const holder = world.matches.holderOf(name)
  if (holder === undefined) return undefined
  const owner = world.matches.memberOf(holder.reference)
  const person = world.desired.people.get(owner)
  if (person !== undefined && dialect.foldName(dialect.user(person).username) !== name) return undefined
  return `the username ${wished.username} is taken by ${owner} in ${world.directory.id}; choose another, or declare that account`
}

function present(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Difference {
  const operations: Draft[] = []
  const findings: Finding[] = []
  const { dialect } = world.snapshot
  const standing = live.state === 'disabled' || live.state === 'softDeleted'
  if (standing) operations.push(enabling(world, person, live, wished))
  if (live.state === 'locked')
    findings.push(warning(world, person, 'account-locked', 'is locked by the directory after failed sign-ins'))
  const renaming = naming(world, person, live, wished, standing)
  if (renaming !== undefined) operations.push(renaming)
  const changes = changesOf(wished, live, dialect, world.matches.memberOf)
  if (changes !== undefined) {
    const { before, after } = changes
    operations.push(
      draft(
        world,
        person.id,
        { kind: 'user', verb: 'update', before: { immutableId: live.immutableId, ...before }, after },
        {
          summary: `${displayName(person)}: ${spokenChange(before, after)}`,
          reason: behindOurBack(world, person.id, before.attributes) ? 'drift' : 'declared',
          derived: false,
          source: person.source,
        },
      ),
    )
  }
  for (const name of Object.keys(wished.attributes)) {
    if (live.unknown.includes(name))
      findings.push(
        warning(
          world,
          person,
          'attribute-unknown',
          `has an attribute that could not be read and is not compared: ${name}`,
        ),
      )
  }
  const problems = operations.length === 0 ? [] : schemaProblems(world, person, wished)
  return { operations, findings, problems, scheduled: scheduledEnd(world, person, live, wished), notManageable: [] }
}

function enabling(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Draft {
  const recorded = world.memory.objects.get(recordedAddress(world, 'user', person.id))
  const allowed = recorded?.disabled !== undefined
  return draft(
    world,
    person.id,
    {
      kind: 'user',
      verb: 'enable',
      before: { immutableId: live.immutableId, state: live.state, container: live.container },
      after: { state: 'active', container: wished.container },
    },
    {
      summary: `${displayName(person)} can sign in again`,
      reason: 'declared',
      derived: false,
      source: person.source,
      ...(allowed ? {} : { blockedBy: 'disabledElsewhere' }),
    },
  )
}

function naming(
  world: World,
  person: Person,
  live: ObservedUser,
  wished: ExpressedUser,
  standing: boolean,
): Draft | undefined {
  const { dialect } = world.snapshot
  const address = addressIn(world, 'user', person.id)
  const previousAddress = world.matches.movedFrom.get(address)
  const named = changedAttributes(wished.naming, live, dialect)
  const otherName = dialect.foldName(wished.username) !== dialect.foldName(live.username)
  const otherPlace = !standing && wished.container !== live.container
  if (previousAddress === undefined && named === undefined && !otherName && !otherPlace) return undefined
  const before = {
    ...(previousAddress === undefined || person.previousId === undefined ? {} : { id: person.previousId }),
    ...(otherName ? { username: live.username } : {}),
    ...(otherPlace ? { container: live.container } : {}),
    ...(named === undefined ? {} : { attributes: named.before }),
  }
  const after = {
    ...(previousAddress === undefined ? {} : { id: person.id }),
    ...(otherName ? { username: wished.username } : {}),
    ...(otherPlace ? { container: wished.container } : {}),
    ...(named === undefined ? {} : { attributes: named.after }),
  }
  const taken = otherName ? nameTaken(world, wished) : undefined
  return renaming(world, person, live, {
    before,
    after,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(taken === undefined ? {} : { blockedBy: taken }),
  })
}

interface Renaming {
  readonly before: Naming
  readonly after: Naming
  readonly previousAddress?: Address
  readonly blockedBy?: string
}

function renaming(world: World, person: Person, live: ObservedUser, { before, after, ...why }: Renaming): Draft {
  return draft(
    world,
    person.id,
    { kind: 'user', verb: 'rename', before: { immutableId: live.immutableId, ...before }, after },
    {
      summary: `${displayName(person)}: ${spokenNaming(before, after)}`,
      reason: 'declared',
      derived: false,
      source: person.source,
      ...why,
    },
  )
}

/** An account whose names are left as they are is still recorded under the new id, before anything else. */
function underNewId(world: World, person: Person, live: ObservedUser, difference: Difference): Difference {
  const previousAddress = world.matches.movedFrom.get(addressIn(world, 'user', person.id))
  if (previousAddress === undefined || person.previousId === undefined) return difference
  const before = { id: person.previousId }
  const first = renaming(world, person, live, { before, after: { id: person.id }, previousAddress })
  const operations = difference.operations.map((each) => ({ ...each, needs: [...each.needs, first.id].toSorted() }))
  return { ...difference, operations: [first, ...operations] }
}

function standDown(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Difference {
  if (live.state === 'disabled' || live.state === 'softDeleted') return nothing
  const explicit = person.stateReason === 'declared'
  const cause = explicit
    ? `the account is ${person.state === 'suspended' ? 'suspended' : 'disabled'}`
    : `the account ended on ${person.ends}`
  const operation = disabling(world, person.id, live, wished.container, {
    summary: `${displayName(person)} can no longer sign in: ${cause}`,
    reason: explicit ? 'declared' : 'expired',
    derived: !explicit,
    source: person.source,
    urgent: person.urgent,
  })
  return { ...nothing, operations: [operation] }
}

function disabling(
  world: World,
  id: string,
  live: ObservedUser,
  container: string,
  why: Parameters<typeof draft>[3],
): Draft {
  const before = { immutableId: live.immutableId, state: live.state, container: live.container }
  return draft(world, id, { kind: 'user', verb: 'disable', before, after: { state: 'disabled', container } }, why)
}

interface Leaver {
  readonly id: string
  readonly live: ObservedUser
  readonly person?: Person
}

/** Absent: disabled at once; deleted after the grace, if roster disabled it and the directory can. */
function departure(world: World, { id, live, person }: Leaver): Difference {
  const who = person === undefined ? liveName(live) : displayName(person)
  const source = person?.source ?? goneFrom(world)
  const recorded = world.memory.objects.get(recordedAddress(world, 'user', id))
  if (live.state !== 'disabled' && live.state !== 'softDeleted') {
    const explicit = world.memory.declared.has(lineOf('user', id)) || person !== undefined
    const container = world.snapshot.dialect.disabledContainer(live.container)
    const operation = disabling(world, id, live, container, {
      summary: `${who} leaves: the account ${live.username} is disabled`,
      reason: person?.stateReason === 'notStarted' ? 'declared' : 'undeclared',
      derived: !explicit,
      source,
      urgent: person?.urgent ?? false,
    })
    return { ...nothing, operations: [operation] }
  }
  const forGood = person?.stateReason !== 'notStarted'
  const ours = world.directory.mode === 'authoritative' || recorded?.origin === 'created'
  if (recorded?.disabled === undefined || !forGood || !ours) return nothing
  const operation = draft(
    world,
    id,
    { kind: 'user', verb: 'delete', before: { immutableId: live.immutableId, username: live.username }, after: null },
    {
      summary: `${who} is deleted: the account ${live.username} was disabled on ${recorded.disabled.at.slice(0, 10)} and the grace is over`,
      reason: 'undeclared',
      derived: recorded.disabled.derived,
      source,
    },
  )
  if (operation.status === 'blocked') return nothing
  const { due, day } = world.desired.deletion(recorded.disabled.at)
  if (due <= world.asOf) return { ...nothing, operations: [operation] }
  return { ...nothing, scheduled: [{ date: day, event: 'delete', operation }] }
}

function absentAlready(world: World, person: Person, address: Address): Difference {
  if (person.state !== 'suspended') return nothing
  const message = `${displayName(person)} is to be suspended in ${world.directory.id} and has no account there; nothing is done`
  return { ...nothing, findings: [{ slug: 'suspended-without-account', scope: address, result: 'warn', message }] }
}

function notYet(world: World, person: Person): Difference {
  if (person.stateReason !== 'notStarted' || person.starts === undefined) return nothing
  const wished = wishedOf(world, { ...person, state: 'active' })
  const operation = creation(world, person, wished)
  return {
    ...nothing,
    scheduled: [{ date: person.starts, event: 'start', operation }],
    problems: schemaProblems(world, person, wished),
  }
}

function scheduledEnd(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): readonly Scheduled[] {
  if (person.ends === undefined) return []
  const ended: Person = { ...person, state: 'disabled', stateReason: 'expired' }
  const container = world.snapshot.dialect.user(ended).container
  const state = live.state === 'disabled' ? 'active' : live.state
  const operation = disabling(world, person.id, { ...live, state, container: wished.container }, container, {
    summary: `${displayName(person)} can no longer sign in: the account ended on ${person.ends}`,
    reason: 'expired',
    derived: true,
    source: person.source,
  })
  return [{ date: person.ends, event: 'end', operation }]
}

function schemaProblems(world: World, person: Person, wished: ExpressedUser): readonly Problem[] {
  return world.snapshot.dialect.problems(wished).map((message) => ({
    source: person.source,
    message: `${displayName(person)} in ${world.directory.id}: ${message}`,
  }))
}

function behindOurBack(world: World, id: string, before: WishedAttributes): boolean {
  const verified = world.memory.objects.get(recordedAddress(world, 'user', id))?.verified
  if (verified === undefined) return false
  return Object.entries(before).some(
    ([name, value]) => !world.snapshot.dialect.same(name, value, verified.attributes[name]),
  )
}

function filled<T>(values: Readonly<Record<string, T | null>>): Readonly<Record<string, T>> {
  const result: Record<string, T> = {}
  for (const [name, value] of Object.entries(values))
    if (value !== null && !(Array.isArray(value) && value.length === 0)) result[name] = value
  return result
}

function warning(world: World, person: Person, slug: FindingSlug, message: string): Finding {
  return {
    slug,
    scope: addressIn(world, 'user', person.id),
    result: 'warn',
    message: `${displayName(person)} ${message}`,
  }
}

/** How people call a declared person. */
export function displayName(person: Person): string {
  const name = person.values['displayName']
  return typeof name === 'string' && name !== '' ? name : person.id
}

/** How people call an account that nobody declares. */
export function liveName(live: { readonly attributes: Attributes; readonly username: string }): string {
  const name = live.attributes['displayName'] ?? live.attributes['cn']
  return typeof name === 'string' ? name : live.username
}
