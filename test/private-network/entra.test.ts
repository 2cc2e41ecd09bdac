import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Entity } from '../emulators/graph/state.ts'
import { whyNoPrivateNetwork } from './network.ts'
import type { TenantStage } from './tenant-stage.ts'
import { openTenantStage } from './tenant-stage.ts'

// Conditional Access is asked once a second, by each of some processes.
vi.setConfig({ testTimeout: 240_000 })

/** Reads of what was just written that show it as it was before. */
const lags = [0, 30]
const here = describe.runIf(whyNoPrivateNetwork() === undefined)

here.each(lags)('a tenant of Entra ID, at Microsoft’s own addresses, that shows %i reads late what it took', (lag) => {
  let stage: TenantStage
  beforeAll(async () => {
    stage = await openTenantStage({ lag })
    stage.write(
      'roster.yaml',
      'version: 1\norganisation: Northwind\napprovers: { leads: { forge: ["@northwind/leads"] } }\n',
    )
    stage.write('tenants/northwind/tenant.yaml', tenantFile(stage))
  })
  afterAll(async () => stage.close())

  const user = (upn: string): Entity => {
    const found = [...stage.graph.state.users.values()].find((each) => each['userPrincipalName'] === upn)
    if (found === undefined) throw new Error(`nobody signs in as ${upn}`)
    return found
  }
  const guest = (mail: string): Entity | undefined =>
    [...stage.graph.state.users.values()].find((each) => each['mail'] === mail)
  const membersOf = (name: string): readonly string[] => {
    const group = [...stage.graph.state.groups.values()].find((each) => each['displayName'] === name)
    const members = stage.graph.state.members.get(group?.id ?? '') ?? new Set()
    const names = [...stage.graph.state.users.values()].flatMap(({ id, userPrincipalName }) =>
      members.has(id) && typeof userPrincipalName === 'string' ? [userPrincipalName] : [],
    )
    return names.toSorted()
  }

  test('MSP-25 doctor says what the two applications may do, and that nothing is missing', async () => {
    const { code, stdout, stderr } = await stage.reading('doctor')
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain('User.Read.All')
    expect(stdout).not.toContain('is missing')
    expect(stdout).not.toContain('more than roster needs')
  })

  test('people, groups, a guest and licences come, and a second plan has nothing to do', async () => {
    stage.write('tenants/northwind/users.yaml', people({}))
    stage.write('tenants/northwind/groups.yaml', groups)
    const { stdout } = await stage.settle()
    expect(stdout).toContain('Zoe Park is invited to entra as a guest')
    const [ana, ben] = [user('ana.li@northwind.example'), user('ben.osei@northwind.example')]
    expect(ana).toMatchObject({ displayName: 'Ana Li', jobTitle: 'Lead', usageLocation: 'NL', accountEnabled: true })
    expect(stage.graph.state.managers.get(ana.id)).toBe(ben.id)
    expect(membersOf('VPN users')).toEqual([ana['userPrincipalName'], ben['userPrincipalName']])
    expect(stage.graph.mails).toEqual(['zoe@partner.example'])
    expect(guest('zoe@partner.example')).toMatchObject({ userType: 'Guest', externalUserState: 'PendingAcceptance' })
    expect(ana['assignedLicenses']).toEqual([expect.objectContaining({ disabledPlans: [expect.any(String)] })])
    expect(ben['assignedLicenses'] ?? []).toEqual([])
  })

  test('a new sign-in name is a rename of the same account', async () => {
    const { id } = user('ana.li@northwind.example')
    stage.write(
      'tenants/northwind/users.yaml',
      people({ ana: "name: { first: Ana, last: O'Brien }\n  upn: ana.o'brien@northwind.example" }),
    )
    await stage.settle()
    expect(user("ana.o'brien@northwind.example")).toMatchObject({ id, displayName: "Ana O'Brien" })
  })

  test('SEC-01 a plan writes nothing, with an identity that could not', async () => {
    const before = stage.graph.log.length
    await stage.reading('plan')
    const asked = stage.graph.log.slice(before).filter(({ host }) => host === 'graph.microsoft.com')
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter(({ method, url }) => method !== 'GET' && !/\$batch|getByIds/.test(url))).toEqual([])
    stage.write(
      'tenants/northwind/users.yaml',
      people({
        ana: "name: { first: Ana, last: O'Brien }\n  upn: ana.o'brien@northwind.example",
        ben: 'title: Head',
      }),
    )
    const refused = await stage.reading('apply', '--auto-approve')
    expect(refused.code, refused.stdout).toBe(7)
    expect(refused.stdout).toContain('has no right to do that')
    expect(user('ben.osei@northwind.example')).toMatchObject({ jobTitle: 'Clerk' })
    await stage.settle()
  })

  test('MSP-24 a leaver is disabled and signed out, gives the licence back, and can come back', async () => {
    const leaver = user("ana.o'brien@northwind.example")
    stage.write(
      'tenants/northwind/users.yaml',
      people({ ana: "name: { first: Ana, last: O'Brien }\n  state: disabled", ben: 'title: Head' }),
    )
    await stage.settle()
    expect(stage.graph.state.users.get(leaver.id)).toMatchObject({ accountEnabled: false, assignedLicenses: [] })
    expect(stage.graph.state.revocations.get(leaver.id)).toBe(1)
    expect(membersOf('VPN users')).toEqual(['ben.osei@northwind.example'])
    stage.write(
      'tenants/northwind/users.yaml',
      people({
        ana: "name: { first: Ana, last: O'Brien }\n  upn: ana.o'brien@northwind.example",
        ben: 'title: Head',
      }),
    )
    await stage.settle()
    expect(stage.graph.state.users.get(leaver.id)).toMatchObject({ accountEnabled: true })
  })

  test('REL-21 somebody whom an administrator deleted is brought back, once that is agreed to', async () => {
    const lost = user('ben.osei@northwind.example')
    stage.graph.state.users.delete(lost.id)
    stage.graph.state.deletedItems.set(lost.id, {
      ...lost,
      '@odata.type': '#microsoft.graph.user',
      deletedDateTime: new Date().toISOString(),
    })
    const held = await stage.reading('plan')
    expect(held.stdout).toContain('disabledElsewhere')
    stage.write(
      'tenants/northwind/acknowledgements.yaml',
      `ben-is-back: { gate: disabledElsewhere, max: 1, reason: deleted by mistake, approver: leads, expires: ${new Date(Date.now() + 3_600_000).toISOString()} }\n`,
    )
    await stage.settle()
    expect(user('ben.osei@northwind.example').id).toBe(lost.id)
    stage.write('tenants/northwind/acknowledgements.yaml', '{}\n')
  })

  test('rules for signing in become policies that stop nobody yet, and hold once that is said', async () => {
    stage.write('tenants/northwind/policies.yaml', 'security: { mfa: { required: all }, ipAllow: [203.0.113.0/24] }\n')
    await stage.settle()
    const policies = (): readonly Entity[] => [...stage.graph.state.conditionalAccessPolicies.values()]
    const breakGlass = user(`breakglass@${stage.graph.state.initialDomain}`).id
    expect(policies().length).toBeGreaterThan(0)
    for (const policy of policies()) {
      expect(policy['state']).toBe('enabledForReportingButNotEnforced')
      expect(JSON.stringify(policy['conditions'])).toContain(breakGlass)
    }
    stage.write('tenants/northwind/tenant.yaml', tenantFile(stage, 'conditionalAccess: enforced'))
    await stage.settle()
    expect(new Set(policies().map(({ state }) => state))).toEqual(new Set(['enabled']))
  })

  test('a tenant that cannot be read is not an empty one', async () => {
    stage.graph.misbehave({
      refuse: { path: /^\/users/, status: 403, code: 'Authorization_RequestDenied', times: 100 },
    })
    const { code, stdout, stderr } = await stage.reading('plan')
    expect(code, stdout).toBe(4)
    expect(stdout + stderr).toContain('the application has no right to do that')
    stage.graph.misbehave({ lag })
  })
})

