import type { Assignment } from '../../../generated/users.ts'
import { nearestOf } from '../known-name.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { checkEntityNamed } from './entity-named.ts'
import { roleAt } from './known-role.ts'
import type { SubscriptionOf } from './subscription-of.ts'
import { unknownSubscription } from './tenant-access.ts'

interface Assigned {
  readonly world: World
  readonly findings: Findings
  /** Where `platforms` stands: a person's, or a template's. */
  readonly spot: Spot
  readonly platforms: Readonly<Record<string, Assignment>>
  readonly subscriptions: ReadonlyMap<string, SubscriptionOf>
}

/** What `platforms` of a person or a template names: subscriptions, roles, access groups, sorts of account. */
export function checkAssignments({ world, findings, spot, platforms, subscriptions }: Assigned): void {
  for (const [id, assignment] of Object.entries(platforms)) {
    const at = below(spot, id)
    const on = subscriptions.get(id)
    if (on !== undefined) checkAssignment({ world, findings, spot: at, assignment, on })
    else if (world.tenant !== undefined && world.tenant.spec.subscriptions?.[id] === undefined) {
      unknownSubscription(at, id, { tenant: world.tenant.spec, findings, target: 'key' })
    }
  }
}

interface One {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly assignment: Assignment
  readonly on: SubscriptionOf
}

function checkAssignment({ world, findings, spot, assignment, on }: One): void {
  const { platformId, platform } = on
  const role = (id: string, ...path: (string | number)[]): void =>
    void roleAt({ world, findings, spot: below(spot, ...path), platformId, platform, id })
  if (assignment.role !== undefined) role(assignment.role, 'role')
  assignment.roles?.forEach((id, at) => role(id, 'roles', at))
  const group = (id: string, ...path: (string | number)[]): void =>
    checkGroup({ world, findings, spot: below(spot, ...path), id, platformId })
  if (assignment.accessGroup !== undefined) group(assignment.accessGroup, 'accessGroup')
  assignment.accessGroups?.forEach((id, at) => group(id, 'accessGroups', at))
  for (const [single, several] of [
    ['role', 'roles'],
    ['accessGroup', 'accessGroups'],
  ] as const) {
    if (assignment[single] === undefined || assignment[several] === undefined) continue
    findings.mistake(below(spot, several), {
      target: 'key',
      slug: 'only-one',
      message: `\`${single}\` is for one and \`${several}\` for several, and both are written.`,
      fix: `Put all of them into \`${several}\`.`,
    })
  }
  checkType({ world, findings, spot, assignment, on })
}

function checkType({ world, findings, spot, assignment, on }: One): void {
  const types = on.platform.accountTypes ?? {}
  if (assignment.as !== undefined && types[assignment.as] === undefined) {
    findings.mistake(below(spot, 'as'), {
      slug: 'unknown-account-type',
      message: `\`${assignment.as}\` is not a sort of account on ${on.platform.name}.`,
      fix: () => nearestOf(assignment.as ?? '', Object.keys(types)),
    })
  }
  if (assignment.at === undefined) return
  const places = Object.values(types).flatMap(({ at }) => (at === undefined ? [] : [at.kind]))
  const own = assignment.as === undefined ? undefined : types[assignment.as]?.at?.kind
  checkEntityNamed({
    world,
    findings,
    spot: below(spot, 'at'),
    id: assignment.at,
    platformId: on.platformId,
    ...(places.length === 0 ? {} : { kinds: own === undefined ? places : [own] }),
  })
}

interface Grouped {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly id: string
  readonly platformId: string
}

function checkGroup({ world, findings, spot, id, platformId }: Grouped): void {
  const group = world.accessGroups.get(id)?.spec
  if (group === undefined) return findings.refer('access-groups', id, spot)
  if (group.platform === platformId) return
  findings.mistake(spot, {
    slug: 'other-platform',
    message: `\`${id}\` is an access group on \`${group.platform}\`, and this account is on \`${platformId}\`.`,
    fix: `Name an access group of \`${platformId}\`.`,
  })
}
