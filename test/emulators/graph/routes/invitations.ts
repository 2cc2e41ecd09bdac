import { bodyOf, created } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { contextOf } from '../odata/view.ts'
import { GraphRefusal } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Entity } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

/** Guests come by invitation: https://learn.microsoft.com/graph/api/invitation-post */
export const invitationRoutes: readonly Route[] = [
  route('POST', '/invitations', ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'], invite),
]

/** Who is invited again is the same guest, and gets a second mail where one is wished. */
function invite(call: GraphCall, tenant: Tenant): GraphReply {
  const body = bodyOf(call)
  const address = addressIn(body)
  const redirect = body['inviteRedirectUrl']
  if (typeof redirect !== 'string' || !URL.canParse(redirect)) throw refused('The inviteRedirectUrl is invalid.')
  const known = accountFor(tenant, address)
  if (known !== undefined && known['userType'] !== 'Guest')
    throw refused(
      `The invited user already exists in the directory as object ID: ${known.id}. They can use that account to sign in to shared apps and resources.`,
    )
  const guest = known ?? newGuest(tenant, body, address)
  if (known === undefined) tenant.lag.write('users', guest.id, guest)
  if (body['sendInvitationMessage'] === true) tenant.mails.push(address)
  return created(invitation(call, tenant, body, guest))
}

function addressIn(body: Readonly<Record<string, unknown>>): string {
  const address = body['invitedUserEmailAddress']
  if (typeof address !== 'string' || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address))
    throw refused('The invited user email address is invalid.')
  return address
}

function accountFor(tenant: Tenant, address: string): Entity | undefined {
  const wanted = address.toLowerCase()
  return [...tenant.state.users.values()].find(
    ({ mail, userPrincipalName }) =>
      String(mail).toLowerCase() === wanted || String(userPrincipalName).toLowerCase() === wanted,
  )
}

/** `ada@contoso.example` becomes `ada_contoso.example#EXT#@northwind.onmicrosoft.com`. */
function newGuest(tenant: Tenant, body: Readonly<Record<string, unknown>>, address: string): Entity {
  const alias = `${address.replace('@', '_')}#EXT#`
  const name = body['invitedUserDisplayName']
  return {
    id: tenant.newId(),
    accountEnabled: true,
    createdDateTime: timestamp(tenant),
    creationType: 'Invitation',
    displayName: typeof name === 'string' && name !== '' ? name : address.split('@')[0],
    externalUserState: 'PendingAcceptance',
    externalUserStateChangeDateTime: timestamp(tenant),
    mail: address,
    mailNickname: alias,
    otherMails: [address],
    userPrincipalName: `${alias}@${tenant.state.initialDomain}`,
    userType: body['invitedUserType'] ?? 'Guest',
  }
}

function invitation(call: GraphCall, tenant: Tenant, body: Readonly<Record<string, unknown>>, guest: Entity): object {
  const id = tenant.newId()
  return {
    '@odata.context': contextOf(call, 'invitations/$entity'),
    id,
    invitedUser: { id: guest.id },
    invitedUserDisplayName: body['invitedUserDisplayName'] ?? null,
    invitedUserEmailAddress: guest['mail'],
    invitedUserMessageInfo: {
      messageLanguage: null,
      customizedMessageBody: null,
      ccRecipients: [],
      ...(body['invitedUserMessageInfo'] as object),
    },
    invitedUserType: guest['userType'],
    inviteRedeemUrl: `https://login.microsoftonline.com/redeem?rd=https%3a%2f%2finvitations.microsoft.com%2fredeem%2f%3ftenant%3d${tenant.state.tenantId}%26user%3d${guest.id}%26ticket%3d${id}`,
    inviteRedirectUrl: body['inviteRedirectUrl'],
    resetRedemption: false,
    sendInvitationMessage: body['sendInvitationMessage'] === true,
    status: guest['externalUserState'] === 'Accepted' ? 'Completed' : 'PendingAcceptance',
  }
}

/** Invitations are a service of their own, with a code of its own. */
function refused(message: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', message)
}
