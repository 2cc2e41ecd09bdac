import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { literal, path } from '../../../src/providers/entra/graph/quote.ts'
import { baseOf, cloudOf } from '../../../src/providers/entra/sign-in/cloud.ts'
import { itemsOf, serve } from './graph-server.ts'
import type { GraphServer, Seen } from './graph-server.ts'

let server: GraphServer

beforeAll(async () => {
  server = await serve((seen) =>
    seen.url.endsWith('/$batch')
      ? { body: { responses: itemsOf(seen).map(({ id }) => ({ id, status: 200, body: {} })) } }
      : { body: { value: [] } },
  )
})
afterAll(() => server.close())

const awkward = [
  "O'Brien",
  "x' or startsWith(displayName,'",
  'a/../../groups/1',
  '../me',
  'guest_partner.example#EXT#@northwind.onmicrosoft.com',
  '100%25 & more?$select=*',
  'Zoë Łukasz 𝄞 李',
  'a;b=c+d e',
  '..%2f..',
]
const names = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '.' && text !== '..'),
)

function last(): Seen {
  const seen = server.seen.at(-1)
  if (seen === undefined) throw new Error('nothing was sent')
  return seen
}

function segmentsOf(url: string): readonly string[] {
  return new URL(url, 'https://graph.microsoft.com').pathname.split('/').map(decodeURIComponent)
}

test('SEC-25 what is filled into a path arrives as one segment, letter by letter', async () => {
  const graph = server.graph()
  const arrives = async (name: string): Promise<void> => {
    await graph.ask({ method: 'GET', path: path`/users/${name}/manager`, query: { $select: 'id' } })
    expect(segmentsOf(last().url)).toEqual(['', 'v1.0', 'users', name, 'manager'])
  }
  for (const name of awkward) await arrives(name)
  await fc.assert(fc.asyncProperty(names, arrives), { numRuns: 200 })
})

test('SEC-25 a name within a filter arrives as one literal, however many quotes it holds', async () => {
  const graph = server.graph()
  const arrives = async (name: string): Promise<void> => {
    await graph.ask({ method: 'GET', path: '/users', query: { $filter: `displayName eq ${literal(name)}` } })
    const filter = new URL(last().url, 'https://graph.microsoft.com').searchParams.get('$filter') ?? ''
    expect(literalIn(filter)).toBe(name)
  }
  for (const name of awkward) await arrives(name)
  await fc.assert(fc.asyncProperty(names, arrives), { numRuns: 200 })
})

/** As a server reads it: quotes are doubled, and nothing comes after the literal. */
function literalIn(filter: string): string | undefined {
  return /^displayName eq '((?:[^']|'')*)'$/s.exec(filter)?.[1]?.replaceAll("''", "'")
}

test('SEC-25 the same holds for what is put within a batch', async () => {
  const graph = server.graph()
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const query = { $filter: `displayName eq ${literal(name)}` }
      await graph.all([{ method: 'GET', path: path`/groups/${name}/members`, query }])
      const url = itemsOf(last())[0]?.url ?? ''
      expect(segmentsOf(url)).toEqual(['', 'groups', name, 'members'])
      expect(literalIn(new URL(url, 'https://x').searchParams.get('$filter') ?? '')).toBe(name)
    }),
    { numRuns: 100 },
  )
})

test('SEC-25 the suite would notice a path or a literal that is put together by hand', async () => {
  const graph = server.graph()
  const [climbing, quoted] = ['a/../../groups/1', "O'Brien"]
  await graph.ask({ method: 'GET', path: `/users/${climbing}` })
  expect(segmentsOf(last().url)).not.toEqual(['', 'v1.0', 'users', climbing])
  expect(literalIn(`displayName eq '${quoted}'`)).toBeUndefined()
})

test.each(['', '.', '..'])('SEC-25 a path with %j in it is refused: it would name something else', (part) => {
  expect(() => path`/users/${part}`).toThrow(TypeError)
})

test('names of OData options keep their dollar sign, blanks are %20, headers go along', async () => {
  const query = { $filter: 'a eq 1', $count: 'true' }
  await server.graph().ask({ method: 'GET', path: '/users', query, headers: { ConsistencyLevel: 'eventual' } })
  expect(last()).toMatchObject({ method: 'GET', url: '/v1.0/users?$filter=a%20eq%201&$count=true' })
  expect(last().headers).toMatchObject({ consistencylevel: 'eventual', authorization: 'Bearer first-token' })
  expect(last().headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('a body goes out as JSON, an answer without one is done all the same', async () => {
  const other = await serve(() => ({ status: 204 }))
  const answer = await other.graph().ask({ method: 'PATCH', path: '/users/1', body: { displayName: 'Zoë' } })
  expect(answer).toMatchObject({ outcome: 'done', status: 204, body: undefined })
  expect(other.seen[0]).toMatchObject({ method: 'PATCH', body: '{"displayName":"Zoë"}' })
  expect(other.seen[0]?.headers['content-type']).toBe('application/json')
  await other.close()
})

test('SEC-25 a redirect is not followed, and nobody gets the token', async () => {
  const other = await serve(() => ({ status: 302, headers: { location: 'https://evil.example/v1.0/users?a=1' } }))
  const fault = await other
    .graph()
    .ask({ method: 'GET', path: '/users' })
    .catch((error: unknown) => error)
  expect(fault).toMatchObject({ kind: 'refused', message: expect.stringContaining('evil.example') })
  expect(other.seen.map(({ host }) => host)).toEqual(['graph.microsoft.com'])
  await other.close()
})

test('an error is told by its innermost word, with the id that Microsoft asks for', async () => {
  const other = await serve(() => ({
    status: 403,
    body: {
      error: {
        code: 'Forbidden',
        message: 'Insufficient privileges to complete the operation.',
        innerError: { code: 'Authorization_RequestDenied', innererror: { code: '403', 'request-id': 'abc' } },
      },
    },
  }))
  expect(await other.graph().ask({ method: 'DELETE', path: '/users/1' })).toEqual({
    outcome: 'refused',
    status: 403,
    error: {
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
      requestId: 'abc',
    },
  })
  await other.close()
})

test('each cloud has origins of its own, and only https ones', () => {
  const all = (['global', 'usGovernment', 'usGovernmentDod', 'china'] as const).map(cloudOf)
  expect(all.map(baseOf)).toEqual([
    'https://graph.microsoft.com/v1.0',
    'https://graph.microsoft.us/v1.0',
    'https://dod-graph.microsoft.us/v1.0',
    'https://microsoftgraph.chinacloudapi.cn/v1.0',
  ])
  expect(all.every(({ login }) => login.startsWith('https://login.'))).toBe(true)
  expect(cloudOf()).toBe(cloudOf('global'))
})
