import type { Address } from '../../model/address.ts'
import type { Person } from '../../model/desired.ts'
import type { FindingSlug } from '../../model/finding-slug.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Naming } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { WishedAttributes } from '../../model/value.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { inherits, nameTaken, schemaProblems } from './arriving.ts'
import { changedAttributes, changesOf } from './attributes.ts'
import { displayName } from './called.ts'
import { draft } from './draft.ts'
import { enabling } from './enabling.ts'
import { scheduledEnd } from './leaving.ts'
import { isInBin, restoring } from './restoring.ts'
import { spokenChange, spokenNaming } from './words.ts'
import type { Difference, World } from './world.ts'
import { addressIn, recordedAddress } from './world.ts'

/** Somebody who has an account and keeps it: enabled, named, placed and filled in as declared. */
export function present(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Difference {
  const operations: Draft[] = []
  const findings: Finding[] = []
  const { dialect } = world.snapshot
  const standing = live.state === 'disabled' || live.state === 'softDeleted'
  if (isInBin(world, live)) operations.push(restoring(world, person, live, wished))
  else if (standing) operations.push(enabling(world, person, live, wished))
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
  // What a guest signs in as here is made up by the directory, and no two invitations need come to the same.
  const otherName =
    wished.invites === undefined &&
    wished.username !== live.username &&
    dialect.foldName(wished.username) !== dialect.foldName(live.username)
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
  const taken = otherName ? (nameTaken(world, wished) ?? inherits(world, person, wished)) : undefined
  return renaming(world, person, live, {
    before,
    after,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(taken === undefined ? {} : { blockedBy: taken }),
  })
}

/** An account whose names are left as they are is still recorded under the new id, before anything else. */
export function underNewId(world: World, person: Person, live: ObservedUser, difference: Difference): Difference {
  const previousAddress = world.matches.movedFrom.get(addressIn(world, 'user', person.id))
  if (previousAddress === undefined || person.previousId === undefined) return difference
  const before = { id: person.previousId }
  const first = renaming(world, person, live, { before, after: { id: person.id }, previousAddress })
  const operations = difference.operations.map((each) => ({ ...each, needs: [...each.needs, first.id].toSorted() }))
  return { ...difference, operations: [first, ...operations] }
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

function behindOurBack(world: World, id: string, before: WishedAttributes): boolean {
  const verified = world.memory.objects.get(recordedAddress(world, 'user', id))?.verified
  if (verified === undefined) return false
  return Object.entries(before).some(
    ([name, value]) => !world.snapshot.dialect.same(name, value, verified.attributes[name]),
  )
}

function warning(world: World, person: Person, slug: FindingSlug, message: string): Finding {
  return {
    slug,
    scope: addressIn(world, 'user', person.id),
    result: 'warn',
    message: `${displayName(person)} ${message}`,
  }
}
