import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LedgerUnavailable, type Ledger } from '../../../src/ledger/ledger.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { proveCheckpoints } from '../../../src/reconciler/checkpoints/proof.ts'
import { recall } from '../../../src/reconciler/checkpoints/recall.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import { atRest, Bench, person, restOf, tenantOf } from '../bench.ts'
import { recorded } from '../../ledger/conformance.ts'

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.tenant('acme', { tenant: tenantOf(), users: people('Clerk') })
  expect((await bench.apply()).exitCode).toBe(0)
})
afterEach(() => bench.close())

const people = (title: string): object => ({ 'ana-li': person('ana-li', { title }), 'ben-osei': person('ben-osei') })
const folder = (): string => join(bench.root, '.roster', 'ledger', 'acme')
const files = (): readonly string[] => readdirSync(folder()).filter((name) => name.endsWith('.jsonl'))
const checkpoints = (): readonly string[] => files().filter((name) => name.endsWith('.checkpoint.jsonl'))

/** Years of steps that were done. */
function grow(entries: number): Promise<unknown> {
  const done = (index: number): Entry => ({
    type: 'done',
    address: `acme/roster/workOrder/s${index % 9}`,
    by: 'ana-li',
  })
  const years = Array.from({ length: entries }, (_, index) => done(index))
  return recorded(bench.ledger, 'acme', `grown-${entries}`, years)
}

async function change(title: string): Promise<string> {
  bench.tenant('acme', { users: people(title) })
  const report = await bench.apply()
  expect(report.exitCode).toBe(0)
  return report.tenants[0]?.head ?? ''
}

test('a young ledger has no checkpoint; an apply keeps one once enough was recorded, and the next goes on from there', async () => {
  await change('Lead')
  expect(checkpoints()).toEqual([])
  await grow(1000)
  const head = await change('Head')
  const [file = ''] = checkpoints()
  expect(checkpoints()).toHaveLength(1)
  expect(head.split(':')[0]).toBe(String(Number(file.split('-')[0])))
  expect((await bench.entries()).slice(-2).map(({ type }) => type)).toEqual(['end', 'checkpoint'])
  expect(await bench.ledger.recent('acme')).toHaveLength(1)

  const [seq = '', hash = ''] = head.split(':')
  expect(await bench.ledger.verify('acme', { seq: Number(seq), hash })).toMatchObject({ faults: [], anchored: true })
  expect(await restOf(bench)).toEqual(atRest)
  await change('Chief')
  expect(checkpoints()).toHaveLength(1)
  expect((await bench.ledger.recent('acme'))[0]?.entry.type).toBe('checkpoint')

  const whole = await bench.ledger.read('acme')
  expect(await recall(bench.ledger, 'acme')).toStrictEqual(remember(whole))
  expect(proveCheckpoints(whole)).toEqual({ faults: [], notes: [] })
  await grow(1000)
  await change('President')
  expect(checkpoints()).toHaveLength(2)
  expect(proveCheckpoints(await bench.ledger.read('acme'))).toEqual({ faults: [], notes: [] })
})

test('SEC-40 an apply proves what it builds on: an edited checkpoint stops it, an older edit is for ledger verify', async () => {
  await grow(1000)
  await change('Lead')
  const [first = ''] = files()
  const [last = ''] = checkpoints()
  const edit = (name: string, from: string, to: string): void => {
    const text = readFileSync(join(folder(), name), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(folder(), name), text.replace(from, to))
  }
  edit(first, '"at":"2026', '"at":"2025')
  await change('Head')
  expect((await bench.ledger.verify('acme')).faults.join()).toMatch(/entry 1 was edited/)

  edit(last, '"title":"Lead"', '"title":"Boss"')
  bench.tenant('acme', { users: people('Chief') })
  const report = await bench.apply()
  expect(report.exitCode).toBe(1)
  expect(report.tenants[0]?.held).toMatch(
    /the ledger of acme is damaged: .*checkpoint.jsonl, line 1.*Nothing was written/,
  )
})

test('plans and applies open no file from before the last checkpoint', async () => {
  await grow(1000)
  await change('Lead')
  for (const name of files().filter((each) => !checkpoints().includes(each))) {
    rmSync(join(folder(), name))
    // Whoever opens a folder as a file fails.
    mkdirSync(join(folder(), name))
  }
  expect((await bench.plan()).operations).toEqual([])
  expect((await bench.drift()).operations).toEqual([])
  await change('Head')
  expect((await bench.plan()).operations).toEqual([])
  await expect(bench.ledger.read('acme')).rejects.toThrow(/EISDIR/)
})

test('a checkpoint of another version is passed over: everything is read and proven, and a new one is kept', async () => {
  await grow(1000)
  await recorded(bench.ledger, 'acme', 'newer.checkpoint', [{ type: 'checkpoint', state: { formatVersion: '99' } }])
  expect((await recall(bench.ledger, 'acme')).objects.size).toBe(2)
  expect((await bench.plan()).operations).toEqual([])
  expect(proveCheckpoints(await bench.ledger.read('acme')).notes.join()).toMatch(/entry \d+ is of another version/)

  await change('Lead')
  expect(checkpoints()).toHaveLength(2)
  expect(await bench.ledger.recent('acme')).toHaveLength(1)
  expect(await restOf(bench)).toEqual(atRest)

  const [first = ''] = files()
  const text = readFileSync(join(folder(), first), 'utf8')
  await recorded(bench.ledger, 'acme', 'again.checkpoint', [{ type: 'checkpoint', state: { formatVersion: '99' } }])
  writeFileSync(join(folder(), first), text.replace('"at":"2026', '"at":"2025'))
  bench.tenant('acme', { users: people('Head') })
  expect((await bench.apply()).tenants[0]?.held).toMatch(/is damaged: .*entry 1 was edited/)
})

test('REL-11 a run whose checkpoint cannot be written, or is cut off, has done its work; the next run keeps one', async () => {
  await grow(1000)
  const full: Ledger = {
    ...bench.ledger,
    open: async (tenant, apply, lease) => {
      if (apply.endsWith('.checkpoint')) throw new LedgerUnavailable('no room')
      return bench.ledger.open(tenant, apply, lease)
    },
  }
  bench.tenant('acme', { users: people('Lead') })
  const report = await bench.apply({ how: 'autoApprove' }, { ledger: full })
  expect(report.exitCode).toBe(0)
  expect(checkpoints()).toEqual([])
  expect(report.tenants[0]?.head).toMatch(new RegExp(`^${(await bench.entries()).length}:`))

  // Killed in the middle of the line: nobody relied on it.
  const seq = String((await bench.entries()).length + 1).padStart(8, '0')
  writeFileSync(join(folder(), `${seq}-killed.checkpoint.jsonl`), '{"at":"2026-12-01T09:00:00.000Z","entry":{"state":{')
  expect(await restOf(bench)).toEqual(atRest)
  await change('Head')
  expect(checkpoints()).toHaveLength(2)
  expect(await bench.ledger.recent('acme')).toHaveLength(1)
  expect(await restOf(bench)).toEqual(atRest)
})
