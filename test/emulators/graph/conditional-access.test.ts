import { describe, expect, test } from 'vitest'
import { errorOf, everything, group, person } from './client.ts'
import type { Entry } from './client.ts'
import { judgedTenant } from './judged.ts'

const { graph, ask } = judgedTenant()
const policies = '/identity/conditionalAccess/policies'
const locations = '/identity/conditionalAccess/namedLocations'

const office = {
  '@odata.type': '#microsoft.graph.ipNamedLocation',
  displayName: 'Office',
  isTrusted: false,
  ipRanges: [
    { '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' },
    { '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:db8::/48' },
  ],
}

describe('a policy', () => {
  test('is made, read back whole, changed in part, and deleted', async () => {
    const [crew, glass] = [await makeGroup(), await makeUser()]
    const wished = mfa({ includeGroups: [crew], excludeUsers: [glass] })
    const { status, body } = await ask('POST', policies, wished)
    expect(status).toBe(201)
    const path = `${policies}/${String(body['id'])}`
    expect((await ask('GET', path)).body).toMatchObject({
      state: 'enabledForReportingButNotEnforced',
      conditions: {
        clientAppTypes: ['all'],
        users: { includeUsers: [], includeGroups: [crew], excludeUsers: [glass] },
      },
      grantControls: { operator: 'OR', builtInControls: ['mfa'], termsOfUse: [] },
      sessionControls: null,
    })
    expect((await ask('PATCH', path, { state: 'enabled', conditions: { users: { excludeUsers: [] } } })).status).toBe(
      204,
    )
    const [changed] = await everything(ask, policies)
    expect(changed).toMatchObject({
      state: 'enabled',
      conditions: { users: { includeGroups: [crew], excludeUsers: [] } },
    })
    expect((await ask('DELETE', path)).status).toBe(204)
    expect(await everything(ask, policies)).toEqual([])
  })

  test('how often to sign in comes back with what was left unsaid', async () => {
    const signInFrequency = { isEnabled: true, type: 'hours', value: 8 }
    const made = await ask('POST', policies, {
      ...mfa({ includeUsers: ['All'] }),
      grantControls: null,
      sessionControls: { signInFrequency },
    })
    expect(made.body['sessionControls']).toMatchObject({
      signInFrequency: {
        ...signInFrequency,
        frequencyInterval: 'timeBased',
        authenticationType: 'primaryAndSecondaryAuthentication',
      },
    })
  })

  test.each<[string, Entry]>([
    ['for nobody', mfa({})],
    ['for a group that is not there', mfa({ includeGroups: ['7ea9e944-71ce-443d-811c-71e8047b557a'] })],
    [
      'for no application',
      { ...mfa({ includeUsers: ['All'] }), conditions: { users: { includeUsers: ['All'] }, applications: {} } },
    ],
    ['without a name', { ...mfa({ includeUsers: ['All'] }), displayName: '' }],
    ['that asks for nothing', { ...mfa({ includeUsers: ['All'] }), grantControls: null }],
    [
      'to sign in every 40 hours',
      {
        ...mfa({ includeUsers: ['All'] }),
        sessionControls: { signInFrequency: { isEnabled: true, type: 'hours', value: 40 } },
      },
    ],
  ])('%s is refused', async (_, wished) => {
    const refused = await ask('POST', policies, wished)
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'BadRequest'])
    expect(graph().state.conditionalAccessPolicies.size).toBe(0)
  })
})

describe('a named location', () => {
  test('is made, changed and deleted, but not while it is trusted or a policy names it', async () => {
    const { status, body } = await ask('POST', locations, { ...office, isTrusted: true })
    expect(status).toBe(201)
    const [id, path] = [String(body['id']), `${locations}/${String(body['id'])}`]
    const conditions = {
      ...mfa({ includeUsers: ['All'] })['conditions'],
      locations: { includeLocations: ['All'], excludeLocations: [id] },
    }
    const policy = await ask('POST', policies, { ...mfa({ includeUsers: ['All'] }), conditions })
    expect((await ask('DELETE', path)).status).toBe(400)
    await ask('PATCH', path, { '@odata.type': '#microsoft.graph.ipNamedLocation', isTrusted: false })
    expect((await ask('DELETE', path)).status).toBe(400)
    await ask('DELETE', `${policies}/${String(policy.body['id'])}`)
    expect((await ask('DELETE', path)).status).toBe(204)
  })

  test.each(['192.0.2.0', '192.0.2.0/33', '2001:db8::/48', 'office'])('%s is no range of IPv4', async (cidrAddress) => {
    const ipRanges = [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress }]
    expect((await ask('POST', locations, { ...office, ipRanges })).status).toBe(400)
  })
})

function mfa(users: Entry): { readonly conditions: Entry } & Entry {
  return {
    displayName: 'MFA for all',
    state: 'enabledForReportingButNotEnforced',
    conditions: { users, applications: { includeApplications: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  }
}

async function makeGroup(): Promise<string> {
  return String((await ask('POST', '/groups', group('Crew'))).body['id'])
}

async function makeUser(): Promise<string> {
  return String((await ask('POST', '/users', person('glass'))).body['id'])
}
