import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bench } from '../reconciler/bench.ts'
import { madeAdministrator } from './administrator.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('ATE-43 what is critical waits for a person: an Admin is not made before somebody approves it', async () => {
  expect(await madeAdministrator(bench, 'atera', 'admin', { edition: 'msp', tier: 'growth' })).toContain('Ana Li')
})
