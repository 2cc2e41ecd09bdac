/**
 * Application permissions by what they let an application do, least first:
 * https://learn.microsoft.com/graph/permissions-reference and the page of each operation.
 */
export const readUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All']
export const writeUsers = ['User.ReadWrite.All', 'Directory.ReadWrite.All']
export const readGroups = ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All']
export const createGroups = ['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All']
export const writeGroups = ['Group.ReadWrite.All', 'Directory.ReadWrite.All']
export const readMembers = ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', ...readGroups]
export const writeMembers = ['GroupMember.ReadWrite.All', ...writeGroups]
export const readDirectory = ['Directory.Read.All', 'Directory.ReadWrite.All']
export const revokeSessions = ['User.RevokeSessions.All', ...writeUsers]
export const resetPasswords = ['User-PasswordProfile.ReadWrite.All', 'Directory.ReadWrite.All']
export const deleteUsers = ['User.DeleteRestore.All', ...writeUsers]
/** Groups to which roles can be given are changed by nobody with less. */
export const manageRoles = ['RoleManagement.ReadWrite.Directory']
