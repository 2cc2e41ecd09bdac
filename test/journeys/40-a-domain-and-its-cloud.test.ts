import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { DirectoryFault } from '../../src/model/fault.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Plan } from '../../src/model/plan.ts'
import { activeDirectoryProvider } from '../../src/providers/active-directory/provider.ts'
import { entraProvider } from '../../src/providers/entra/provider.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { apply, plan } from '../../src/reconciler/reconcile.ts'
import type { ApplyReport, Run } from '../../src/reconciler/run.ts'
import { theContract } from '../emulators/graph/contract/judge.ts'
import type { GraphEmulator } from '../emulators/graph/emulator.ts'
import { startGraph } from '../emulators/graph/start.ts'
import type { Entity } from '../emulators/graph/state.ts'
import type { Lane } from '../providers/active-directory/lane.ts'
import { startLane } from '../providers/active-directory/lane.ts'
import { altered } from '../providers/delegate.ts'
import { documentedRoles, environment, settingsFor } from '../providers/entra/world.ts'

let lane: Lane
beforeAll(async () => {
  lane = await startLane()
})
afterAll(async () => lane.stop())

let scene: Scene
let scenes = 0
afterEach(async () => scene.close())

/** One tenant on a domain of Samba's and on a tenant of Entra ID. */
interface Scene {
  readonly graph: GraphEmulator
  readonly write: (path: string, text: string) => void
  readonly plan: () => Promise<Plan>
  readonly apply: (broken?: Broken) => Promise<ApplyReport>
  readonly close: () => Promise<void>
}

/** Directory whose writers break off. */
type Broken = 'active-directory' | 'entra'

async function openScene(syncedFrom: string): Promise<Scene> {
  const judge = theContract()
  const graph = await startGraph({
    ...documentedRoles,
    // One person has one name to sign in with, and a domain takes only its own suffix.
    defaultDomain: lane.server.dns,
    ...(judge === undefined ? {} : { judge }),
  })
  const root = mkdtempSync(join(tmpdir(), 'roster-two-'))
  const base = `OU=two-${++scenes},${lane.unit}`
  const units = [base, `OU=people,${base}`, `OU=groups,${base}`]
  lane.server.tool('ldapadd', [], units.map((dn) => `dn: ${dn}\nobjectClass: organizationalUnit\n\n`).join(''))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('roster.yaml', 'version: 1\norganisation: Acme\n')
  write('tenants/acme/tenant.yaml', JSON.stringify(tenantOf(graph, base, syncedFrom)))
  const runOf = (broken?: Broken): Run => ({
    root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: new Date(),
    providers: new Map(
      [activeDirectoryProvider(), entraProvider({ fetch: graph.fetch, sleep: async () => {} })].map((provider) => [
        provider.name,
        provider.name === broken ? breaking(provider) : provider,
      ]),
    ),
    ledger: openFileLedger({ root, now: () => new Date() }),
    environment: (name) => ({ ...variables(), ...environment(graph) })[name],
    now: () => new Date(),
    signal: new AbortController().signal,
    progress: () => {},
  })
  return {
    graph,
    write,
    plan: async () => plan(runOf()),
    apply: async (broken) => apply(runOf(broken), { how: 'autoApprove' }),
    close: async () => {
      const { breaches } = graph
      await graph.close()
      lane.server.drop(base)
      rmSync(root, { recursive: true, force: true })
      expect(breaches).toEqual([])
    },
  }
}

function tenantOf(graph: GraphEmulator, base: string, syncedFrom: string): object {
  const { reader, writer, door } = lane
  return {
    name: 'Acme',
    domains: [graph.state.defaultDomain],
    naming: { username: '{first}.{last}', upn: `{username}@${graph.state.defaultDomain}` },
    defaults: { attributes: { address: { country: 'NL' } } },
    directories: {
      ad: {
        provider: 'active-directory',
        mode: 'authoritative',
        url: door.url,
        tls: { ca: { env: 'CA' } },
        base,
        credentials: {
          read: { bindDn: reader.upn, password: { env: 'AD_READ' } },
          write: { bindDn: writer.dn, password: { env: 'AD_WRITE' } },
        },
        users: { base: 'OU=people', cn: 'username' },
        groups: { base: 'OU=groups' },
      },
      entra: { ...settingsFor(graph), dependsOn: ['ad'], ...(syncedFrom === '' ? {} : { syncedFrom }) },
    },
    licences: { e3: { directory: 'entra', sku: 'SPE_E3' } },
  }
}

function variables(): Readonly<Record<string, Secret>> {
  const { reader, writer, door } = lane
  return { AD_READ: new Secret(reader.password), AD_WRITE: new Secret(writer.password), CA: new Secret(door.caFile) }
}

