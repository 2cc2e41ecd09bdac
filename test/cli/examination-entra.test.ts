import { expect, onTestFinished, test } from 'vitest'
import { examine } from '../../src/cli/examination.ts'
import type { EntraDirectory } from '../../src/generated/tenant.ts'
import { entraProvider } from '../../src/providers/entra/provider.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Check } from '../../src/report/checkup.ts'
import { paintCheckup } from '../../src/report/checkup.ts'
import { inkOf } from '../../src/report/ink.ts'
import type { GraphEmulator, GraphOptions } from '../emulators/graph/emulator.ts'
import { startGraph } from '../emulators/graph/start.ts'
import { documentedRoles, environment, settingsFor } from '../providers/entra/world.ts'

const { readerRoles, writerRoles } = documentedRoles
const tenantId = '6c1e0000-0000-4000-8000-000000000001'

async function tenantWith(options: GraphOptions = {}): Promise<GraphEmulator> {
  const graph = await startGraph({ tenantId, ...documentedRoles, ...options })
  onTestFinished(() => graph.close())
  return graph
}

/** What doctor says of a tenant; `none`: tenant.yaml names no credentials; `variables`: what the environment holds besides. */
async function checksOf(
  graph: GraphEmulator,
  credentials?: EntraDirectory['credentials'] | 'none',
  variables: Readonly<Record<string, Secret | undefined>> = {},
): Promise<readonly Check[]> {
  const { credentials: usual = { read: {} }, ...written } = settingsFor(graph)
  return examine({
    provider: entraProvider({ fetch: graph.fetch, sleep: async () => {} }),
    connection: {
      tenant: 'northwind',
      id: 'entra',
      settings: {
        ...written,
        ...(credentials === 'none' ? {} : { credentials: credentials ?? usual }),
      },
      root: '/nowhere',
      environment: (name) => ({ ...environment(graph), ...variables })[name],
      now: () => new Date(),
      signal: new AbortController().signal,
    },
    chain: [],
  })
}

/** What it says of permissions and of the two applications. */
async function saidOf(...asked: Parameters<typeof checksOf>): Promise<readonly string[]> {
  const checks = await checksOf(...asked)
  return checks
    .filter(({ check, result }) => result !== 'ok' && /permissions|apart|connection/.test(check))
    .map(({ check, result, message }) => `${result} ${check}: ${message}`)
}

test('SEC-01 doctor compares what two applications were given with what is needed', async () => {
  const graph = await tenantWith({
    readerRoles: [...readerRoles.filter((name) => name !== 'Policy.Read.All'), 'Directory.ReadWrite.All'],
    writerRoles: writerRoles.filter((name) => name !== 'Group.ReadWrite.All'),
  })
  const page = paintCheckup(await checksOf(graph), inkOf(false)).replace(/differs by \d+ s/, 'differs by 0 s')
  await expect(page).toMatchFileSnapshot('golden/doctor-entra.txt')
})

test('SEC-01 with the documented permissions there is nothing to say of them', async () => {
  expect(await saidOf(await tenantWith())).toEqual([])
})

test.each(['User.Read.All', 'Organization.Read.All', 'RoleManagement.Read.Directory'])(
  'SEC-01 a tenant that cannot be read for want of %s: doctor says which permission it is',
  async (name) => {
    const graph = await tenantWith({ readerRoles: readerRoles.filter((each) => each !== name) })
    const said = await saidOf(graph)
    expect(said.filter((line) => line.startsWith('fail permissions'))).toEqual([
      expect.stringContaining(`${name} is missing`),
    ])
    expect(said.filter((line) => line.startsWith('fail connection'))).toHaveLength(1)
  },
)

test('SEC-01 one application for both is said, and judged once', async () => {
  const graph = await tenantWith()
  const both = { clientId: graph.writer.clientId, secret: { env: 'WRITE' } }
  expect(await saidOf(graph, { read: both })).toEqual([
    'warn read and write apart: the account that plans read with is the one that apply writes with',
  ])
  expect(await saidOf(graph, { read: both, write: both })).toHaveLength(1)
})

test('SEC-36 where each environment brings its own application, doctor judges the one that is there', async () => {
  const graph = await tenantWith()
  const inEnvironment = (application: GraphEmulator['reader']) => ({
    AZURE_CLIENT_ID: new Secret(application.clientId),
    READ: new Secret(application.secret ?? ''),
  })
  const credentials = { read: { secret: { env: 'READ' } } }
  const unnamed =
    'notVerified read and write apart: tenant.yaml names neither: the environment that roster runs in does'
  expect(await saidOf(graph, credentials, inEnvironment(graph.reader))).toEqual([
    unnamed,
    'notVerified permissions to write: tenant.yaml names none; the environment of an apply does, so run doctor there',
  ])
  expect(await saidOf(graph, credentials, inEnvironment(graph.writer))).toEqual([
    unnamed,
    'notVerified permissions to read: tenant.yaml names none; the environment of a plan does, so run doctor there',
  ])
})

test('SEC-36 without credentials in the files, the environment names both', async () => {
  const graph = await tenantWith()
  const said = await saidOf(graph, 'none')
  expect(said).toContain(
    'notVerified read and write apart: tenant.yaml names neither: the environment that roster runs in does',
  )
})

test('a write application that cannot sign in from here is not taken for one without permissions', async () => {
  const graph = await tenantWith()
  const { credentials } = settingsFor(graph)
  const write = { ...credentials?.write, secret: { env: 'NOT_SET' } }
  const said = await saidOf(graph, { read: credentials?.read ?? {}, write })
  expect(said).toEqual([
    expect.stringMatching(/^notVerified permissions to write: it could not sign in from here: .*NOT_SET.* is not set/),
  ])
})
