import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { GraphAnswer, GraphRequest } from '../../../src/providers/entra/graph/request.ts'
import { itemsOf, serve } from './graph-server.ts'
import type { GraphServer, Seen } from './graph-server.ts'

let opened: GraphServer | undefined
afterEach(() => opened?.close())

type Item = ReturnType<typeof itemsOf>[number]
type ItemReply = Readonly<Record<string, unknown>> | undefined

/** Answers batches item by item, given how often that item was asked before; undefined: the answer leaves it out. */
async function batches(
  reply: (item: Item, times: number) => ItemReply,
  order: (items: readonly unknown[]) => readonly unknown[] = (items) => items,
): Promise<GraphServer> {
  const times = new Map<string, number>()
  opened = await serve((seen) => {
    if (!seen.url.endsWith('/$batch')) return { status: 200, body: { url: seen.url } }
    const responses = itemsOf(seen).flatMap((item) => {
      const before = times.get(item.url) ?? 0
      times.set(item.url, before + 1)
      const answer = reply(item, before)
      return answer === undefined ? [] : [{ id: item.id, ...answer }]
    })
    return { body: { responses: order(responses) } }
  })
  return opened
}

const get = (id: number): GraphRequest => ({ method: 'GET', path: `/users/${id}` })
const post = (id: number): GraphRequest => ({ method: 'POST', path: `/groups/${id}/members/$ref`, body: { id } })
const many = (count: number): readonly GraphRequest[] => Array.from({ length: count }, (_, at) => get(at))
const echo = (item: Item): ItemReply => ({ status: 200, body: { url: item.url } })
const urlIn = (answer: GraphAnswer | undefined): unknown => (answer?.outcome === 'done' ? answer.body : answer)
const busy = { status: 429, headers: { 'Retry-After': '2' }, body: { error: { code: 'TooManyRequests', message: '' } } }
const sent = ({ seen }: GraphServer): readonly (readonly string[])[] =>
  seen.map((one) => itemsOf(one).map(({ url }) => url))

test('answers stand in the order of the questions, in whatever order they came, however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 65 }), fc.infiniteStream(fc.nat()), async (count, keys) => {
      const shuffled = (items: readonly unknown[]): readonly unknown[] =>
        items
          .map((item) => ({ item, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ item }) => item)
      const server = await batches(echo, shuffled)
      const answers = await server.graph().all(many(count))
      expect(answers.map(urlIn)).toEqual(many(count).map(({ path }) => ({ url: path })))
      expect(server.seen).toHaveLength(Math.ceil(count / 20))
      await server.close()
    }),
    { numRuns: 25 },
  )
  opened = undefined
})

test('ids are numbers as text, bodies say what they are, nothing else is said of a question', async () => {
  const server = await batches(echo)
  await server.graph().all([get(1), { ...post(2), headers: { Prefer: 'x' } }])
  expect(itemsOf(server.seen[0] as Seen)).toEqual([
    { id: '1', method: 'GET', url: '/users/1' },
    {
      id: '2',
      method: 'POST',
      url: '/groups/2/members/$ref',
      headers: { Prefer: 'x', 'Content-Type': 'application/json' },
      body: { id: 2 },
    },
  ])
})

/** What a client asks the second time, where one of three was put off. */
async function askedAgain(client: (server: GraphServer) => Promise<unknown>): Promise<readonly string[]> {
  const server = await batches((item, times) => (item.url.includes('/2/') && times === 0 ? busy : { status: 204 }))
  await client(server)
  return sent(server)[1] ?? []
}

test('REL-13 of a batch only the item that was put off is asked again, after the time it names', async () => {
  const again = await askedAgain(async (server) => {
    const answers = await server.graph().all([post(1), post(2), post(3)])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
    expect(server.waits[0]).toBe(2000)
  })
  expect(again).toEqual(['/groups/2/members/$ref'])
})

