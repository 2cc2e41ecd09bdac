import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import type { Reader } from '../../../src/providers/provider.ts'
import { everything, startTenant } from './reading.ts'
import type { Tenant } from './reading.ts'
import { tampered } from './tampering.ts'
import type { Said } from './tampering.ts'

let tenant: Tenant
let ada: string
beforeEach(async () => {
  tenant = await startTenant()
  ada = tenant.person('ada', { usageLocation: 'NL' })
  const people = [ada, ...['bob', 'cid', 'dee', 'eva'].map((name) => tenant.person(name, { employeeId: name }))]
  tenant.group('Crew', {}, people)
  tenant.group('Desk', {}, [ada])
  const { administrativeUnits, members } = tenant.graph.state
  const unit = 'cc000000-0000-4000-8000-000000000001'
  administrativeUnits.set(unit, { id: unit, displayName: 'North', description: null })
  members.set(unit, new Set([ada]))
})
afterEach(async () => tenant.close())

/** All that a plan may ask of a reading. */
async function seen(reader: Reader): Promise<unknown> {
  const objects = await everything(reader)
  const gone = 'dd000000-0000-4000-8000-000000000001'
  return {
    objects,
    found: [...(await reader.find([ada, gone]))],
    existing: [...(await reader.existing([ada, gone]))],
    licences: await reader.licences?.(),
    policies: await reader.policies?.(),
    deleted: await reader.deleted?.(),
    factors: [...((await reader.factors?.([ada])) ?? [])],
  }
}

/** Everything that comes in pages or lists, each by what asks for it. */
const collections: readonly (readonly [string, RegExp])[] = [
  ['which tenant it is', /^GET \/v1.0\/organization/],
  ['people', /^GET \/v1.0\/users\?.*userPrincipalName/],
  ['groups', /^GET \/v1.0\/groups\?/],
  ['members of groups', /^GET \/v1.0\/groups\/[^/]+\/members/],
  ['roles', /^GET \/v1.0\/roleManagement\/directory\/roleDefinitions/],
  ['who holds roles', /^GET \/v1.0\/roleManagement\/directory\/roleAssignments/],
  ['units', /^GET \/v1.0\/directory\/administrativeUnits\?/],
  ['members of units', /^GET \/v1.0\/directory\/administrativeUnits\/[^/]+\/members/],
  ['recorded ids', /^POST \/v1.0\/directoryObjects\/getByIds/],
  ['licences', /^GET \/v1.0\/subscribedSkus/],
  ['who has licences', /^GET \/v1.0\/users\?.*assignedLicenses/],
  ['rules for signing in', /^GET \/v1.0\/identity\/conditionalAccess\/policies/],
  ['the bin', /^GET \/v1.0\/directory\/deletedItems/],
  ['second factors', /^GET \/v1.0\/users\/[^/]+\/authentication\/methods/],
]

const body = (change: (body: object) => unknown) => (told: Said) => ({ ...told, body: change(told.body as object) })

/** What is no answer, whatever its status says. */
const lies: readonly (readonly [string, (told: Said) => Said])[] = [
  ['has no value', body(() => ({}))],
  ['has null for a value', body((whole) => ({ ...whole, value: null }))],
  ['has an object for a value', body((whole) => ({ ...whole, value: {} }))],
  ['lists nothing that is an object', body((whole) => ({ ...whole, value: [null] }))],
  ['tells of an error with 200', body(() => ({ error: { code: 'UnknownError', message: 'no' } }))],
  ['is a page of a proxy', body(() => '<html>Please sign in</html>')],
  ['is cut off', body((whole) => JSON.stringify(whole).slice(0, -2))],
  ['is empty', body(() => '')],
  ['is a list', body(() => [])],
  ['has a next page that is no address', body((whole) => ({ ...whole, '@odata.nextLink': 7 }))],
  ['has a next page without one', body((whole) => ({ ...whole, '@odata.nextLink': '' }))],
  ['goes on elsewhere', body((whole) => ({ ...whole, '@odata.nextLink': 'https://attacker.example/v1.0/users' }))],
  ['goes on in the clear', body((whole) => ({ ...whole, '@odata.nextLink': 'http://graph.microsoft.com/v1.0/users' }))],
  ['goes on in beta', body((whole) => ({ ...whole, '@odata.nextLink': 'https://graph.microsoft.com/beta/users' }))],
  [
    'goes on by a way out',
    body((whole) => ({ ...whole, '@odata.nextLink': 'https://graph.microsoft.com/v1.0/../beta/users' })),
  ],
  ['is out of order', () => ({ status: 500, body: { error: { code: 'Service_InternalServerError', message: '' } } })],
]

describe('REL-01 an unread directory is never an empty one', () => {
  test.each(collections)('%s', async (_, on) => {
    const notNoticed: string[] = []
    for (const [lie, change] of lies) {
      const provider = entraProvider({
        fetch: tampered(tenant.graph.fetch, { on, with: change }),
        pageSize: 3,
        sleep: async () => {},
      })
      try {
        await seen(await tenant.following({ incremental: false }, provider))
        notNoticed.push(lie)
      } catch (error) {
        if (!(error instanceof DirectoryFault)) notNoticed.push(`${lie}: ${String(error)}`)
      }
    }
    expect(notNoticed).toEqual([])
    const elsewhere = tenant.graph.log.filter(({ host }) => /attacker/.test(host))
    expect(elsewhere).toEqual([])
  })
})

describe('what is not answered is not taken for a no', () => {
  const without = (name: string) =>
    body((whole) => {
      const { value } = whole as { readonly value: readonly Readonly<Record<string, unknown>>[] }
      return {
        ...whole,
        value: value.map((row) => Object.fromEntries(Object.entries(row).filter(([each]) => each !== name))),
      }
    })

  test.each([
    ['groups', /^GET \/v1.0\/groups\?/, 'groupTypes'],
    ['groups', /^GET \/v1.0\/groups\?/, 'isAssignableToRole'],
    ['groups', /^GET \/v1.0\/groups\?/, 'onPremisesSyncEnabled'],
    ['people', /^GET \/v1.0\/users\?/, 'accountEnabled'],
    ['people', /^GET \/v1.0\/users\?/, 'onPremisesSyncEnabled'],
  ])('of %s (%#)', async (what, on, name) => {
    const fetch = tampered(tenant.graph.fetch, { on, with: without(name) })
    const provider = entraProvider({ fetch, pageSize: 3, sleep: async () => {} })
    const objects = await everything(await tenant.following({ incremental: false }, provider))
    const kind = what === 'people' ? 'user' : 'group'
    const concerned = objects.filter((each) => each.kind === kind && ['users', 'groups'].includes(each.container))
    expect(concerned.length).toBeGreaterThan(1)
    for (const each of concerned)
      expect('notManageable' in each ? each.notManageable : 'nothing').toContain(`its ${name} cannot be read`)
  })
})

test.each(['', '..', "x') or ('1' eq '1", 'a/../../users', 7])(
  'SEC-25 an object with the id %s is not read, and nothing is asked about it',
  async (id) => {
    const fetch = tampered(tenant.graph.fetch, {
      on: /^GET \/v1.0\/groups\?/,
      with: body((whole) => ({ ...whole, value: [{ id, displayName: 'Odd', groupTypes: [], mailEnabled: false }] })),
    })
    const provider = entraProvider({ fetch, pageSize: 3, sleep: async () => {} })
    const reader = await tenant.following({ incremental: false }, provider)
    await expect(everything(reader)).rejects.toBeInstanceOf(DirectoryFault)
    expect(tenant.graph.log.filter(({ url }) => /members/.test(url))).toEqual([])
  },
)
