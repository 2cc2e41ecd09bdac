import type { Application } from './emulator.ts'
import type { GraphFaults } from './faults.ts'
import type { Lag } from './lag.ts'
import type { Entity, GraphState } from './state.ts'

/** Names of the state's collections and relations. */
export type Held = {
  [Name in keyof GraphState]: GraphState[Name] extends Map<string, unknown> ? Name : never
}[keyof GraphState]

export type ValueOf<Name extends Held> = GraphState[Name] extends Map<string, infer Value> ? Value : never

/** What handlers are given: the tenant as it is, as it is seen for now, and the little that surrounds it. */
export interface Tenant {
  /** As it is. Looked up for rules (a name that is taken); never changed in place by a handler. */
  readonly state: GraphState
  /** As it is seen, and how it is changed: what was changed may stay unseen for a while. */
  readonly lag: Lag
  faults: GraphFaults
  readonly mails: string[]
  readonly applications: readonly Application[]
  /** Signs tokens. */
  readonly key: Buffer
  readonly newId: () => string
  readonly now: () => Date
  /** What may be looked at again by a token: further pages, and where a delta query goes on. */
  readonly tokens: Map<string, unknown>
}

/** RFC 3339 without fractions, as Graph writes times. */
export function timestamp(tenant: Tenant): string {
  return `${tenant.now().toISOString().slice(0, 19)}Z`
}

/** An account by its id or its sign-in name, as it is: rules and writes look here. */
export function accountOf(tenant: Tenant, key: string): Entity | undefined {
  return tenant.state.users.get(key.toLowerCase()) ?? accountNamed(tenant, key)
}

/** An account by its sign-in name in any case; looked for among all, for tests change the state behind our back. */
export function accountNamed(tenant: Tenant, name: string): Entity | undefined {
  const wanted = name.toLowerCase()
  for (const user of tenant.state.users.values()) {
    const upn = user['userPrincipalName']
    if (typeof upn === 'string' && upn.length === name.length && upn.toLowerCase() === wanted) return user
  }
  return undefined
}
