import { parseAddress } from '../model/address.ts'
import type { Coverage, Operation } from '../model/operation.ts'
import { isOfDirectory, membershipOf } from '../model/operation.ts'

/** Where an operation is shown: what a reviewer must not overlook comes first. */
export type SectionName =
  | 'privileged'
  | 'leaves'
  | 'loses'
  | 'joins'
  | 'gains'
  | 'platforms'
  | 'objects'
  | 'people'
  | 'memberships'
  | 'licences'
  | 'groups'

/** The sections of a tenant, in the order people read them; the last four, and platforms, are those of a drift report. */
export const sectionOrder: readonly SectionName[] = [
  'privileged',
  'leaves',
  'loses',
  'joins',
  'gains',
  'platforms',
  'objects',
  'people',
  'memberships',
  'licences',
  'groups',
]

/** The people of one tenant's plan, each counted once in what matters most for them. */
export interface People {
  readonly joins: ReadonlySet<string>
  readonly gains: ReadonlySet<string>
  readonly loses: ReadonlySet<string>
  readonly leaves: ReadonlySet<string>
}

/** The policy and the person of an operation on whom a policy holds for; nothing for all others. */
export function coverageOf(operation: Operation): Coverage | undefined {
  if (operation.kind !== 'policy' || (operation.verb !== 'grant' && operation.verb !== 'revoke')) return undefined
  return operation.after ?? operation.before
}

/** The member of a group, or who has a licence, that an operation is about; of others what its address says. */
export function whomOf(operation: Operation): string {
  if (operation.kind === 'membership') return membershipOf(operation).member
  if (operation.kind === 'licence') return (operation.after ?? operation.before).user
  return parseAddress(operation.address).id
}

/** The licence of an operation that gives or takes one; nothing for all others. */
export function licenceOf(operation: Operation): string | undefined {
  return operation.kind === 'licence' ? (operation.after ?? operation.before).licence : undefined
}

/** Who joins, gains, loses and leaves: somebody who joins or leaves is not counted again for the groups that come with it. */
export function peopleOf(operations: readonly Operation[]): People {
  const people = {
    joins: new Set<string>(),
    gains: new Set<string>(),
    loses: new Set<string>(),
    leaves: new Set<string>(),
  }
  for (const { kind, verb, address } of operations) {
    if (kind !== 'user') continue
    if (verb === 'create' || verb === 'enable') people.joins.add(parseAddress(address).id)
    if (verb === 'disable' || verb === 'delete') people.leaves.add(parseAddress(address).id)
  }
  for (const operation of operations) {
    if ((operation.kind !== 'membership' && operation.kind !== 'licence') || keepsLicence(operation)) continue
    const member = whomOf(operation)
    if (people.joins.has(member) || people.leaves.has(member)) continue
    people[operation.verb === 'grant' ? 'gains' : 'loses'].add(member)
  }
  return people
}

/** Whether somebody keeps a licence, and only gets other services of it. */
export function keepsLicence(operation: Operation): boolean {
  return operation.kind === 'licence' && operation.before !== null && operation.after !== null
}

/** The section an operation belongs to. */
export function sectionOf(operation: Operation, people: People): SectionName {
  if (operation.escalation || operation.risk === 'lockout') return 'privileged'
  if (keepsLicence(operation)) return 'objects'
  if (operation.kind === 'membership' || operation.kind === 'licence') {
    const member = whomOf(operation)
    if (operation.verb === 'revoke') return people.leaves.has(member) ? 'leaves' : 'loses'
    return people.joins.has(member) ? 'joins' : 'gains'
  }
  if (!isOfDirectory(operation)) return 'platforms'
  if (operation.kind !== 'user') return 'objects'
  switch (operation.verb) {
    case 'create':
    case 'enable':
    case 'restore':
      return 'joins'
    case 'disable':
    case 'delete':
      return 'leaves'
    case 'update':
    case 'rename':
    case 'resetPassword':
    case 'revokeSessions':
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
    case 'licence':
      return 'licences'
    case 'group':
    case 'organizationalUnit':
    case 'policy':
      return 'groups'
    case 'account':
    case 'role':
    case 'roleAssignment':
    case 'workOrder':
    case 'seat':
      return 'platforms'
  }
}
