import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import type { Observed } from '../../../src/model/observed.ts'
import { readPermissions } from '../../../src/providers/entra/permissions.ts'
import { globalAdministrator } from '../../../src/providers/entra/roles.ts'
import { everything, groupIn, startTenant, userIn } from './reading.ts'
import type { Tenant } from './reading.ts'

const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
const stranger = 'dd000000-0000-4000-8000-000000000001'

let tenant: Tenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(async () => tenant.close())

async function read(settings: Parameters<Tenant['open']>[0] = {}): Promise<readonly Observed[]> {
  const reader = await tenant.open(settings)
  try {
    return await everything(reader)
  } finally {
    await reader.close()
  }
}

const upn = (name: string): string => `${name}@${tenant.graph.state.defaultDomain}`

function assign(role: string, principal: string, scope = '/'): void {
  const { roleAssignments } = tenant.graph.state
  const id = `assignment-${roleAssignments.size}`
  roleAssignments.set(id, { id, roleDefinitionId: role, principalId: principal, directoryScopeId: scope })
}

describe('people', () => {
  test('all of them, over several pages, with their managers', async () => {
    const boss = tenant.person('boss', { jobTitle: 'Director', businessPhones: ['+31 20 1'], city: null })
    const others = Array.from({ length: 7 }, (_, number) => tenant.person(`person${number}`))
    for (const id of others) tenant.graph.state.managers.set(id, boss)
    const seen = await read()
    expect(userIn(seen, upn('boss'))).toMatchObject({
      immutableId: boss,
      reference: boss,
      container: 'users',
      state: 'active',
      attributes: { jobTitle: 'Director', businessPhones: '+31 20 1', displayName: 'boss' },
      references: {},
      unknown: [],
    })
    for (const id of others) expect(seen.find((each) => each.immutableId === id)?.references).toEqual({ manager: boss })
  })

  test('names with quotes, marks, slashes and percent signs come as they are', async () => {
    const guest = "m.o'brien_fabrikam.example#EXT#@northwind.onmicrosoft.com"
    tenant.person(guest, { displayName: 'Mary O’Brien / 100% (guest)', userType: 'Guest' })
    tenant.group("O'Brien / 50% #1", { description: 'a%2Fb' })
    const seen = await read()
    expect(userIn(seen, guest).attributes['displayName']).toBe('Mary O’Brien / 100% (guest)')
    expect(groupIn(seen, "O'Brien / 50% #1").attributes['description']).toBe('a%2Fb')
  })

  test('somebody who was invited and has not come yet', async () => {
    tenant.person('g_x.example#EXT#@y.example', { userType: 'Guest', externalUserState: 'PendingAcceptance' })
    expect(userIn(await read(), 'g_x.example#EXT#@y.example').state).toBe('invited')
  })

  test('what comes from Active Directory is held there', async () => {
    tenant.person('ana', { onPremisesSyncEnabled: true })
    expect(userIn(await read(), upn('ana')).upstream?.writable).toEqual(['usageLocation'])
  })

  test('what is not mapped is not asked for, and is no difference', async () => {
    tenant.person('ana', { jobTitle: 'Engineer', city: 'Delft' })
    const ana = userIn(await read({ mapping: { jobTitle: null, manager: null } }), upn('ana'))
    expect(ana.attributes).not.toHaveProperty('jobTitle')
    expect(ana.unknown).toEqual([])
    expect(ana.attributes['city']).toBe('Delft')
    expect(tenant.graph.log.some(({ url }) => url.includes('expand=manager'))).toBe(false)
  })

  test('what is asked for and not in the answer is not known, and no difference either', async () => {
    tenant.person('ana', { jobTitle: 'Engineer' })
    const reader = await tenant.open({ mapping: { [`extension_${'0'.repeat(32)}_shoeSize`]: 'title' } })
    const ana = userIn(await everything(reader), upn('ana'))
    const name = `extension_${'0'.repeat(32)}_shoeSize`
    expect(name in ana.attributes).toBe(false)
    await reader.close()
  })
})

