import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { single, viewOf } from '../odata/view.ts'
import { notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { refused } from '../rules/conditional-access.ts'
import { checkedLocation, isTrusted, usesLocation } from '../rules/named-location.ts'
import { checkedPolicy, completed, merged } from '../rules/policy.ts'
import type { Entity } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

const write = ['Policy.ReadWrite.ConditionalAccess']
const read = ['Policy.Read.All', 'Policy.Read.ConditionalAccess', ...write]

type Collection = 'conditionalAccessPolicies' | 'namedLocations'

/** Who must prove what to come in: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export const conditionalAccessRoutes: readonly Route[] = [
  ...served('policies', 'conditionalAccessPolicies', checkedPolicy),
  ...served('namedLocations', 'namedLocations', checkedLocation),
]

function served(
  segment: string,
  name: Collection,
  checked: (tenant: Tenant, wished: Entity) => Entity,
): readonly Route[] {
  const sort = plainSort(
    name === 'namedLocations' ? 'namedLocation' : 'conditionalAccessPolicy',
    `conditionalAccess/${segment}`,
  )
  const path = `/identity/conditionalAccess/${segment}`
  return [
    route('GET', path, read, (call, tenant) =>
      list(call, tenant, { set: sort.set, rows: () => [...tenant.lag.all(name).values()], view: viewOf(call, sort) }),
    ),
    route('GET', `${path}/{id}`, read, (call, tenant) => {
      const found = tenant.lag.read(name, idOf(call))
      if (found === undefined) throw notFound(idOf(call))
      return ok(single(call, sort, found))
    }),
    route('POST', path, write, (call, tenant) => {
      const wished = completed(bodyOf(call), name)
      const made = checked(tenant, {
        ...wished,
        id: tenant.newId(),
        createdDateTime: timestamp(tenant),
        modifiedDateTime: null,
      })
      tenant.lag.write(name, made.id, made)
      return created(single(call, sort, made))
    }),
    route('PATCH', `${path}/{id}`, write, (call, tenant) => {
      const before = own(call, tenant, name)
      const wished = merged(before, bodyOf(call)) as Entity
      const changed = { ...completed(wished, name), id: before.id, modifiedDateTime: timestamp(tenant) }
      tenant.lag.write(name, before.id, checked(tenant, changed))
      return done
    }),
    route('DELETE', `${path}/{id}`, write, (call, tenant) => remove(call, tenant, name)),
  ]
}

/** A location that is trusted, or that a policy names, stays: https://learn.microsoft.com/graph/api/namedlocation-delete */
function remove(call: GraphCall, tenant: Tenant, name: Collection): GraphReply {
  const { id } = own(call, tenant, name)
  if (name === 'namedLocations') {
    if (isTrusted(tenant, id))
      throw refused('A trusted named location cannot be deleted; set isTrusted to false first.')
    if (usesLocation(tenant, id))
      throw refused('The named location is referenced by a conditional access policy and cannot be deleted.')
  }
  tenant.lag.write(name, id, undefined)
  return done
}

function own(call: GraphCall, tenant: Tenant, name: Collection): Entity {
  const found = tenant.state[name].get(idOf(call))
  if (found === undefined) throw notFound(idOf(call))
  return found
}

function idOf(call: GraphCall): string {
  return param(call, 'id').toLowerCase()
}
