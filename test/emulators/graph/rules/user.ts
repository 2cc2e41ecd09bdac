import { badRequest } from '../refusal.ts'
import type { GraphRefusal } from '../refusal.ts'
import { propertyOf, userSort } from '../odata/sort.ts'
import type { Entity } from '../state.ts'
import { accountNamed } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

/** What a client sent, in Graph's spelling; refused where a property is unknown or not for clients to set. */
export type Wished = Readonly<Record<string, unknown>>

/** https://learn.microsoft.com/graph/api/resources/user#properties: set by the service alone. */
const readOnly = new Set(
  [
    'id deletedDateTime assignedLicenses assignedPlans authorizationInfo createdDateTime creationType externalUserState',
    'externalUserStateChangeDateTime imAddresses isManagementRestricted lastPasswordChangeDateTime legalAgeGroupClassification',
    'licenseAssignmentStates onPremisesDistinguishedName onPremisesDomainName onPremisesLastSyncDateTime',
    'onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled',
    'onPremisesUserPrincipalName provisionedPlans proxyAddresses securityIdentifier serviceProvisioningErrors signInActivity',
    'signInSessionsValidFromDateTime identityParentId isResourceAccount',
  ].flatMap((names) => names.split(' ')),
)

/** Longest text by property, as the same page says. */
const longest: Readonly<Record<string, number>> = {
  city: 128,
  companyName: 64,
  country: 128,
  department: 64,
  displayName: 256,
  employeeId: 16,
  givenName: 64,
  jobTitle: 128,
  mailNickname: 64,
  mobilePhone: 64,
  officeLocation: 128,
  postalCode: 40,
  state: 128,
  streetAddress: 1024,
  surname: 64,
  userPrincipalName: 113,
}

/** Properties that stay with the cloud where an account is mastered on premises. */
const ownInCloud = new Set([
  'usageLocation',
  'passwordProfile',
  'consentProvidedForMinor',
  'ageGroup',
  'showInAddressList',
])

const needed = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'] as const

/** What a client wishes of an account, checked one by one. */
export function wishedUser(tenant: Tenant, body: Readonly<Record<string, unknown>>): Wished {
  const wished = spelled(body)
  for (const [property, value] of Object.entries(wished)) checkValue(tenant, property, value)
  return wished
}

/** Refuses a new account that lacks what every account has, or whose name is taken. */
export function checkNewUser(tenant: Tenant, wished: Wished): void {
  const missing = needed.find((property) => wished[property] === undefined || wished[property] === null)
  if (missing !== undefined)
    throw badRequest(`A value is required for property '${missing}' of resource 'User'.`, [
      { code: 'PropertyRequired', message: `A value is required for property '${missing}'.`, target: missing },
    ])
  checkPassword(wished['passwordProfile'])
  checkNameIsFree(tenant, String(wished['userPrincipalName']), undefined)
}

/** Refuses a change that the account does not take. */
export function checkChange(tenant: Tenant, user: Entity, wished: Wished): void {
  const masteredElsewhere = Object.keys(wished).some((property) => !ownInCloud.has(property))
  if (user['onPremisesSyncEnabled'] === true && masteredElsewhere) throw mastered()
  for (const property of ['displayName', 'userPrincipalName', 'mailNickname', 'accountEnabled'])
    if (wished[property] === null) throw invalidValue(property)
  if (wished['passwordProfile'] !== undefined) checkPassword(wished['passwordProfile'])
  const name = wished['userPrincipalName']
  if (typeof name === 'string') checkNameIsFree(tenant, name, user.id)
}

/** What Graph says of objects whose master is a directory on premises. */
export function mastered(): GraphRefusal {
  return badRequest(
    'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
  )
}

export function conflict(property: string): GraphRefusal {
  const message = `Another object with the same value for property ${property} already exists.`
  return badRequest(message, [{ code: 'ObjectConflict', message, target: property }])
}

export function checkNameIsFree(tenant: Tenant, name: string, own: string | undefined): void {
  const holder = accountNamed(tenant, name)
  if (holder !== undefined && holder.id !== own) throw conflict('userPrincipalName')
}

function spelled(body: Readonly<Record<string, unknown>>): Wished {
  const wished: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('@odata.')) continue
    const property = propertyOf(userSort, name)
    if (property === undefined)
      throw badRequest(`Property '${name}' does not exist as a declared property or extension property.`)
    if (readOnly.has(property)) throw badRequest(`Property '${property}' is read-only and cannot be set.`)
    wished[property] = value
  }
  return wished
}

function checkValue(tenant: Tenant, property: string, value: unknown): void {
  if (value === null) return
  switch (property) {
    case 'userPrincipalName':
      return checkName(tenant, value)
    case 'accountEnabled':
      if (typeof value !== 'boolean') throw invalidValue(property)
      return
    case 'usageLocation':
      if (typeof value !== 'string' || !/^[A-Za-z]{2}$/.test(value)) throw invalidValue(property)
      return
    case 'businessPhones':
      if (!Array.isArray(value) || value.length > 1) throw invalidValue(property)
      return
    case 'mailNickname':
      if (typeof value !== 'string' || !/^[^@()\\[\]";:<>, ]{1,64}$/.test(value)) throw invalidValue(property)
      return
    default:
      checkText(property, value)
  }
}

/** A text that is there says something, and no more than fits. */
function checkText(property: string, value: unknown): void {
  const most = longest[property]
  if (most === undefined) return
  if (typeof value !== 'string' || value === '' || value.length > most) throw invalidValue(property)
}

/** https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname: characters, and a domain that was verified. */
function checkName(tenant: Tenant, name: unknown): void {
  const [, local, domain] = typeof name === 'string' ? (/^([^@]*)@([^@]*)$/.exec(name) ?? []) : []
  if (local === undefined || domain === undefined || !/^(?!\.)[A-Za-z0-9'._!#^~-]{1,64}(?<!\.)$/.test(local))
    throw badRequest('Property userPrincipalName is invalid.', [{ code: 'InvalidValue', target: 'userPrincipalName' }])
  const isVerified = [...tenant.state.domains.values()].some(
    ({ id, isVerified: verified }) => verified !== false && id.toLowerCase() === domain.toLowerCase(),
  )
  if (!isVerified)
    throw badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
      [{ code: 'InvalidValue', target: 'userPrincipalName' }],
    )
}

/** Three of the four sorts of characters, and eight of them at least. */
function checkPassword(profile: unknown): void {
  const password: unknown =
    typeof profile === 'object' && profile !== null ? Reflect.get(profile, 'password') : undefined
  if (password === undefined || password === null) return
  const text = typeof password === 'string' ? password : ''
  const sorts = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((sort) => sort.test(text)).length
  if (text.length >= 8 && text.length <= 256 && sorts >= 3) return
  throw badRequest(
    'The specified password does not comply with password complexity requirements. Please provide a different password.',
    [{ code: 'PasswordDoesnotComplyFuzzyPolicy', target: 'password' }],
  )
}

export function invalidValue(property: string, resource = 'User'): GraphRefusal {
  return badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`, [
    { code: 'InvalidValue', target: property },
  ])
}
