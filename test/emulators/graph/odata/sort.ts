/** A sort of objects: what it is called, and which properties it has. */
export interface Sort {
  /** `#microsoft.graph.user`. */
  readonly type: string
  /** What `@odata.context` calls a listing of them. */
  readonly set: string
  /** Every property, spelled as Graph spells it; empty: whatever the object has. */
  readonly properties: readonly string[]
  /** What is given where nothing is selected; empty: everything. */
  readonly usual: readonly string[]
}

/** Properties that hold lists: not set they are empty, never null. */
const lists = new Set(
  [
    'assignedLabels assignedLicenses assignedPlans businessPhones creationOptions groupTypes identities imAddresses licenseAssignmentStates',
    'onPremisesProvisioningErrors otherMails provisionedPlans proxyAddresses resourceBehaviorOptions resourceProvisioningOptions',
    'serviceProvisioningErrors',
  ].flatMap((names) => names.split(' ')),
)

/** https://learn.microsoft.com/graph/api/resources/user#properties */
export const userSort: Sort = {
  type: '#microsoft.graph.user',
  set: 'users',
  usual: words(
    'businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName id',
  ),
  properties: words(
    'id deletedDateTime accountEnabled ageGroup assignedLicenses assignedPlans authorizationInfo businessPhones city companyName',
    'consentProvidedForMinor country createdDateTime creationType customSecurityAttributes department displayName employeeHireDate',
    'employeeId employeeLeaveDateTime employeeOrgData employeeType externalUserState externalUserStateChangeDateTime faxNumber',
    'givenName identities identityParentId imAddresses isManagementRestricted isResourceAccount jobTitle lastPasswordChangeDateTime',
    'legalAgeGroupClassification licenseAssignmentStates mail mailNickname mobilePhone officeLocation onPremisesDistinguishedName',
    'onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime onPremisesProvisioningErrors',
    'onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails',
    'passwordPolicies passwordProfile postalCode preferredDataLocation preferredLanguage provisionedPlans proxyAddresses',
    'securityIdentifier serviceProvisioningErrors showInAddressList signInActivity signInSessionsValidFromDateTime state',
    'streetAddress surname usageLocation userPrincipalName userType',
  ),
}

/** https://learn.microsoft.com/graph/api/resources/group#properties */
export const groupSort: Sort = {
  type: '#microsoft.graph.group',
  set: 'groups',
  usual: words(
    'id deletedDateTime classification createdDateTime creationOptions description displayName expirationDateTime groupTypes',
    'isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState onPremisesDomainName',
    'onPremisesLastSyncDateTime onPremisesNetBiosName onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled',
    'preferredDataLocation preferredLanguage proxyAddresses renewedDateTime resourceBehaviorOptions resourceProvisioningOptions',
    'securityEnabled securityIdentifier theme uniqueName visibility onPremisesProvisioningErrors serviceProvisioningErrors',
  ),
  properties: words(
    'id deletedDateTime assignedLabels assignedLicenses classification createdDateTime creationOptions description displayName',
    'expirationDateTime groupTypes hasMembersWithLicenseErrors isAssignableToRole isManagementRestricted licenseProcessingState mail',
    'mailEnabled mailNickname membershipRule membershipRuleProcessingState onPremisesDomainName onPremisesLastSyncDateTime',
    'onPremisesNetBiosName onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled',
    'preferredDataLocation preferredLanguage proxyAddresses renewedDateTime resourceBehaviorOptions resourceProvisioningOptions',
    'securityEnabled securityIdentifier serviceProvisioningErrors theme uniqueName visibility',
    // What mail adds, given only where it is asked for.
    'allowExternalSenders autoSubscribeNewMembers hideFromAddressLists hideFromOutlookClients isSubscribedByMail',
  ),
}

/** Objects of which nothing is checked but that they are there. */
export function plainSort(name: string, set: string): Sort {
  return { type: `#microsoft.graph.${name}`, set, properties: [], usual: [] }
}

/** What stands for a property that was never set. */
export function unset(property: string): null | readonly never[] {
  return lists.has(property) ? [] : null
}

/** The property as Graph spells it, whatever the case it was asked in. */
export function propertyOf(sort: Sort, name: string): string | undefined {
  if (sort.properties.length === 0) return name
  return spellings(sort).get(name.toLowerCase())
}

const known = new WeakMap<Sort, ReadonlyMap<string, string>>()

function spellings(sort: Sort): ReadonlyMap<string, string> {
  const before = known.get(sort)
  if (before !== undefined) return before
  const made = new Map(sort.properties.map((property) => [property.toLowerCase(), property]))
  known.set(sort, made)
  return made
}

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '))
}
