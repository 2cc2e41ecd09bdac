import type { Operation } from '../../../src/model/operation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import type { Pool, SeatEvent, SeatLine } from '../../../src/model/seats.ts'
import type { Memory } from '../../../src/reconciler/memory.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import { attest } from '../../../src/reconciler/work-orders/attest.ts'
import { openOrders } from '../../../src/reconciler/work-orders/issue.ts'
import { isOfDirectory } from '../../../src/model/operation.ts'
import { person } from '../bench.ts'
import { Office } from '../accounts/office.ts'

/** On the first of December it is day 15 of a cycle of 30 days; a seat costs 189.00. */
const contract = {
  edition: 'it',
  tier: 'expert',
  billing: { cycle: 'monthly', term: 'annual', anchor: '2026-11-16' },
  operatorRole: 'admin',
  operator: 'ben-osei',
}

/** An entry of users.yaml for a technician. */
export function hired(id: string, more: object = {}, account: object = {}): Readonly<Record<string, object>> {
  return { [id]: person(id, { platforms: { atera: { role: 'beginner', ...account } }, ...more }) }
}

/** One for somebody who runs the desk. */
export function boss(id: string, more: object = {}): Readonly<Record<string, object>> {
  return hired(id, { dailyAccount: 'exempt', ...more }, { role: 'admin', reason: 'runs the desk' })
}

/** One for somebody who leaves, and whose reports nobody needs. */
export function left(id: string, more: object = {}): Readonly<Record<string, object>> {
  return { [id]: person(id, { state: 'absent', leaving: { accept: ['personalReports'], reason: 'left' }, ...more }) }
}

/** A desk that pays for seats, with somebody who does at the console what work orders ask for, and says so. */
export class Desk {
  readonly office: Office

  constructor(seats: object = { purchased: 2 }, more: object = {}) {
    this.office = new Office('atera', { ...contract, seats, ...more })
  }

  declare(people: Readonly<Record<string, object>>, more: Readonly<Record<string, object>> = {}): void {
    this.office.declare(people, more)
  }

  /** The same people under another contract. */
  redeclare(people: Readonly<Record<string, object>>, seats: object, more: object = {}): void {
    const atera = { platform: 'atera', delivery: 'manual', ...contract, seats, ...more }
    this.declare(people, { tenant: { subscriptions: { atera } } })
  }

  /** People who work there already, when roster first looks. */
  async there(...accounts: readonly (readonly [string, ObservedAccount])[]): Promise<void> {
    for (const [id, account] of accounts) await this.office.sim.show(id, account)
  }

  plan(): Promise<Plan> {
    return this.office.plan()
  }

  at(moment: string): void {
    this.office.bench.at(moment)
  }

  /** Applies, and has everything done that can be; until nothing more can. */
  async work(): Promise<void> {
    for (let turn = 0; turn < 8; turn += 1) {
      await this.apply()
      const order = openOrders(await this.memory()).get('atera')
      const open = order?.steps.flatMap(({ attested }, at) => (attested === undefined ? [at + 1] : [])) ?? []
      if (order === undefined || open.length === 0) return
      for (const step of open) await this.attest(order.order, step)
    }
  }

  async apply(): Promise<void> {
    const { tenants } = await this.office.bench.apply()
    const held = tenants.find((tenant) => tenant.held !== undefined)?.held
    if (held !== undefined) throw new Error(held)
  }

  async attest(order: string, step: number): Promise<void> {
    const request = { tenant: 'acme', order, steps: [step], by: 'ben-osei', recordedBy: 'ben-osei' }
    const { held } = await attest(this.office.bench.run(), request)
    if (held !== undefined) throw new Error(held)
  }

  /** The person signs in for the first time. */
  async signsIn(user: string): Promise<void> {
    const known = (await this.memory()).accounts.get(`acme/atera/account/${user}`)?.account
    if (known === undefined) throw new Error(`${user} has no account`)
    const at = this.office.bench.now.toISOString()
    await this.office.sim.show(user, { ...known, state: 'active', firstLoginAt: at, mfaMethods: ['totp'] })
  }

  /** Something about the seats, written down by somebody. */
  async note(...events: readonly SeatEvent[]): Promise<void> {
    await this.office.sim.write([{ type: 'seats', subscription: 'atera', events }])
  }

  async memory(): Promise<Memory> {
    return remember(await this.office.bench.ledger.read('acme'))
  }

  async pool(): Promise<Pool> {
    const pool = (await this.memory()).seats.get('atera')
    if (pool === undefined) throw new Error('no seats are known')
    return pool
  }

  close(): void {
    this.office.close()
  }
}

/** The line of the desk's contract. */
export function lineOf({ seats }: Plan): SeatLine {
  const [line] = seats
  if (line === undefined) throw new Error('the plan says nothing about seats')
  return line
}

/** Operations on the platform: `purchase seat pool 2 -> 3`, with what they wait for, and what comes first. */
export function steps({ operations }: Plan): readonly string[] {
  return operations.filter((each) => !isOfDirectory(each) && each.directory === 'atera').map(told)
}

function told({ verb, kind, address, status, waitingFor, blockedBy, needs }: Operation): string {
  const id = address.split('/').slice(3).join('/')
  const standing = status === 'blocked' ? `blocked: ${blockedBy}` : waitingFor
  const after = needs.length === 0 ? '' : ` after ${needs.map(short).join(', ')}`
  return `${verb} ${kind} ${id} (${standing})${after}`
}

/** `create tom-berg` of an operation's id. */
function short(id: string): string {
  const [address = '', verb = ''] = id.split('#')
  return `${verb} ${address.slice(address.lastIndexOf('/') + 1)}`
}
