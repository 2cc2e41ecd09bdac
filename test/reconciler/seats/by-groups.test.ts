import { afterEach, beforeEach, expect, test } from 'vitest'
import { remember } from '../../../src/reconciler/memory.ts'
import { counter } from '../accounts/office.ts'
import { Bench, person, tenantOf } from '../bench.ts'
import { lineOf } from './desk.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.write('platforms/counter.yaml', {
    ...counter,
    accountTypes: { clerk: { ...counter.accountTypes.clerk, seats: 1 } },
    capabilities: { ...counter.capabilities, deliveries: ['manual', 'groups'] },
    billing: { cycles: ['monthly'], terms: ['monthly'], proration: 'daily' },
  })
})
afterEach(() => bench.close())

/** Clerks whose access directory groups carry, on a contract with one seat. */
function declare(...clerks: readonly string[]): void {
  const users = Object.fromEntries(clerks.map((id) => [id, person(id, { platforms: { counter: { role: 'clerk' } } })]))
  bench.tenant('acme', {
    tenant: tenantOf(
      {},
      {
        domains: ['acme.example'],
        subscriptions: {
          counter: {
            platform: 'counter',
            delivery: 'groups',
            groups: { directory: 'hq', names: { default: 'counter-{role}' } },
            seats: { purchased: 1, autoPurchase: { unlimited: true } },
            billing: { anchor: '2026-11-16' },
          },
        },
      },
    ),
    users: { 'zoe-null': person('zoe-null'), ...users },
  })
}

async function holders(): Promise<readonly string[]> {
  const memory = remember(await bench.ledger.read('acme'))
  return [...(memory.seats.get('counter')?.assigned.keys() ?? [])].toSorted()
}

test('ATE-17 where directory groups carry access, whoever has it by them has a seat, and what is missing is bought by hand', async () => {
  declare('ana-li')
  expect(lineOf(await bench.plan())).toMatchObject({ assigned: 0, after: { assigned: 1 }, delta: 0 })
  await bench.apply()
  expect(lineOf(await bench.plan())).toMatchObject({ purchased: 1, assigned: 1, free: 0, delta: 0 })
  declare('ana-li', 'eva-lo')
  const made = await bench.plan()
  expect(lineOf(made)).toMatchObject({ assigned: 1, after: { purchased: 2, assigned: 2, free: 0 }, delta: 1 })
  expect(made.operations.find(({ kind }) => kind === 'seat')).toMatchObject({
    id: 'acme/counter/seat/pool#purchase',
    status: 'waiting',
    waitingFor: 'manual',
    summary: 'buy 1 seat on Counter (1 -> 2) for Eva Lo',
    effects: ['what it costs is not priced'],
  })
  await bench.apply()
  await bench.apply()
  expect(await holders()).toEqual(['ana-li', 'eva-lo'])
  declare('eva-lo')
  await bench.apply()
  await bench.apply()
  expect(await holders()).toEqual(['eva-lo'])
})
