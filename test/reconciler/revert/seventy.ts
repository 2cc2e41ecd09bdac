import { expect } from 'vitest'
import type { Bench } from '../bench.ts'
import { crowd, person, tenantOf } from '../bench.ts'
import { picture } from './stage.ts'

/** Wide enough that no gate is in the way. */
const wide = { percent: 100, absolute: 100 }
const gates = Object.fromEntries(
  ['usersRemoved', 'membershipsRemoved', 'groupMembersRemoved'].map((gate) => [
    gate,
    { explicit: wide, derived: wide },
  ]),
)

/** A tenant of nine people and whoever is named. */
export function people(bench: Bench, users: object, groups: object = { vpn: {} }): void {
  bench.write('library/policies.yaml', { gates })
  bench.tenant('acme', { tenant: tenantOf(), users: { ...crowd(9), ...users }, groups })
}

/** A tenant before a change of most sorts. */
export function before(bench: Bench): void {
  bench.write('library/policies.yaml', { gates })
  bench.tenant('acme', {
    tenant: tenantOf({ users: { placement: 'department' } }),
    departments: { desk: { name: 'Desk' }, sales: { name: 'Sales' } },
    users: {
      ...crowd(30, () => ({ title: 'Clerk', groups: ['printers'] })),
      'ana-li': person('ana-li', { groups: ['vpn'], title: 'Technician', department: 'desk' }),
      'ben-osei': person('ben-osei', { groups: ['vpn'], manager: 'ana-li' }),
      'kim-ro': person('kim-ro', { state: 'suspended' }),
    },
    groups: { vpn: {}, staff: {}, printers: { description: 'All printers' } },
  })
}

function after(bench: Bench): void {
  const changed = (index: number): object => ({
    title: index <= 22 ? 'Lead' : 'Clerk',
    groups: index <= 20 ? ['staff'] : ['printers'],
  })
  bench.tenant('acme', {
    users: {
      ...crowd(30, (_, index) => changed(index)),
      'ana-li': person('ana-li', { title: 'Lead', department: 'sales', groups: ['staff'] }),
      'cem-aksu': person('cem-aksu', { groups: ['vpn', 'staff'], manager: 'ana-li' }),
      'kim-ro': person('kim-ro'),
    },
    groups: { vpn: {}, staff: {}, printers: { description: 'Printers' }, fresh: {} },
  })
}

/** Applies an apply of more than seventy operations; gives the directory as it was before. */
export async function applied(bench: Bench): Promise<readonly unknown[]> {
  before(bench)
  expect((await bench.apply()).exitCode).toBe(0)
  bench.at('2026-12-03T09:00:00Z')
  const was = picture(bench)
  after(bench)
  const report = await bench.apply()
  expect([report.tenants[0]?.held, report.exitCode]).toEqual([undefined, 0])
  expect(report.tenants[0]?.settled.length).toBeGreaterThanOrEqual(50)
  bench.at('2026-12-05T09:00:00Z')
  return was
}
