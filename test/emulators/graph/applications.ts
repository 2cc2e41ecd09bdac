import { randomBytes, randomUUID } from 'node:crypto'
import type { Application, GraphOptions } from './emulator.ts'

/** What an application that reads is given where nobody says otherwise. */
const reading = [
  'User.Read.All',
  'Group.Read.All',
  'GroupMember.Read.All',
  'RoleManagement.Read.Directory',
  'AdministrativeUnit.Read.All',
  'Organization.Read.All',
  'Policy.Read.All',
  'UserAuthenticationMethod.Read.All',
  'AuditLog.Read.All',
]

/** And one that writes. */
const writing = [
  ...reading,
  'User.ReadWrite.All',
  'User.DeleteRestore.All',
  'User.Invite.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'AdministrativeUnit.ReadWrite.All',
  'Policy.ReadWrite.ConditionalAccess',
  'Application.Read.All',
]

/** The two that roster is registered as. */
export function ownApplications(options: GraphOptions): { readonly reader: Application; readonly writer: Application } {
  const { readerFederated, writerFederated, readerCertificate, writerCertificate } = options
  return {
    reader: {
      ...registered(options.readerRoles ?? reading),
      ...(readerFederated === undefined ? {} : { federated: readerFederated }),
      ...(readerCertificate === undefined ? {} : { certificate: readerCertificate }),
    },
    writer: {
      ...registered(options.writerRoles ?? writing),
      ...(writerFederated === undefined ? {} : { federated: writerFederated }),
      ...(writerCertificate === undefined ? {} : { certificate: writerCertificate }),
    },
  }
}

function registered(roles: readonly string[]): Application {
  const secret = randomBytes(24).toString('base64url')
  return { clientId: randomUUID(), servicePrincipalId: randomUUID(), secret, roles }
}