describe('groups', () => {
  test('with all members, over several pages, whatever they are', async () => {
    const people = Array.from({ length: 8 }, (_, number) => tenant.person(`person${number}`))
    const nested = tenant.group('Nested')
    const { servicePrincipalId } = tenant.graph.writer
    tenant.group('Team', {}, [...people, nested, servicePrincipalId])
    const seen = await read()
    const { members } = groupIn(seen, 'Team')
    expect(new Set(members)).toEqual(new Set([...people, nested, servicePrincipalId]))
    expect(groupIn(seen, 'Nested').members).toEqual([])
  })

  test('with all owners, where more are there than Graph shows at once', async () => {
    const people = Array.from({ length: 23 }, (_, number) => tenant.person(`person${number}`))
    tenant.graph.state.owners.set(tenant.group('Team'), new Set(people))
    const { references, furtherReferences } = groupIn(await read(), 'Team')
    expect([references['owner'], ...(furtherReferences?.['owner'] ?? [])]).toEqual(people.toSorted())
  })

  test('of every sort that nobody manages here, with the reason', async () => {
    tenant.group('Rule', { groupTypes: ['DynamicMembership'], membershipRule: 'user.city -eq "Delft"' })
    tenant.group('Synced', { onPremisesSyncEnabled: true })
    tenant.group('List', { mailEnabled: true, securityEnabled: false, mail: 'list@northwind.example' })
    tenant.group('Legacy Finance')
    const seen = await read({ protect: ['legacy *'] })
    const why = (name: string): string | undefined => groupIn(seen, name).notManageable
    expect(why('Rule')).toContain('follow a rule (dynamic membership)')
    expect(why('Synced')).toContain('comes here from Active Directory')
    expect(why('List')).toContain('Exchange manages it')
    expect(why('Legacy Finance')).toBe('protected by legacy *')
  })

  test('administrative units are groups of another sort', async () => {
    const ana = tenant.person('ana')
    const id = 'ee000000-0000-4000-8000-000000000001'
    tenant.graph.state.administrativeUnits.set(id, { id, displayName: 'Delft', description: 'the site' })
    tenant.graph.state.members.set(id, new Set([ana]))
    expect(groupIn(await read(), 'Delft')).toMatchObject({
      container: 'administrativeUnits',
      members: [ana],
      attributes: { groupKind: 'administrativeUnit', description: 'the site' },
    })
  })
})

describe('directory roles', () => {
  test('are groups that nobody makes, and somebody must always be in one of them', async () => {
    const ana = tenant.person('ana')
    const { reader } = tenant.graph
    assign(globalAdministrator, ana)
    assign(globalAdministrator, reader.servicePrincipalId)
    const role = groupIn(await read(), 'Global Administrator')
    expect(role).toMatchObject({
      container: 'directoryRoles',
      privileged: true,
      builtIn: true,
      needsHolder: true,
      fixedMembers: [reader.servicePrincipalId],
    })
    expect(role.members).toContain(ana)
  })

  test('whoever holds one administers, directly, through a group, or over a part of the directory', async () => {
    const [ana, ben, cem] = [tenant.person('ana'), tenant.person('ben'), tenant.person('cem')]
    tenant.person('dee')
    const group = tenant.group('Readers', { isAssignableToRole: true }, [ben])
    const unit = 'ee000000-0000-4000-8000-000000000001'
    assign(globalReader, ana)
    assign(globalReader, group)
    assign(globalReader, cem, `/administrativeUnits/${unit}`)
    const seen = await read()
    const administers = ['ana', 'ben', 'cem', 'dee'].map((name) => userIn(seen, upn(name)).administers ?? false)
    expect(administers).toEqual([true, true, true, false])
    expect(groupIn(seen, 'Global Reader').members).toEqual([ana, group].toSorted())
    expect(groupIn(seen, 'Readers').privileged).toBe(true)
  })
})

