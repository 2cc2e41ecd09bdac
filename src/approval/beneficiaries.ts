import { parseAddress } from '../model/address.ts'
import type { AnyKind } from '../model/kind.ts'
import type { Operation } from '../model/operation.ts'
import { isGain } from '../model/weight.ts'
import type { Change } from './change.ts'

/** Who gains something by a change, as `<tenant>/<user>`: by a line of their own, or through a group, a tag, a role or a template. */
export function beneficiaries(change: Change): ReadonlySet<string> {
  const gaining = [
    ...change.operations.flatMap((operation) =>
      gainers(operation, change).map((user) => `${operation.tenant}/${user}`),
    ),
    ...change.calendar.flatMap((entry) => gainersOn(entry, change)),
    ...change.access.filter(isGain).flatMap(({ tenant, users }) => users.map((user) => `${tenant}/${user}`)),
  ]
  // The base branch knows people by the ids that they have there.
  return new Set(gaining.flatMap((person) => [person, change.renamed.get(person) ?? person]))
}

/** Who gets another id by these operations, as `<tenant>/<user>`: now -> before. */
export function renamedIn(operations: readonly Operation[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap(({ tenant, kind, address, previousAddress }) =>
      kind !== 'user' || previousAddress === undefined
        ? []
        : [[`${tenant}/${parseAddress(address).id}`, `${tenant}/${parseAddress(previousAddress).id}`] as const],
    ),
  )
}

function gainers(operation: Operation, { insiders }: Change): readonly string[] {
  switch (operation.kind) {
    case 'user':
      return operation.verb === 'create' || operation.verb === 'enable' ? [parseAddress(operation.address).id] : []
    case 'membership':
      return operation.verb === 'grant' ? inside(operation.after.member, operation.tenant, insiders) : []
    case 'account':
      return ofAccount(operation)
    case 'roleAssignment':
      return operation.verb === 'grant' ? [operation.after.user] : []
    case 'organizationalUnit':
    case 'group':
    case 'policy':
    case 'licence':
    case 'role':
    case 'workOrder':
    case 'seat':
      return []
  }
}

function ofAccount(operation: Extract<Operation, { readonly kind: 'account' }>): readonly string[] {
  switch (operation.verb) {
    case 'create':
    case 'invite':
    case 'enable':
      return [operation.after.user]
    case 'update': {
      const { roles, accessGroups, type } = operation.after
      const isMore = roles !== undefined || accessGroups !== undefined || type !== undefined
      return isMore ? [parseAddress(operation.address).id] : []
    }
    case 'rename':
    case 'disable':
    case 'delete':
      return []
  }
}

/** Whose day it is. An override that ends can give back what it took, and of an account on a platform no more is said than that. */
function gainersOn({ tenant, address, event }: Change['calendar'][number], { insiders }: Change): readonly string[] {
  const { kind, id } = parseAddress(address)
  const isMore = event === 'start' || (event === 'end' && (kind as AnyKind) === 'account')
  const users = isMore && kind === 'membership' ? inside(memberIn(id), tenant, insiders) : isMore ? [id] : []
  return users.map((user) => `${tenant}/${user}`)
}

/** The member of `<group>/<member>`. */
function memberIn(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

/** A member is a user's id, `group:<id>`, or `~` and something nobody declared. */
function inside(member: string, tenant: string, insiders: Change['insiders']): readonly string[] {
  if (member.startsWith('~')) return []
  return member.startsWith('group:') ? insiders(tenant, member.slice('group:'.length)) : [member]
}
