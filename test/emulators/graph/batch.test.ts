import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, person, signedIn } from './client.ts'
import type { Ask, Entry } from './client.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

let graph: GraphEmulator
let ask: Ask
beforeAll(async () => {
  graph = await startGraph()
  ask = await signedIn(graph)
})
afterAll(async () => graph.close())

interface Item {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Entry
}

const json = { 'Content-Type': 'application/json' }

async function batch(requests: readonly Entry[]): Promise<readonly Item[]> {
  const { status, body } = await ask('POST', '/$batch', { requests })
  expect(status).toBe(200)
  return body['responses'] as readonly Item[]
}

test('each is judged on its own, and they come in another order', async () => {
  const items = await batch([
    { id: '1', method: 'POST', url: '/users', headers: json, body: person('ana') },
    { id: '2', method: 'GET', url: '/users/nobody' },
    { id: 3, method: 'GET', url: 'users?$select=id&$top=1' },
    { id: '4', method: 'GET', url: "/users('ana@northwind.example')" },
  ])
  expect(items.map(({ id }) => id)).not.toEqual(['1', '2', '3', '4'])
  expect(Object.fromEntries(items.map(({ id, status }) => [id, status]))).toEqual({ 1: 201, 2: 404, 3: 200, 4: 200 })
  expect(graph.log.slice(-5).map(({ inBatch, url }) => [inBatch, url.split('?')[0]])).toEqual([
    [true, '/v1.0/users'],
    [true, '/v1.0/users/nobody'],
    [true, '/v1.0/users'],
    [true, "/v1.0/users('ana@northwind.example')"],
    [false, '/v1.0/$batch'],
  ])
})

test('one that waits for another fails with it', async () => {
  const items = await batch([
    { id: '1', method: 'GET', url: '/users/nobody' },
    { id: '2', method: 'GET', url: '/users', dependsOn: ['1'] },
    { id: '3', method: 'GET', url: '/users' },
    { id: '4', method: 'GET', url: '/users', dependsOn: ['3'] },
  ])
  expect(Object.fromEntries(items.map(({ id, status }) => [id, status]))).toEqual({ 1: 404, 2: 424, 3: 200, 4: 200 })
})

test('a batch is refused as a whole where it cannot be read', async () => {
  const one = { id: '1', method: 'GET', url: '/users' }
  const wrong: readonly unknown[] = [
    {},
    { requests: [] },
    { requests: Array.from({ length: 21 }, (_, index) => ({ ...one, id: String(index) })) },
    { requests: [one, one] },
    { requests: [{ ...one, id: undefined }] },
    { requests: [{ ...one, dependsOn: ['2'] }] },
    { requests: [{ id: '1', method: 'POST', url: '/users', body: {} }] },
    { requests: [{ ...one, url: 'https://attacker.example/v1.0/users' }] },
  ]
  for (const body of wrong) expect([body, (await ask('POST', '/$batch', body)).status]).toEqual([body, 400])
  const [nested] = await batch([{ id: '1', method: 'POST', url: '/$batch', headers: json, body: { requests: [one] } }])
  expect(nested?.status).toBe(400)
})

test('one of several can be throttled, and only within a batch', async () => {
  graph.misbehave({ refuse: { path: /groups/, status: 429, retryAfter: '0.5', times: 1, inBatch: true } })
  expect((await ask('GET', '/groups')).status).toBe(200)
  const items = await batch([
    { id: '1', method: 'GET', url: '/users' },
    { id: '2', method: 'GET', url: '/groups' },
    { id: '3', method: 'GET', url: '/groups' },
  ])
  expect(Object.fromEntries(items.map(({ id, status }) => [id, status]))).toEqual({ 1: 200, 2: 429, 3: 200 })
  expect(items.find(({ id }) => id === '2')?.headers['retry-after']).toBe('0.5')
  graph.misbehave({})
})

test('rights are those of whoever sent the batch', async () => {
  const read = await signedIn(graph, graph.reader)
  const requests = [{ id: '1', method: 'POST', url: '/users', headers: json, body: person('ben') }]
  const { body } = await read('POST', '/$batch', { requests })
  expect(body['responses']).toMatchObject([{ id: '1', status: 403 }])
  const anonymous = await ask('POST', '/$batch', { requests }, { authorization: 'Bearer nonsense' })
  expect([anonymous.status, errorOf(anonymous).code]).toEqual([401, 'InvalidAuthenticationToken'])
})
