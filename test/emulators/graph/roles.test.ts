import { describe, expect, test } from 'vitest'
import { signedIn, errorOf, everything, group, link, person } from './client.ts'
import { judgedTenant } from './judged.ts'

const { graph, ask } = judgedTenant()
const assignments = '/roleManagement/directory/roleAssignments'
const units = '/directory/administrativeUnits'
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const helpdesk = '729827e3-9c14-49f7-bb1b-9608f156bbb8'

describe('directory roles', () => {
  test('the built-in ones are there by their names, at least twenty', async () => {
    const roles = await everything(ask, '/roleManagement/directory/roleDefinitions?$select=id,displayName,isBuiltIn')
    expect(roles.length).toBeGreaterThanOrEqual(20)
    expect(roles).toContainEqual({ id: globalAdministrator, displayName: 'Global Administrator', isBuiltIn: true })
  })

  test('are given and found by who has them and by role, with the principal', async () => {
    const [ada, bob] = [await made('ada'), await made('bob')]
    const { status } = await assign(ada, helpdesk)
    expect(status).toBe(201)
    await assign(bob, globalAdministrator)
    const mine = await everything(ask, `${assignments}?$filter=principalId eq '${ada}'&$expand=principal`)
    expect(mine).toMatchObject([
      { roleDefinitionId: helpdesk, principal: { '@odata.type': '#microsoft.graph.user', id: ada } },
    ])
    expect(await everything(ask, `${assignments}?$filter=roleDefinitionId eq '${globalAdministrator}'`)).toHaveLength(1)
    expect((await assign(ada, helpdesk)).status).toBe(400)
  })

  test('the last Global Administrator stays; the last but one may go', async () => {
    const [ada, bob] = [await made('ada'), await made('bob')]
    const [first, second] = [await assign(ada, globalAdministrator), await assign(bob, globalAdministrator)]
    expect((await ask('DELETE', `${assignments}/${String(first.body['id'])}`)).status).toBe(204)
    const refused = await ask('DELETE', `${assignments}/${String(second.body['id'])}`)
    expect([refused.status, errorOf(refused).message]).toEqual([
      400,
      expect.stringContaining('last Global Administrator'),
    ])
  })

  test('a group has a role only where it was made for that', async () => {
    const plain = String((await ask('POST', '/groups', group('Plain'))).body['id'])
    const able = String((await ask('POST', '/groups', group('Able', { isAssignableToRole: true }))).body['id'])
    expect((await assign(plain, helpdesk)).status).toBe(400)
    expect((await assign(able, helpdesk)).status).toBe(201)
  })

  test('a role of the tenant’s own is made, changed and deleted; Microsoft’s stay', async () => {
    const roles = '/roleManagement/directory/roleDefinitions'
    const rolePermissions = [{ allowedResourceActions: ['microsoft.directory/users/basic/read'] }]
    const { status, body } = await ask('POST', roles, {
      displayName: 'Reader of names',
      isEnabled: true,
      rolePermissions,
    })
    expect([status, body['isBuiltIn']]).toEqual([201, false])
    const path = `${roles}/${String(body['id'])}`
    expect((await ask('PATCH', path, { displayName: 'Names' })).status).toBe(204)
    expect((await ask('GET', path)).body['displayName']).toBe('Names')
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('DELETE', `${roles}/${helpdesk}`)).status).toBe(400)
  })

  test('the older words say the same', async () => {
    const ada = await made('ada')
    const role = (await ask('POST', '/directoryRoles', { roleTemplateId: helpdesk })).body
    const members = `/directoryRoles/${String(role['id'])}/members`
    expect((await ask('POST', `${members}/$ref`, { '@odata.id': link(ada) })).status).toBe(204)
    expect((await everything(ask, members)).map(({ id }) => id)).toEqual([ada])
    expect(await everything(ask, `${assignments}?$filter=principalId eq '${ada}'`)).toHaveLength(1)
    expect((await everything(ask, '/directoryRoles')).map(({ roleTemplateId }) => roleTemplateId)).toContain(helpdesk)
    expect((await everything(ask, '/directoryRoleTemplates')).map(({ id }) => id)).toContain(helpdesk)
    expect((await ask('DELETE', `${members}/${ada}/$ref`)).status).toBe(204)
    expect(await everything(ask, members)).toEqual([])
  })
})

