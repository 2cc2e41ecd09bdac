import { badRequest } from '../refusal.ts'
import type { Entity, GraphState } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

/** A licence as it stands on an account or on a group. */
export interface Assigned {
  readonly skuId: string
  readonly disabledPlans: readonly string[]
}

/** Why an account has a licence: of its own, or by a group. */
interface AssignmentState extends Assigned {
  readonly assignedByGroup: string | null
  readonly state: 'Active' | 'Error'
  readonly error: 'None' | 'CountViolation'
  readonly lastUpdatedDateTime: string
}

/** What `assignLicense` is given: https://learn.microsoft.com/graph/api/user-assignlicense */
export interface Assignment {
  readonly add: readonly Assigned[]
  readonly remove: readonly string[]
}

export function assignmentOf(tenant: Tenant, body: Readonly<Record<string, unknown>>): Assignment {
  const add = listOf(body, 'addLicenses').map((each) => {
    const { skuId, disabledPlans } = each as Readonly<Record<string, unknown>>
    return { skuId: String(skuId).toLowerCase(), disabledPlans: textsOf(disabledPlans) }
  })
  const remove = listOf(body, 'removeLicenses').map((id) => String(id).toLowerCase())
  for (const { skuId, disabledPlans } of add) checkPlans(boughtSku(tenant, skuId), disabledPlans)
  return { add, remove }
}

/** The account once it was done; refused as a whole where one part cannot be. */
export function withAssigned(tenant: Tenant, user: Entity, { add, remove }: Assignment): Entity {
  const place = user['usageLocation']
  if (add.length > 0 && !(typeof place === 'string' && /^[A-Z]{2}$/i.test(place)))
    throw badRequest('License assignment cannot be done for user with invalid usage location.')
  const before = statesOf(user)
  for (const skuId of remove) checkIsOwn(before, skuId)
  for (const { skuId } of add)
    if (!before.some((state) => state.skuId === skuId && state.state === 'Active')) checkHasUnit(tenant, skuId)
  const changed = new Set([...remove, ...add.map(({ skuId }) => skuId)])
  const kept = before.filter((state) => state.assignedByGroup !== null || !changed.has(state.skuId))
  return withStates(user, [...kept, ...add.map((each) => stateOf(tenant, each, null))])
}

const licensed = new WeakMap<GraphState, Set<string>>()

/** Brings the licences that people have by a group up to who is in it now. Call it whenever a group, or who is in it, was changed. */
export function inheritLicences(tenant: Tenant, groupId: string): void {
  const wanted = (tenant.state.groups.get(groupId)?.['assignedLicenses'] ?? []) as readonly Assigned[]
  const known = licensed.get(tenant.state) ?? new Set()
  if (wanted.length === 0 && !known.has(groupId)) return
  licensed.set(tenant.state, known.add(groupId))
  const members = tenant.state.members.get(groupId) ?? new Set()
  for (const user of tenant.state.users.values()) inheritBy(tenant, user, groupId, members.has(user.id) ? wanted : [])
}

function inheritBy(tenant: Tenant, user: Entity, groupId: string, wanted: readonly Assigned[]): void {
  const states = statesOf(user)
  const others = states.filter(({ assignedByGroup }) => assignedByGroup !== groupId)
  if (others.length === states.length && wanted.length === 0) return
  const given = wanted.map((each) => {
    const hasIt = states.some(({ skuId, state }) => skuId === each.skuId && state === 'Active')
    return stateOf(tenant, each, groupId, hasIt || freeUnits(tenant, each.skuId) > 0)
  })
  tenant.lag.write('users', user.id, withStates(user, [...others, ...given]))
}

/** A product that was bought, with the units that are in use now: those of the seed, and one for each account that has it. */
export function counted(tenant: Tenant, sku: Entity): Entity {
  return { ...sku, consumedUnits: usedUnits(tenant, sku) }
}

