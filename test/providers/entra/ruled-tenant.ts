import { theContract } from '../../emulators/graph/contract/judge.ts'
import type { GraphEmulator } from '../../emulators/graph/emulator.ts'
import { startGraph } from '../../emulators/graph/start.ts'
import type { Entity } from '../../emulators/graph/state.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ApplyReport } from '../../../src/reconciler/run.ts'
import { Bench, person, told } from '../../reconciler/bench.ts'
import { environment, settingsFor } from './world.ts'

export const emergency = 'breakglass@northwind.onmicrosoft.com'

/** A tenant of Entra ID that rules how people sign in, and a workspace that says how. */
export class RuledTenant {
  readonly bench = new Bench()
  readonly graph: GraphEmulator
  readonly #now = (): Date => this.bench.now

  private constructor(graph: GraphEmulator) {
    this.graph = graph
    this.runWith(entraProvider({ fetch: graph.fetch, sleep: async () => {} }))
    this.account('breakglass', 'onmicrosoft.com')
  }

  static async start(): Promise<RuledTenant> {
    const judge = theContract()
    return new RuledTenant(await startGraph(judge === undefined ? {} : { judge }))
  }

  runWith(provider: Provider): void {
    this.bench.providers = new Map([['entra', provider]])
  }

  /** An account that was there before, at a domain of the tenant. */
  account(name: string, domain = 'example', more: object = {}): Entity {
    const id = crypto.randomUUID()
    const user = {
      id,
      userPrincipalName: `${name}@northwind.${domain}`,
      mailNickname: name,
      displayName: name,
      accountEnabled: true,
      userType: 'Member',
      assignedLicenses: [],
      createdDateTime: this.#now().toISOString(),
      ...more,
    }
    this.graph.state.users.set(id, user)
    return user
  }

  declare(users: readonly string[], security: object | undefined, directory: object = {}): void {
    this.bench.tenant('acme', {
      tenant: {
        name: 'Acme',
        directories: {
          cloud: { ...settingsFor(this.graph), breakGlass: [emergency], ...directory },
        },
      },
      users: Object.fromEntries(users.map((id) => [id, person(id)])),
    })
    this.bench.write('tenants/acme/policies.yaml', security === undefined ? undefined : { security })
  }

  async plan(): Promise<Plan> {
    return this.bench.plan(this.#keys)
  }

  async drift(): Promise<Plan> {
    return this.bench.drift(this.#keys)
  }

  /** What is planned for policies, a line each. */
  async planned(): Promise<readonly string[]> {
    return told((await this.plan()).operations.filter(({ kind }) => kind === 'policy'))
  }

  async apply(): Promise<ApplyReport> {
    return this.bench.apply({ how: 'autoApprove' }, this.#keys)
  }

  /** All there is to be done, until nothing is left. */
  async settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      const report = await this.apply()
      const bad = report.tenants.find(({ exitCode }) => exitCode !== 0 && exitCode !== 2)
      if (bad !== undefined) throw new Error(JSON.stringify(report.tenants, null, 1))
      if ((await this.plan()).operations.length === 0) return
    }
    throw new Error('it does not come to rest')
  }

  policies(): readonly Policy[] {
    return [...this.graph.state.conditionalAccessPolicies.values()] as unknown as readonly Policy[]
  }

  policy(name: string): Policy {
    const found = this.policies().find(({ displayName }) => displayName === name)
    if (found === undefined)
      throw new Error(
        `no policy ${name}: ${this.policies()
          .map((each) => each.displayName)
          .join()}`,
      )
    return found
  }

  /** Names of whoever is under a policy. */
  under(name: string): readonly string[] {
    const { state } = this.graph
    const groups = this.policy(name).conditions.users.includeGroups
    const ids = groups.flatMap((id) => [...(state.members.get(id) ?? [])])
    return ids.map((id) => String(state.users.get(id)?.['userPrincipalName']).split('@')[0] ?? '').toSorted()
  }

  /** Requests about Conditional Access that change something, in order: `POST policies`. */
  written(): readonly string[] {
    return this.graph.log
      .filter(({ method, url }) => method !== 'GET' && url.includes('conditionalAccess'))
      .map(({ method, url }) => `${method} ${url.replace(/^.*conditionalAccess\/([a-zA-Z]+).*$/, '$1')}`)
  }

  async close(): Promise<void> {
    const { breaches } = this.graph
    await this.graph.close()
    this.bench.close()
    if (breaches.length > 0) throw new Error(`outside the contract:\n${breaches.join('\n')}`)
  }

  get #keys(): { environment: (name: string) => ReturnType<typeof environment>[string] } {
    return { environment: (name) => environment(this.graph)[name] }
  }
}

/** A policy as the tenant holds it. */
export interface Policy {
  readonly id: string
  readonly displayName: string
  readonly state: string
  readonly conditions: {
    readonly users: {
      readonly includeGroups: readonly string[]
      readonly excludeUsers: readonly string[]
      readonly includeRoles: readonly string[]
    }
    readonly locations: { readonly excludeLocations: readonly string[] } | null
  }
  readonly grantControls: { readonly builtInControls: readonly string[] } | null
  readonly sessionControls: { readonly signInFrequency: { readonly value: number; readonly type: string } } | null
}
