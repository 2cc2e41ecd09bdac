import type { Entry } from '../../../src/model/entry.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import type { Pool } from '../../../src/model/seats.ts'
import type { Memory } from '../../../src/reconciler/memory.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import type { AttestReport, OpenOrder } from '../../../src/reconciler/run.ts'
import type { AttestRequest } from '../../../src/reconciler/work-orders/attest.ts'
import { attest } from '../../../src/reconciler/work-orders/attest.ts'
import { Office } from '../accounts/office.ts'
import { technician } from '../accounts/technician.ts'

/** An office whose people carry out work orders and say so. */
export class Desk extends Office {
  /** Applies; the work orders that are open then. */
  async orders(): Promise<readonly OpenOrder[]> {
    const { tenants } = await this.bench.apply()
    const [acme] = tenants
    if (acme?.held !== undefined) throw new Error(acme.held)
    return acme?.orders ?? []
  }

  /** Somebody says that steps are done. */
  attest(order: string, steps: readonly number[], more: Partial<AttestRequest> = {}): Promise<AttestReport> {
    const request = { tenant: 'acme', order, steps, by: 'ben-osei', recordedBy: 'desk@machine', ...more }
    return attest(this.bench.run(), request)
  }

  async memory(): Promise<Memory> {
    return remember(await this.bench.ledger.read('acme'))
  }

  async account(user: string): Promise<ObservedAccount | undefined> {
    return (await this.memory()).accounts.get(`acme/${this.subscription}/account/${user}`)?.account
  }

  async pool(): Promise<Pool | undefined> {
    return (await this.memory()).seats.get(this.subscription)
  }

  async recorded<T extends Entry['type']>(type: T): Promise<readonly Extract<Entry, { type: T }>[]> {
    const entries = await this.bench.entries()
    return entries.filter((entry): entry is Extract<Entry, { type: T }> => entry.type === type)
  }
}

/** Titles of the steps of an order, as `number title (after ...)`. */
export function titles(order: OpenOrder | undefined): readonly string[] {
  return (order?.steps ?? []).map(
    ({ number, title, after }) => `${number} ${title}${after.length === 0 ? '' : ` (after ${after.join(', ')})`}`,
  )
}

const contract = {
  edition: 'msp',
  tier: 'growth',
  billing: { cycle: 'monthly', anchor: '2026-11-01', term: 'annual' },
  operator: 'ben-osei',
  operatorRole: 'admin',
}

/** Ben runs the desk, Tom works there; more of the contract as it is said. */
export async function helpDesk(settings: object = {}): Promise<Desk> {
  const desk = new Desk('atera', { ...contract, seats: { purchased: 3 }, ...settings })
  desk.declare({ ...boss(desk), ...desk.with('tom-berg', { role: 'beginner' }) })
  await desk.sim.show('ben-osei', technician('ben-osei', 'admin'))
  await desk.sim.show('tom-berg', technician('tom-berg', 'beginner', { open: { openTickets: 4, pendingTickets: 1 } }))
  await desk.bench.apply()
  return desk
}

/** Who runs the platform. */
export function boss(desk: Office): Readonly<Record<string, object>> {
  return desk.with('ben-osei', { role: 'admin', reason: 'runs the desk' }, { dailyAccount: 'exempt' })
}

/** Tom leaves. */
export function gone(more: object = {}): Readonly<Record<string, object>> {
  const tom = { name: { first: 'Tom', last: 'Berg' }, email: 'tom-berg@acme.example', state: 'absent' }
  return { 'tom-berg': { ...tom, ...more } }
}

/** What the leaver's reports are: nobody needs them. */
export const accepted = { leaving: { accept: ['personalReports'], reason: 'left' } }
