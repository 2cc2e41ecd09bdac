import type { Answer, Client } from './court.ts'
import type { Credentials } from './stage.ts'

const password = 'Kite-Lamp-1842-Ferry'
const domain = 'northwind.example'
const officeE3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'

/** The command line of Microsoft 365 signs in in the manners that an application has where no workflow runs it. */
export async function signInByM365(m365: Client, as: Credentials): Promise<void> {
  await m365.ask('signing in', ['cli', 'config', 'set', '--key', 'disableTelemetry', '--value', 'true'])
  const login = ['login', '--appId', as.clientId, '--tenant', as.tenantId, '--authType']
  await m365.refused('signing in', [...login, 'secret', '--secret', 'wrong'], /AADSTS7000215/)
  const certificate = [...login, 'certificate', '--certificateFile', as.certificateFile]
  await m365.ask('signing in', certificate, { appId: as.clientId, authType: 'certificate' })
  await m365.ask('signing in', ['logout'])
  await m365.ask('signing in', [...login, 'secret', '--secret', as.secret], { appId: as.clientId, authType: 'secret' })
  await m365.ask('signing in', ['entra', 'organization', 'list'], [{ id: as.tenantId }])
}

/** People, licences, groups and units from their first day to their last; nothing of it stays. */
export async function storyOfM365(m365: Client): Promise<void> {
  const person = await peopleOfM365(m365)
  await licencesOfM365(m365, person)
  await groupOfM365(m365, person)
  await teamOfM365(m365, person)
  await unitOfM365(m365, person)
  await guestOfM365(m365)
  await goneByM365(m365, person)
}

async function peopleOfM365(m365: Client): Promise<string> {
  const userName = `dov.levi@${domain}`
  const user = ['entra', 'user']
  const named = ['--displayName', "Dov O'Levi", '--firstName', 'Dov', '--lastName', "O'Levi"]
  const about = [...named, '--usageLocation', 'NL', '--jobTitle', 'Q/A 100%']
  const made = await m365.ask(
    'people',
    [
      ...user,
      'add',
      '--userName',
      userName,
      '--password',
      password,
      ...about,
      '--managerUserName',
      `ben.osei@${domain}`,
    ],
    { displayName: "Dov O'Levi", givenName: 'Dov', surname: "O'Levi", jobTitle: 'Q/A 100%' },
  )
  const id = String(made['id'])
  await m365.ask('people', [...user, 'set', '--id', id, '--department', 'R&D', '--officeLocation', "Utrecht 'A'"])
  await m365.ask('people', [...user, 'get', '--userName', userName, '--properties', 'department,officeLocation'], {
    department: 'R&D',
    officeLocation: "Utrecht 'A'",
  })
  const withManager = [...user, 'get', '--id', id, '--properties', 'id,displayName', '--withManager']
  await m365.ask('people', withManager, { id, manager: { displayName: 'Ben Osei' } })
  const found = [...user, 'list', '--properties', 'userPrincipalName', '--query', `[?id=='${id}'].userPrincipalName`]
  await m365.ask('people', found, [userName])
  await m365.ask('people', [...user, 'session', 'revoke', '--userId', id, '--force'])
  return id
}

async function licencesOfM365(m365: Client, person: string): Promise<void> {
  const used = ['entra', 'license', 'list', '--query', `[?skuId=='${officeE3}'].consumedUnits | [0]`]
  const licence = ['entra', 'user', 'license']
  await m365.ask('licences', [...licence, 'add', '--userId', person, '--ids', officeE3], { id: person })
  await m365.ask('licences', used, 1)
  const details = ['request', '--url', `@graph/users/${person}/licenseDetails`, '--query', 'value[].skuPartNumber']
  await m365.ask('licences', details, ['ENTERPRISEPACK'])
  await m365.ask('licences', [...licence, 'remove', '--userId', person, '--ids', officeE3, '--force'])
  await m365.ask('licences', used, 0)
}