function tenantFile({ graph }: TenantStage, more = ''): string {
  return `name: Northwind
domains: [northwind.example]
naming: { username: "{first}.{last}", upn: "{username}@northwind.example" }
defaults: { attributes: { address: { country: NL } } }
directories:
  entra:
    provider: entra
    mode: authoritative
    tenantId: ${graph.state.tenantId}
    breakGlass: [breakglass@${graph.state.initialDomain}]
    ${more}
licences: { e3: { directory: entra, sku: SPE_E3, disabledPlans: [YAMMER_ENTERPRISE] } }
`
}

/** The people of the story; `ana` and `ben` say what is otherwise about these two. */
function people({
  ana = 'name: { first: Ana, last: Li }',
  ben = 'title: Clerk',
}: {
  readonly ana?: string
  readonly ben?: string
}): string {
  return `ana-li:
  ${ana}
  title: Lead
  manager: ben-osei
  groups: [vpn]
  licences: [e3]
ben-osei:
  name: { first: Ben, last: Osei }
  ${ben}
  groups: [vpn, team]
zoe:
  name: { first: Zoe, last: Park }
  email: zoe@partner.example
  guest: true
  groups: [team]
`
}

const groups = `vpn: { name: VPN users, description: For those who travel }
team: { name: Project Orion, kind: microsoft365 }
`
