import { expect, test } from 'vitest'
import { diagnosed } from './access/asks.ts'
import type { Files } from './workspace.ts'

const tenantId = '6c1e0000-0000-4000-8000-000000000001'
const cloud = (from: string): Files => ({
  'tenant.yaml': `name: Acme\ndirectories:\n  ad: { provider: local }\n  cloud: { provider: entra, tenantId: ${tenantId}, syncedFrom: ${from} }\n`,
})

test('people come from a directory of the tenant', () => {
  expect(diagnosed(cloud('ad'))).toEqual([])
  expect(diagnosed(cloud('adx'))).toMatchObject([{ slug: 'unknown-directory', line: 4 }])
})

test('a directory does not wait for itself', () => {
  expect(diagnosed(cloud('cloud'))).toMatchObject([{ slug: 'depends-cycle', line: 4 }])
})
