import type { User } from '@microsoft/microsoft-graph-types'
import { DirectoryFault } from '../../model/fault.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { EntraSettings } from './settings.ts'

/** Which path of users.yaml fills one property of an account. */
export interface Rule {
  readonly attribute: string
  readonly path: string
}

/** How roster fills an account of Entra ID, in Graph's names. Sign-in name, state and licences have places of their own. */
export const defaultMapping: Readonly<Record<string, string>> = {
  displayName: 'displayName',
  givenName: 'name.first',
  surname: 'name.last',
  mail: 'email',
  jobTitle: 'title',
  department: 'department.name',
  employeeId: 'employeeId',
  officeLocation: 'location',
  streetAddress: 'address.street',
  city: 'address.city',
  state: 'address.region',
  postalCode: 'address.postalCode',
  country: 'address.country',
  usageLocation: 'address.country',
  businessPhones: 'phones.work',
  mobilePhone: 'phones.mobile',
  preferredLanguage: 'profile.language',
  manager: 'manager',
} satisfies { readonly [Property in keyof User]?: string }

/** Properties that may be mapped besides: https://learn.microsoft.com/graph/api/user-update */
const others: readonly (keyof User)[] = [
  'companyName',
  'employeeType',
  'faxNumber',
  'otherMails',
  'employeeHireDate',
  'preferredDataLocation',
]

/** Properties that hold several values; Graph takes one business phone. */
const lists: ReadonlySet<string> = new Set<keyof User>(['businessPhones', 'otherMails'])

/** Extension properties of applications: `extension_<application>_<name>`. */
const extension = /^extension_[0-9a-f]{32}_\w+$/i

const known = new Map([...Object.keys(defaultMapping), ...others].map((name) => [name.toLowerCase(), name]))

/** Why a property cannot be filled by a mapping. */
const reserved: Readonly<Record<string, string>> = {
  ...because('it is the name of the account: username and upn say what it is', [
    'userPrincipalName',
    'mailNickname',
    'onPremisesUserPrincipalName',
  ]),
  ...because('it says whether the account works: state of users.yaml and initialPasswords do', [
    'accountEnabled',
    'passwordProfile',
    'passwordPolicies',
  ]),
  ...because('licences of tenant.yaml say it', ['assignedLicenses', 'licenseAssignmentStates']),
  ...because('Entra ID alone sets it', [
    'id',
    'userType',
    'externalUserState',
    'proxyAddresses',
    'onPremisesImmutableId',
    'onPremisesSyncEnabled',
    'createdDateTime',
    'deletedDateTime',
  ]),
}

function because(why: string, attributes: readonly (keyof User)[]): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.toLowerCase(), why]))
}

/** The defaults with the settings' own mapping put over them, sorted as the defaults stand. Throws DirectoryFault. */
export function mappingRules({ mapping }: Pick<EntraSettings, 'mapping'>): readonly Rule[] {
  const rules = new Map(
    Object.entries(defaultMapping).map(([attribute, path]) => [attribute.toLowerCase(), { attribute, path }]),
  )
  for (const [written, mapped] of Object.entries(mapping)) {
    const folded = written.toLowerCase()
    const attribute = named(written)
    if (mapped === null) rules.delete(folded)
    else rules.set(folded, { attribute, path: typeof mapped === 'string' ? mapped : mapped.from })
  }
  return [...rules.values()]
}

/** As Graph spells it. */
function named(written: string): string {
  const folded = written.toLowerCase()
  const why = reserved[folded]
  if (why !== undefined)
    throw new DirectoryFault('refused', `mapping: ${written} is not for mapping: ${why}. Take the line out.`)
  const attribute = known.get(folded) ?? (extension.test(written) ? written : undefined)
  if (attribute !== undefined) return attribute
  throw new DirectoryFault(
    'refused',
    `mapping: roster does not know the property ${written} of a user of Microsoft Graph. Write one of ${[...known.values()].toSorted().join(', ')}, or extension_<application>_<name>.`,
  )
}

/** Properties that point to another account. */
export function isReference({ path }: Rule): boolean {
  return path === 'manager'
}

/** Attributes as a body of Graph says them: lists as lists, and what is to have no value as null. */
export function bodyOf(attributes: WishedAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([attribute, value]) => [
      attribute,
      lists.has(attribute) ? valuesOf(value) : (valuesOf(value)[0] ?? null),
    ]),
  )
}

/** A property as Graph answered it; undefined: it has no value. */
export function valueOf(answered: unknown): Value | undefined {
  if (typeof answered === 'string') return answered === '' ? undefined : answered
  if (typeof answered === 'boolean' || typeof answered === 'number') return String(answered)
  if (!Array.isArray(answered)) return undefined
  const values = answered.filter((each): each is string => typeof each === 'string')
  return values.length > 1 ? values : values[0]
}

/** The first of several values. */
export function firstValue(value: Value | null | undefined): string | undefined {
  return valuesOf(value)[0]
}
