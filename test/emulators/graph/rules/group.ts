import { groupSort, propertyOf } from '../odata/sort.ts'
import { badRequest } from '../refusal.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { conflict, invalidValue, mastered } from './user.ts'
import type { Wished } from './user.ts'

/** https://learn.microsoft.com/graph/api/resources/group#properties: what clients may set. */
const writable = new Set(
  [
    'classification description displayName groupTypes isAssignableToRole mailEnabled mailNickname membershipRule',
    'membershipRuleProcessingState preferredDataLocation preferredLanguage resourceBehaviorOptions securityEnabled theme uniqueName',
    'visibility resourceProvisioningOptions',
  ].flatMap((names) => names.split(' ')),
)

const needed = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'] as const

/** What a client wishes of a group; who is in it is told apart. */
export function wishedGroup(body: Readonly<Record<string, unknown>>): Wished {
  const wished: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@odata.')) continue
    const property = propertyOf(groupSort, name)
    if (property === undefined)
      throw badRequest(`Property '${name}' does not exist as a declared property or extension property.`)
    if (!writable.has(property)) throw badRequest(`Property '${property}' is read-only and cannot be set.`)
    checkText(property, value)
    wished[property] = value
  }
  return wished
}

/** https://learn.microsoft.com/graph/api/group-post-groups: which sorts there are. */
export function checkNewGroup(tenant: Tenant, wished: Wished): void {
  const missing = needed.find((property) => wished[property] === undefined || wished[property] === null)
  if (missing !== undefined) throw badRequest(`A value is required for property '${missing}' of resource 'Group'.`)
  const group = { id: '', ...wished }
  const isUnified = isOfType(group, 'Unified')
  if (isUnified && wished['mailEnabled'] !== true)
    throw badRequest("The property mailEnabled must be true for a group of type 'Unified'.")
  if (!isUnified && (wished['mailEnabled'] === true || wished['securityEnabled'] !== true))
    throw badRequest(
      'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.',
    )
  if (isOfType(group, 'DynamicMembership') && typeof wished['membershipRule'] !== 'string')
    throw badRequest("A value is required for property 'membershipRule' of resource 'Group'.")
  if (
    wished['isAssignableToRole'] === true &&
    (wished['securityEnabled'] !== true || isOfType(group, 'DynamicMembership'))
  )
    throw badRequest('A group that is assignable to a role must be security-enabled, and its membership assigned.')
  checkNickname(tenant, wished, undefined)
  checkUniqueName(tenant, wished)
}

/** Refuses a change that the group does not take. */
export function checkGroupChange(tenant: Tenant, group: Entity, wished: Wished): void {
  if (Object.keys(wished).length > 0) checkIsWritable(group)
  for (const property of ['displayName', 'mailNickname'])
    if (wished[property] === null) throw invalidValue(property, 'Group')
  if (wished['uniqueName'] !== undefined && wished['uniqueName'] !== group['uniqueName'])
    throw badRequest("The property 'uniqueName' is set when a group is made, and cannot be changed.")
  for (const property of ['isAssignableToRole', 'mailEnabled'])
    if (wished[property] !== undefined && wished[property] !== (group[property] ?? false))
      throw badRequest(`The property '${property}' is set when a group is made, and cannot be changed.`)
  if (isOfType(group, 'Unified')) checkNickname(tenant, { ...group, ...wished }, group.id)
}

/** A group is changed where it is mastered: on premises, or by Exchange. */
export function checkIsWritable(group: Entity): void {
  if (group['onPremisesSyncEnabled'] === true) throw mastered()
  if (group['mailEnabled'] === true && !isOfType(group, 'Unified'))
    throw badRequest('Cannot Update a mail-enabled security groups and or distribution list.')
}

export function isOfType(group: Readonly<Record<string, unknown>>, type: 'Unified' | 'DynamicMembership'): boolean {
  const types = group['groupTypes']
  return Array.isArray(types) && types.includes(type)
}

function checkText(property: string, value: unknown): void {
  const most = { displayName: 256, description: 1024, mailNickname: 64 }[property]
  if (most === undefined || value === null) return
  if (typeof value !== 'string' || value === '' || value.length > most) throw invalidValue(property, 'Group')
  if (property === 'mailNickname' && /[@()\\[\]";:<>, ]|[^\x20-\x7e]/.test(value)) throw invalidValue(property, 'Group')
}

function checkUniqueName(tenant: Tenant, { uniqueName }: Wished): void {
  if (uniqueName === undefined || uniqueName === null) return
  for (const other of tenant.state.groups.values()) if (other['uniqueName'] === uniqueName) throw conflict('uniqueName')
}

/** Only groups with mail need an alias of their own. */
function checkNickname(tenant: Tenant, wished: Wished, own: string | undefined): void {
  if (wished['mailEnabled'] !== true) return
  const alias = String(wished['mailNickname']).toLowerCase()
  for (const other of tenant.state.groups.values())
    if (other.id !== own && other['mailEnabled'] === true && String(other['mailNickname']).toLowerCase() === alias)
      throw conflict('mailNickname')
}
