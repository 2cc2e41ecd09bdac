import type { Answer, Client } from './court.ts'
import type { Credentials } from './stage.ts'

const v1 = 'https://graph.microsoft.com/v1.0'
const password = 'Kite-Lamp-1842-Ferry'
const domain = 'northwind.example'

/** The command line of Azure signs in in the manners that an application has. */
export async function signInByAz(az: Client, as: Credentials): Promise<void> {
  const login = ['login', '--service-principal', '--allow-no-subscriptions', '--tenant', as.tenantId]
  const signedIn = [{ tenantId: as.tenantId, user: { name: as.clientId, type: 'servicePrincipal' } }]
  await az.refused('signing in', [...login, '--username', as.clientId, '--password', 'wrong'], /AADSTS7000215/)
  await az.ask('signing in', [...login, '--username', as.clientId, '--password', as.certificateFile], signedIn)
  await az.ask('signing in', ['logout'])
  await az.ask('signing in', [...login, '--username', as.clientId, '--federated-token', as.federatedToken], signedIn)
  await az.ask('signing in', ['ad', 'user', 'list'], [])
  await az.ask('signing in', ['logout'])
  await az.ask('signing in', [...login, '--username', as.clientId, '--password', as.secret], signedIn)
  await az.refused('signing in', ['ad', 'signed-in-user', 'show'], /delegated authentication flow/)
  const own = { displayName: /^roster/, servicePrincipalType: 'Application' }
  await az.ask('signing in', ['ad', 'sp', 'show', '--id', as.clientId], own)
}

/** People and groups from their first day to their last; nothing of it stays. */
export async function storyOfAz(az: Client): Promise<void> {
  const person = await peopleOfAz(az)
  const group = await groupOfAz(az, person)
  await az.ask('groups', ['ad', 'group', 'delete', '--group', group])
  await az.refused('groups', ['ad', 'group', 'show', '--group', group], /does not exist/)
  await guestOfAz(az)
  await batchOfAz(az, person)
  await rolesOfAz(az)
  await az.ask('people', ['ad', 'user', 'delete', '--id', person])
  await az.refused('people', ['ad', 'user', 'show', '--id', person], /does not exist/)
}

async function peopleOfAz(az: Client): Promise<string> {
  const upn = `eve.o'hara@${domain}`
  const words = ['ad', 'user', 'create', '--display-name', "Eve O'Hara", '--user-principal-name', upn]
  const made = await az.ask('people', [...words, '--password', password, '--mail-nickname', 'eve.ohara'], {
    displayName: "Eve O'Hara",
    userPrincipalName: upn,
  })
  await az.refused('people', [...words, '--password', password], /already exists/)
  await az.ask('people', ['ad', 'user', 'show', '--id', upn], { id: made['id'] })
  const change = ['--display-name', "Eve O'Hara / 50%", '--account-enabled', 'false']
  await az.ask('people', ['ad', 'user', 'update', '--id', upn, ...change])
  await az.ask(
    'people',
    ['ad', 'user', 'list', '--filter', 'accountEnabled eq false', '--query', '[].displayName'],
    ["Eve O'Hara / 50%"],
  )
  await az.ask('people', ['ad', 'user', 'list', '--display-name', 'Eve', '--query', '[].id'], [made['id']])
  return idOf(made)
}

async function groupOfAz(az: Client, person: string): Promise<string> {
  const name = 'Q&A / 100% "remote"'
  const group = ['ad', 'group']
  const made = await az.ask('groups', [...group, 'create', '--display-name', name, '--mail-nickname', 'qa'], {
    displayName: name,
    securityEnabled: true,
    mailEnabled: false,
  })
  const id = idOf(made)
  const [member, owner] = [
    [...group, 'member'],
    [...group, 'owner'],
  ]
  await az.ask('groups', [...group, 'list', '--display-name', 'Q&A', '--query', '[].id'], [id])
  await az.ask('members', [...member, 'add', '--group', id, '--member-id', person])
  await az.refused('members', [...member, 'add', '--group', id, '--member-id', person], /already exist/)
  await az.ask('members', [...member, 'list', '--group', id, '--query', '[].id'], [person])
  await az.ask('members', [...member, 'check', '--group', id, '--member-id', person], { value: true })
  await az.ask('members', ['ad', 'user', 'get-member-groups', '--id', person], [{ displayName: name, id }])
  await az.ask('owners', [...owner, 'add', '--group', id, '--owner-object-id', person])
  await az.ask('owners', [...owner, 'list', '--group', id, '--query', '[].id'], [person])
  await az.ask('owners', [...owner, 'remove', '--group', id, '--owner-object-id', person])
  await az.ask('owners', [...owner, 'list', '--group', id], [])
  await az.ask('members', [...member, 'remove', '--group', id, '--member-id', person])
  await az.ask('members', [...member, 'check', '--group', id, '--member-id', person], { value: false })
  return id
}

/** Invited, seen, deleted, and gone from the bin as well. */
async function guestOfAz(az: Client): Promise<void> {
  const invitation = {
    invitedUserEmailAddress: 'yan@partner.example',
    inviteRedirectUrl: 'https://myapplications.microsoft.com',
    sendInvitationMessage: true,
  }
  const post = ['rest', '--method', 'post', '--url', `${v1}/invitations`, '--body', JSON.stringify(invitation)]
  const invited = await az.ask('guests', post, { status: 'PendingAcceptance', invitedUserType: 'Guest' })
  const { id } = invited['invitedUser'] as Answer
  const shown = { userPrincipalName: 'yan_partner.example#EXT#@northwind.onmicrosoft.com', mail: 'yan@partner.example' }
  await az.ask('guests', ['ad', 'user', 'show', '--id', shown.userPrincipalName], shown)
  await az.ask('guests', ['ad', 'user', 'delete', '--id', String(id)])
  const bin = `${v1}/directory/deletedItems/${String(id)}`
  await az.ask('guests', ['rest', '--method', 'delete', '--url', bin])
  await az.refused('guests', ['rest', '--url', bin], /does not exist/)
}

/** Each is judged on its own, whatever became of its neighbours; ids may be numbers. */
async function batchOfAz(az: Client, person: string): Promise<void> {
  const requests = [
    { id: 1, method: 'GET', url: '/organization?$select=id' },
    { id: 2, method: 'GET', url: '/users/nobody@northwind.example' },
    { id: 3, method: 'GET', url: `/users/${person}?$select=id` },
  ]
  const words = ['rest', '--method', 'post', '--url', `${v1}/$batch`, '--body', JSON.stringify({ requests })]
  await az.ask(
    '$batch',
    [...words, '--query', 'sort_by(responses, &id)[].{id: id, status: status}'],
    [
      { id: '1', status: 200 },
      { id: '2', status: 404 },
      { id: '3', status: 200 },
    ],
  )
}

async function rolesOfAz(az: Client): Promise<void> {
  const definitions = `${v1}/roleManagement/directory/roleDefinitions?$filter=displayName eq 'Global Administrator'`
  await az.ask(
    'roles',
    ['rest', '--url', definitions, '--query', 'value[].id'],
    ['62e90394-69f5-4237-9190-012177145e10'],
  )
  await az.ask('roles', ['rest', '--url', `${v1}/roleManagement/directory/roleAssignments`, '--query', 'value'], [])
  await az.ask(
    'licences',
    ['rest', '--url', `${v1}/subscribedSkus`, '--query', 'sort(value[].skuPartNumber)'],
    ['AAD_PREMIUM_P2', 'ENTERPRISEPACK', 'SPE_E3'],
  )
}

function idOf(answer: Answer): string {
  return String(answer['id'])
}
