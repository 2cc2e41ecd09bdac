import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bench, person, standing, told } from '../bench.ts'
import { byHand, declare, inShort, on, somebody, throughGroups, usualEntities, usualGroups, viewers } from '../access/stage.ts'
let bench: Bench
beforeEach(() => { bench = new Bench() })
afterEach(() => bench.close())
const show = (name: string, made: any): void => {
  console.log(name, '\n', standing(made), '\n', JSON.stringify(told(made.operations)).slice(0, 600), '\n', JSON.stringify(inShort(made.access.groups)).slice(0,600), '\n',
    made.findings.map((f: any) => `${f.slug} ${f.result} ${f.scope} ${f.message.slice(0, 160)}`).join('\n '), made.diagnostics.map((d: any) => d.message).join('\n'), JSON.stringify(made.notManageable), JSON.stringify(made.unmanaged))
}
const ack = (gate: string) => ({ ['a-'+gate.toLowerCase()]: { gate, max: 50, reason: 'x', approver: 'leads', expires: '2026-12-02T00:00:00Z' } })
const g2 = (p: string) => ({ delivery: 'groups', groups: { directory: 'hq', names: { 'customer-admin': `${p}-admins`, default: `${p}-{accessGroup}-{role}` } } })
test('3 last admin on other', async () => {
  const tenant = { subscriptions: { funds: { platform: 'atlas', ...g2('f') }, other: { platform: 'atlas', ...g2('o') } } }
  const both = { 'root-one': somebody('root-one', { platforms: { funds: { role: 'customer-admin', reason: 'x' }, other: { role: 'customer-admin', reason: 'x' } }, dailyAccount: 'exempt' }) }
  declare(bench, { tenant, users: both, acknowledgements: ack('privilegedGain') })
  console.log((await bench.apply()).exitCode)
  declare(bench, { tenant })
  show('3', await bench.plan())
})
test('4 additive', async () => {
  const directory = { mode: 'additive' }
  declare(bench, { directory })
  console.log((await bench.apply()).exitCode)
  bench.live().addGroup('atlas-funds-edit')
  declare(bench, { directory, users: { ana: on('ana', { role: 'view-only', accessGroup: 'funds' }) } })
  console.log((await bench.apply()).exitCode)
  bench.live().join('atlas-funds-edit', 'ana')
  declare(bench, { directory, users: { ana: on('ana', { role: 'edit', accessGroup: 'funds' }) } })
  show('4a', await bench.plan())
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-edit'))
  declare(bench, { directory, users: { ana: on('ana', { role: 'view-only', accessGroup: 'funds' }) } })
  show('4b', await bench.plan())
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-edit'))
  show('4c', await bench.plan())
})
test('10 observe', async () => {
  declare(bench, { users: viewers(3) })
  console.log((await bench.apply()).exitCode)
  declare(bench, { users: viewers(3), directory: { mode: 'observe' }, entities: {...usualEntities, 'fund-1': {...usualEntities['fund-1'], tags: []}} })
  show('10a', await bench.plan())
  const { v001: _, ...left } = viewers(3)
  declare(bench, { users: {...left, v001: somebody('v001')}, directory: { mode: 'observe' } })
  show('10b', await bench.plan())
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-view-only'))
  show('10c', await bench.plan())
})
test('13 protected member', async () => {
  declare(bench, { users: viewers(3) })
  console.log((await bench.apply()).exitCode)
  const { v001: _, ...left } = viewers(3)
  declare(bench, { users: {...left, v001: somebody('v001')}, directory: { protected: { users: ['v001'] } } })
  show('13b', await bench.plan())
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-view-only'))
  show('13c', await bench.plan())
})
test('14 sub removed, additive', async () => {
  const directory = { mode: 'additive' }
  declare(bench, { users: viewers(3), directory })
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-view-only'))
  bench.write('tenants/acme/tenant.yaml', { name: 'Acme', directories: { hq: { provider: 'local', mode: 'additive' } } })
  bench.write('tenants/acme/users.yaml', Object.fromEntries(['root-one', 'root-two', 'v001', 'v002', 'v003'].map((id) => [id, somebody(id)])))
  bench.write('tenants/acme/entities.yaml', undefined)
  bench.write('tenants/acme/access-groups.yaml', undefined)
  show('14', await bench.plan())
  console.log((await bench.apply()).exitCode, bench.live().members('atlas-funds-view-only'))
  show('14c', await bench.plan())
})
test('15 unknown members', async () => {
  declare(bench, { users: viewers(3) })
  console.log((await bench.apply()).exitCode)
  const { v001: _, ...left } = viewers(3)
  bench.live().editGroup('atlas-funds-view-only', (g: any) => ({ ...g, members: 'unknown' }) as any)
  declare(bench, { users: {...left, v001: somebody('v001')} })
  show('15', await bench.plan())
})
