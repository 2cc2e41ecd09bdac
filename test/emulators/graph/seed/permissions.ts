import type { Entity } from '../state.ts'

/** Microsoft Graph in every tenant of the world. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'

/** Application permissions and their ids: https://learn.microsoft.com/graph/permissions-reference */
const appRoles: Readonly<Record<string, string>> = {
  'AdministrativeUnit.Read.All': '134fd756-38ce-4afd-ba33-e9623dbe66c2',
  'AdministrativeUnit.ReadWrite.All': '5eb59dd3-1da2-4329-8733-9dabdc435916',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'AppRoleAssignment.ReadWrite.All': '06b708a9-e830-4db3-a914-8e69da51d44f',
  'AuditLog.Read.All': 'b0afded3-3588-46d8-8b3d-9842eff778da',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'Directory.ReadWrite.All': '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
  'Domain.Read.All': 'dbb9058a-0e50-45d7-ae91-66909b5d4664',
  'Group.Create': 'bf7b1a76-6e77-406b-b258-bf5c7720e98f',
  'Group.Read.All': '5b567255-7703-4780-807c-7be8301ae99b',
  'Group.ReadWrite.All': '62a82d76-70ea-41e2-9197-370581804d09',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'GroupMember.ReadWrite.All': 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695',
  'LicenseAssignment.ReadWrite.All': '5facf0c1-8979-4e95-abcf-ff3d079771c0',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'Organization.ReadWrite.All': '292d869f-3427-49a8-9dab-8c70152b74e9',
  'Policy.Read.All': '246dd0d5-5bd0-4def-940b-0421030a5b68',
  'Policy.ReadWrite.ConditionalAccess': '01c0a623-fc9b-48e9-b794-0756f8e8f067',
  'RoleManagement.Read.Directory': '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
  'RoleManagement.ReadWrite.Directory': '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
  'User.DeleteRestore.All': 'eccc023d-eccf-4e7b-9683-8813ab36cecc',
  'User.EnableDisableAccount.All': '3011c876-62b7-4ada-afa2-506cbbecc68c',
  'User.Invite.All': '09850681-111b-4a89-9bed-3f2cae46d706',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'User.ReadWrite.All': '741f803b-c850-494e-b5df-cde7c675a1ca',
  'User.RevokeSessions.All': '77f3a031-c388-4f99-b373-dc68676a979e',
  'User-PasswordProfile.ReadWrite.All': 'cc117bb9-00cf-4eb8-b580-ea2a878fe8f7',
  'UserAuthenticationMethod.Read.All': '38d9df27-64da-44fd-b7c5-a6fbac20248f',
  'UserAuthenticationMethod.ReadWrite.All': '50483e42-d915-4231-9639-7fdb7fd190e5',
}

export function appRoleId(permission: string): string {
  const id = appRoles[permission]
  if (id === undefined) throw new Error(`${permission} is no permission that the tenant was seeded with`)
  return id
}

/** The service principal of Microsoft Graph, whose roles are the permissions of applications. */
export const graphServicePrincipal: Entity = {
  id: '7ea9e944-71ce-443d-811c-71e8047b557a',
  accountEnabled: true,
  appDisplayName: 'Microsoft Graph',
  appId: graphAppId,
  appRoleAssignmentRequired: false,
  appRoles: Object.entries(appRoles).map(([value, id]) => ({
    allowedMemberTypes: ['Application'],
    description: value,
    displayName: value,
    id,
    isEnabled: true,
    origin: 'Application',
    value,
  })),
  displayName: 'Microsoft Graph',
  servicePrincipalNames: [graphAppId, 'https://graph.microsoft.com'],
  servicePrincipalType: 'Application',
  tags: [],
}
