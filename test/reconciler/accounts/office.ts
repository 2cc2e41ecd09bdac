import type { Platform } from '../../../src/generated/platform.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { profile } from '../../access/scene.ts'
import { Bench, person, tenantOf } from '../bench.ts'
import { Sim, waits } from './sim.ts'

/** A platform invented for these tests; nothing but its profile knows of it. */
export const counter = {
  name: 'Counter',
  version: '2026-11-01',
  categories: { desk: { levels: ['none', 'allow'] } },
  permissions: {
    'desk/open': { name: 'Open', risk: 'basic' },
    'desk/vault': { name: 'Vault', risk: 'critical' },
  },
  roles: { custom: true, saved: 'whole' },
  builtInRoles: {
    keeper: { name: 'Keeper', administrator: true, grants: 'everything' },
    novice: { name: 'Novice', grants: 'nothing' },
    clerk: { name: 'Clerk', permissions: { 'desk/open': 'allow' } },
  },
  accountTypes: { clerk: { name: 'Clerk', roles: { min: 1, max: 1 }, required: ['email'], login: 'email' } },
  lifecycle: {
    clerk: {
      created: { state: 'invited', role: 'novice' },
      roleSettableAfter: 'firstLogin',
      invitation: {
        mail: true,
        remindAfter: '3 days',
        escalateAfter: '7 days',
        expiresAfter: '10 days',
        resend: 1,
        suggest: 'resetPassword',
      },
      end: 'deleted',
    },
  },
  capabilities: {
    deliveries: ['manual'],
    create: { clerk: ['single'] },
    delete: ['clerk'],
    observes: ['users', 'roles', 'mfaMethods'],
    actions: ['resetPassword'],
    operator: { createClerk: 'keeper' },
  },
  effects: [
    { verb: 'create', of: 'clerk', mail: true },
    { verb: 'disable', of: 'clerk', immediate: true, unassigns: ['openCases'], keeps: ['closedCases'] },
  ],
  invariants: { 'always-a-keeper': { role: 'keeper', atLeast: 1, counting: 'active' } },
  workOrders: [],
} as const

/** People on one platform, and the platform itself with somebody at its console. */
export class Office {
  readonly bench = new Bench()
  readonly sim: Sim
  readonly subscription: string
  readonly #settings: object

  /** `platform`: the id of one that comes with roster, or the rules of an invented one. */
  constructor(platform: string | object, settings: object = {}) {
    const isBuiltIn = typeof platform === 'string'
    this.subscription = isBuiltIn ? platform : 'counter'
    this.#settings = { platform: this.subscription, delivery: 'manual', ...settings }
    if (!isBuiltIn) this.bench.write('platforms/counter.yaml', platform)
    const rules = isBuiltIn ? profile(platform) : (platform as Platform)
    this.sim = new Sim(this.bench, rules, this.subscription)
  }

  /** Writes the people: those with roles have them on the platform. Beside them is one who has nothing there. What is weighty is approved. */
  declare(people: Readonly<Record<string, object>>, more: Readonly<Record<string, object>> = {}): void {
    const { tenant = {}, ...files } = more
    this.bench.write('tenants/acme/acknowledgements.yaml', {
      approved: {
        gate: 'privilegedGain',
        max: 100,
        reason: 'agreed',
        approver: 'leads',
        expires: inTwoDays(this.bench.now),
      },
    })
    const subscriptions = { [this.subscription]: this.#settings }
    this.bench.tenant('acme', {
      tenant: tenantOf({}, { domains: ['acme.example'], subscriptions, ...tenant }),
      users: { 'zoe-null': person('zoe-null'), ...people },
    })
    for (const [kind, spec] of Object.entries(files)) this.bench.write(`tenants/acme/${kind}.yaml`, spec)
  }

  /** A person with an account of these properties. */
  with(id: string, account: object, more: object = {}): Readonly<Record<string, object>> {
    return { [id]: person(id, { platforms: { [this.subscription]: account }, ...more }) }
  }

  /** What has to be done on the platform and by people; the files are right. */
  async waiting(): Promise<readonly string[]> {
    return waits((await this.plan()).operations)
  }

  async plan(): Promise<Plan> {
    const made = await this.bench.plan()
    const [wrong] = made.diagnostics.filter(({ severity }) => severity === 'error')
    if (wrong !== undefined) throw new Error(`${wrong.file}:${wrong.line}: ${wrong.message}`)
    const broken = made.findings.find(({ slug }) => slug === 'unexpected-error')
    if (broken !== undefined) throw new Error(broken.message)
    return made
  }

  /** Applies, and does at the console whatever can be done there, until nothing more can. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 6; turn += 1) {
      await this.plan()
      const { tenants } = await this.bench.apply()
      const held = tenants.find(({ held }) => held !== undefined)?.held
      if (held !== undefined) throw new Error(held)
      if ((await this.sim.carryOut(await this.plan())).length === 0) return
    }
  }

  close(): void {
    this.bench.close()
  }
}

function inTwoDays(now: Date): string {
  return new Date(now.getTime() + 48 * 3_600_000).toISOString()
}
