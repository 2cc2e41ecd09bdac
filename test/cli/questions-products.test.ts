import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { committed, edit, inhabitant, textOf } from './questions-world.ts'
import { documentOf, put, roster, workspace } from './roster.ts'

/** A tenant with contracts of these platforms. */
function tenantOf(...platforms: readonly string[]): string {
  const contracts = platforms.map((platform) => `${platform}: { platform: ${platform}, delivery: manual }`)
  return [
    'name: Acme',
    'domains: [acme.example]',
    'directories: { main: { provider: local, mode: authoritative } }',
    `subscriptions: { ${contracts.join(', ')} }`,
    '',
  ].join('\n')
}

/** Key -> level of a role, as `roles explain` tells it. */
async function levelsOf(cwd: string, role: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await roster(['roles', 'explain', role, '--csv'], { cwd })
  const rows = stdout.split('\r\n').slice(1, -1)
  const cells = rows.map((row) => row.slice(1, -1).split('","'))
  return Object.fromEntries(cells.map(([, , key = '', , level = '']) => [key, level]))
}

test('ATL-14 ATL-15 ATL-16 the facets of a restricted role are told one by one, not only as none', async () => {
  const cwd = workspace({ 'tenants/acme/tenant.yaml': tenantOf('atlas') })
  expect(await levelsOf(cwd, 'restricted-view-only')).toMatchObject({
    'data/entities': 'view',
    'data/sensitive': 'none',
    'data/documents.sensitive': 'listed',
    'action/documents.download': 'none',
    'data/bank.accountName': 'view',
    'data/bank.accountNumber': 'masked',
    'data/chart.linked': 'listed',
    'data/stakeholders': 'none',
  })
  const { stdout } = await roster(['roles', 'explain', 'restricted-view-only'], { cwd })
  expect(stdout).toMatch(/data\/relationships +listed .*shows name and type/)
})

test('ALR-05 a preset of a product is expanded key by key', async () => {
  const cwd = workspace({
    'tenants/acme/tenant.yaml': tenantOf('atlar'),
    'tenants/acme/roles.yaml':
      'approvers: { platform: atlar, name: Approvers, preset: approver, scope: { all: true } }\n',
  })
  const given = Object.entries(await levelsOf(cwd, 'approvers')).filter(([, level]) => level !== 'none')
  expect(Object.fromEntries(given)).toMatchInlineSnapshot(`
    {
      "action/payments.approve": "allow",
      "data/accounts": "view",
      "data/counterparties": "view",
      "data/payments": "view",
      "data/transactions": "view",
      "report/cashflow": "allow",
    }
  `)
})

test('ATE-41 the report of full administrators who only need billing, and of those whom only the product makes such', async () => {
  const holder = (id: string, role: string): string =>
    inhabitant(id, [`platforms: { atera: { role: ${role}, reason: sells } }`, 'dailyAccount: exempt'])
  const cwd = workspace({
    'tenants/acme/tenant.yaml': tenantOf('atera'),
    'tenants/acme/users.yaml': holder('ana-li', 'billing') + holder('ben-osei', 'sales') + holder('eva-lo', 'sales'),
    'tenants/acme/roles.yaml': [
      'billing: { platform: atera, name: Billing, fullAdminAccess: true, permissions: { system/billing: allow } }',
      'sales: { platform: atera, name: Sales, fullAdminAccess: true, tasks: [customers.create], permissions: {} }',
      '',
    ].join('\n'),
  })
  const { findings } = documentOf(await roster(['lint', '--json'], { cwd })) as unknown as {
    readonly findings: readonly { readonly slug: string; readonly about: string; readonly users?: readonly string[] }[]
  }
  const reported = (slug: string): unknown =>
    findings.filter((one) => one.slug === slug).map(({ about, users }) => [about, users])
  expect(reported('switch-not-needed')).toEqual([['billing', ['ana-li']]])
  expect(reported('full-admin-for-tasks')).toEqual([['sales', ['ben-osei', 'eva-lo']]])
})

const funds = {
  'tenants/acme/tenant.yaml': tenantOf('atlas'),
  'tenants/acme/users.yaml': inhabitant('ana-li', ['platforms: { atlas: { role: edit, accessGroup: apac } }']),
  'tenants/acme/access-groups.yaml': 'apac: { platform: atlas, select: { tags: [apac, fund], match: all } }\n',
}

