/**
 * A tenant of Entra ID in a process of its own, behind Microsoft's own addresses in a private network: `<people> <groups>`, and how
 * many of them are not there yet: `<people> <groups>`. Says in one line how it is reached. At its port of 127.0.0.1 it tells what it was asked since the last time (`/asked`), and changes
 * somebody's title behind everybody's back (`/retitle`).
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoggedRequest } from '../test/emulators/graph/emulator.ts'
import type { GraphState } from '../test/emulators/graph/state.ts'
import { startGraph } from '../test/emulators/graph/start.ts'
import { openPrivateNetwork } from '../test/private-network/network.ts'
import { addEmergency, before, cloudTenant, fillTenant, idOf } from './workspace/entra.ts'
import type { Asked, TenantServer } from './measure/asked.ts'

const [people = 0, groups = 0, arrivingPeople = 0, arrivingGroups = 0] = process.argv.slice(2).map(Number)
const tenant = before(cloudTenant({ people, groups }), { people: arrivingPeople, groups: arrivingGroups })
const graph = await startGraph({ defaultDomain: tenant.domain })
addEmergency(graph.state)
fillTenant(graph.state, tenant)
const hosts = ['graph.microsoft.com', 'login.microsoftonline.com']
const network = await openPrivateNetwork({ hosts, port: graph.port })
const { state, caFile, reader, writer } = graph
let told = 0

const desk = createServer((message, response) => {
  if (message.url === '/retitle') retitle(state, tenant.people[0]?.id ?? '')
  const since = message.url === '/asked' ? graph.log.slice(told) : []
  told += since.length
  response.end(JSON.stringify(askedIn(since)))
})
desk.listen(0, '127.0.0.1')
await once(desk, 'listening')
const server: TenantServer = {
  within: network.within,
  caFile,
  tenantId: state.tenantId,
  initialDomain: state.initialDomain,
  reader: { clientId: reader.clientId, secret: reader.secret ?? '' },
  writer: { clientId: writer.clientId, secret: writer.secret ?? '' },
  port: (desk.address() as AddressInfo).port,
}
process.stdout.write(`${JSON.stringify(server)}\n`)
process.stdin.resume().on('end', () => {
  desk.close()
  void network.close().then(() => graph.close())
})

/** HTTP requests for Graph, each with what it asked; what stands in a batch is logged before the batch. */
function askedIn(log: readonly LoggedRequest[]): readonly Asked[] {
  const asked: Asked[] = []
  let items: string[] = []
  for (const { method, url, host, inBatch } of log) {
    if (host !== 'graph.microsoft.com') continue
    const what = `${method} ${url.replace(/^\/v1\.0/, '').replace(/\?.*/, '')}`
    items.push(what)
    if (inBatch) continue
    asked.push({ items: what === 'POST /$batch' ? items.slice(0, -1) : items })
    items = []
  }
  return asked
}

let times = 0

function retitle({ users }: GraphState, name: string): void {
  times += 1
  const user = users.get(idOf(name))
  if (user !== undefined) users.set(user.id, { ...user, jobTitle: `Changed ${times} times` })
}
