import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bench, person, tenantOf } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.tenant('acme', { tenant: tenantOf(), users: { 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') } })
  expect((await bench.apply()).exitCode).toBe(0)
})
afterEach(() => bench.close())

const folder = (): string => join(bench.root, '.roster', 'ledger', 'acme')
const runFile = (): string => {
  const [name = ''] = readdirSync(folder()).filter((each) => each.endsWith('.jsonl'))
  return join(folder(), name)
}

test('SEC-40 nothing is written on a ledger that was edited', async () => {
  const text = readFileSync(runFile(), 'utf8')
  writeFileSync(runFile(), text.replace('"at":"2', '"at":"1'))
  bench.tenant('acme', { users: { 'ana-li': person('ana-li', { title: 'Lead' }), 'ben-osei': person('ben-osei') } })
  const report = await bench.apply()
  expect(report.exitCode).toBe(1)
  expect(report.tenants[0]?.held).toMatch(/the ledger of acme is damaged: .*Nothing was written/)
  expect(report.tenants[0]?.settled).toEqual([])
})

test('SEC-41 nothing is planned on a ledger whose tail was cut, or that is gone', async () => {
  const lines = readFileSync(runFile(), 'utf8').trimEnd().split('\n')
  writeFileSync(runFile(), `${lines.slice(0, -2).join('\n')}\n`)
  const cut = await bench.plan()
  expect(cut.tenants[0]?.exitCode).toBe(1)
  expect(cut.findings[0]?.message).toMatch(/does not hold the head that the last run on this machine left/)
  rmSync(folder(), { recursive: true })
  expect((await bench.plan()).tenants[0]?.exitCode).toBe(1)
})
