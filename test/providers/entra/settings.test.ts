import { describe, expect, test } from 'vitest'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import { mappingRules } from '../../../src/providers/entra/mapping.ts'
import { patternOf, protection } from '../../../src/providers/entra/protect.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import { entraSettings } from '../../../src/providers/entra/settings.ts'
import { cloudOf } from '../../../src/providers/entra/sign-in/cloud.ts'

const written: EntraDirectory = { provider: 'entra', tenantId: '6C1E0000-0000-4000-8000-000000000001' }

test('what is not written has its default', () => {
  expect(entraSettings(written)).toEqual({
    tenantId: '6c1e0000-0000-4000-8000-000000000001',
    cloud: cloudOf('global'),
    credentials: { read: {}, write: {} },
    users: { domain: undefined, firstSignIn: 'password' },
    mapping: {},
    protect: [],
    breakGlass: [],
    conditionalAccess: 'reportOnly',
    invitations: { redirectUrl: 'https://myapplications.microsoft.com', notify: true, message: undefined },
    incremental: true,
  })
})

test('apply signs in as whoever reads, where nobody else is named', () => {
  const read = { clientId: '00001111-aaaa-4222-8333-444455556666' }
  const write = { clientId: '00001111-aaaa-4222-8333-444455557777', federated: 'github' } as const
  expect(entraSettings({ ...written, credentials: { read } }).credentials.write).toEqual(read)
  expect(entraSettings({ ...written, credentials: { read, write } }).credentials.write).toEqual(write)
})

test.each([
  ['global', 'https://graph.microsoft.com'],
  ['usGovernment', 'https://graph.microsoft.us'],
  ['usGovernmentDod', 'https://dod-graph.microsoft.us'],
  ['china', 'https://microsoftgraph.chinacloudapi.cn'],
] as const)('the cloud %s answers at %s', (cloud, graph) => {
  expect(entraSettings({ ...written, cloud }).cloud.graph).toBe(graph)
})

test('two directories of one tenant are one territory, however the id is spelled', () => {
  const provider = entraProvider()
  const [one] = provider.territories(written)
  expect(provider.territories({ ...written, tenantId: written.tenantId.toLowerCase() })).toEqual([one])
})

test('the settings of another provider are a bug', () => {
  const local = { provider: 'local', path: 'people.json' } as const
  expect(() => entraSettings(local)).toThrow('settings of provider local')
})

describe('mapping', () => {
  const ruleFor = (mapping: EntraDirectory['mapping'], attribute: string) =>
    mappingRules({ mapping: mapping ?? {} }).find((rule) => rule.attribute === attribute)

  test('a country says where somebody lives, and where licences are used', () => {
    expect(ruleFor({}, 'country')?.path).toBe('address.country')
    expect(ruleFor({}, 'usageLocation')?.path).toBe('address.country')
  })

  test('goes over the defaults, in whichever case it is written, by Graph’s spelling', () => {
    expect(ruleFor({ COMPANYNAME: 'company' }, 'companyName')?.path).toBe('company')
    expect(ruleFor({ jobtitle: { from: 'role' } }, 'jobTitle')?.path).toBe('role')
    expect(ruleFor({ manager: null }, 'manager')).toBeUndefined()
  })

  test('takes extension properties of applications', () => {
    const name = 'extension_25883231668a43a780b25685c3f874bc_costCentre'
    expect(ruleFor({ [name]: 'costCentre' }, name)?.path).toBe('costCentre')
  })

  test.each([
    ['userPrincipalName', 'the name of the account'],
    ['accountEnabled', 'whether the account works'],
    ['assignedLicenses', 'licences of tenant.yaml'],
    ['proxyAddresses', 'Entra ID alone sets it'],
    ['shoeSize', 'does not know the property shoeSize'],
  ])('%s is refused: %s', (attribute, why) => {
    expect(() => mappingRules({ mapping: { [attribute]: 'title' } })).toThrow(why)
  })
})

describe('protect', () => {
  const settings = {
    breakGlass: ['breakglass1@northwind.onmicrosoft.com'],
    protect: ['svc-*@northwind.example', 'Legacy *', '*-admin-*', 'a*'].map(patternOf),
  }

  test.each([
    ['SVC-Print@Northwind.Example', 'protected by svc-*@northwind.example'],
    ['legacy finance', 'protected by Legacy *'],
    ['x-admin-y', 'protected by *-admin-*'],
    ['BreakGlass1@northwind.onmicrosoft.com', 'an emergency account (breakGlass)'],
    ['svc-print@northwind.example.org', undefined],
    ['Legacy', undefined],
    ['badmin', undefined],
  ])('%s', (name, why) => {
    expect(protection([name], settings)).toBe(why)
  })

  test('a star within a short text does not match by overlapping', () => {
    expect(protection(['aba'], { breakGlass: [], protect: [patternOf('ab*ba')] })).toBeUndefined()
  })
})