/** Every write meets a directory that is not there. */
function breaking(provider: Provider): Provider {
  return altered(provider, {
    writer: () => {
      throw new DirectoryFault('unreachable', 'the network went away')
    },
  })
}

const ana = (title: string): string =>
  `ana-li: { name: { first: Ana, last: Li }, employeeId: "10442", title: ${title}, licences: [e3] }\n`
const verbs = ({ operations }: Plan): readonly string[] =>
  operations.filter(({ status }) => status === 'planned').map(({ id }) => id.replace('acme/', ''))
const inEntra = (): readonly Entity[] =>
  [...scene.graph.state.users.values()].filter((user) => user['employeeId'] === '10442')

describe('ATR-12 one person, one plan, two directories in order', () => {
  beforeEach(async () => {
    scene = await openScene('')
    scene.write('tenants/acme/users.yaml', ana('Clerk'))
  })

  test('the domain comes first', async () => {
    const made = await scene.plan()
    const creation = made.operations.find(({ id }) => id === 'acme/entra/user/ana-li#create')
    expect(creation?.needs).toContain('acme/ad/user/ana-li#create')
    const { exitCode, tenants } = await scene.apply()
    expect(exitCode).toBe(0)
    const order = tenants.flatMap(({ settled }) => settled.map(({ operation }) => operation.id))
    expect(order.indexOf('acme/ad/user/ana-li#create')).toBeLessThan(order.indexOf('acme/entra/user/ana-li#create'))
    expect(verbs(await scene.plan())).toEqual([])
  })

  test('the domain fails: the cloud waits, and the next run finishes', async () => {
    const broken = await scene.apply('active-directory')
    expect(broken.exitCode).not.toBe(0)
    expect(inEntra()).toEqual([])
    expect((await scene.apply()).exitCode).toBe(0)
    expect(inEntra()).toHaveLength(1)
    expect(verbs(await scene.plan())).toEqual([])
  })

  test('the cloud fails: the domain is done, and the next plan holds only what is the cloud’s', async () => {
    const broken = await scene.apply('entra')
    expect(broken.exitCode).toBe(7)
    const rest = verbs(await scene.plan())
    expect(rest.length).toBeGreaterThan(0)
    expect(rest.filter((id) => !id.startsWith('entra/'))).toEqual([])
    expect((await scene.apply()).exitCode).toBe(0)
    expect(verbs(await scene.plan())).toEqual([])
  })
})

describe('people who come to the cloud by synchronisation are one person', () => {
  beforeEach(async () => {
    scene = await openScene('ad')
    scene.write('tenants/acme/users.yaml', ana('Clerk'))
  })

  /** What Entra Connect does: whoever is in the domain is in the cloud, and what is said of them comes from the domain. */
  const synchronise = (title: string): void => {
    const { state } = scene.graph
    const [known] = inEntra()
    const id = known?.id ?? '5f1d0000-0000-4000-8000-000000000001'
    state.users.set(id, {
      ...known,
      id,
      userPrincipalName: `ana.li@${state.defaultDomain}`,
      mailNickname: 'ana.li',
      displayName: 'Ana Li',
      givenName: 'Ana',
      surname: 'Li',
      employeeId: '10442',
      jobTitle: title,
      country: 'NL',
      userType: 'Member',
      accountEnabled: true,
      onPremisesSyncEnabled: true,
      assignedLicenses: known?.['assignedLicenses'] ?? [],
    })
  }

  test('nobody is made in the cloud: they are waited for, and then get what only the cloud gives', async () => {
    expect((await scene.apply()).exitCode).toBe(0)
    expect(inEntra()).toEqual([])
    const waiting = (await scene.plan()).operations.filter(({ status }) => status === 'waiting')
    expect(waiting.map(({ id, waitingFor }) => [id, waitingFor])).toContainEqual([
      'acme/entra/user/ana-li#create',
      'sync',
    ])
    synchronise('Clerk')
    expect((await scene.apply()).exitCode).toBe(0)
    expect(inEntra()).toEqual([
      expect.objectContaining({
        usageLocation: 'NL',
        assignedLicenses: [expect.objectContaining({ skuId: expect.any(String) })],
      }),
    ])
    expect(verbs(await scene.plan())).toEqual([])
  })

  test('ATE-25 what the domain says of them is changed there, and not here', async () => {
    await scene.apply()
    synchronise('Clerk')
    await scene.apply()
    scene.write('tenants/acme/users.yaml', ana('Lead'))
    expect(verbs(await scene.plan())).toEqual(['ad/user/ana-li#update'])
    expect((await scene.apply()).exitCode).toBe(0)
    const told = (await scene.plan()).findings.filter(({ slug }) => slug === 'upstream-owned')
    expect(told).not.toEqual([])
    synchronise('Lead')
    expect((await scene.plan()).findings.filter(({ slug }) => slug === 'upstream-owned')).toEqual([])
  })
})
