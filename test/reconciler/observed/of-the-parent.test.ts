import { afterEach, beforeEach, expect, test } from 'vitest'
import { observeExport } from '../../../src/reconciler/observed/observe.ts'
import type { ObserveReport } from '../../../src/reconciler/observed/request.ts'
import { readSheet } from '../../../src/sheets/sheet.ts'
import { Bench, person, tenantOf } from '../bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  const billing = { anchor: '2026-11-01' }
  const atera = { platform: 'atera', edition: 'msp', tier: 'growth', billing, seats: { purchased: 2 } }
  bench.tenant('msp', {
    tenant: tenantOf({}, { subscriptions: { atera: { ...atera, delivery: 'manual' } } }),
    users: { 'ana-li': person('ana-li') },
  })
  bench.write('tenants/msp/entities.yaml', {
    bakery: { platform: 'atera', name: 'Bakery', kind: 'customer', tenant: 'bakery' },
  })
  bench.tenant('bakery', {
    tenant: tenantOf({}, { parent: 'msp', subscriptions: { atera: { from: 'parent', entity: 'bakery' } } }),
    users: { 'eva-lo': person('eva-lo') },
  })
})
afterEach(() => bench.close())

function observe(tenant: string, list: string): Promise<ObserveReport> {
  const rows = 'Email,Role,Status\r\nana-li@acme.example,Admin,Active\r\n'
  return observeExport(bench.run(), {
    tenant,
    subscription: 'atera',
    export: list,
    sheet: readSheet(Buffer.from(rows), `${list}.csv`),
    file: `${list}.csv`,
    digest: 'sha256:00',
    recordedBy: 'desk@console',
  })
}

test('the people who have a seat on the contract of the parent are read there, and nowhere else', async () => {
  await expect(observe('bakery', 'technicians')).rejects.toThrow(/the tenant that serves bakery.*--tenant/)
  expect(await bench.entries('bakery')).toEqual([])
  expect(await observe('msp', 'technicians')).toMatchObject({ rows: 1 })
})