describe('an unread directory is never an empty one', () => {
  test('a listing that breaks off throws, and proves nothing', async () => {
    for (let number = 0; number < 9; number += 1) tenant.person(`person${number}`)
    const reader = await tenant.open()
    tenant.graph.misbehave({ breakListingsAfter: 1 })
    await expect(everything(reader)).rejects.toThrow(DirectoryFault)
    expect(reader.completeness().some(({ complete }) => complete)).toBe(false)
    await reader.close()
  })

  test('a next page on another host gets no token', async () => {
    for (let number = 0; number < 9; number += 1) tenant.person(`person${number}`)
    const reader = await tenant.open()
    tenant.graph.misbehave({ nextLinkHost: 'attacker.example' })
    await expect(everything(reader)).rejects.toThrow('attacker.example')
    const elsewhere = tenant.graph.log.filter(({ host }) => host.includes('attacker'))
    expect(elsewhere).toEqual([])
    await reader.close()
  })

  test.each([/roleAssignments/, /roleDefinitions/, /administrativeUnits/, /\/groups/, /\/users/])(
    'what may not be read (%s) is trouble',
    async (path) => {
      tenant.graph.misbehave({ refuse: { path, status: 403, times: Number.MAX_SAFE_INTEGER } })
      await expect(read()).rejects.toThrow(DirectoryFault)
    },
  )

  test('members that may not be seen are unknown, and not none', async () => {
    tenant.group('Team', {}, [tenant.person('ana')])
    tenant.graph.misbehave({ refuse: { path: /\/members/, status: 403, times: Number.MAX_SAFE_INTEGER } })
    expect(groupIn(await read(), 'Team').members).toBe('unknown')
  })

  test('another tenant is none of ours', async () => {
    const { graph } = tenant
    const [organization] = [...graph.state.organization.values()]
    if (organization === undefined) throw new Error('no organisation')
    const other = '00000000-0000-4000-8000-000000000009'
    graph.state.organization.set(organization.id, { ...organization, id: other })
    await expect(tenant.open()).rejects.toThrow(`this is the tenant ${other}`)
  })
})

describe('looking up', () => {
  test('recorded ids are found wherever they are, and nothing else is', async () => {
    const [ana, group] = [tenant.person('ana'), tenant.group('Team')]
    const unit = 'ee000000-0000-4000-8000-000000000001'
    tenant.graph.state.administrativeUnits.set(unit, { id: unit, displayName: 'Delft' })
    const gone = tenant.person('gone')
    const user = tenant.graph.state.users.get(gone)
    tenant.graph.state.users.delete(gone)
    if (user !== undefined)
      tenant.graph.state.deletedItems.set(gone, {
        ...user,
        '@odata.type': '#microsoft.graph.user',
        userPrincipalName: `${gone.replaceAll('-', '')}${upn('gone')}`,
        deletedDateTime: '2026-11-01T00:00:00Z',
      })
    const { servicePrincipalId } = tenant.graph.writer
    const reader = await tenant.open()
    const found = await reader.find([ana, group, unit, gone, globalReader, servicePrincipalId, stranger, 'no id'])
    const states = [...found.values()].map((object) => [
      object.immutableId,
      object.kind === 'user' ? object.state : object.container,
    ])
    expect(Object.fromEntries(states)).toEqual({
      [ana]: 'active',
      [group]: 'groups',
      [unit]: 'administrativeUnits',
      [gone]: 'softDeleted',
      [globalReader]: 'directoryRoles',
      [servicePrincipalId]: 'active',
    })
    expect(found.get(servicePrincipalId)?.notManageable).toBe('it is not the account of a person, or a group')
    expect((await reader.deleted?.())?.map(({ username }) => username)).toEqual([upn('gone')])
    expect([...(await reader.existing([ana, servicePrincipalId, stranger]))].toSorted()).toEqual(
      [ana, servicePrincipalId].toSorted(),
    )
    await reader.close()
  })
})

