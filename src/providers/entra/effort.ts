import type { Address } from '../../model/address.ts'
import { addressOf } from '../../model/address.ts'
import { grouped } from '../../model/grouped.ts'
import type { Operation } from '../../model/operation.ts'
import { effortOf } from './graph/effort.ts'
import type { Counted } from './graph/effort.ts'

/** Members in one PATCH of a group: https://learn.microsoft.com/graph/api/group-post-members */
const membersEach = 20

const user = '/users/x'
const group = '/groups/x'
const policy = '/identity/conditionalAccess/policies/x'

const get = (path: string): Counted => ({ method: 'GET', path, query: { $select: 'id' } })
const post = (path: string): Counted => ({ method: 'POST', path })
const patch = (path: string): Counted => ({ method: 'PATCH', path })
const put = (path: string): Counted => ({ method: 'PUT', path })
const remove = (path: string): Counted => ({ method: 'DELETE', path })

/**
 * About what carrying these out asks of Graph: what is there already is looked at before, everything is read back after, by twenties;
 * members of one group go twenty to a request. Waiting until something becomes visible is not counted.
 */
export function effortFor(operations: readonly Operation[]): { readonly requests: number; readonly seconds: number } {
  const alone = operations.filter((operation) => wholeOf(operation) === undefined)
  return effortOf([...alone.flatMap(questionsOf), ...memberQuestions(operations)])
}

/** What operations are gathered by that go out together: members of one group, people under one policy. */
function wholeOf(operation: Operation): Address | undefined {
  const { kind, tenant, directory } = operation
  if (kind === 'membership') {
    const { group: id } = operation.after ?? operation.before
    return addressOf({ tenant, directory, kind: 'group', id })
  }
  if (kind !== 'policy' || !(operation.verb === 'grant' || operation.verb === 'revoke')) return undefined
  return addressOf({ tenant, directory, kind, id: (operation.after ?? operation.before).policy })
}

function memberQuestions(operations: readonly Operation[]): readonly Counted[] {
  const wholes = grouped(operations, wholeOf)
  return [...wholes].flatMap(([whole, shifts]) => {
    if (whole === undefined) return []
    const grants = shifts.filter(({ verb }) => verb === 'grant').length
    return [
      ...several(Math.ceil(grants / membersEach), patch(group)),
      ...several(shifts.length - grants, remove(`${group}/members/x/$ref`)),
      ...several(Math.ceil(shifts.length / membersEach), get(`${group}/members`)),
    ]
  })
}

function several(count: number, question: Counted): readonly Counted[] {
  return Array.from({ length: count }, () => question)
}

function questionsOf(operation: Operation): readonly Counted[] {
  switch (operation.kind) {
    case 'user':
      return userQuestions(operation)
    case 'group':
      return groupQuestions(operation)
    case 'licence':
      return [get(user), post(`${user}/assignLicense`), get(user)]
    case 'policy':
      return policyQuestions(operation)
    case 'membership':
    case 'organizationalUnit':
    case 'account':
    case 'role':
    case 'roleAssignment':
    case 'workOrder':
    case 'seat':
      return []
  }
}

function groupQuestions({ verb, after }: Extract<Operation, { kind: 'group' }>): readonly Counted[] {
  if (verb === 'delete') return [get(group), remove(group), get(group)]
  if (verb !== 'create') return [get(group), patch(group), get(group)]
  const owners = Object.keys(after.references).map(() => post(`${group}/owners/$ref`))
  return [patch(group), ...owners, get(group)]
}

function userQuestions(operation: Extract<Operation, { kind: 'user' }>): readonly Counted[] {
  switch (operation.verb) {
    case 'create': {
      const { invites, references } = operation.after
      const made = invites === undefined ? [post('/users')] : [get('/users'), post('/invitations'), patch(user)]
      return [...made, ...managers(references), get(user)]
    }
    case 'update': {
      const isPlain = Object.keys(operation.after.attributes).length > 0
      return [get(user), ...(isPlain ? [patch(user)] : []), ...managers(operation.after.references), get(user)]
    }
    case 'disable':
      return [get(user), ...keyholders, patch(user), post(`${user}/revokeSignInSessions`), get(user)]
    case 'revokeSessions':
      return [get(user), post(`${user}/revokeSignInSessions`), get(user)]
    case 'restore': {
      const binned = '/directory/deletedItems/x'
      return [get(user), get(binned), post(`${binned}/restore`), patch(user), get(user)]
    }
    case 'delete':
      return [get(user), ...keyholders, remove(user), get(user)]
    case 'rename':
    case 'enable':
    case 'resetPassword':
      return [get(user), patch(user), get(user)]
    case 'notify':
      return []
  }
}

/** Whoever is taken down must not be the last who can administer the tenant: asked once for all who go out together. */
const keyholders = [get('/roleManagement/directory/roleAssignments'), get(user)] as const

function managers(references: Readonly<Record<string, unknown>>): readonly Counted[] {
  return Object.keys(references).map(() => put(`${user}/manager/$ref`))
}

/** A policy names one group of its own, whose members are the people under it. */
function policyQuestions({ verb }: Extract<Operation, { kind: 'policy' }>): readonly Counted[] {
  switch (verb) {
    case 'create':
      return [get(policy), patch(group), post(policy), get(policy)]
    case 'update':
      return [get(policy), patch(policy), get(policy)]
    case 'delete':
      return [get(policy), remove(policy), remove(group), get(policy)]
    case 'grant':
    case 'revoke':
      return []
  }
}
