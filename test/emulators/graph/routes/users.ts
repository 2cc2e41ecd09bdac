import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { count, list } from '../odata/listing.ts'
import { userSort } from '../odata/sort.ts'
import { contextOf, expanded, single, valuesOf, viewOf } from '../odata/view.ts'
import type { Expansions } from '../odata/view.ts'
import { deleteUsers, readUsers, resetPasswords, revokeSessions, writeUsers } from '../permissions.ts'
import { GraphRefusal, forbidden, notFound } from '../refusal.ts'
import { mayBeTouched, pointedTo, seenObject, sortOf } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { checkChange, checkNewUser, mastered, wishedUser } from '../rules/user.ts'
import type { Entity } from '../state.ts'
import { accountOf, timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

/** Accounts: https://learn.microsoft.com/graph/api/resources/user */
export const userRoutes: readonly Route[] = [
  route('GET', '/users', readUsers, (call, tenant) =>
    list(call, tenant, {
      set: 'users',
      rows: () => valuesOf(tenant, 'users'),
      view: viewOf(call, userSort, expansions(tenant)),
    }),
  ),
  route('GET', '/users/$count', readUsers, (call, tenant) => count(call, valuesOf(tenant, 'users'))),
  route('GET', '/users/{id}', readUsers, (call, tenant) =>
    ok(single(call, userSort, seenUser(call, tenant), expansions(tenant))),
  ),
  route('POST', '/users', ['User.Create', ...writeUsers], createUser),
  route('PATCH', '/users/{id}', ['User.EnableDisableAccount.All', ...resetPasswords, ...writeUsers], changeUser),
  route('DELETE', '/users/{id}', deleteUsers, deleteUser),
  route('POST', '/users/{id}/revokeSignInSessions', revokeSessions, revoke),
  route('GET', '/users/{id}/manager', readUsers, manager),
  route('GET', '/users/{id}/manager/$ref', readUsers, managerReference),
  route('PUT', '/users/{id}/manager/$ref', writeUsers, setManager),
  route('DELETE', '/users/{id}/manager/$ref', writeUsers, removeManager),
  route('GET', '/users/{id}/directReports', readUsers, directReports),
  route('GET', '/me', [], () => {
    throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  }),
]

/** The account that a question to read names, as it is seen. */
export function seenUser(call: GraphCall, tenant: Tenant): Entity {
  const key = param(call, 'id')
  const user = accountOf(tenant, key)
  const seen = tenant.lag.read('users', user?.id ?? key.toLowerCase())
  if (seen === undefined) throw notFound(key)
  return seen
}

/** The account that a question to write names, as it is. */
export function writtenUser(call: GraphCall, tenant: Tenant): Entity {
  const key = param(call, 'id')
  const user = accountOf(tenant, key)
  if (user === undefined || !mayBeTouched(tenant, 'users', user.id)) throw notFound(key)
  return user
}

function expansions(tenant: Tenant): Expansions {
  return {
    manager: (user) => {
      const id = tenant.lag.read('managers', user.id)
      const found = id === undefined ? undefined : seenObject(tenant, id)
      return found && expanded(sortOf(found).type, found.entity)
    },
  }
}

function createUser(call: GraphCall, tenant: Tenant): GraphReply {
  const wished = wishedUser(tenant, bodyOf(call))
  checkNewUser(tenant, wished)
  const user: Entity = {
    ...wished,
    id: tenant.newId(),
    createdDateTime: timestamp(tenant),
    userType: wished['userType'] ?? 'Member',
    mail: wished['mail'] ?? null,
    signInSessionsValidFromDateTime: timestamp(tenant),
  }
  tenant.lag.write('users', user.id, user)
  return created({ '@odata.context': contextOf(call, 'users/$entity'), ...viewOf(call, userSort)(user) })
}

function changeUser(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  const wished = wishedUser(tenant, bodyOf(call))
  checkMayChange(call, Object.keys(wished))
  checkChange(tenant, user, wished)
  tenant.lag.write('users', user.id, { ...user, ...wished })
  return done
}

/** https://learn.microsoft.com/graph/api/user-update#permissions: some properties have permissions of their own. */
function checkMayChange({ caller: { roles } }: GraphCall, properties: readonly string[]): void {
  const holds = (names: readonly string[]): boolean => names.some((name) => roles.includes(name))
  for (const property of properties) {
    const also =
      property === 'passwordProfile'
        ? resetPasswords
        : property === 'accountEnabled'
          ? ['User.EnableDisableAccount.All', ...writeUsers]
          : writeUsers
    if (!holds(also)) throw forbidden()
  }
}

/** Kept for 30 days; the name is free at once, for the id stands before it: https://learn.microsoft.com/graph/api/user-delete */
function deleteUser(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  tenant.lag.write('users', user.id, undefined)
  tenant.lag.write('deletedItems', user.id, {
    ...user,
    '@odata.type': userSort.type,
    userPrincipalName: `${user.id.replaceAll('-', '')}${String(user['userPrincipalName'])}`,
    deletedDateTime: timestamp(tenant),
  })
  return done
}

function revoke(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  tenant.state.revocations.set(user.id, (tenant.state.revocations.get(user.id) ?? 0) + 1)
  tenant.lag.write('users', user.id, { ...user, signInSessionsValidFromDateTime: timestamp(tenant) })
  return ok({ '@odata.context': contextOf(call, 'Edm.Boolean'), value: true })
}

function manager(call: GraphCall, tenant: Tenant): GraphReply {
  const found = seenObject(tenant, managerOf(call, tenant))
  if (found === undefined) throw notFound('manager')
  return ok({
    '@odata.context': contextOf(call, 'directoryObjects/$entity'),
    '@odata.type': sortOf(found).type,
    ...viewOf(call, sortOf(found))(found.entity),
  })
}

function managerReference(call: GraphCall, tenant: Tenant): GraphReply {
  const link = `https://${call.host}/${call.version}/directoryObjects/${managerOf(call, tenant)}`
  return ok({ '@odata.context': contextOf(call, '$ref'), '@odata.id': link })
}

function managerOf(call: GraphCall, tenant: Tenant): string {
  const id = tenant.lag.read('managers', seenUser(call, tenant).id)
  if (id === undefined) throw notFound('manager')
  return id
}

function setManager(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  if (user['onPremisesSyncEnabled'] === true) throw mastered()
  tenant.lag.write('managers', user.id, pointedTo(tenant, bodyOf(call)['@odata.id']).entity.id)
  return done
}

function removeManager(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  if (user['onPremisesSyncEnabled'] === true) throw mastered()
  if (!tenant.state.managers.has(user.id)) throw notFound('manager')
  tenant.lag.write('managers', user.id, undefined)
  return done
}

function directReports(call: GraphCall, tenant: Tenant): GraphReply {
  const { id } = seenUser(call, tenant)
  return list(call, tenant, {
    set: 'directoryObjects',
    rows: () => {
      const reports = [...tenant.lag.all('managers')].flatMap(([user, of]) => (of === id ? [user] : []))
      return reports.flatMap((user) => tenant.lag.read('users', user) ?? [])
    },
    view: viewOf(call, userSort),
    typed: () => userSort.type,
  })
}