test('REL-13 the suite would notice a client that sends the whole batch again', async () => {
  const careless = async (server: GraphServer): Promise<void> => {
    const requests = [1, 2, 3].map((id) => ({ id: String(id), method: 'POST', url: `/groups/${id}/members/$ref` }))
    for (let busy = true; busy;) {
      const init = { method: 'POST', body: JSON.stringify({ requests }) }
      const answer = await (await server.fetch('https://graph.microsoft.com/v1.0/$batch', init)).text()
      busy = answer.includes('429')
    }
  }
  expect(await askedAgain(careless)).not.toEqual(['/groups/2/members/$ref'])
})

test('each item is judged on its own', async () => {
  const replies: readonly ItemReply[] = [
    { status: 201, body: { id: 'a' } },
    { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'gone' } } },
    { status: 504 },
    undefined,
    { status: 503, headers: { 'Retry-After': '600' } },
  ]
  const server = await batches((item) => replies[Number(item.url.split('/')[2])])
  const answers = await server.graph().all([0, 1, 2, 3, 4].map(post))
  expect(answers).toMatchObject([
    { outcome: 'done', status: 201, body: { id: 'a' } },
    { outcome: 'refused', status: 404, error: { code: 'Request_ResourceNotFound' } },
    { outcome: 'lost', detail: 'Graph answered 504' },
    { outcome: 'lost', detail: 'the batch came back without it' },
    { outcome: 'refused', status: 503, retryAfterMs: 600_000 },
  ])
  expect(server.seen).toHaveLength(1)
})

test('a question that is left out, or that broke, is asked again; it is never lost', async () => {
  const server = await batches((item, times) =>
    times === 0 ? (item.url === '/users/1' ? undefined : { status: 500 }) : echo(item),
  )
  const answers = await server.graph().all([get(1), get(2)])
  expect(answers.map(urlIn)).toEqual([{ url: '/users/1' }, { url: '/users/2' }])
  expect(sent(server)).toEqual([
    ['/users/1', '/users/2'],
    ['/users/1', '/users/2'],
  ])
})

test('REL-13 a batch whose answer is lost: creates are lost, questions are asked again', async () => {
  opened = await serve((seen, before) =>
    before.length === 0
      ? 'break'
      : { body: { responses: itemsOf(seen).map(({ id }) => ({ id, status: 200, body: {} })) } },
  )
  const answers = await opened.graph().all([post(1), get(2)])
  expect(answers).toMatchObject([{ outcome: 'lost' }, { outcome: 'done' }])
  expect(sent(opened)).toEqual([['/groups/1/members/$ref', '/users/2'], ['/users/2']])
})

test('a batch of questions only is asked again as a whole, after 429 every batch is', async () => {
  opened = await serve((seen, before) =>
    before.length < 2
      ? { status: before.length === 0 ? 502 : 429 }
      : { body: { responses: itemsOf(seen).map(({ id }) => ({ id, status: 200 })) } },
  )
  expect(await opened.graph().all([get(1)])).toMatchObject([{ outcome: 'done' }])
  expect(opened.seen).toHaveLength(3)
})

test('Conditional Access goes out by itself, never within a batch, and once a second', async () => {
  const server = await batches(echo)
  const policy = (id: number): GraphRequest => ({ method: 'GET', path: `/identity/conditionalAccess/policies/${id}` })
  const answers = await server.graph().all([policy(1), get(2), policy(3), policy(4)])
  expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done'])
  expect(urlIn(answers[2])).toEqual({ url: '/v1.0/identity/conditionalAccess/policies/3' })
  expect(server.seen.filter(({ url }) => url.endsWith('/$batch'))).toHaveLength(1)
  expect(server.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(2000)
})

test('trouble with Graph as a whole ends it: nothing more is begun', async () => {
  opened = await serve(() => ({ status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: '' } } }))
  await expect(opened.graph().all(many(2000))).rejects.toMatchObject({ kind: 'credentials' })
  expect(opened.seen.length).toBeLessThanOrEqual(12)
})
