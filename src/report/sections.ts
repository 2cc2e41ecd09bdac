import { parseAddress } from '../model/address.ts'
import type { Verb } from '../model/kind.ts'
import type { Operation } from '../model/operation.ts'

/** Where an operation is shown: what a reviewer must not overlook comes first. */
export type SectionName =
  | 'privileged'
  | 'leaves'
  | 'loses'
  | 'joins'
  | 'gains'
  | 'objects'
  | 'people'
  | 'memberships'
  | 'groups'

/** The sections of a tenant, in the order people read them; the last three are those of a drift report. */
export const sectionOrder: readonly SectionName[] = [
  'privileged',
  'leaves',
  'loses',
  'joins',
  'gains',
  'objects',
  'people',
  'memberships',
  'groups',
]

/** The people of one tenant's plan, each counted once in what matters most for them. */
export interface People {
  readonly joins: ReadonlySet<string>
  readonly gains: ReadonlySet<string>
  readonly loses: ReadonlySet<string>
  readonly leaves: ReadonlySet<string>
}

/** The group and the member of a membership. */
export function membershipOf(operation: Operation): { readonly group: string; readonly member: string } {
  const [group = '', ...member] = parseAddress(operation.address).id.split('/')
  return { group, member: member.join('/') }
}

/** Who joins, gains, loses and leaves: somebody who joins or leaves is not counted again for the groups that come with it. */
export function peopleOf(operations: readonly Operation[]): People {
  const joins = idsOf(operations, ['create', 'enable'])
  const leaves = idsOf(operations, ['disable', 'delete'])
  const others = (verb: Verb): ReadonlySet<string> =>
    new Set(
      operations
        .filter((operation) => operation.kind === 'membership' && operation.verb === verb)
        .map((operation) => membershipOf(operation).member)
        .filter((member) => !joins.has(member) && !leaves.has(member)),
    )
  return { joins, gains: others('grant'), loses: others('revoke'), leaves }
}

function idsOf(operations: readonly Operation[], verbs: readonly Verb[]): ReadonlySet<string> {
  return new Set(
    operations
      .filter((operation) => operation.kind === 'user' && verbs.includes(operation.verb))
      .map((operation) => parseAddress(operation.address).id),
  )
}

/** The section an operation belongs to. */
export function sectionOf(operation: Operation, people: People): SectionName {
  if (operation.escalation || operation.risk === 'lockout') return 'privileged'
  if (operation.kind === 'membership') {
    const { member } = membershipOf(operation)
    if (operation.verb === 'revoke') return people.leaves.has(member) ? 'leaves' : 'loses'
    return people.joins.has(member) ? 'joins' : 'gains'
  }
  if (operation.kind !== 'user') return 'objects'
  switch (operation.verb) {
    case 'create':
    case 'enable':
      return 'joins'
    case 'disable':
    case 'delete':
      return 'leaves'
    case 'update':
    case 'rename':
      return 'objects'
  }
}

/** In a drift report: nobody joins or leaves, things merely are not as they were. */
export function driftSectionOf(operation: Operation): SectionName {
  switch (operation.kind) {
    case 'user':
      return 'people'
    case 'membership':
      return 'memberships'
    case 'group':
    case 'organizationalUnit':
      return 'groups'
  }
}