/** Members come and go by `$batch` here. */
async function groupOfM365(m365: Client, person: string): Promise<void> {
  const [before, after] = ["Ops & 50% / O'Levi", 'Ops / 2']
  const group = ['entra', 'group']
  const member = [...group, 'member']
  const made = await m365.ask(
    'groups',
    [...group, 'add', '--displayName', before, '--type', 'security', '--ownerIds', person, '--description', 'a/b'],
    { displayName: before, securityEnabled: true, description: 'a/b' },
  )
  await m365.ask('groups', [...group, 'get', '--displayName', before], { id: made['id'] })
  await m365.ask('groups', [...group, 'set', '--displayName', before, '--newDisplayName', after])
  await m365.ask('members', [...member, 'add', '--groupName', after, '--userIds', person, '--role', 'Member'])
  const both = [{ id: person, roles: ['Owner', 'Member'] }]
  await m365.ask('members', [...member, 'list', '--groupName', after], both)
  await m365.ask('people', ['entra', 'user', 'groupmembership', 'list', '--userId', person], [{ groupId: made['id'] }])
  const remove = ['--userIds', person, '--role', 'Member', '--force']
  await m365.ask('members', [...member, 'remove', '--groupName', after, ...remove])
  await m365.ask('owners', [...member, 'list', '--groupName', after, '--role', 'Owner'], [{ id: person }])
  await m365.ask(
    'groups',
    [...group, 'list', '--type', 'security', '--query', `[?displayName=='${after}'].id`],
    [made['id']],
  )
  await m365.ask('groups', [...group, 'remove', '--displayName', after, '--force'])
  await m365.refused('groups', [...group, 'get', '--displayName', after], /does not exist/)
}

async function teamOfM365(m365: Client, person: string): Promise<void> {
  const name = "Dov's / 1"
  const team = ['entra', 'm365group']
  const people = ['--owners', `dov.levi@${domain}`, '--members', `ben.osei@${domain}`]
  const made = await m365.ask(
    'groups',
    [...team, 'add', '--displayName', name, '--mailNickname', 'dovs', '--description', 'first', ...people],
    { displayName: name, mailEnabled: true, groupTypes: ['Unified'] },
  )
  await m365.ask('groups', [...team, 'set', '--displayName', name, '--description', 'second'])
  await m365.ask('groups', [...team, 'get', '--displayName', name], { id: made['id'], description: 'second' })
  const listed = [...team, 'user', 'list', '--groupDisplayName', name, '--role', 'Owner', '--query', '[].id']
  await m365.ask('owners', listed, [person])
  await m365.ask('groups', ['entra', 'group', 'remove', '--displayName', name, '--force'])
  await m365.ask('bins', [...team, 'recyclebinitem', 'list', '--query', '[].displayName'], [name])
  await m365.ask('bins', [...team, 'recyclebinitem', 'restore', '--id', String(made['id'])])
  await m365.ask('groups', [...team, 'get', '--id', String(made['id'])], { displayName: name })
  await m365.ask('groups', ['entra', 'group', 'remove', '--id', String(made['id']), '--force'])
}

async function unitOfM365(m365: Client, person: string): Promise<void> {
  const name = 'East / 1'
  const unit = ['entra', 'administrativeunit']
  const named = ['--administrativeUnitName', name]
  await m365.ask('roles', [...unit, 'add', '--displayName', name], { displayName: name })
  await m365.ask('roles', [...unit, 'member', 'add', ...named, '--userId', person])
  await m365.ask('roles', [...unit, 'member', 'list', ...named], [{ id: person }])
  await m365.ask('roles', [...unit, 'member', 'remove', ...named, '--userId', person, '--force'])
  await m365.ask('roles', [...unit, 'remove', '--displayName', name, '--force'])
  const role = ['entra', 'roledefinition', 'get', '--displayName', 'Global Administrator']
  await m365.ask('roles', role, { isBuiltIn: true })
}

async function guestOfM365(m365: Client): Promise<void> {
  const address = "x.o'neil@partner.example"
  const add = ['entra', 'user', 'guest', 'add', '--emailAddress', address, '--displayName', "X O'Neil"]
  const invited = await m365.ask('guests', [...add, '--sendInvitationMessage'], { status: 'PendingAcceptance' })
  const { id } = invited['invitedUser'] as Answer
  await m365.ask('guests', ['entra', 'user', 'get', '--id', String(id)], { mail: address, displayName: "X O'Neil" })
  await m365.ask('guests', ['entra', 'user', 'remove', '--id', String(id), '--force'])
}

/** Deleted, brought back by hand, deleted once more and for good. */
async function goneByM365(m365: Client, person: string): Promise<void> {
  const bin = ['entra', 'user', 'recyclebinitem']
  await m365.ask('people', ['entra', 'user', 'remove', '--id', person, '--force'])
  await m365.ask('bins', [...bin, 'list', '--query', `[?id=='${person}'].displayName`], ["Dov O'Levi"])
  await m365.ask('bins', [...bin, 'restore', '--id', person])
  await m365.ask('people', ['entra', 'user', 'get', '--id', person], { userPrincipalName: `dov.levi@${domain}` })
  await m365.ask('people', ['entra', 'user', 'remove', '--id', person, '--force'])
  await m365.ask('bins', [...bin, 'remove', '--id', person, '--force'])
}
