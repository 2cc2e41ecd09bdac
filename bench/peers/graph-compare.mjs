// What an administrator writes in an afternoon: lists people, groups and members with fetch; with a folder of YAML it prints what differs.
import { readdirSync, readFileSync } from 'node:fs'

const [folder] = process.argv.slice(2)
const { BENCH_TENANT: tenant, BENCH_CLIENT: client, BENCH_READ: secret } = process.env
const graph = 'https://graph.microsoft.com/v1.0'
const ofPeople =
  'id,userPrincipalName,accountEnabled,userType,externalUserState,onPremisesSyncEnabled,createdDateTime,displayName,givenName,surname,mail,jobTitle,department,employeeId,officeLocation,streetAddress,city,state,postalCode,country,usageLocation,businessPhones,mobilePhone,preferredLanguage'
const ofGroups =
  'id,displayName,description,mail,groupTypes,mailEnabled,securityEnabled,isAssignableToRole,onPremisesSyncEnabled,createdDateTime,mailNickname'

const form = { client_id: client, client_secret: secret, grant_type: 'client_credentials' }
const signedIn = await fetch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
  method: 'POST',
  body: new URLSearchParams({ ...form, scope: 'https://graph.microsoft.com/.default' }),
})
const headers = { authorization: `Bearer ${(await signedIn.json()).access_token}`, 'content-type': 'application/json' }

async function get(url, init = {}) {
  const answer = await fetch(url, { ...init, headers })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return JSON.parse(await answer.text())
}

async function list(url) {
  const rows = []
  for (let next = url; next !== undefined;) {
    const page = await get(next)
    rows.push(...page.value)
    next = page['@odata.nextLink']
  }
  return rows
}

const people = await list(`${graph}/users?$select=${ofPeople}&$expand=manager($select=id)&$top=999`)
const teams = await list(`${graph}/groups?$select=${ofGroups}&$expand=owners($select=id)&$top=999`)
for (let at = 0; at < teams.length; at += 20) {
  const some = teams.slice(at, at + 20)
  const urls = some.map(({ id }) => `/groups/${id}/members?$select=id&$top=999`)
  const requests = urls.map((url, id) => ({ id: String(id), method: 'GET', url }))
  const { responses } = await get(`${graph}/$batch`, { method: 'POST', body: JSON.stringify({ requests }) })
  for (const { id, body } of responses) {
    const next = body['@odata.nextLink']
    some[id].members = new Set([...body.value, ...(next ? await list(next) : [])].map((member) => member.id))
  }
}
console.log(`${people.length} people, ${teams.length} groups`)
if (folder !== undefined) compare((await import('js-yaml-4')).load)

function compare(load) {
  const yaml = (name) => load(readFileSync(`${folder}/${name}`, 'utf8'))
  const [departments, groups, users] = [yaml('departments.yaml'), yaml('groups.yaml'), {}]
  for (const name of readdirSync(folder)) if (name.startsWith('users.')) Object.assign(users, yaml(name))
  const known = new Map(people.map((person) => [person.userPrincipalName.split('@')[0], person]))
  const members = Object.fromEntries(Object.keys(groups).map((id) => [id, new Set()]))
  const wished = (user) => ({
    displayName: `${user.name.first} ${user.name.last}`,
    givenName: user.name.first,
    surname: user.name.last,
    mail: user.email,
    jobTitle: user.title,
    department: departments[user.department].name,
    employeeId: user.employeeId,
    officeLocation: user.location,
    city: user.address.city,
    postalCode: user.address.postalCode,
    country: 'NL',
    usageLocation: 'NL',
    businessPhones: user.phones.work,
    mobilePhone: user.phones.mobile,
  })
  for (const [id, user] of Object.entries(users)) {
    const live = known.get(id)
    for (const group of user.groups) members[group].add(live?.id)
    if (!live) {
      console.log(`create ${id}`)
      continue
    }
    for (const [name, value] of Object.entries(wished(user)))
      if (value !== String(live[name] ?? '')) console.log(`${id}: ${name}: ${live[name]} -> ${value}`)
    if (live.manager?.id !== known.get(user.manager)?.id) console.log(`${id}: manager`)
  }
  for (const id of known.keys()) if (!users[id]) console.log(`disable ${id}`)
  const byName = new Map(teams.map((team) => [team.displayName, team]))
  for (const [id, group] of Object.entries(groups)) {
    const live = byName.get(id)
    if (live?.description !== group.description) console.log(`${id}: description`)
    for (const member of members[id]) if (!live?.members.has(member)) console.log(`${id}: + ${member}`)
    for (const member of live?.members ?? []) if (!members[id].has(member)) console.log(`${id}: - ${member}`)
  }
}
