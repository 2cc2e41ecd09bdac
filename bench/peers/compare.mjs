// What an administrator writes in an afternoon: reads the YAML, reads the directory, prints what differs.
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml-4'
import { Client } from 'ldapts'

const [folder, url, base, bindDn, password] = process.argv.slice(2)
const yaml = (name) => load(readFileSync(`${folder}/${name}`, 'utf8'))
const departments = yaml('departments.yaml')
const groups = yaml('groups.yaml')
const users = {}
for (const name of readdirSync(folder)) if (name.startsWith('users.')) Object.assign(users, yaml(name))

const members = Object.fromEntries(Object.keys(groups).map((id) => [id, new Set()]))
const dnOf = (id) => `uid=${id},ou=people,${base}`
const wished = (user) => ({
  cn: `${user.name.first} ${user.name.last}`,
  displayName: `${user.name.first} ${user.name.last}`,
  givenName: user.name.first,
  sn: user.name.last,
  mail: user.email,
  title: user.title,
  ou: departments[user.department].name,
  employeeNumber: user.employeeId,
  physicalDeliveryOfficeName: user.location,
  l: user.address.city,
  postalCode: user.address.postalCode,
  telephoneNumber: user.phones.work,
  mobile: user.phones.mobile,
  manager: user.manager && dnOf(user.manager),
})

const client = new Client({ url })
await client.bind(bindDn, password)
const search = async (where, filter, attributes) =>
  (await client.search(`${where},${base}`, { scope: 'sub', filter, attributes, paged: { pageSize: 1000 } }))
    .searchEntries
const attributes = Object.keys(wished(Object.values(users)[0]))
const people = new Map(
  (await search('ou=people', '(objectClass=inetOrgPerson)', ['uid', ...attributes])).map((e) => [e.uid, e]),
)
const teams = new Map(
  (await search('ou=groups', '(objectClass=groupOfNames)', ['cn', 'description', 'member'])).map((e) => [e.cn, e]),
)
await client.unbind()

for (const [id, user] of Object.entries(users)) {
  for (const group of user.groups) members[group].add(dnOf(id))
  const live = people.get(id)
  if (!live) {
    console.log(`create ${id}`)
    continue
  }
  for (const [name, value] of Object.entries(wished(user)))
    if ((value ?? '') !== String(live[name] ?? '')) console.log(`${id}: ${name}: ${live[name]} -> ${value}`)
}
for (const id of people.keys()) if (!users[id]) console.log(`disable ${id}`)
for (const [id, group] of Object.entries(groups)) {
  const live = teams.get(id)
  const has = new Set([live?.member ?? []].flat())
  if (live?.description !== group.description) console.log(`${id}: description`)
  for (const dn of members[id]) if (!has.has(dn)) console.log(`${id}: + ${dn}`)
  for (const dn of has) if (!members[id].has(dn)) console.log(`${id}: - ${dn}`)
}
