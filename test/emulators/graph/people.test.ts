import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorOf, everything, link, person, signedIn } from './client.ts'
import type { Ask } from './client.ts'
import { theContract } from './contract/judge.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

describe('people', () => {
  let graph: GraphEmulator
  let ask: Ask
  beforeAll(async () => {
    graph = await startGraph()
    ask = await signedIn(graph)
  })
  afterAll(async () => graph.close())
  const made = async (name: string): Promise<string> => String((await ask('POST', '/users', person(name))).body['id'])

  test('a life by the contract: made, changed, given a manager, signed out, deleted, brought back', async () => {
    const judge = theContract()
    const judged = await startGraph(judge === undefined ? {} : { judge })
    const asked = await signedIn(judged)
    const [ana, ben] = await Promise.all(
      ['ana', 'ben'].map(async (name) => String((await asked('POST', '/users', person(name))).body['id'])),
    )
    const steps = [
      await asked('PATCH', `/users/${ana}`, { jobTitle: 'Engineer', usageLocation: 'DE' }),
      await asked('PUT', `/users/${ana}/manager/$ref`, { '@odata.id': link(ben) }),
      await asked('GET', `/users/${ana}/manager?$select=id`),
      await asked('GET', `/users/${ana}?$expand=manager($select=id)`),
      await asked('DELETE', `/users/${ana}/manager/$ref`),
      await asked('POST', `/users/${ana}/microsoft.graph.revokeSignInSessions`),
      await asked('DELETE', `/users/${ana}`),
      await asked('GET', '/directory/deletedItems/microsoft.graph.user'),
      await asked('POST', `/directory/deletedItems/${ana}/restore`),
    ]
    expect(steps.map(({ status }) => status)).toEqual([204, 204, 200, 200, 204, 200, 204, 200, 200])
    expect(judged.state.users.get(ana ?? '')).toMatchObject({
      jobTitle: 'Engineer',
      userPrincipalName: 'ana@northwind.example',
    })
    expect(judged.state.revocations.get(ana ?? '')).toBe(1)
    expect(judged.breaches).toEqual([])
    await judged.close()
  })

  test('names travel: quotes, at signs and hashes, as a segment, as a key, in any case', async () => {
    const id = await made("mary.o'brien")
    const ways = [
      `/users/${encodeURIComponent("mary.o'brien@northwind.example")}`,
      `/users('mary.o''brien@northwind.example')`,
      `/USERS/MARY.O'BRIEN@northwind.example`,
      `/users/${id.toUpperCase()}`,
    ]
    for (const way of ways) expect((await ask('GET', way)).body['id']).toBe(id)
    graph.state.users.set('5a5a5a5a-0000-4000-8000-000000000001', {
      id: '5a5a5a5a-0000-4000-8000-000000000001',
      userPrincipalName: 'zoe_partner.example#EXT#@northwind.onmicrosoft.com',
    })
    const guest = await ask('GET', `/users/${encodeURIComponent('zoe_partner.example#EXT#@northwind.onmicrosoft.com')}`)
    expect(guest.body['id']).toBe('5a5a5a5a-0000-4000-8000-000000000001')
    const strange = await ask('GET', `/users/${encodeURIComponent('a/b%c@northwind.example')}`)
    expect(errorOf(strange).message).toContain("'a/b%c@northwind.example'")
  })

  test('what every account has must be said, and what is said must be true', async () => {
    const wrong: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ passwordProfile: undefined }, 'passwordProfile'],
      [{ displayName: null }, 'displayName'],
      [{ passwordProfile: { password: 'simple' } }, 'password complexity'],
      [{ userPrincipalName: 'x@elsewhere.example' }, 'verified domain'],
      [{ userPrincipalName: 'a/b@northwind.example' }, 'userPrincipalName is invalid'],
      [{ usageLocation: 'Germany' }, 'usageLocation'],
      [{ jobTitle: '' }, 'jobTitle'],
      [{ businessPhones: ['1', '2'] }, 'businessPhones'],
      [{ shoeSize: 43 }, 'shoeSize'],
      [{ assignedLicenses: [] }, 'read-only'],
      [{ accountEnabled: 'yes' }, 'accountEnabled'],
    ]
    const before = graph.state.users.size
    for (const [more, message] of wrong) {
      const answer = await ask('POST', '/users', person('wrong', more))
      expect([answer.status, errorOf(answer).code]).toEqual([400, 'Request_BadRequest'])
      expect(errorOf(answer).message).toContain(message)
    }
    expect(graph.state.users.size).toBe(before)
  })

  test('a sign-in name is given once, whatever its case', async () => {
    await made('cleo')
    const again = await ask('POST', '/users', person('CLEO'))
    expect(errorOf(again)).toMatchObject({
      message: 'Another object with the same value for property userPrincipalName already exists.',
      details: [{ code: 'ObjectConflict', target: 'userPrincipalName' }],
    })
    const other = await made('dora')
    expect((await ask('PATCH', `/users/${other}`, { userPrincipalName: 'cleo@northwind.example' })).status).toBe(400)
    expect((await ask('PATCH', `/users/${other}`, { UserPrincipalName: 'DORA@northwind.example' })).status).toBe(204)
    graph.state.users.set(other, { id: other, userPrincipalName: 'moved@northwind.example' })
    expect((await ask('GET', '/users/moved@northwind.example')).body['id']).toBe(other)
    expect((await ask('POST', '/users', person('dora'))).status).toBe(201)
  })

  test('an account that is mastered on premises is changed there', async () => {
    const id = await made('synced')
    graph.state.users.set(id, { ...graph.state.users.get(id), id, onPremisesSyncEnabled: true })
    for (const change of [{ accountEnabled: false }, { jobTitle: 'x' }, { usageLocation: 'DE', surname: 'x' }])
      expect(errorOf(await ask('PATCH', `/users/${id}`, change)).message).toContain('on-premises mastered')
    expect((await ask('PUT', `/users/${id}/manager/$ref`, { '@odata.id': link(id) })).status).toBe(400)
    expect((await ask('PATCH', `/users/${id}`, { usageLocation: 'DE' })).status).toBe(204)
  })

  test('who was deleted keeps everything for its return, and frees the name', async () => {
    const id = await made('erin')
    await ask('PATCH', `/users/${id}`, { jobTitle: 'Engineer' })
    await ask('DELETE', `/users/${id}`)
    expect((await ask('GET', `/users/${id}`)).status).toBe(404)
    const bin = await everything(ask, '/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName')
    expect(bin).toContainEqual({ id, userPrincipalName: `${id.replaceAll('-', '')}erin@northwind.example` })
    const successor = await made('erin')
    expect((await ask('POST', `/directory/deletedItems/${id}/restore`)).status).toBe(400)
    await ask('DELETE', `/users/${successor}`)
    expect((await ask('POST', `/directory/deletedItems/${id}/restore`)).body).toMatchObject({
      id,
      jobTitle: 'Engineer',
    })
    expect((await ask('DELETE', `/directory/deletedItems/${successor}`)).status).toBe(204)
    expect((await ask('POST', `/directory/deletedItems/${successor}/restore`)).status).toBe(404)
  })

  test('nobody reads a password back', async () => {
    const id = await made('secret')
    const shown = await ask('GET', `/users/${id}?$select=id,passwordProfile`)
    expect(shown.body['passwordProfile']).toBeNull()
    await ask('PUT', `/users/${id}/manager/$ref`, { '@odata.id': link(id) })
    expect(JSON.stringify((await ask('GET', `/users/${id}?$expand=manager`)).body)).not.toContain('Correct horse')
  })

  test('a reader may not write, and rights are of properties too', async () => {
    const id = await made('guarded')
    const read = await signedIn(graph, graph.reader)
    const refused = await read('PATCH', `/users/${id}`, { jobTitle: 'x' })
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'Authorization_RequestDenied'])
    const halfway = await startGraph({ writerRoles: ['User.EnableDisableAccount.All'] })
    halfway.state.users.set(id, { id, userPrincipalName: 'guarded@northwind.example' })
    const asked = await signedIn(halfway)
    expect((await asked('PATCH', `/users/${id}`, { accountEnabled: false })).status).toBe(204)
    expect((await asked('PATCH', `/users/${id}`, { jobTitle: 'x' })).status).toBe(403)
    expect((await asked('GET', '/users')).status).toBe(403)
    await halfway.close()
  })
})
