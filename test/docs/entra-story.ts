import type { GraphEmulator } from '../emulators/graph/emulator.ts'
import { theContract } from '../emulators/graph/contract/judge.ts'
import { startGraph } from '../emulators/graph/start.ts'
import type { Entity } from '../emulators/graph/state.ts'
import { altered, readerLike } from '../providers/delegate.ts'
import { environment, settingsFor } from '../providers/entra/world.ts'
import { entraProvider } from '../../src/providers/entra/provider.ts'
import { Bench, crowd, person } from '../reconciler/bench.ts'

/** What the two applications are given. */
export interface Consented {
  readonly readerRoles: readonly string[]
  readonly writerRoles: readonly string[]
}

const emergency = 'breakglass@northwind.onmicrosoft.com'
const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

/**
 * Everything that roster does in a tenant of Entra ID, by applications that were given these permissions: people, guests, passes, passwords,
 * groups of all sorts, a role, a unit, licences, rules for signing in, leaving, deletion, and coming back. Gives what was to be told at each step.
 */
export async function storyWith(consented: Consented): Promise<readonly string[]> {
  const judge = theContract()
  const graph = await startGraph({ ...consented, ...(judge === undefined ? {} : { judge }) })
  const bench = new Bench()
  try {
    return await played(graph, bench)
  } finally {
    bench.close()
    await graph.close()
  }
}

async function played(graph: GraphEmulator, bench: Bench): Promise<readonly string[]> {
  bench.now = new Date()
  const provider = entraProvider({ fetch: graph.fetch, sleep: async () => {} })
  const inStep = altered(provider, { reader: (live) => readerLike(live, { serverTime: async () => bench.now }) })
  bench.providers = new Map([['entra', inStep]])
  addEmergencyAccount(graph)
  const said: string[] = []
  for (const { users, groups = allGroups, days = 0, actions, before } of steps) {
    before?.(graph)
    bench.now = new Date(bench.now.getTime() + days * 86_400_000)
    bench.tenant('acme', { ...tenantFiles(graph, bench.now), users: { ...crowd(4), ...users }, groups })
    bench.write('tenants/acme/actions.yaml', actions)
    said.push(`step ${said.filter((line) => line.startsWith('step')).length + 1}`, ...(await settled(graph, bench)))
  }
  return [...said, ...graph.breaches]
}

/** What an apply could not do, what is left to do after it, and what it finds that is more than told in passing. */
async function settled(graph: GraphEmulator, bench: Bench): Promise<readonly string[]> {
  const run = { environment: (name: string) => environment(graph)[name] }
  const { tenants } = await bench.apply({ how: 'autoApprove' }, run)
  const undone = tenants.flatMap(({ settled: done, held }) => [
    ...(held === undefined ? [] : [held]),
    ...done.flatMap(({ outcome }) => ('detail' in outcome && outcome.detail !== undefined ? [outcome.detail] : [])),
  ])
  const next = await bench.plan(run)
  const left = next.operations.map(({ address, verb }) => `${verb} ${address} is left to do`)
  const findings = next.findings.map(({ slug, message }) => `${slug}: ${message}`)
  return [...undone, ...left, ...findings]
}

interface Step {
  readonly users: object
  readonly groups?: object
  readonly actions?: object
  readonly days?: number
  readonly before?: (graph: GraphEmulator) => void
}

const ana = person('ana', { address: { country: 'NL' }, manager: 'ben', groups: ['vpn'], licences: ['e3'], email: 'ana@northwind.example' })
const ben = person('ben', { groups: ['vpn', 'team'] , email: 'ben@northwind.example' })
const zoe = person('zoe', { guest: true, email: 'zoe@partner.example', groups: ['team'] })

const allGroups = {
  vpn: { name: 'VPN users', description: 'For those who travel' },
  team: { name: 'Project Orion', kind: 'microsoft365' },
  readers: { name: 'Global Reader', kind: 'directoryRole', members: { users: ['ben'] } },
  branch: { name: 'Branch', kind: 'administrativeUnit', members: { users: ['ana'] } },
}

const steps: readonly Step[] = [
  { users: { ana, ben, zoe } },
  {
    before: joinOurselves,
    users: { ana: { ...ana, title: 'Lead' }, ben, zoe },
    actions: { again: { do: 'resetPassword', select: { users: ['ana'] }, reason: 'a shared password was found' } },
  },
  { users: { ben, zoe }, groups: { ...allGroups, branch: { name: 'Branch', kind: 'administrativeUnit' } } },
  { days: 40, users: { ben, zoe }, groups: { ...allGroups, branch: { name: 'Branch', kind: 'administrativeUnit' } } },
  { users: { ana, ben, zoe } },
]

function tenantFiles(graph: GraphEmulator, now: Date): Parameters<Bench['tenant']>[1] {
  const expires = new Date(now.getTime() + 48 * 3_600_000).toISOString()
  const gain = { gate: 'privilegedGain', max: 9, reason: 'agreed', approver: 'leads', expires }
  return {
    tenant: {
      name: 'Acme',
      domains: [graph.state.defaultDomain, 'acme.example'],
      deleteAfter: '30 days',
      initialPasswords: { recipients: [recipient] },
      directories: {
        cloud: { ...settingsFor(graph), users: { firstSignIn: 'temporaryAccessPass' }, breakGlass: [emergency] },
      },
      licences: { e3: { directory: 'cloud', sku: 'SPE_E3', disabledPlans: ['YAMMER_ENTERPRISE'] } },
    },
    policies: { security: { mfa: { required: 'all' }, ipAllow: ['203.0.113.0/24'] } },
    acknowledgements: { gain },
  }
}

function addEmergencyAccount({ state }: GraphEmulator): void {
  const id = 'cc000000-0000-4000-8000-000000000001'
  state.users.set(id, {
    id,
    userPrincipalName: emergency,
    displayName: 'Emergency',
    accountEnabled: true,
    userType: 'Member',
    businessPhones: [],
    assignedLicenses: [],
  })
  const role = '62e90394-69f5-4237-9190-012177145e10'
  state.roleAssignments.set('first', { id: 'first', principalId: id, roleDefinitionId: role, directoryScopeId: '/' })
}

/** The application that writes is in a group that the files declare. */
function joinOurselves({ state, writer }: GraphEmulator): void {
  const group: Entity | undefined = [...state.groups.values()].find((each) => each['displayName'] === 'VPN users')
  if (group === undefined) return
  state.members.set(group.id, new Set([...(state.members.get(group.id) ?? []), writer.servicePrincipalId]))
}
