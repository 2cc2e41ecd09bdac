/** An application permission of Microsoft Graph, and what roster does with it. */
export interface Permission {
  readonly name: string
  readonly purpose: string
  /** Where alone it is needed, as the end of «needed only where ...»; not there: always. */
  readonly onlyWhere?: string
  /** Permissions that allow the same and more: whoever has one of them lacks nothing, and has too much. */
  readonly within: readonly string[]
}

/**
 * The least that reading takes: https://learn.microsoft.com/graph/permissions-reference. Directory.Read.All would do for most of it, and reads
 * much that roster has no use for.
 */
export const readPermissions: readonly Permission[] = [
  {
    name: 'User.Read.All',
    purpose: 'lists people, their managers, their licences, and who was deleted',
    within: ['User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'GroupMember.Read.All',
    purpose: 'lists groups, with members and owners',
    within: ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'RoleManagement.Read.Directory',
    purpose: 'sees who administers the directory: nobody who does is ever taken over by a key alone',
    within: ['RoleManagement.ReadWrite.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'AdministrativeUnit.Read.All',
    purpose: 'lists administrative units, with members',
    within: ['AdministrativeUnit.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Organization.Read.All',
    purpose: 'proves which tenant this is; counts the units of licences',
    within: ['Organization.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Policy.Read.All',
    purpose: 'reads Conditional Access policies and named locations',
    onlyWhere: 'something is asked of how people sign in (policies.yaml: mfa, sso, session, ipAllow)',
    within: [],
  },
  {
    name: 'UserAuthenticationMethod.Read.All',
    purpose: 'sees whether people have a second factor',
    onlyWhere: 'a second factor is asked (policies.yaml: mfa)',
    within: ['UserAuthenticationMethod.ReadWrite.All'],
  },
  {
    name: 'Application.Read.All',
    purpose: 'knows the other one of roster’s two applications, so that it is never taken out of anything',
    onlyWhere: 'that application is in a group or holds a role which the files declare',
    within: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
]

/**
 * What writing takes besides: the identity that applies reads back what it wrote, so it needs both lists. User.ReadWrite.All holds what
 * User.DeleteRestore.All, User.Invite.All and LicenseAssignment.ReadWrite.All would each give: nothing is asked for twice.
 */
export const writePermissions: readonly Permission[] = [
  {
    name: 'User.ReadWrite.All',
    purpose:
      'makes people’s accounts, changes and disables them, signs leavers out, deletes and restores, invites guests, gives and takes licences',
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'Group.ReadWrite.All',
    purpose: 'makes groups, changes them and who is in them',
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'User-PasswordProfile.ReadWrite.All',
    purpose: 'gives people a new password',
    onlyWhere: 'actions.yaml resets passwords',
    within: [],
  },
  {
    name: 'UserAuthenticationMethod.ReadWrite.All',
    purpose: 'gives new people a temporary access pass',
    onlyWhere: 'users.firstSignIn is temporaryAccessPass',
    within: [],
  },
  {
    name: 'RoleManagement.ReadWrite.Directory',
    purpose: 'gives and takes directory roles, and changes groups that can be given one',
    onlyWhere: 'directory roles are declared',
    within: [],
  },
  {
    name: 'AdministrativeUnit.ReadWrite.All',
    purpose: 'makes administrative units, and changes who is in them',
    onlyWhere: 'administrative units are declared',
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'Policy.ReadWrite.ConditionalAccess',
    purpose: 'makes and changes Conditional Access policies and named locations',
    onlyWhere: 'something is asked of how people sign in (policies.yaml: mfa, sso, session, ipAllow)',
    within: [],
  },
]
