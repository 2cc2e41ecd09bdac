import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { entraProvider } from '../../src/providers/entra/provider.ts'
import { globalAdministrator } from '../../src/providers/entra/roles.ts'
import { paintAdoption } from '../../src/report/adoption.ts'
import { inkOf } from '../../src/report/ink.ts'
import type { Run } from '../../src/reconciler/run.ts'
import type { Tenant } from '../providers/entra/reading.ts'
import { startTenant } from '../providers/entra/reading.ts'
import { documentedRoles, environment, settingsFor } from '../providers/entra/world.ts'
import type { Bench } from '../reconciler/bench.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import { addPerson, benchOf, filesIn, imported, planned, textOf } from './importing.ts'

let tenant: Tenant
let bench: Bench
let more: Partial<Run>
beforeEach(async () => {
  tenant = await startTenant({ ...documentedRoles, tenantId: '6c1e0000-0000-4000-8000-000000000001' })
  onTestFinished(() => tenant.close())
  const { graph } = tenant
  const cloud = { ...settingsFor(graph), breakGlass: ['breakglass@northwind.example'] }
  bench = benchOf({
    name: 'Acme',
    domains: ['northwind.example'],
    naming: { username: '{first}.{last}', upn: '{username}@northwind.example' },
    directories: { cloud },
    licences: { e3: { directory: 'cloud', sku: 'SPE_E3' } },
  })
  bench.now = new Date()
  bench.providers = new Map([['entra', entraProvider({ fetch: graph.fetch, sleep: async () => {} })]])
  more = { environment: (name) => environment(graph)[name] }
})

const named = (first: string, last: string): Readonly<Record<string, unknown>> => ({
  givenName: first,
  surname: last,
  displayName: `${first} ${last}`,
  country: 'NL',
  usageLocation: 'NL',
})

/** Somebody of every sort, and a group of every sort. */
function people(): Readonly<Record<'ana' | 'ben' | 'zoe' | 'eve' | 'sam' | 'tom', string>> {
  const guest = { userType: 'Guest', creationType: 'Invitation' }
  const at = 'partner.example#EXT#@northwind.onmicrosoft.com'
  const ben = tenant.person('ben.osei', { ...named('Ben', 'Osei'), department: 'Sales' })
  const ana = tenant.person("ana.o'brien", { ...named('Ana', "O'Brien"), mail: "ana.o'brien@northwind.example" })
  tenant.graph.state.managers.set(ana, ben)
  return {
    ana,
    ben,
    zoe: tenant.person(`zoe_${at}`, {
      ...guest,
      displayName: 'Zoe',
      mail: 'zoe@partner.example',
      externalUserState: 'Accepted',
    }),
    eve: tenant.person(`eve_${at}`, {
      ...guest,
      displayName: 'Eve',
      mail: 'eve@partner.example',
      externalUserState: 'PendingAcceptance',
    }),
    sam: tenant.person('sam.ng', { ...named('Sam', 'Ng'), onPremisesSyncEnabled: true }),
    tom: tenant.person('tom.berg', { ...named('Tom', 'Berg'), accountEnabled: false }),
  }
}

function lend(...ids: readonly string[]): void {
  const { state } = tenant.graph
  const sku = [...state.subscribedSkus.values()].find((each) => each['skuPartNumber'] === 'SPE_E3')
  for (const id of ids)
    state.users.set(id, {
      ...state.users.get(id),
      id,
      assignedLicenses: [{ skuId: sku?.['skuId'], disabledPlans: [] }],
    })
}

function furnish(): void {
  const { ana, ben, zoe, eve, sam, tom } = people()
  const { state } = tenant.graph
  const emergency = tenant.person('breakglass', { displayName: 'Emergency' })
  tenant.group('VPN users', { description: 'For those who travel' }, [ana, ben, zoe])
  tenant.group(
    'Project Orion',
    { groupTypes: ['Unified'], mailEnabled: true, mailNickname: 'orion', mail: 'orion@northwind.example' },
    [ana, eve],
  )
  tenant.group('Everybody', { groupTypes: ['DynamicMembership'] }, [ana, ben])
  tenant.group('From the domain', { onPremisesSyncEnabled: true }, [sam])
  tenant.group('Announcements', { mailEnabled: true, securityEnabled: false, mail: 'all@northwind.example' }, [ana])
  tenant.group('Operators', { isAssignableToRole: true }, [ben])
  const branch = 'cc000000-0000-4000-8000-000000000001'
  state.administrativeUnits.set(branch, { id: branch, displayName: 'Branch' })
  state.members.set(branch, new Set([ana]))
  for (const principalId of [ben, emergency])
    state.roleAssignments.set(principalId, {
      id: principalId,
      principalId,
      roleDefinitionId: globalAdministrator,
      directoryScopeId: '/',
    })
  lend(ana, sam, tom)
}

