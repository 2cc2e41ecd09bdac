import { afterEach, expect, test } from 'vitest'
import { DeltaExpired } from '../../../src/providers/entra/faults.ts'
import type { Graph } from '../../../src/providers/entra/graph/request.ts'
import { base, serve } from './graph-server.ts'
import type { GraphServer, Reply } from './graph-server.ts'

let opened: GraphServer | undefined
afterEach(() => opened?.close())

async function listing(pages: Readonly<Record<string, Reply>>): Promise<GraphServer> {
  opened = await serve(
    ({ url }) => pages[url] ?? { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } },
  )
  return opened
}

type From = Parameters<Graph['pages']>[0]
const users: From = {
  method: 'GET',
  path: '/users',
  query: { $select: 'id' },
  headers: { ConsistencyLevel: 'eventual' },
}
const first = '/v1.0/users?$select=id'

async function read(graph: Graph, from: From = users): Promise<{ items: unknown[]; deltaLink: string | undefined }> {
  const items: unknown[] = []
  let deltaLink: string | undefined
  for await (const page of graph.pages(from)) {
    items.push(...page.items)
    deltaLink = page.deltaLink ?? deltaLink
  }
  return { items, deltaLink }
}

test('SEC-25 a listing is read to its end; its links are sent letter by letter, with the headers of the first', async () => {
  const next = '/v1.0/users?$skiptoken=a%2Bb&$skiptoken=c&$select=id&x=(y)'
  const server = await listing({
    [first]: { body: { value: [{ id: '1' }, { id: '2' }], '@odata.nextLink': `https://graph.microsoft.com${next}` } },
    [next]: { body: { value: [], '@odata.nextLink': `${base}/users?$skiptoken=3` } },
    '/v1.0/users?$skiptoken=3': { body: { value: [{ id: '3' }] } },
  })
  expect((await read(server.graph())).items).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }])
  expect(server.seen.map(({ headers }) => headers['consistencylevel'])).toEqual(['eventual', 'eventual', 'eventual'])
})

const elsewhere = [
  'https://evil.example/v1.0/users?$skiptoken=2',
  'https://graph.microsoft.com.evil.example/v1.0/users',
  'https://graph.microsoft.com@evil.example/v1.0/users',
  'http://graph.microsoft.com/v1.0/users',
  'https://graph.microsoft.com:8443/v1.0/users',
  'https://graph.microsoft.com/beta/users',
  'https://graph.microsoft.com/v1.0/../beta/users',
  'https://me@graph.microsoft.com/v1.0/users',
  '//evil.example/v1.0/users',
  'nonsense',
]

/** Requests beyond the first page, which should be none. */
async function strays(link: string, follow: (server: GraphServer) => Promise<unknown>): Promise<readonly string[]> {
  const server = await serve(() => ({ body: { value: [{ id: '1' }], '@odata.nextLink': link } }))
  await follow(server).catch(() => undefined)
  await server.close()
  return server.seen.slice(1).map(({ host, headers }) => `${host} ${headers.authorization}`)
}

test.each(elsewhere)('SEC-25 a next page at %s is given no token', async (link) => {
  expect(await strays(link, (server) => read(server.graph()))).toEqual([])
  opened = await serve(() => ({ body: { value: [{ id: '1' }], '@odata.nextLink': link } }))
  await expect(read(opened.graph())).rejects.toMatchObject({ kind: 'refused' })
})

test('SEC-25 the suite would notice a client that follows wherever it is led', async () => {
  const trusting = async ({ fetch }: GraphServer): Promise<void> => {
    const init = { headers: { authorization: 'Bearer first-token' } }
    const page: unknown = await (await fetch(`${base}/users`, init)).json()
    await fetch(String(Object(page)['@odata.nextLink']), init)
  }
  expect(await strays('https://evil.example/v1.0/users', trusting)).toEqual(['evil.example Bearer first-token'])
})

test('SEC-25 a stored delta link of another cloud is given no token either', async () => {
  const server = await listing({})
  const link = 'https://graph.microsoft.us/v1.0/users/delta?$deltatoken=1'
  await expect(read(server.graph(), { link })).rejects.toMatchObject({ kind: 'refused' })
  expect(server.seen).toEqual([])
})

test('a delta query ends with the link that the next one goes on from', async () => {
  const server = await listing({
    '/v1.0/users/delta?$select=id': {
      body: { value: [{ id: '1' }], '@odata.deltaLink': `${base}/users/delta?$deltatoken=x%2B` },
    },
    '/v1.0/users/delta?$deltatoken=x%2B': {
      body: { value: [], '@odata.deltaLink': `${base}/users/delta?$deltatoken=y` },
    },
  })
  const { deltaLink = '' } = await read(server.graph(), {
    method: 'GET',
    path: '/users/delta',
    query: { $select: 'id' },
  })
  expect(deltaLink).toBe(`${base}/users/delta?$deltatoken=x%2B`)
  expect(await read(server.graph(), { link: deltaLink })).toEqual({
    items: [],
    deltaLink: `${base}/users/delta?$deltatoken=y`,
  })
})

test.each<[string, Reply]>([
  ['410', { status: 410, body: { error: { code: 'Gone', message: '' } } }],
  ['syncStateNotFound', { status: 400, body: { error: { code: 'SyncStateNotFound', message: '' } } }],
  ['resyncRequired', { status: 410, body: { error: { code: 'resyncRequired', message: '' } } }],
])('a delta token that ran out (%s) is told apart', async (_name, reply) => {
  const server = await listing({ '/v1.0/users/delta?$deltatoken=old': reply })
  await expect(read(server.graph(), { link: `${base}/users/delta?$deltatoken=old` })).rejects.toBeInstanceOf(
    DeltaExpired,
  )
})

test.each<[string, Reply, string]>([
  ['that leads back to itself', { body: { value: [], '@odata.nextLink': `${base}/users?$select=id` } }, 'incomplete'],
  ['that is no page', { body: { values: [] } }, 'protocol'],
  ['that is nothing', { status: 200 }, 'protocol'],
  ['that may not be read', { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }, 'permission'],
  ['that is not there', { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }, 'incomplete'],
  ['that breaks', 'cut', 'unreachable'],
])('a listing %s is a fault, never an end', async (_what, reply, kind) => {
  const server = await listing({ [first]: reply })
  await expect(read(server.graph())).rejects.toMatchObject({ kind })
})

test('a listing that breaks off on its second page is a fault', async () => {
  const next = '/v1.0/users?$skiptoken=2'
  const server = await listing({
    [first]: { body: { value: [{ id: '1' }], '@odata.nextLink': `https://graph.microsoft.com${next}` } },
    [next]: { status: 500, body: { error: { code: 'UnknownError' } } },
  })
  await expect(read(server.graph())).rejects.toMatchObject({ kind: 'unreachable' })
  expect(server.seen).toHaveLength(4)
})
