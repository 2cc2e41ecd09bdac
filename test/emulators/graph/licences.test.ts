import { describe, expect, test } from 'vitest'
import { errorOf, everything, group, link, person } from './client.ts'
import type { Entry } from './client.ts'
import { judgedTenant } from './judged.ts'

const { graph, ask } = judgedTenant()
const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
const p2 = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
const yammer = '7547a3fe-08ee-4ccb-b430-5077c5041653'
const sway = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97'

test('a pool says what was bought, what is in use, and of which services it is made', async () => {
  const ada = await made('ada')
  await assign('users', ada, [{ skuId: e3, disabledPlans: [] }])
  const [sku] = await pools('SPE_E3')
  expect(sku).toMatchObject({ skuId: e3, consumedUnits: 1, prepaidUnits: { enabled: 25 }, capabilityStatus: 'Enabled' })
  expect(JSON.stringify(sku?.['servicePlans'])).toContain('YAMMER_ENTERPRISE')
  expect((await ask('GET', `/subscribedSkus/${String(sku?.['id'])}`)).body['consumedUnits']).toBe(1)
})

describe('a licence of somebody’s own', () => {
  test('is given with services switched off, changed, and taken back', async () => {
    const ada = await made('ada')
    expect((await assign('users', ada, [{ skuId: e3, disabledPlans: [yammer] }])).status).toBe(200)
    expect(await held(ada)).toEqual([{ skuId: e3, disabledPlans: [yammer] }])
    const { body } = await ask('GET', `/users/${ada}/licenseDetails`)
    const [detail] = body['value'] as readonly { readonly servicePlans: readonly Entry[] }[]
    const off = detail?.servicePlans.filter(({ provisioningStatus }) => provisioningStatus === 'Disabled')
    expect(off?.map(({ servicePlanName }) => servicePlanName)).toEqual(['YAMMER_ENTERPRISE'])
    await assign('users', ada, [{ skuId: e3, disabledPlans: [] }])
    expect(await held(ada)).toEqual([{ skuId: e3, disabledPlans: [] }])
    expect((await assign('users', ada, [], [e3])).status).toBe(200)
    expect(await held(ada)).toEqual([])
  })

  test('is refused without a usage location', async () => {
    const ada = await made('ada', { usageLocation: null })
    const refused = await assign('users', ada, [{ skuId: e3, disabledPlans: [] }])
    expect(refused.status).toBe(400)
    expect(errorOf(refused).message).toBe('License assignment cannot be done for user with invalid usage location.')
  })

  test('is refused where no unit is free, and the one that has it keeps it', async () => {
    graph().state.subscribedSkus.forEach((sku) => {
      if (sku['skuId'] === p2) sku['prepaidUnits'] = { enabled: 1, suspended: 0, warning: 0, lockedOut: 0 }
    })
    const [ada, bob] = [await made('ada'), await made('bob')]
    expect((await assign('users', ada, [{ skuId: p2, disabledPlans: [] }])).status).toBe(200)
    const refused = await assign('users', bob, [{ skuId: p2, disabledPlans: [] }])
    expect(errorOf(refused).message).toBe(`Subscription with SKU ${p2} does not have any available licenses.`)
    expect(JSON.stringify(refused.body)).toContain('CountViolation')
    expect((await assign('users', ada, [{ skuId: p2, disabledPlans: [] }])).status).toBe(200)
  })

  test.each([
    ['a product that was not bought', [{ skuId: '6470687e-a428-4b7a-bef2-8a291ad947c9', disabledPlans: [] }], []],
    ['a service of another product', [{ skuId: p2, disabledPlans: [yammer] }], []],
    ['one that is not held', [], [e3]],
  ] as const)('%s is refused', async (_, add, remove) => {
    const ada = await made('ada')
    expect((await assign('users', ada, add, remove)).status).toBe(400)
    expect(await held(ada)).toEqual([])
  })
})

describe('a licence by a group', () => {
  test('follows who is in the group, and says by whom it came', async () => {
    const [ada, crew] = [await made('ada'), await makeGroup('Crew')]
    expect((await assign('groups', crew, [{ skuId: e3, disabledPlans: [sway] }])).status).toBe(202)
    expect(await held(ada)).toEqual([])
    await ask('POST', `/groups/${crew}/members/$ref`, { '@odata.id': link(ada) })
    expect(await held(ada)).toEqual([{ skuId: e3, disabledPlans: [sway] }])
    expect((await states(ada)).map(({ assignedByGroup, state }) => [assignedByGroup, state])).toEqual([
      [crew, 'Active'],
    ])
    const refused = await assign('users', ada, [], [e3])
    expect(errorOf(refused).message).toContain('inherited from a group membership')
    await ask('DELETE', `/groups/${crew}/members/${ada}/$ref`)
    expect(await held(ada)).toEqual([])
  })

  test('stands beside one’s own: a service is off only where both switch it off', async () => {
    const [ada, crew] = [await made('ada'), await makeGroup('Crew')]
    await ask('PATCH', `/groups/${crew}`, { 'members@odata.bind': [link(ada)] })
    await assign('groups', crew, [{ skuId: e3, disabledPlans: [sway, yammer] }])
    await assign('users', ada, [{ skuId: e3, disabledPlans: [yammer] }])
    expect(await held(ada)).toEqual([{ skuId: e3, disabledPlans: [yammer] }])
    await assign('users', ada, [], [e3])
    expect(await held(ada)).toEqual([{ skuId: e3, disabledPlans: [sway, yammer] }])
    await ask('DELETE', `/groups/${crew}`)
    expect(await held(ada)).toEqual([])
  })

  test('that finds no free unit is an error on the account, and no licence', async () => {
    graph().state.subscribedSkus.forEach((sku) => {
      if (sku['skuId'] === p2) sku['prepaidUnits'] = { enabled: 0, suspended: 0, warning: 0, lockedOut: 0 }
    })
    const [ada, crew] = [await made('ada'), await makeGroup('Crew')]
    await ask('PATCH', `/groups/${crew}`, { 'members@odata.bind': [link(ada)] })
    await assign('groups', crew, [{ skuId: p2, disabledPlans: [] }])
    expect(await held(ada)).toEqual([])
    expect((await states(ada)).map(({ error }) => error)).toEqual(['CountViolation'])
  })
})

async function made(name: string, more: Entry = {}): Promise<string> {
  const { body } = await ask('POST', '/users', person(name, { usageLocation: 'DE', ...more }))
  return String(body['id'])
}

async function makeGroup(name: string): Promise<string> {
  return String((await ask('POST', '/groups', group(name))).body['id'])
}

async function assign(
  kind: 'users' | 'groups',
  id: string,
  addLicenses: readonly object[],
  removeLicenses: readonly string[] = [],
): ReturnType<typeof ask> {
  return ask('POST', `/${kind}/${id}/assignLicense`, { addLicenses, removeLicenses })
}

async function held(id: string): Promise<unknown> {
  return (await ask('GET', `/users/${id}?$select=assignedLicenses`)).body['assignedLicenses']
}

async function states(id: string): Promise<readonly Entry[]> {
  const { body } = await ask('GET', `/users/${id}?$select=licenseAssignmentStates`)
  return body['licenseAssignmentStates'] as readonly Entry[]
}

async function pools(name: string): Promise<readonly Entry[]> {
  return (await everything(ask, '/subscribedSkus')).filter(({ skuPartNumber }) => skuPartNumber === name)
}
