import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, group, link, person, signedIn } from './client.ts'
import type { Ask, Entry, Told } from './client.ts'
import { theContract } from './contract/judge.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

let graph: GraphEmulator
let ask: Ask
beforeAll(async () => {
  const judge = theContract()
  graph = await startGraph(judge === undefined ? {} : { judge })
  ask = await signedIn(graph)
})
afterAll(async () => {
  expect(graph.breaches).toEqual([])
  await graph.close()
})

interface Round {
  readonly rows: readonly Entry[]
  readonly pages: number
  /** Where the next one goes on. */
  readonly link: string
}

async function round(from: string, headers: Record<string, string> = {}): Promise<Round> {
  const rows: Entry[] = []
  for (let [next, pages] = [from, 1]; ; pages++) {
    const { status, body }: Told = await ask('GET', next, undefined, headers)
    expect(status).toBe(200)
    rows.push(...(body['value'] as readonly Entry[]))
    const last = body['@odata.deltaLink']
    if (typeof last === 'string') return { rows, pages, link: last }
    next = String(body['@odata.nextLink'])
  }
}

async function made(name: string): Promise<string> {
  return String((await ask('POST', '/users', person(name))).body['id'])
}

test('a round tells all, the next one what changed, and the one after that nothing', async () => {
  const [ana, ben, cleo] = [await made('ana'), await made('ben'), await made('cleo')]
  const first = await round('/users/delta?$select=displayName,jobTitle,manager')
  expect(first.rows).toHaveLength(3)
  expect(first.rows[0]).toEqual({ id: ana, displayName: 'ana' })
  await ask('PATCH', `/users/${ana}`, { jobTitle: 'Engineer' })
  await ask('PATCH', `/users/${cleo}`, { city: 'Cork' })
  await ask('PUT', `/users/${ben}/manager/$ref`, { '@odata.id': link(ana) })
  const dora = await made('dora')
  const second = await round(first.link)
  expect(second.rows).toEqual([
    { id: ana, displayName: 'ana', jobTitle: 'Engineer' },
    { id: ben, displayName: 'ben', 'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: ana }] },
    { id: dora, displayName: 'dora' },
  ])
  expect((await round(second.link)).rows).toEqual([])
})

test('what is cleared comes as null, what is deleted as removed, what is gone for good as deleted', async () => {
  const [erin, finn] = [await made('erin'), await made('finn')]
  await ask('PATCH', `/users/${erin}`, { jobTitle: 'Engineer' })
  const { link: since } = await round('/users/delta()?$select=displayName,jobTitle')
  await ask('PATCH', `/users/${erin}`, { jobTitle: null })
  await ask('DELETE', `/users/${finn}`)
  expect((await round(since)).rows).toEqual([
    { id: erin, displayName: 'erin', jobTitle: null },
    { id: finn, '@removed': { reason: 'changed' } },
  ])
  await ask('DELETE', `/directory/deletedItems/${finn}`)
  expect((await round(since)).rows).toContainEqual({ id: finn, '@removed': { reason: 'deleted' } })
})

test('what was changed behind everybody’s back is told as well', async () => {
  const id = await made('gail')
  const { link: since } = await round('/users/delta?$select=jobTitle')
  const user = graph.state.users.get(id)
  if (user !== undefined) user['jobTitle'] = 'Pilot'
  expect((await round(since)).rows).toEqual([{ id, jobTitle: 'Pilot' }])
})

test('groups tell who came and who went, and big ones tell it in pieces', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)
  for (const [index, id] of ids.entries())
    graph.state.users.set(id, { id, userPrincipalName: `m${index}@northwind.example` })
  const big = String((await ask('POST', '/groups', group('Big'))).body['id'])
  graph.state.members.set(big, new Set(ids))
  const first = await round('/groups/delta?$select=displayName,members', { Prefer: 'odata.maxpagesize=1' })
  expect(first.pages).toBe(3)
  const told = first.rows.flatMap((row) => row['members@delta'] as readonly Entry[])
  expect(told.map(({ id }) => id)).toEqual(ids)
  await ask('DELETE', `/groups/${big}/members/${ids[0]}/$ref`)
  expect((await round(first.link)).rows).toEqual([
    {
      id: big,
      displayName: 'Big',
      'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: ids[0], '@removed': { reason: 'deleted' } }],
    },
  ])
})

test('`latest` tells nothing, and where to go on', async () => {
  const now = await round('/users/delta?$deltatoken=latest&$select=displayName')
  expect(now.rows).toEqual([])
  const id = await made('hugo')
  expect((await round(now.link)).rows).toEqual([{ id, displayName: 'hugo' }])
})

test('tokens that ran out, or were never given, start again', async () => {
  const { link: since } = await round('/users/delta?$select=displayName')
  graph.misbehave({ deltaExpired: true })
  for (const gone of [since, '/users/delta?$deltatoken=never-given']) {
    const answer = await ask('GET', gone)
    expect([answer.status, errorOf(answer).code]).toEqual([410, 'syncStateNotFound'])
    expect(answer.headers.get('location')).toContain('/users/delta?')
  }
  graph.misbehave({})
  expect((await round('/users/delta?$select=displayName')).rows.length).toBeGreaterThan(5)
})

test('what is not seen yet is in no round until it is', async () => {
  const { link: since } = await round('/users/delta?$select=displayName')
  graph.misbehave({ lag: 2 })
  const id = await made('iris')
  const [second, third] = [await round(since), await round(since)]
  expect([second.rows, third.rows]).toEqual([[], []])
  expect((await round(third.link)).rows).toEqual([{ id, displayName: 'iris' }])
  graph.misbehave({})
})
