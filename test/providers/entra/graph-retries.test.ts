import { Client, RetryHandler, HTTPMessageHandler } from '@microsoft/microsoft-graph-client'
import { inspect } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { openGraph } from '../../../src/providers/entra/graph/graph.ts'
import type { GraphRequest } from '../../../src/providers/entra/graph/request.ts'
import { retryAfterOf } from '../../../src/providers/entra/graph/retry-after.ts'
import { base, serve } from './graph-server.ts'
import type { GraphServer, Reply } from './graph-server.ts'

const read: GraphRequest = { method: 'GET', path: '/users/1' }
const create: GraphRequest = { method: 'POST', path: '/groups', body: { displayName: 'Finance' } }
const ok: Reply = { body: { id: '1' } }

let opened: GraphServer | undefined
afterEach(async () => {
  await opened?.close()
  vi.unstubAllGlobals()
})

/** Answers in this order; the last one for ever. */
async function answering(...replies: readonly Reply[]): Promise<GraphServer> {
  opened = await serve((_seen, before) => replies[before.length] ?? replies.at(-1) ?? ok)
  return opened
}

const busy = (retryAfter?: string): Reply => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: { error: { code: 'TooManyRequests', message: 'Please retry again later.' } },
})

test.each([
  ['7', 7000],
  ['2.128', 2128],
  ['0', 0],
  ['Mon, 02 Mar 2026 09:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['', undefined],
])('REL-13 Retry-After %j', (text, ms) => {
  expect(retryAfterOf(text, new Date('2026-03-02T09:00:00Z'))).toBe(ms)
})

test.each([
  ['7', 7000],
  ['2.128', 2128],
  ['Mon, 02 Mar 2026 09:00:30 GMT', 30_000],
  [undefined, 1000],
])('REL-13 a 429 (%j) is waited out in full, also before a create: nothing was carried out', async (header, ms) => {
  const server = await answering(busy(header), ok)
  expect(await server.graph().ask(create)).toMatchObject({ outcome: 'done' })
  expect(server.waits[0]).toBe(ms)
  expect(server.seen).toHaveLength(2)
})

test('REL-13 without Retry-After the pauses double', async () => {
  const server = await answering(busy(), busy(), busy(), ok)
  await server.graph().ask(read)
  expect(server.waits).toEqual([1000, 2000, 4000])
})

test('REL-13 who is asked to wait for too long is told when to come back', async () => {
  const server = await answering(busy('400'))
  const fault = await server
    .graph()
    .ask(read)
    .catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(DirectoryFault)
  expect(fault).toMatchObject({ kind: 'throttled', retryAfterMs: 400_000 })
  expect(server.waits).toEqual([])
})

test('REL-13 patience ends after ten tries', async () => {
  const server = await answering(busy('1'))
  await expect(server.graph().ask(read)).rejects.toMatchObject({ kind: 'throttled' })
  expect(server.seen).toHaveLength(10)
})

/** A server that carries every POST out, and whose gateway then gives up: how many groups are there in the end? */
async function groupsAfterGatewayTimeout(send: (server: GraphServer) => Promise<unknown>): Promise<number> {
  const gaveUp: Reply = { status: 504, headers: { 'retry-after': '0' } }
  const server = await answering(gaveUp, gaveUp, { status: 201, body: { id: '1' } })
  await send(server).catch(() => undefined)
  return server.seen.filter(({ method }) => method === 'POST').length
}

test('REL-13 a create is never repeated after a 504', async () => {
  expect(await groupsAfterGatewayTimeout((server) => server.graph().ask(create))).toBe(1)
  expect(await groupsAfterGatewayTimeout((server) => server.graph().all([create]))).toBe(1)
})

test('REL-13 the suite would notice: the chain that the library brings along makes the group again', async () => {
  const theirs = async (server: GraphServer): Promise<unknown> => {
    vi.stubGlobal('fetch', server.fetch)
    const client = Client.initWithMiddleware({ middleware: [new RetryHandler(), new HTTPMessageHandler()] })
    return client.api(`${base}/groups`).post({ displayName: 'Finance' })
  }
  expect(await groupsAfterGatewayTimeout(theirs)).toBeGreaterThan(1)
})

test.each<[string, Reply]>([
  ['500', { status: 500 }],
  ['502', { status: 502 }],
  ['503 that does not say when to come back', { status: 503 }],
  ['504', { status: 504 }],
  ['a connection that breaks', 'break'],
  ['an answer that is cut short', 'cut'],
  ['a page of somebody else', { status: 200, body: '<html>Please sign in</html>' }],
])('REL-13 after %s a create is lost, a change is made again, a question is asked again', async (_what, reply) => {
  const lost = await answering(reply, ok)
  expect(await lost.graph().ask(create)).toMatchObject({ outcome: 'lost' })
  expect(lost.seen).toHaveLength(1)
  await lost.close()
  for (const method of ['GET', 'PATCH', 'PUT', 'DELETE'] as const) {
    const again = await answering(reply, ok)
    expect(await again.graph().ask({ method, path: '/users/1' })).toMatchObject({ outcome: 'done' })
    expect(again.seen).toHaveLength(2)
    await again.close()
  }
  opened = undefined
})

test('REL-13 503 with Retry-After was not carried out: a create waits, and is made once more', async () => {
  const server = await answering({ status: 503, headers: { 'retry-after': '3' } }, ok)
  expect(await server.graph().ask(create)).toMatchObject({ outcome: 'done' })
  expect(server.waits).toEqual([3000])
})

test('what is asked by POST and changes nothing is asked again', async () => {
  const server = await answering({ status: 504 }, { body: { value: [] } })
  const answer = await server.graph().ask({ method: 'POST', path: '/directoryObjects/getByIds', body: { ids: [] } })
  expect(answer).toMatchObject({ outcome: 'done' })
})

test('trouble that stays is a fault for a question, and lost for a change', async () => {
  const server = await answering({ status: 500, body: { error: { code: 'UnknownError', message: 'oops' } } })
  await expect(server.graph().ask(read)).rejects.toMatchObject({ kind: 'unreachable' })
  expect(await server.graph().ask({ method: 'PATCH', path: '/users/1', body: {} })).toMatchObject({ outcome: 'lost' })
  expect(server.seen).toHaveLength(6)
})

test('where nobody listens nothing was sent: that is trouble with the network, not a lost create', async () => {
  const server = await answering(ok)
  await server.close()
  opened = undefined
  await expect(server.graph().ask(create)).rejects.toMatchObject({ kind: 'unreachable' })
  expect(server.waits).toEqual([1000, 2000])
})

test('a 401 gets a new token once; a second one is trouble with the credentials', async () => {
  const refused: Reply = {
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken', message: 'Lifetime validation failed.' } },
  }
  const server = await answering(refused, ok)
  expect(await server.graph().ask(create)).toMatchObject({ outcome: 'done' })
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first-token', 'Bearer second-token'])
  await server.close()
  const stubborn = await answering(refused)
  const fault = await stubborn
    .graph()
    .ask(read)
    .catch((error: unknown) => error)
  expect(fault).toMatchObject({ kind: 'credentials' })
  expect(stubborn.seen).toHaveLength(2)
})

test('SEC-31 no token stands in an error, whatever went wrong', async () => {
  for (const reply of ['break', { status: 500 }, { status: 401 }, { status: 302 }] as const) {
    const server = await answering(reply)
    const fault = await server
      .graph()
      .ask(read)
      .catch((error: unknown) => error)
    expect(inspect(fault, { depth: 10 })).not.toMatch(/(first|second)-token/)
    await server.close()
  }
  opened = undefined
})

test('a run that is stopped asks no more', async () => {
  const server = await answering(busy('1'))
  const stop = new AbortController()
  const sleep = async (): Promise<void> => stop.abort(new Error('stopped'))
  const graph = openGraph({ ...server, base, sleep, signal: stop.signal })
  await expect(graph.ask(read)).rejects.toThrow('stopped')
  expect(graph.requests).toBe(1)
})
