import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificates } from '../../servers/certificates.ts'
import { ownApplications } from './applications.ts'
import { expireDeltas } from './delta/round.ts'
import type { Application, GraphEmulator, GraphOptions } from './emulator.ts'
import { Lag } from './lag.ts'
import { Router } from './router.ts'
import { allRoutes } from './routes/all.ts'
import { managementRoutes } from './routes/management.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { seeded } from './seed.ts'
import { answer } from './service.ts'
import type { Parts } from './service.ts'
import type { Tenant } from './tenant.ts'
import { Throttle } from './throttle.ts'
import { arrivedFrom, fetchAt, write } from './wire.ts'

/** Whoever may be meant when this server is asked: Microsoft's clouds, and a host that is up to no good. */
const names = [
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'graph.windows.net',
  'management.azure.com',
  'management.core.windows.net',
  'attacker.example',
  'localhost',
]

/** Starts a tenant of its own on a free port. */
export async function startGraph(options: GraphOptions = {}): Promise<GraphEmulator> {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'))
  const {
    ca: caFile,
    certificate,
    key,
  } = makeCertificates(folder, [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'])
  const { reader, writer } = ownApplications(options)
  const applications = [reader, writer, ...(options.applications ?? [])]
  const tenant = tenantOf(options, applications)
  const parts: Parts = {
    tenant,
    graph: new Router(allRoutes),
    signIn: new Router([...signInRoutes, ...managementRoutes]),
    throttle: new Throttle(options.limits ?? {}, tenant.now),
    log: [],
    breaches: [],
    judge: options.judge,
  }
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (message, response) => {
    void arrivedFrom(message).then(
      (arrived) => write(answer(parts, arrived), response),
      () => response.destroy(),
    )
  })
  const port = await listening(server, options.port ?? 0)
  const ca = readFileSync(caFile, 'utf8')
  const client = fetchAt(port, ca)
  return {
    port,
    ca,
    caFile,
    fetch: client.fetch,
    state: tenant.state,
    reader,
    writer,
    misbehave: (faults) => {
      tenant.faults = faults
      if (faults.deltaExpired === true) expireDeltas(tenant)
    },
    settle: () => tenant.lag.settle(),
    log: parts.log,
    mails: tenant.mails,
    breaches: parts.breaches,
    close: async () => {
      client.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function tenantOf(options: GraphOptions, applications: readonly Application[]): Tenant {
  const now = options.now ?? ((): Date => new Date())
  const { tenantId = randomUUID(), initialDomain = 'northwind.onmicrosoft.com' } = options
  const { defaultDomain = 'northwind.example' } = options
  const state = seeded({ tenantId, initialDomain, defaultDomain, applications, now: now() })
  const tenant: Tenant = {
    state,
    lag: new Lag(state, () => tenant.faults),
    faults: {},
    mails: [],
    applications,
    key: randomBytes(32),
    newId: randomUUID,
    now,
    tokens: new Map(),
  }
  return tenant
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
