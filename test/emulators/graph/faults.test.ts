import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, everything, group, link, person, signedIn } from './client.ts'
import type { Ask } from './client.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

let graph: GraphEmulator
let ask: Ask
beforeEach(async () => {
  graph = await startGraph()
  ask = await signedIn(graph)
})
afterEach(async () => graph.close())

async function made(name: string): Promise<string> {
  return String((await ask('POST', '/users', person(name))).body['id'])
}

test('what was made is not found and not listed until it was looked for some times', async () => {
  graph.misbehave({ lag: 3 })
  const id = await made('ana')
  const looks = [
    (await ask('GET', `/users/${id}`)).status,
    (await everything(ask, '/users')).length,
    (await ask('GET', '/users/ana@northwind.example')).status,
    (await ask('GET', `/users/${id}`)).status,
    (await everything(ask, '/users')).length,
  ]
  expect(looks).toEqual([404, 0, 404, 200, 1])
})

test('what was changed is seen as it was; rules and writes know better', async () => {
  const id = await made('ana')
  graph.misbehave({ lag: 2 })
  expect((await ask('PATCH', `/users/${id}`, { jobTitle: 'Engineer' })).status).toBe(204)
  const titles = []
  for (let look = 0; look < 3; look++) titles.push((await ask('GET', `/users/${id}`)).body['jobTitle'])
  expect(titles).toEqual([null, null, 'Engineer'])
  const other = await made('ben')
  expect((await ask('POST', '/users', person('BEN'))).status).toBe(400)
  expect((await ask('PATCH', `/users/${other}`, { jobTitle: 'x' })).status).toBe(204)
  expect(graph.state.users.get(other)).toMatchObject({ jobTitle: 'x' })
})

test('members and the bin lag as well, and `settle` shows everything', async () => {
  const [ana, team] = [await made('ana'), String((await ask('POST', '/groups', group('Team'))).body['id'])]
  graph.misbehave({ lag: 30 })
  await ask('PATCH', `/groups/${team}`, { 'members@odata.bind': [link(ana)] })
  expect(await everything(ask, `/groups/${team}/members`)).toEqual([])
  await ask('DELETE', `/users/${ana}`)
  expect((await ask('GET', `/users/${ana}`)).status).toBe(200)
  expect(await everything(ask, '/directory/deletedItems/microsoft.graph.user')).toEqual([])
  graph.settle()
  expect((await ask('GET', `/users/${ana}`)).status).toBe(404)
  expect(await everything(ask, '/directory/deletedItems/microsoft.graph.user')).toHaveLength(1)
})

test('where the faults say so, what is not seen cannot be written to or pointed to', async () => {
  const team = String((await ask('POST', '/groups', group('Team'))).body['id'])
  graph.misbehave({ lag: 2, lagsForWrites: true })
  const id = await made('ana')
  const bind = async (): Promise<number> =>
    (await ask('PATCH', `/groups/${team}`, { 'members@odata.bind': [link(id)] })).status
  expect([(await ask('PATCH', `/users/${id}`, { jobTitle: 'x' })).status, await bind(), await bind()]).toEqual([
    404, 404, 204,
  ])
})

test('an answer that is lost was carried out', async () => {
  graph.misbehave({ lostAfter: { method: 'POST', path: /^\/users$/, times: 1 } })
  const lost = await ask('POST', '/users', person('ana'))
  expect([lost.status, errorOf(lost).code]).toEqual([504, 'UnknownError'])
  expect([...graph.state.users.values()].map((user) => user['displayName'])).toEqual(['ana'])
  expect((await ask('POST', '/users', person('ana'))).status).toBe(400)
})

test.each(['3', '0.25', 'Wed, 21 Oct 2026 07:28:00 GMT', undefined])(
  'a refusal is not carried out, and says when to come back: %s',
  async (retryAfter) => {
    graph.misbehave({
      refuse: {
        method: 'POST',
        path: /users/,
        status: 429,
        times: 1,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      },
    })
    const refused = await ask('POST', '/users', person('ana'))
    expect([refused.status, errorOf(refused).code]).toEqual([429, 'TooManyRequests'])
    expect(refused.headers.get('retry-after')).toBe(retryAfter ?? null)
    expect(graph.state.users.size).toBe(0)
    expect((await ask('POST', '/users', person('ana'))).status).toBe(201)
  },
)

test('pages can point to another host, which answers and is noted', async () => {
  await made('ana')
  await made('ben')
  graph.misbehave({ nextLinkHost: 'attacker.example' })
  const { body } = await ask('GET', '/users?$top=1')
  const next = String(body['@odata.nextLink'])
  expect(new URL(next).host).toBe('attacker.example')
  await graph.fetch(next, { headers: { authorization: 'Bearer secret' } })
  expect(graph.log.at(-1)).toMatchObject({ host: 'attacker.example', authorization: 'Bearer secret' })
})

test('a listing can break off in the middle', async () => {
  for (const name of ['ana', 'ben', 'cleo']) await made(name)
  graph.misbehave({ breakListingsAfter: 1 })
  const first = await ask('GET', '/users?$top=1')
  expect([first.status, (await ask('GET', String(first.body['@odata.nextLink']))).status]).toEqual([200, 500])
  graph.misbehave({ breakListingsAfter: 0 })
  expect([(await ask('GET', '/users')).status, (await ask('GET', '/users/delta')).status]).toEqual([500, 500])
})

test('limits are kept where there are some: units in ten seconds, Conditional Access in one', async () => {
  let now = Date.parse('2026-11-02T09:00:00Z')
  const limited = await startGraph({ limits: { units: 3, conditionalAccess: 1 }, now: () => new Date(now) })
  const asked = await signedIn(limited)
  const status = async (path: string): Promise<number> => (await asked('GET', path)).status
  expect([await status('/users?$top=999'), await status('/users?$select=id&$top=999')]).toEqual([200, 200])
  const refused = await asked('GET', '/users?$select=id')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
  now += 10_000
  const policies = '/identity/conditionalAccess/policies'
  expect([await status(policies), await status(policies)]).toEqual([200, 429])
  now += 1000
  expect(await status(policies)).toBe(200)
  await limited.close()
})

test('each answer says what it cost', async () => {
  const costs = []
  for (const path of ['/users', '/users?$select=id', '/users?$expand=manager', '/groups?$top=5&$select=id'])
    costs.push((await ask('GET', path)).headers.get('x-ms-resource-unit'))
  expect(costs).toEqual(['2', '1', '3', '1'])
})

test('a breach of the contract is answered 500, and remembered', async () => {
  const strict = await startGraph({
    judge: {
      request: ({ url }) => (url.includes('shoe') ? ['nobody asks for shoes'] : []),
      response: ({ status, inBatch }) => (status === 404 && inBatch ? ['nothing is ever missing'] : []),
    },
  })
  const asked = await signedIn(strict)
  expect((await asked('GET', '/users')).status).toBe(200)
  expect((await asked('GET', '/users?shoe=1')).status).toBe(500)
  await asked('POST', '/$batch', { requests: [{ id: '1', method: 'GET', url: '/users/nobody' }] })
  expect(strict.breaches).toEqual(['nobody asks for shoes', 'nothing is ever missing'])
  await strict.close()
})