describe('licences', () => {
  const service = (name: string): string => {
    const skus = [...tenant.graph.state.subscribedSkus.values()]
    const plans = skus.flatMap(({ servicePlans }) => servicePlans as readonly Record<string, string>[])
    return plans.find(({ servicePlanName }) => servicePlanName === name)?.['servicePlanId'] ?? ''
  }

  test('who has a unit, who by a group, and without which services', async () => {
    const off = service('YAMMER_ENTERPRISE')
    const state = { skuId: e3, state: 'Active', error: 'None', disabledPlans: [] }
    const own = tenant.person('own', {
      assignedLicenses: [{ skuId: e3, disabledPlans: [off] }],
      licenseAssignmentStates: [{ ...state, assignedByGroup: null, disabledPlans: [off] }],
    })
    const inherited = tenant.person('inherited', {
      assignedLicenses: [{ skuId: e3, disabledPlans: [] }],
      licenseAssignmentStates: [{ ...state, assignedByGroup: stranger }],
    })
    const both = tenant.person('both', {
      assignedLicenses: [{ skuId: e3, disabledPlans: [] }],
      licenseAssignmentStates: [
        { ...state, assignedByGroup: stranger },
        { ...state, assignedByGroup: null },
      ],
    })
    tenant.person('none')
    const reader = await tenant.open()
    const licences = await reader.licences?.()
    if (licences === undefined || !('pools' in licences)) throw new Error('unreadable')
    const pool = licences.pools.find(({ sku }) => sku === 'SPE_E3')
    expect(pool).toMatchObject({
      purchased: 25,
      holders: [own, inherited, both].toSorted(),
      inherited: [inherited],
      disabledPlans: { [own]: ['YAMMER_ENTERPRISE'] },
    })
    expect(pool?.plans).toContain('TEAMS1')
    await reader.close()
  })

  test('that may not be read are told apart from none', async () => {
    const reader = await tenant.open()
    tenant.graph.misbehave({ refuse: { path: /subscribedSkus/, status: 403, times: 1 } })
    expect(await reader.licences?.()).toHaveProperty('unreadable')
    await reader.close()
  })
})

describe('how Graph is asked', () => {
  /** A link to the next page says it already. */
  const unselected = (): readonly string[] =>
    tenant.graph.log.flatMap(({ method, url, host }) =>
      method === 'GET' && host === 'graph.microsoft.com' && !/[?&](\$|%24)(select|skiptoken)=/.test(url) ? [url] : [],
    )

  test('every question says what it wants to know', async () => {
    tenant.group('Team', {}, [tenant.person('ana')])
    await read()
    expect(tenant.graph.log.filter(({ host }) => host === 'graph.microsoft.com').length).toBeGreaterThan(5)
    expect(unselected()).toEqual([])
  })

  test('who reads writes nothing, and takes no more than what is documented', async () => {
    tenant.group('Team', {}, [tenant.person('ana')])
    await read()
    const { log, reader } = tenant.graph
    expect(reader.roles).toEqual(readPermissions.map(({ name }) => name))
    const asked = log.filter(({ host }) => host.startsWith('graph.'))
    const changing = asked.filter(({ method, url }) => method !== 'GET' && !/\$batch|getByIds/.test(url))
    expect(asked.length).toBeGreaterThan(5)
    expect(changing).toEqual([])
  })

  test('groups are asked for their members by twenties', async () => {
    await tenant.close()
    tenant = await startTenant({}, 999)
    for (let number = 0; number < 60; number += 1) tenant.group(`Group ${number}`)
    await read()
    const batches = tenant.graph.log.filter(({ url }) => url.includes('$batch'))
    expect(batches).toHaveLength(3)
  })
})
