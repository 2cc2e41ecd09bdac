import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import type { Pool } from '../../../src/model/seats.ts'
import { attest } from '../../../src/reconciler/work-orders/attest.ts'
import type { AttestReport } from '../../../src/reconciler/run.ts'
import { observeExport } from '../../../src/reconciler/observed/observe.ts'
import type { ObserveReport } from '../../../src/reconciler/observed/request.ts'
import { inkOf } from '../../../src/report/ink.ts'
import { readSheet } from '../../../src/sheets/sheet.ts'
import { paintPlan } from '../../../src/report/text.ts'
import { Bench } from '../../reconciler/bench.ts'
import { Console } from '../console.ts'

const zone = 'Europe/Amsterdam'
const goldens = new URL('./', import.meta.url).pathname

/** An MSP, its files, and the console of the product that its technicians work in. */
export class MspOffice {
  readonly bench = new Bench()
  readonly console = new Console()
  /** Declared people, as users.yaml has them. */
  readonly users = new Map<string, object>()
  /** The contract, as tenant.yaml has it. */
  contract: Readonly<Record<string, unknown>> = {
    platform: 'atera',
    edition: 'msp',
    tier: 'growth',
    billing: { cycle: 'monthly', anchor: '2026-10-01', term: 'annual' },
    seats: { purchased: 12, autoPurchase: { upTo: 0 }, maxFree: 0 },
    delivery: 'manual',
    operator: 'gil-moreau',
    operatorRole: 'admin',
  }
  acknowledgements: Readonly<Record<string, object>> = {}

  /** A day of the story, at nine in the morning. */
  on(day: string): this {
    this.bench.at(`${day}T07:00:00Z`)
    return this
  }

  declare(id: string, role: string | undefined, more: object = {}): void {
    const [first = '', last = ''] = id.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    this.users.set(id, {
      name: { first, last },
      email: mail(id),
      ...(role === undefined ? {} : { platforms: { atera: { role } } }),
      ...more,
    })
  }

  write(): void {
    this.bench.write('roster.yaml', {
      version: 1,
      timezone: zone,
      currency: 'USD',
      approvers: { leads: { forge: ['@msp/leads'] }, money: { forge: ['@msp/money'] } },
    })
    this.bench.tenant('northwind', {
      tenant: {
        name: 'Northwind MSP',
        audience: 'internal',
        domains: ['northwind.example'],
        timezone: zone,
        subscriptions: { atera: this.contract },
      },
      users: Object.fromEntries(this.users),
      acknowledgements: this.acknowledgements,
    })
    this.bench.write('tenants/northwind/roles.yaml', {
      technician: {
        platform: 'atera',
        name: 'Technician',
        description: 'First line, all customers',
        permissions: { 'rmm/devices': 'allow', 'ticketing/all': 'allow' },
        scope: { all: true },
      },
    })
  }

  /** The plan of this day; as people read it, it is the file of that name. */
  async plan(name: string): Promise<Plan> {
    this.write()
    const made = await this.bench.plan()
    const text = paintPlan(made, { ink: inkOf(false), zone, everything: false, zoneOf: () => zone })
    await expect(withoutDigest(text)).toMatchFileSnapshot(join(goldens, `${name}.txt`))
    return made
  }

  /** Applies what the plan says; gives the names of the orders for the console that were given out. */
  async apply(): Promise<readonly string[]> {
    const { tenants } = await this.bench.apply()
    const [report] = tenants
    expect(report?.held, report?.held).toBeUndefined()
    return (report?.orders ?? [])
      .filter(({ isNew, directory }) => isNew && directory === 'atera')
      .map(({ order }) => order)
  }

  close(): void {
    this.bench.close()
  }

  attest(order: string, ...steps: readonly number[]): Promise<AttestReport> {
    return attest(this.bench.run(), { tenant: 'northwind', order, steps, by: 'gil-moreau', recordedBy: 'desk' })
  }

  /** Reads what the console shows. */
  observe(more: { readonly purchased?: number; readonly accepted?: string } = {}): Promise<ObserveReport> {
    this.write()
    const bytes = Buffer.from(this.console.csv())
    return observeExport(this.bench.run(), {
      tenant: 'northwind',
      subscription: 'atera',
      export: 'technicians',
      sheet: readSheet(bytes, 'technicians.csv'),
      file: 'technicians.csv',
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      by: 'gil-moreau',
      recordedBy: 'desk@console',
      ...more,
    })
  }

  async pool(): Promise<Pool> {
    const pool = remember(await this.bench.ledger.read('northwind')).seats.get('atera')
    if (pool === undefined) throw new Error('nothing is known of the seats')
    return pool
  }
}

/** The address of somebody in this office. */
export function mail(id: string): string {
  return `${id.replace('-', '.')}@northwind.example`
}

function withoutDigest(text: string): string {
  return text.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:...')
}