test('ATL-11 where entities lie in a folder, one a file, a new one goes beside them and --fix mends the one that is wrong', async () => {
  const cwd = workspace({
    ...funds,
    'tenants/acme/entities/fund-1.yaml':
      'platform: atlas\nname: One # the first\nkind: fund\ntags: [apac]\ncreatedBy: ana-li\n',
  })
  expect((await roster(['lint'], { cwd })).code).toBe(3)
  const fixed = await roster(['lint', '--fix', '--json'], { cwd })
  expect(documentOf(fixed)).toMatchObject({ changed: ['tenants/acme/entities/fund-1.yaml'], exitCode: 0 })
  expect(textOf(cwd, 'tenants/acme/entities/fund-1.yaml')).toBe(
    'platform: atlas\nname: One # the first\nkind: fund\ntags: [apac, fund]\ncreatedBy: ana-li\n',
  )
  const made = await roster(['new', 'entity', 'fund-2', '--as', 'ana-li', '--kind', 'fund', '--name', 'Two'], { cwd })
  expect(made.code, made.stderr + made.stdout).toBe(0)
  expect((await roster(['lint'], { cwd })).code).toBe(0)
  expect((await roster(['validate'], { cwd })).code).toBe(0)
})

test('a kind that bears no tags, a container that is not there, and an id that means something else are refused; nothing is written', async () => {
  const cwd = workspace(funds)
  const making = async (...words: readonly string[]) =>
    roster(['new', 'entity', 'x', '--as', 'ana-li', ...words], { cwd })
  const [untagged, nowhere] = await Promise.all([
    making('--kind', 'person', '--name', 'X'),
    making('--kind', 'fund', '--name', 'X', '--inside', 'y'),
  ])
  expect([untagged.code, nowhere.code]).toEqual([64, 64])
  expect(untagged.stderr).toContain('A person bears no tags')
  expect(existsSync(join(cwd, 'tenants/acme/entities.yaml'))).toBe(false)
  expect((await making('--kind', 'fund', '--name', 'X')).code).toBe(0)
  const before = readFileSync(join(cwd, 'tenants/acme/entities.yaml'), 'utf8')
  const other = await making('--kind', 'fund', '--name', 'Something else')
  expect([other.code, other.stdout.includes('says something else')]).toEqual([3, true])
  expect(textOf(cwd, 'tenants/acme/entities.yaml')).toBe(before)
})

test('diff tells a tenant by what its parent changed, and leaves out the tenants that nothing bears on', async () => {
  const user = inhabitant('ana-li', ['platforms: { atlas: { role: view-only, accessGroup: all-funds } }'])
  const own = {
    'users.yaml': user,
    'access-groups.yaml': 'all-funds: { platform: atlas, select: { all: true } }\n',
    'entities.yaml': 'fund-1: { platform: atlas, name: One, kind: fund }\n',
  }
  const files = (tenant: string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(own).map(([name, text]) => [`tenants/${tenant}/${name}`, text]))
  const cwd = workspace({
    'tenants/acme/tenant.yaml': tenantOf('atlas'),
    ...files('bakery'),
    'tenants/bakery/tenant.yaml': `${tenantOf('atlas')}parent: acme\n`,
    ...files('cafe'),
    'tenants/cafe/tenant.yaml': tenantOf('atlas'),
  })
  await committed(cwd, 'start')
  edit(
    cwd,
    'tenants/acme/tenant.yaml',
    'name: Acme\n',
    'name: Acme\ndefaults: { guard: { atlas: [data/sensitive] } }\n',
  )
  const { groups } = documentOf(await roster(['diff', 'HEAD', '--json'], { cwd })) as unknown as {
    readonly groups: readonly Record<string, unknown>[]
  }
  expect(groups.map(({ tenant, change, users, levels }) => [tenant, change, users, levels])).toEqual([
    ['bakery', 'lost', ['ana-li'], { 'data/sensitive': { from: 'view', to: 'none' } }],
  ])
  put(cwd, 'tenants/cafe/users.yaml', inhabitant('ana-li', []))
  const { stdout } = await roster(['diff', 'HEAD', '--csv', '--tenant', 'cafe'], { cwd })
  const tenants = stdout
    .split('\r\n')
    .slice(1, -1)
    .map((row) => row.split(',')[0])
  expect(new Set(tenants)).toEqual(new Set(['"cafe"']))
})
