import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorOf, everything, group, link, person, signedIn } from './client.ts'
import type { Ask, Entry } from './client.ts'
import { theContract } from './contract/judge.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

describe('groups', () => {
  let graph: GraphEmulator
  let ask: Ask
  let people: readonly string[]
  beforeAll(async () => {
    graph = await startGraph()
    ask = await signedIn(graph)
    const names = Array.from({ length: 25 }, (_, index) => `p${String.fromCodePoint(97 + index)}`)
    people = await Promise.all(
      names.map(async (name) => String((await ask('POST', '/users', person(name))).body['id'])),
    )
  })
  afterAll(async () => graph.close())
  const made = async (name: string, more: Entry = {}): Promise<string> => {
    const { status, body } = await ask('POST', '/groups', group(name, more))
    expect([name, status]).toEqual([name, 201])
    return String(body['id'])
  }
  const membersOf = async (id: string): Promise<readonly unknown[]> =>
    (await everything(ask, `/groups/${id}/members?$select=id`)).map((each) => each['id'])

  test('a life by the contract: made with members, changed, emptied, deleted', async () => {
    const judge = theContract()
    const judged = await startGraph(judge === undefined ? {} : { judge })
    const asked = await signedIn(judged)
    const ana = String((await asked('POST', '/users', person('ana'))).body['id'])
    const inner = (await asked('POST', '/groups', group('Inner', { 'members@odata.bind': [link(ana)] }))).body['id']
    const outer = String((await asked('POST', '/groups', group('Outer'))).body['id'])
    const steps = [
      await asked('PATCH', `/groups/${outer}`, { 'members@odata.bind': [link(inner)] }),
      await asked('PATCH', `/groups/${outer}`, { description: 'Everybody' }),
      await asked('POST', `/groups/${outer}/owners/$ref`, { '@odata.id': link(ana) }),
      await asked('GET', `/groups/${outer}/members?$select=id,displayName,userPrincipalName`),
      await asked('GET', `/groups/${outer}/transitiveMembers`),
      await asked('GET', '/groups?$expand=members($select=id)'),
      await asked('GET', `/users/${ana}/transitiveMemberOf`),
      await asked('POST', `/users/${ana}/getMemberGroups`, { securityEnabledOnly: true }),
      await asked('POST', `/directoryObjects/${ana}/checkMemberGroups`, { groupIds: [outer, ana] }),
      await asked('POST', '/directoryObjects/getByIds', { ids: [ana, outer], types: ['user', 'group'] }),
      await asked('DELETE', `/groups/${outer}/members/${String(inner)}/$ref`),
      await asked('GET', `/groups/${outer}/owners/microsoft.graph.user?$select=id`),
      await asked('GET', `/groups/${outer}?$select=allowExternalSenders,hideFromAddressLists`),
      await asked('DELETE', `/groups/${outer}`),
    ]
    expect(steps.map(({ status }) => status).join(' ')).toBe('204 204 204 200 200 200 200 200 200 200 204 200 200 204')
    expect(steps[4]?.body['value']).toHaveLength(2)
    expect(steps[7]?.body['value']).toEqual([inner, outer])
    expect(steps[8]?.body['value']).toEqual([outer])
    expect(steps[11]?.body['value']).toEqual([expect.objectContaining({ id: ana })])
    expect(judged.breaches).toEqual([])
    await judged.close()
  })

  test('which sorts there are', async () => {
    const refused: readonly Entry[] = [
      { mailEnabled: true },
      { securityEnabled: false },
      { groupTypes: ['Unified'] },
      { groupTypes: ['DynamicMembership'] },
      { mailNickname: 'with space' },
      { mailNickname: undefined },
      { isAssignableToRole: true, securityEnabled: false, mailEnabled: true, groupTypes: ['Unified'] },
    ]
    for (const more of refused)
      expect([more, (await ask('POST', '/groups', group('no', more))).status]).toEqual([more, 400])
    const unified = { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false, mailNickname: 'team' }
    const id = await made('Team', unified)
    expect(graph.state.groups.get(id)).toMatchObject({ mail: 'team@northwind.example', visibility: 'Public' })
    expect(errorOf(await ask('POST', '/groups', group('Other', unified))).message).toContain(
      'mailNickname already exists',
    )
    await made('Same name')
    await made('Same name')
  })

  test('members come by twenty, all or none, and once', async () => {
    const id = await made('Twenty')
    const bind = async (ids: readonly (string | undefined)[]): Promise<number> =>
      (await ask('PATCH', `/groups/${id}`, { 'members@odata.bind': ids.map(link) })).status
    expect(await bind(people.slice(0, 21))).toBe(400)
    expect(await bind(people.slice(0, 20))).toBe(204)
    expect(await bind([...people.slice(20, 22), people[0]])).toBe(400)
    expect(await bind([people[22], 'ffffffff-0000-4000-8000-000000000000'])).toBe(404)
    expect(await membersOf(id)).toEqual(people.slice(0, 20))
    const again = await ask('POST', `/groups/${id}/members/$ref`, { '@odata.id': link(people[0]) })
    expect(errorOf(again).message).toBe(
      "One or more added object references already exist for the following modified properties: 'members'.",
    )
    expect((await ask('DELETE', `/groups/${id}/members/${people[22]}/$ref`)).status).toBe(404)
    expect((await ask('DELETE', `/groups/${id}/members/${people[0]}/$ref`)).status).toBe(204)
    expect(await membersOf(id)).toEqual(people.slice(1, 20))
  })

  test('groups that are filled or mastered elsewhere take no members', async () => {
    const rule = { groupTypes: ['DynamicMembership'], membershipRule: 'user.city -eq "Cork"' }
    const dynamic = await made('Dynamic', rule)
    const synced = await made('Synced')
    graph.state.groups.set(synced, { ...graph.state.groups.get(synced), id: synced, onPremisesSyncEnabled: true })
    const mail = await made('Mail')
    graph.state.groups.set(mail, { ...graph.state.groups.get(mail), id: mail, mailEnabled: true })
    for (const id of [dynamic, synced, mail])
      expect((await ask('POST', `/groups/${id}/members/$ref`, { '@odata.id': link(people[0]) })).status).toBe(400)
    expect((await ask('PATCH', `/groups/${synced}`, { description: 'x' })).status).toBe(400)
    expect((await ask('PATCH', `/groups/${mail}`, { description: 'x' })).status).toBe(400)
    expect((await ask('PATCH', `/groups/${dynamic}`, { description: 'x' })).status).toBe(204)
  })

  test('groups that can be given a role ask for more', async () => {
    const half = await startGraph({ writerRoles: ['Group.ReadWrite.All'] })
    const asked = await signedIn(half)
    expect((await asked('POST', '/groups', group('Admins', { isAssignableToRole: true }))).status).toBe(403)
    await half.close()
    const id = await made('Admins', { isAssignableToRole: true })
    const nested = await ask('POST', `/groups/${id}/members/$ref`, { '@odata.id': link(await made('Inner')) })
    expect(errorOf(nested).message).toContain('Nesting')
    expect((await ask('PATCH', `/groups/${await made('Plain')}`, { isAssignableToRole: true })).status).toBe(400)
  })

  test('of what is deleted only groups of Microsoft 365 come back', async () => {
    const unified = await made('Back', { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false })
    await ask('PATCH', `/groups/${unified}`, { 'members@odata.bind': [link(people[3])] })
    const security = await made('Gone')
    const holder = await made('Holder', { 'members@odata.bind': [link(security)] })
    for (const id of [unified, security]) expect((await ask('DELETE', `/groups/${id}`)).status).toBe(204)
    const bin = await everything(ask, '/directory/deletedItems/microsoft.graph.group?$select=id')
    expect(bin).toEqual([{ id: unified }])
    expect(await membersOf(holder)).toEqual([])
    expect((await ask('POST', `/directory/deletedItems/${unified}/restore`)).status).toBe(200)
    expect(await membersOf(unified)).toEqual([people[3]])
  })

  test('a deleted person is in no listing, and is where they were once they are back', async () => {
    const id = await made('Those', { 'members@odata.bind': [link(people[5]), link(people[6])] })
    await ask('DELETE', `/users/${people[5]}`)
    expect(await membersOf(id)).toEqual([people[6]])
    await ask('POST', `/directory/deletedItems/${people[5]}/restore`)
    expect(await membersOf(id)).toEqual([people[5], people[6]])
  })
})
