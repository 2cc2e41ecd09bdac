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

/**
 * About what carrying these out asks of Graph: each is looked at before and read back after, by twenties; members of one group go
 * twenty to a request. Waiting until something becomes visible is not counted.
 */
export function effortFor(operations: readonly Operation[]): { readonly requests: number; readonly seconds: number } {
  const alone = operations.filter((operation) => togetherIn(operation) === undefined)
  return effortOf([...alone.flatMap(questionsOf), ...memberQuestions(operations)])
}

/** What operations are gathered by that go out together: members of one group, people under one policy. */
function togetherIn(operation: Operation): string | undefined {
  if (operation.kind === 'membership' && operation.verb === 'grant')
    return `${operation.directory}/group/${operation.after.group}`
  if (operation.kind === 'policy' && operation.verb === 'grant')
    return `${operation.directory}/policy/${operation.after.policy}`
  return undefined
}

function memberQuestions(operations: readonly Operation[]): readonly Counted[] {
  const counts = new Map<string, number>()
  for (const operation of operations) {
    const key = togetherIn(operation)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts.values()].flatMap((count) =>
    Array.from({ length: Math.ceil(count / membersEach) }, () => [
      get(`${group}/members`),
      patch(group),
      get(`${group}/members`),
    ]).flat(),
  )
}

function questionsOf(operation: Operation): readonly Counted[] {
  switch (operation.kind) {
    case 'user':
      return userQuestions(operation)
    case 'group':
      return [get(group), patch(group), get(group)]
    case 'membership':
      return [get(`${group}/members`), { method: 'DELETE', path: `${group}/members/x/$ref` }, get(`${group}/members`)]
    case 'licence':
      return [get(user), post(`${user}/assignLicense`), get(user)]
    case 'policy':
      return policyQuestions(operation)
    case 'organizationalUnit':
    case 'account':
    case 'role':
    case 'roleAssignment':
    case 'workOrder':
    case 'seat':
      return []
  }
}

function userQuestions(operation: Extract<Operation, { kind: 'user' }>): readonly Counted[] {
  switch (operation.verb) {
    case 'create': {
      const { invites, references } = operation.after
      const made = invites === undefined ? [post('/users')] : [post('/invitations'), patch(user)]
      const pointed = Object.keys(references).map((): Counted => ({ method: 'PUT', path: `${user}/manager/$ref` }))
      return [get(user), ...made, ...pointed, get(user)]
    }
    case 'update': {
      const pointed = Object.keys(operation.after.references).map((): Counted => ({
        method: 'PUT',
        path: `${user}/manager/$ref`,
      }))
      const isPlain = Object.keys(operation.after.attributes).length > 0
      return [get(user), ...(isPlain ? [patch(user)] : []), ...pointed, get(user)]
    }
    case 'disable':
      return [get(user), patch(user), post(`${user}/revokeSignInSessions`), get(user)]
    case 'revokeSessions':
      return [get(user), post(`${user}/revokeSignInSessions`)]
    case 'restore':
      return [get('/directory/deletedItems/x'), post('/directory/deletedItems/x/restore'), get(user)]
    case 'delete':
      return [get(user), { method: 'DELETE', path: user }, get(user)]
    case 'rename':
    case 'enable':
    case 'resetPassword':
      return [get(user), patch(user), get(user)]
    case 'notify':
      return []
  }
}

/** A policy names one group of its own, whose members are the people under it. */
function policyQuestions({ verb }: Extract<Operation, { kind: 'policy' }>): readonly Counted[] {
  switch (verb) {
    case 'create':
      return [get(policy), patch(group), post(policy), get(policy)]
    case 'update':
      return [get(policy), patch(policy), get(policy)]
    case 'delete':
      return [get(policy), { method: 'DELETE', path: policy }, { method: 'DELETE', path: group }, get(policy)]
    case 'grant':
      return [get(`${group}/members`), patch(group), get(`${group}/members`)]
    case 'revoke':
      return [get(`${group}/members`), { method: 'DELETE', path: `${group}/members/x/$ref` }, get(`${group}/members`)]
  }
}