/** A product that was bought, by its id. */
export function boughtSku(tenant: Tenant, skuId: string): Entity {
  const sku = [...tenant.state.subscribedSkus.values()].find((each) => each['skuId'] === skuId)
  if (sku === undefined) throw badRequest(`License ${skuId} does not correspond to a valid company License.`)
  return sku
}

export function assignedTo(holder: Entity): readonly Assigned[] {
  return (holder['assignedLicenses'] ?? []) as readonly Assigned[]
}

export function plansOf(sku: Entity): readonly { readonly servicePlanId: string }[] {
  return sku['servicePlans'] as readonly { readonly servicePlanId: string }[]
}

function freeUnits(tenant: Tenant, skuId: string): number {
  const sku = boughtSku(tenant, skuId)
  const { enabled, warning } = sku['prepaidUnits'] as { readonly enabled: number; readonly warning?: number }
  return enabled + (warning ?? 0) - usedUnits(tenant, sku)
}

function usedUnits(tenant: Tenant, sku: Entity): number {
  const own = [...tenant.state.users.values()].filter((user) =>
    assignedTo(user).some(({ skuId }) => skuId === sku['skuId']),
  )
  return Number(sku['consumedUnits']) + own.length
}

function checkHasUnit(tenant: Tenant, skuId: string): void {
  if (freeUnits(tenant, skuId) > 0) return
  const message = `Subscription with SKU ${skuId} does not have any available licenses.`
  throw badRequest(message, [{ code: 'CountViolation', message, target: skuId }])
}

function checkIsOwn(states: readonly AssignmentState[], skuId: string): void {
  const found = states.filter((state) => state.skuId === skuId)
  if (found.some(({ assignedByGroup }) => assignedByGroup === null)) return
  throw badRequest(
    found.length === 0
      ? 'User does not have a corresponding license.'
      : 'User license is inherited from a group membership and it cannot be removed directly from the user.',
  )
}

function checkPlans(sku: Entity, disabledPlans: readonly string[]): void {
  const plans = new Set(plansOf(sku).map(({ servicePlanId }) => servicePlanId))
  const stranger = disabledPlans.find((plan) => !plans.has(plan))
  if (stranger !== undefined)
    throw badRequest(
      `License assignment failed because service plan ${stranger} does not exist in license ${String(sku['skuId'])}.`,
    )
}

function stateOf(tenant: Tenant, assigned: Assigned, assignedByGroup: string | null, isActive = true): AssignmentState {
  return {
    ...assigned,
    assignedByGroup,
    state: isActive ? 'Active' : 'Error',
    error: isActive ? 'None' : 'CountViolation',
    lastUpdatedDateTime: timestamp(tenant),
  }
}

/** Tests may set `assignedLicenses` alone: then each is the account's own. */
function statesOf(user: Entity): readonly AssignmentState[] {
  const states = user['licenseAssignmentStates'] as readonly AssignmentState[] | undefined
  if (states !== undefined) return states
  return assignedTo(user).map((each) => ({
    ...each,
    assignedByGroup: null,
    state: 'Active',
    error: 'None',
    lastUpdatedDateTime: '2026-01-01T00:00:00Z',
  }))
}

/** Of several that give the same product a service is off only where all switch it off. */
function withStates(user: Entity, states: readonly AssignmentState[]): Entity {
  const active = states.filter(({ state }) => state === 'Active')
  const assignedLicenses = [...new Set(active.map(({ skuId }) => skuId))].map((skuId) => {
    const [first, ...others] = active.filter((state) => state.skuId === skuId)
    const off = first?.disabledPlans ?? []
    return { skuId, disabledPlans: off.filter((plan) => others.every((other) => other.disabledPlans.includes(plan))) }
  })
  return { ...user, assignedLicenses, licenseAssignmentStates: states }
}

function listOf(body: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = body[name]
  if (!Array.isArray(value)) throw badRequest(`A value is required for parameter '${name}'.`)
  return value
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((each) => String(each).toLowerCase()) : []
}