/** What the tenant holds, in a form that can be compared. */
function held(): string {
  const { users, groups, members, managers, roleAssignments, administrativeUnits } = tenant.graph.state
  const sets = [...members].map(([id, all]) => [id, [...all].toSorted()])
  return JSON.stringify([[...users], [...groups], sets, [...managers], [...roleAssignments], [...administrativeUnits]])
}

test('UX-01 a tenant of Entra ID is declared as it is: nothing is planned, an apply touches nobody, a second import changes no file', async () => {
  furnish()
  const before = held()
  const adoption = await imported(bench, {}, more)
  await expect(paintAdoption(adoption, { ink: inkOf(false), everything: false })).toMatchFileSnapshot(
    'golden/entra.txt',
  )
  await expect(`${textOf(bench, 'users.yaml')}---\n${textOf(bench, 'groups.yaml')}`).toMatchFileSnapshot(
    'golden/entra.yaml',
  )
  expect(await planned(bench, more)).toEqual([])
  for (const _ of ['first', 'second']) {
    expect((await bench.apply({ how: 'autoApprove' }, more)).exitCode).toBe(0)
    expect(await planned(bench, more)).toEqual([])
  }
  expect(held()).toBe(before)
  const files = filesIn(bench)
  expect((await imported(bench, {}, more)).files).toEqual([])
  expect(filesIn(bench)).toEqual(files)
})

test('UX-01 what an import left out of the files would be taken from people: the licence is in them for a reason', async () => {
  furnish()
  await imported(bench, {}, more)
  await bench.apply({ how: 'autoApprove' }, more)
  const text = textOf(bench, 'users.yaml')
  const without = text.replaceAll(/^ {2}licences: .*\n/gm, '')
  expect(without).not.toBe(text)
  writeFileSync(join(bench.root, 'tenants/acme/users.yaml'), without)
  expect(await planned(bench, more)).toContain('revoke licence e3/ana.o-brien')
})

test('roles come in with those who hold them, and not by the dozen', async () => {
  const { ana } = people()
  const { declared, leftAlone } = await imported(bench, {}, more)
  expect(declared.groups).toEqual([])
  expect(new Set(leftAlone.filter(({ kind }) => kind === 'group').map(({ why }) => why))).toEqual(
    new Set(['it is part of the directory, and nobody who is declared is in it']),
  )
  tenant.graph.state.roleAssignments.set('a', {
    id: 'a',
    principalId: ana,
    roleDefinitionId: globalAdministrator,
    directoryScopeId: '/',
  })
  expect((await imported(bench, {}, more)).declared.groups).toEqual(['global-administrator'])
  expect(await planned(bench, more)).toEqual([])
})

test('UX-01 people whom Active Directory owns are one person: imported from there, they are known here', async () => {
  const { graph } = tenant
  bench.tenant('acme', {
    tenant: {
      name: 'Acme',
      domains: ['northwind.example'],
      naming: { username: '{first}.{last}', upn: '{username}@northwind.example' },
      licences: { e3: { directory: 'cloud', sku: 'SPE_E3' } },
      directories: {
        ad: { provider: 'local', mode: 'authoritative' },
        cloud: { ...settingsFor(graph), syncedFrom: 'ad' },
      },
    },
  })
  bench.providers = new Map([...bench.providers, ['local', localProvider]])
  addPerson(bench.live('acme', 'ad'), 'sam.ng', { upn: 'sam.ng@northwind.example' })
  const sam = tenant.person('sam.ng', { ...named('Sam', 'Ng'), onPremisesSyncEnabled: true })
  const zoe = tenant.person('zoe.go', named('Zoe', 'Go'))
  tenant.group('VPN users', {}, [sam, zoe])
  lend(sam, zoe)
  expect((await imported(bench, { directory: 'ad' }, more)).declared.users).toEqual(['sam.ng'])
  const { declared, known, notes } = await imported(bench, { directory: 'cloud' }, more)
  expect([known.people, declared.users]).toEqual([1, ['zoe.go']])
  expect(notes).toEqual([{ about: 'sam.ng', message: expect.stringContaining('does not name'), detail: 'e3' }])
  expect(await planned(bench, more)).toEqual([])
  expect(textOf(bench, 'users.yaml').match(/directories: .*/g)).toEqual(['directories: [cloud]'])
})
