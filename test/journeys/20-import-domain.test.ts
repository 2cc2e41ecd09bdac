import { parse } from 'yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Group } from '../../src/generated/groups.ts'
import type { User } from '../../src/generated/users.ts'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { startAdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
import { sidOf } from '../servers/samba-accounts.ts'
import type { Samba } from '../servers/samba.ts'
import { startSamba } from '../servers/samba.ts'
import { Newcomer, trouble } from './newcomer.ts'
import { groupNames, population, seededDomain } from './seeded-domain.ts'
import { departments } from './seeded-people.ts'
import { place, replaced } from './seeded-places.ts'
import { seededTenant, standing, variablesFor } from './seeded-tenant.ts'
import type { Door } from './seeded-tenant.ts'

const { ldif, people } = seededDomain()
let server: Samba
/** As strict as Microsoft's server: values in ranges of 1,500, pages of 1,000. */
let proxy: AdProxy
let door: Door
beforeAll(async () => {
  server = await startSamba({ load: ldif })
  belongsFirstTo(people[13]?.dn ?? '', 'Team Service desk')
  proxy = await startAdProxy(server)
  const units = [place.people, place.leavers, place.groups]
  const [reader, writer] = [server.account('reader'), server.account('writer', { write: units })]
  door = { url: proxy.url, caFile: proxy.caFile, reader, writer }
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})

test(
  'UX-01 ATR-18 a domain of twenty years is declared, and nothing that follows touches it',
  { timeout: 300_000 },
  async () => {
    const before = standing(server)
    const me = new Newcomer(variablesFor(door))
    await me.begins(seededTenant(door, { mode: 'observe', placement: 'department' }))
    const adoption = await me.imports()
    expect(adoption.diagnostics).toEqual([])
    expect(adoption.declared.users.length).toBe(population.people)
    expect(adoption.declared.groups.length).toBe(groupNames.length)
    expect(adoption.declared.departments.length).toBe(departments.length)
    expect(adoption.leftAlone.map(({ kind, name, why }) => `${kind} ${name}: ${why}`)).toEqual([
      'group Guarded: protected by AdminSDHolder (adminCount is 1)',
    ])
    expect(adoption.atRisk).toBe(0)
    await me.does('fmt', '--check')
    expectDeclared(me)
    const declared = me.files()
    for (const mode of ['additive', 'authoritative'] as const) {
      me.write('tenants/lab/tenant.yaml', seededTenant(door, { mode, placement: 'department' }))
      const plan = await me.plans()
      expect([mode, trouble(plan)]).toEqual([mode, []])
    }
    await me.does('apply', '--tenant', 'lab', '--auto-approve')
    await me.does('plan', '--tenant', 'lab', '--detailed-exitcode')
    await me.does('drift')
    await me.does('ledger', 'verify')
    const again = await me.imports()
    expect([again.files, again.known]).toEqual([[], { people: population.people, groups: groupNames.length }])
    expect({ ...me.files(), 'tenant.yaml': '' }).toEqual({ ...declared, 'tenant.yaml': '' })
    expect(proxy.count(...writing)).toBe(0)
    expect(standing(server)).toBe(before)
  },
)

/** Makes a group somebody's primary one: they are its members from then on without being in its list. */
function belongsFirstTo(dn: string, group: string): void {
  const rid = sidOf(server.search(`(&(objectClass=group)(cn=${group}))`, 'objectSid'))
    .split('-')
    .at(-1)
  server.modify(replaced(dn, { primaryGroupID: rid }))
}

/** What the files say, held against what was put into the domain. */
function expectDeclared(me: Newcomer): void {
  const byId = parse(me.text('users')) as Record<string, User>
  const users = Object.values(byId)
  // Where there is no other word, the id is the username.
  const usernames = Object.entries(byId).map(([id, { username }]) => username ?? id)
  const groups = parse(me.text('groups')) as Record<string, Group>
  expect(usernames.toSorted()).toEqual(people.map(({ login }) => login).toSorted())
  const shut = users.filter(({ state }) => state === 'disabled' || state === 'suspended')
  expect(shut.length).toBe(people.filter(({ isDisabled }) => isDisabled).length)
  expect(Object.values(groups).map(({ name }, at) => name ?? Object.keys(groups)[at])).toEqual(
    expect.arrayContaining([...groupNames]),
  )
  const all = Object.entries(groups).find(([, { name }]) => name === 'All of us') ?? ['', {}]
  // 4,000 of its members are declared nowhere: nobody is to be taken out.
  expect(all[1].members).toEqual({ ownership: 'additive' })
  expect(users.filter(({ groups: own }) => own?.includes(all[0])).length).toBe(population.people)
  expect(byId['upper-0003']?.manager ?? byId['zoe_0002']?.manager).toBeDefined()
  expect(byId['o-neil-0013']?.groups).toEqual(['all-of-us', 'dusseldorf-alt-neu', 'news'])
  const text = Object.values(me.files()).join('\n')
  for (const stranger of ['Friend', 'PC0', 'Partner', 'partner', 'X500', 'SIP:']) expect(text).not.toContain(stranger)
}
