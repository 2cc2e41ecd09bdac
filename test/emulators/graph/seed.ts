import type { Application } from './emulator.ts'
import { appRoleId, graphServicePrincipal } from './seed/permissions.ts'
import { roleDefinitions } from './seed/roles.ts'
import { skus } from './seed/skus.ts'
import type { Entity, GraphState } from './state.ts'

/** A tenant as it is on its first day: organisation, domains, licences bought, built-in roles, the applications; nobody in it. */
export function seeded(tenant: {
  readonly tenantId: string
  readonly initialDomain: string
  readonly defaultDomain: string
  readonly applications: readonly Application[]
  readonly now: Date
}): GraphState {
  const { tenantId, initialDomain, defaultDomain, applications } = tenant
  const created = `${tenant.now.toISOString().slice(0, 19)}Z`
  return {
    tenantId,
    initialDomain,
    defaultDomain,
    users: new Map(),
    groups: new Map(),
    members: new Map(),
    owners: new Map(),
    managers: new Map(),
    deletedItems: new Map(),
    subscribedSkus: byId(skus.map((sku) => ({ id: `${tenantId}_${sku.skuId}`, ...sku, accountId: tenantId }))),
    servicePrincipals: byId([graphServicePrincipal, ...applications.map(servicePrincipalOf)]),
    appRoleAssignments: byId(applications.flatMap((application) => grantsOf(application, created))),
    roleDefinitions: byId(roleDefinitions),
    roleAssignments: new Map(),
    administrativeUnits: new Map(),
    conditionalAccessPolicies: new Map(),
    namedLocations: new Map(),
    authenticationMethods: new Map(),
    revocations: new Map(),
    organization: byId([organization(tenant, created)]),
    domains: byId([domain(defaultDomain, { isDefault: true }), domain(initialDomain, { isInitial: true })]),
  }
}

function byId(entities: readonly Entity[]): Map<string, Entity> {
  return new Map(entities.map((entity) => [entity.id, entity]))
}

function organization(
  { tenantId, initialDomain, defaultDomain }: Parameters<typeof seeded>[0],
  created: string,
): Entity {
  const verified = (name: string, isDefault: boolean, isInitial: boolean): object => {
    const capabilities = 'Email, OfficeCommunicationsOnline'
    return { capabilities, isDefault, isInitial, name, type: 'Managed' }
  }
  return {
    id: tenantId,
    displayName: 'Northwind Traders',
    countryLetterCode: 'DE',
    createdDateTime: created,
    onPremisesSyncEnabled: null,
    tenantType: 'AAD',
    verifiedDomains: [verified(defaultDomain, true, false), verified(initialDomain, false, true)],
  }
}

function domain(name: string, { isDefault = false, isInitial = false }): Entity {
  return {
    id: name,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault,
    isInitial,
    isRoot: true,
    isVerified: true,
    passwordNotificationWindowInDays: null,
    passwordValidityPeriodInDays: null,
    state: null,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  }
}

function servicePrincipalOf({ clientId, servicePrincipalId }: Application): Entity {
  return {
    id: servicePrincipalId,
    accountEnabled: true,
    appDisplayName: `roster ${clientId.slice(0, 8)}`,
    appId: clientId,
    appRoleAssignmentRequired: false,
    appRoles: [],
    displayName: `roster ${clientId.slice(0, 8)}`,
    servicePrincipalNames: [clientId],
    servicePrincipalType: 'Application',
    tags: [],
  }
}

/** What an administrator consented to. */
function grantsOf({ servicePrincipalId, roles }: Application, created: string): readonly Entity[] {
  return roles.map((role) => ({
    id: `${servicePrincipalId.slice(0, 8)}-${role}`,
    appRoleId: appRoleId(role),
    createdDateTime: created,
    deletedDateTime: null,
    principalDisplayName: null,
    principalId: servicePrincipalId,
    principalType: 'ServicePrincipal',
    resourceDisplayName: graphServicePrincipal['displayName'],
    resourceId: graphServicePrincipal.id,
  }))
}
