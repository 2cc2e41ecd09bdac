import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, everything, signedIn } from './client.ts'
import type { Ask } from './client.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

let graph: GraphEmulator
let ask: Ask
beforeAll(async () => {
  graph = await startGraph()
  ask = await signedIn(graph)
  for (const [index, name] of ['Ada', 'Bob', "O'Neil", 'dan'].entries()) {
    const id = `00000000-0000-4000-8000-00000000000${index}`
    graph.state.users.set(id, {
      id,
      displayName: name,
      userPrincipalName: `user${index}@northwind.example`,
      accountEnabled: index !== 1,
      jobTitle: index === 0 ? 'Engineer' : null,
      assignedLicenses: index === 2 ? [{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', disabledPlans: [] }] : [],
      proxyAddresses: index === 3 ? ['SMTP:dan@northwind.example'] : [],
      createdDateTime: `2026-0${index + 1}-01T00:00:00Z`,
    })
  }
})
afterAll(async () => graph.close())

const eventual = { ConsistencyLevel: 'eventual' }
async function found(filter: string, headers: Record<string, string> = {}): Promise<readonly unknown[]> {
  const options = `$filter=${encodeURIComponent(filter)}&$select=displayName${headers === eventual ? '&$count=true' : ''}`
  return (await everything(ask, `/users?${options}`, headers)).map((each) => each['displayName'])
}

test.each([
  ["displayName eq 'ada'", ['Ada']],
  ["displayName eq 'O''Neil'", ["O'Neil"]],
  ["DisplayName in ('Ada', 'Bob')", ['Ada', 'Bob']],
  ["startswith(displayName,'D')", ['dan']],
  ["startsWith(displayName,'a') or startsWith(displayName,'b')", ['Ada', 'Bob']],
  ["accountEnabled eq true and (displayName eq 'Ada' or displayName eq 'Bob')", ['Ada']],
  ['accountEnabled eq false', ['Bob']],
  ['assignedLicenses/any(s:s/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)', ["O'Neil"]],
  ["proxyAddresses/any(x:x eq 'smtp:dan@northwind.example')", ['dan']],
  ['createdDateTime ge 2026-03-01T00:00:00Z', ["O'Neil", 'dan']],
])('a filter finds: %s', async (filter, names) => {
  expect(await found(filter)).toEqual(names)
})

test.each([
  ["displayName ne 'Ada'", ['Bob', "O'Neil", 'dan']],
  ["not(displayName eq 'Ada')", ['Bob', "O'Neil", 'dan']],
  ["endsWith(userPrincipalName,'1@northwind.example')", ['Bob']],
  ['jobTitle ne null', ['Ada']],
])('an advanced filter asks for eventual consistency and a count: %s', async (filter, names) => {
  expect(await found(filter, eventual)).toEqual(names)
  for (const [headers, more] of [
    [{}, '&$count=true'],
    [{}, ''],
    [eventual, ''],
  ] as const) {
    const answer = await ask('GET', `/users?$filter=${encodeURIComponent(filter)}${more}`, undefined, headers)
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'Request_UnsupportedQuery'])
  }
})

test.each([
  '$filter=displayName eq',
  "$filter=displayName is 'x'",
  "$filter=displayName eq 'x",
  '$select=shoeSize',
  '$top=1000',
  '$top=0',
  '$orderby=jobTitle',
  '$search="displayName:x"',
  '$expand=shoes',
  "$orderby=displayName&$filter=displayName eq 'x'",
  '$skiptoken=nobody-gave-this',
])('a question that cannot be answered is refused: %s', async (options) => {
  expect((await ask('GET', `/users?${options}`)).status).toBe(400)
})

test('what is not selected is not there, what was never set is null', async () => {
  const { body } = await ask('GET', '/users?$select=DISPLAYNAME,jobTitle,businessPhones&$top=2')
  expect(body['value']).toEqual([
    { id: '00000000-0000-4000-8000-000000000000', displayName: 'Ada', jobTitle: 'Engineer', businessPhones: [] },
    { id: '00000000-0000-4000-8000-000000000001', displayName: 'Bob', jobTitle: null, businessPhones: [] },
  ])
  const usual = await ask('GET', '/users/00000000-0000-4000-8000-000000000000')
  expect(usual.body).not.toHaveProperty('accountEnabled')
  expect(usual.body).toHaveProperty('userPrincipalName')
})

test('pages hold together, whatever changes between them', async () => {
  const first = await ask('GET', '/users?$top=2&$select=id&$count=true', undefined, eventual)
  expect(first.body['@odata.count']).toBe(4)
  const ada = graph.state.users.get('00000000-0000-4000-8000-000000000000')
  graph.state.users.delete('00000000-0000-4000-8000-000000000000')
  const second = await ask('GET', String(first.body['@odata.nextLink']), undefined, eventual)
  expect(second.body['value']).toHaveLength(2)
  expect(second.body).not.toHaveProperty('@odata.nextLink')
  const others = [...graph.state.users]
  graph.state.users.clear()
  if (ada !== undefined) for (const [id, each] of [[ada.id, ada] as const, ...others]) graph.state.users.set(id, each)
})

test('names are ordered without regard to case', async () => {
  const down = await everything(ask, '/users?$orderby=displayName desc&$select=displayName')
  expect(down.map((each) => each['displayName'])).toEqual(["O'Neil", 'dan', 'Bob', 'Ada'])
})

test('objects are counted, as plain text', async () => {
  const counted = await ask('GET', '/users/$count?$filter=accountEnabled eq true', undefined, eventual)
  expect([counted.status, counted.body]).toEqual([200, { text: '3' }])
  expect((await ask('GET', '/users/$count')).status).toBe(400)
})

test('ten thousand people are there at once, and listed quickly', async () => {
  const big = await startGraph()
  for (let index = 0; index < 10_000; index++) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
    big.state.users.set(id, { id, displayName: `person ${index}`, userPrincipalName: `p${index}@northwind.example` })
  }
  const asked = await signedIn(big)
  const before = big.log.length
  expect(await everything(asked, '/users?$top=999&$select=id,displayName')).toHaveLength(10_000)
  expect(big.log.length - before).toBe(11)
  await big.close()
})
