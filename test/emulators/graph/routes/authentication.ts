import { bodyOf, created, done, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { contextOf, viewOf } from '../odata/view.ts'
import { badRequest, notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Entity } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'
import { seenUser, writtenUser } from './users.ts'

const writeMethods = ['UserAuthenticationMethod.ReadWrite.All']
const readMethods = ['UserAuthenticationMethod.Read.All', ...writeMethods]
const methodSort = plainSort('authenticationMethod', 'authentication/methods')
const passType = '#microsoft.graph.temporaryAccessPassAuthenticationMethod'
const passes = '/users/{id}/authentication/temporaryAccessPassMethods'

/** How people prove who they are: https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview */
export const authenticationRoutes: readonly Route[] = [
  route('GET', '/users/{id}/authentication/methods', readMethods, (call, tenant) =>
    methods(
      call,
      tenant,
      () => true,
      ({ '@odata.type': type }) => String(type),
    ),
  ),
  route('GET', passes, readMethods, (call, tenant) => methods(call, tenant, isPass)),
  route('POST', passes, writeMethods, makePass),
  route('DELETE', `${passes}/{methodId}`, writeMethods, takePass),
]

/** Everybody has a password, under an id that is the same everywhere; nobody is shown one, nor a pass. */
function methods(
  call: GraphCall,
  tenant: Tenant,
  isWanted: (method: Entity) => boolean,
  typed?: (method: Entity) => string,
): GraphReply {
  const user = seenUser(call, tenant)
  const password: Entity = {
    '@odata.type': '#microsoft.graph.passwordAuthenticationMethod',
    id: '28c10230-6103-485e-b985-444c60001490',
    createdDateTime: user['createdDateTime'] ?? null,
    password: null,
  }
  const view = viewOf(call, methodSort)
  return list(call, tenant, {
    set: `users('${user.id}')/authentication/methods`,
    rows: () => [password, ...(tenant.lag.read('authenticationMethods', user.id) ?? [])].filter(isWanted),
    view: (method) => {
      const { '@odata.type': _, ...shown } = view(method)
      return isPass(method) ? { ...shown, temporaryAccessPass: null } : shown
    },
    ...(typed === undefined ? {} : { typed }),
  })
}

/** One at a time: a new one takes the place of the one before. The pass is in this answer and nowhere else. */
function makePass(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  if (user['userType'] === 'Guest') throw badRequest('Temporary Access Pass cannot be added to an external guest user.')
  const { lifetimeInMinutes = 60, isUsableOnce = false, startDateTime = timestamp(tenant) } = bodyOf(call)
  if (!Number.isInteger(lifetimeInMinutes) || Number(lifetimeInMinutes) < 10 || Number(lifetimeInMinutes) > 43_200)
    throw badRequest('The lifetime of a Temporary Access Pass must be between 10 and 43200 minutes.')
  const pass: Entity = {
    '@odata.type': passType,
    id: tenant.newId(),
    createdDateTime: timestamp(tenant),
    isUsable: true,
    isUsableOnce,
    lifetimeInMinutes,
    methodUsabilityReason: 'EnabledByPolicy',
    startDateTime,
    temporaryAccessPass: tenant.newId().replaceAll('-', '').slice(-8),
  }
  keepMethods(tenant, user, [...methodsOf(tenant, user).filter((method) => !isPass(method)), pass])
  const { '@odata.type': _, ...shown } = pass
  const context = contextOf(call, `users('${user.id}')/authentication/temporaryAccessPassMethods/$entity`)
  return created({ '@odata.context': context, ...shown })
}

function takePass(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  const id = param(call, 'methodId').toLowerCase()
  const before = methodsOf(tenant, user)
  const after = before.filter((method) => method.id !== id)
  if (after.length === before.length) throw notFound(id)
  keepMethods(tenant, user, after)
  return done
}

function methodsOf(tenant: Tenant, user: Entity): readonly Entity[] {
  return tenant.state.authenticationMethods.get(user.id) ?? []
}

function keepMethods(tenant: Tenant, user: Entity, methods: readonly Entity[]): void {
  tenant.lag.write('authenticationMethods', user.id, [...methods])
}

function isPass(method: Entity): boolean {
  return method['@odata.type'] === passType
}
