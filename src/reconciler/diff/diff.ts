import type { Draft } from '../digest.ts'
import { operationId } from '../../model/operation.ts'
import type { ContainerAfter } from '../../model/operation.ts'
import { draft } from './draft.ts'
import { groupDifference, orphanGroupDifference } from './groups.ts'
import { licenceDifference } from './licences.ts'
import { membershipDifference } from './memberships.ts'
import { orphanDifference, personDifference } from './people.ts'
import { policyDifference } from './policies.ts'
import { strangers } from './strangers.ts'
import type { Difference, Scheduled, World } from './world.ts'
import { addressIn, joined } from './world.ts'

/** The difference between what is declared for one directory and what was read of it. Pure. */
export function diff(world: World): Difference {
  const parts: Difference[] = []
  for (const person of world.desired.people.values()) {
    if (person.directories.includes(world.directory.id)) parts.push(personDifference(world, person))
  }
  for (const [id, live] of world.matches.orphanUsers) parts.push(orphanDifference(world, id, live))
  for (const group of world.desired.groups.values()) {
    if (group.directory !== world.directory.id) continue
    parts.push(groupDifference(world, group), membershipDifference(world, group))
  }
  for (const [id, live] of world.matches.orphanGroups) parts.push(orphanGroupDifference(world, id, live))
  if (world.desired.licences.size > 0) parts.push(licenceDifference(world))
  parts.push(strangers(world), policyDifference(world))
  const difference = joined(parts)
  const containers = missingContainers(world, difference.operations)
  return {
    ...difference,
    operations: [...containers, ...difference.operations],
    scheduled: [...laterContainers(world, difference, containers), ...difference.scheduled],
  }
}

/** The containers that what is scheduled will need, each on the day of the first that needs it. */
function laterContainers(world: World, { scheduled }: Difference, now: readonly Draft[]): readonly Scheduled[] {
  const made = new Set(now.map(({ id }) => id))
  return scheduled
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .flatMap(({ date, event, operation }) => {
      const fresh = missingContainers(world, [operation]).filter(({ id }) => !made.has(id))
      for (const { id } of fresh) made.add(id)
      return fresh.map((container): Scheduled => ({ date, event, operation: container }))
    })
}

/** Creations of the containers that other operations put something into. */
function missingContainers(world: World, operations: readonly Draft[]): Draft[] {
  const creations = new Map<string, Draft>()
  for (const operation of operations) {
    const container = containerOf(operation)
    if (container === undefined) continue
    for (const place of world.snapshot.dialect.lineage(container)) {
      if (creations.has(place) || world.snapshot.containers.has(place)) continue
      const outer = world.snapshot.dialect.lineage(place).filter((each) => creations.has(each))
      creations.set(
        place,
        draft(
          world,
          place.replaceAll('/', '%2F'),
          { kind: 'organizationalUnit', verb: 'create', before: null, after: containerAfter(world, place) },
          {
            summary: `the container ${place} is created in ${world.directory.id}`,
            reason: operation.reason,
            derived: true,
            source: operation.source,
            needs: outer.map((each) =>
              operationId(addressIn(world, 'organizationalUnit', each.replaceAll('/', '%2F')), 'create'),
            ),
          },
        ),
      )
    }
  }
  return [...creations.values()]
}

function containerAfter({ snapshot }: World, container: string): ContainerAfter {
  const name = snapshot.dialect.spelling?.(container)
  return name === undefined ? { container } : { container, name }
}

/** Where an operation puts its object, if it puts it anywhere. */
export function containerOf(operation: Draft): string | undefined {
  if (operation.kind === 'membership' || operation.kind === 'organizationalUnit' || operation.after === null)
    return undefined
  return 'container' in operation.after ? operation.after.container : undefined
}
