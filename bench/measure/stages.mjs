// The stages of a plan inside one process, tenant after tenant: <workspace>. Prints seconds of processor time and of wall as JSON.
import { openRun } from '../../dist/cli/run.js'
import { openSession } from '../../dist/cli/session.js'
import { readDocument } from '../../dist/language/load/document.js'
import { observe, openReader } from '../../dist/reconciler/observe.js'
import { remember } from '../../dist/reconciler/memory.js'
import { closeAll, planTenant } from '../../dist/reconciler/tenant.js'
import { compiled, openWorkspace, readTenant } from '../../dist/reconciler/workspace.js'

const stages = { load: [0, 0], validate: [0, 0], compile: [0, 0], observe: [0, 0], diff: [0, 0] }
const session = openSession({ input: false, color: false, workspace: process.argv[2] })
const { run } = await openRun(session, {}, () => {})
const opened = openWorkspace(run)
for (const tenant of opened.tenants) {
  const memory = remember(await run.ledger.read(tenant))
  const load = await timed(() => loadOnly(opened.files, tenant))
  const checked = await timed(() => readTenant(opened, opened.shared, tenant))
  const desired = await timed(() => compiled(checked.result.documents, memory, run))
  const observed = await timed(() => observeOnly(desired.result, memory))
  const planned = await timed(() => planTenant(desired.result, memory, run))
  await closeAll(planned.result.basis.readers)
  add('load', load.cost)
  add('validate', less(checked.cost, load.cost))
  add('compile', desired.cost)
  add('observe', observed.cost)
  add('diff', less(planned.cost, observed.cost))
}
console.log(JSON.stringify(stages))

/** Reads and parses the files of a tenant, and does nothing else. */
function loadOnly(files, id) {
  const tenant = files.tenants.find((one) => one.id === id)
  readDocument(files.tree, { path: tenant.settings, form: 'whole' })
  for (const kind of tenant.kinds.values()) for (const file of kind) readDocument(files.tree, file)
}

async function observeOnly(desired, memory) {
  for (const directory of desired.directories.values()) {
    const reader = await openReader(desired.id, directory, memory, run)
    await observe({ desired, directory, reader, memory, run })
    await reader.close()
  }
}

async function timed(work) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, cost: [(user + system) / 1e6, (performance.now() - wall) / 1e3] }
}

function less([cpu, wall], [cpuBefore, wallBefore]) {
  return [Math.max(0, cpu - cpuBefore), Math.max(0, wall - wallBefore)]
}

function add(stage, [cpu, wall]) {
  stages[stage] = [stages[stage][0] + cpu, stages[stage][1] + wall]
}
