/** An object of the tenant, as Graph writes it; `id` always, `@odata.type` where several sorts share a listing. */
export type Entity = { id: string } & Record<string, unknown>

/** Collections of the tenant by the first segment of their paths. */
export interface GraphState {
  readonly tenantId: string
  /** `northwind.onmicrosoft.com`, and the default domain. */
  readonly initialDomain: string
  readonly defaultDomain: string
  readonly users: Map<string, Entity>
  /** `uniqueName` is a key of its own: `PATCH /groups(uniqueName='...')` with `Prefer: create-if-missing` makes the group (201), or changes the one that has it (204). */
  readonly groups: Map<string, Entity>
  /** Group, administrative unit -> ids of members, in the order in which they came. */
  readonly members: Map<string, Set<string>>
  readonly owners: Map<string, Set<string>>
  /** User -> manager. */
  readonly managers: Map<string, string>
  /** Deleted users and groups. */
  readonly deletedItems: Map<string, Entity>
  readonly subscribedSkus: Map<string, Entity>
  readonly servicePrincipals: Map<string, Entity>
  /** What applications may (roles of Microsoft Graph), and which applications people are let into. */
  readonly appRoleAssignments: Map<string, Entity>
  readonly roleDefinitions: Map<string, Entity>
  readonly roleAssignments: Map<string, Entity>
  readonly administrativeUnits: Map<string, Entity>
  readonly conditionalAccessPolicies: Map<string, Entity>
  readonly namedLocations: Map<string, Entity>
  /** User -> methods of authentication. */
  readonly authenticationMethods: Map<string, Entity[]>
  /** User -> times `revokeSignInSessions` was called. */
  readonly revocations: Map<string, number>
  readonly organization: Map<string, Entity>
  readonly domains: Map<string, Entity>
}