describe('administrative units', () => {
  test('are made, changed, filled with people and groups, and deleted', async () => {
    const { status, body } = await ask('POST', units, { displayName: 'Berlin', description: 'Everybody in Berlin' })
    expect(status).toBe(201)
    const path = `${units}/${String(body['id'])}`
    const [ada, crew] = [await made('ada'), String((await ask('POST', '/groups', group('Crew'))).body['id'])]
    for (const id of [ada, crew])
      expect((await ask('POST', `${path}/members/$ref`, { '@odata.id': link(id) })).status).toBe(204)
    expect((await ask('POST', `${path}/members/$ref`, { '@odata.id': link(ada) })).status).toBe(400)
    expect((await everything(ask, `${path}/members?$select=id`)).map((each) => each['@odata.type'])).toEqual([
      '#microsoft.graph.user',
      '#microsoft.graph.group',
    ])
    expect((await ask('PATCH', path, { displayName: 'Berlin and Potsdam' })).status).toBe(204)
    expect((await everything(ask, units)).map(({ displayName }) => displayName)).toEqual(['Berlin and Potsdam'])
    expect((await ask('DELETE', `${path}/members/${crew}/$ref`)).status).toBe(204)
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(404)
  })
})

describe('who may what', () => {
  test('the tenant says which domains are its own', async () => {
    const [organization] = await everything(ask, '/organization?$select=id,verifiedDomains')
    expect(organization).toMatchObject({
      id: graph().state.tenantId,
      verifiedDomains: [
        { name: 'northwind.example', isDefault: true, isInitial: false },
        { name: 'northwind.onmicrosoft.com', isDefault: false, isInitial: true },
      ],
    })
  })

  test('an application finds what was consented to, by the names of permissions', async () => {
    const { clientId, roles } = graph().writer
    const own = await ask('GET', `/servicePrincipals(appId='${clientId}')`)
    const grants = await everything(ask, `/servicePrincipals/${String(own.body['id'])}/appRoleAssignments`)
    const service = await ask(
      'GET',
      "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id,appRoles",
    )
    const names = new Map(
      (service.body['appRoles'] as readonly { id: string; value: string }[]).map(({ id, value }) => [id, value]),
    )
    expect(grants.map(({ appRoleId }) => names.get(String(appRoleId)))).toEqual(roles)
  })

  test('who may only read changes nothing', async () => {
    const read = await signedIn(graph(), graph().reader)
    const ada = await made('ada')
    const wished = { principalId: ada, roleDefinitionId: helpdesk, directoryScopeId: '/' }
    for (const [path, body] of [
      [assignments, wished],
      [units, { displayName: 'Berlin' }],
      ['/invitations', { invitedUserEmailAddress: 'pat@contoso.example', inviteRedirectUrl: 'https://a.example' }],
      [`/users/${ada}/assignLicense`, { addLicenses: [], removeLicenses: [] }],
      [`/users/${ada}/authentication/temporaryAccessPassMethods`, {}],
      ['/identity/conditionalAccess/namedLocations', {}],
    ] as const)
      expect((await read('POST', path, body)).status, path).toBe(403)
  })
})

async function made(name: string): Promise<string> {
  return String((await ask('POST', '/users', person(name))).body['id'])
}

async function assign(principalId: string, roleDefinitionId: string): ReturnType<typeof ask> {
  return ask('POST', assignments, { principalId, roleDefinitionId, directoryScopeId: '/' })
}
