import type { Tenant } from './tenant.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** One question to the service, alone or out of a batch. */
export interface GraphCall {
  readonly method: Method
  readonly host: string
  /** `v1.0`, `beta`; empty for what is not Graph (sign-in). */
  readonly version: string
  /** Path and query as they were sent, the version left out: `/users/a%40b?$select=id`. */
  readonly url: string
  /** What stands in the places of the pattern, decoded: `{id}` -> `params.id`. */
  readonly params: Readonly<Record<string, string>>
  /** OData options without their dollar, in lower case, decoded: `select`, `filter`, `top`. */
  readonly query: ReadonlyMap<string, string>
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly caller: Caller
  readonly inBatch: boolean
}

/** The application that asks, as its token says. */
export interface Caller {
  readonly clientId: string
  /** Application permissions: `User.Read.All`. */
  readonly roles: readonly string[]
}

export interface GraphReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Not there: an empty answer. */
  readonly body?: unknown
}

export type Handler = (call: GraphCall, tenant: Tenant) => GraphReply

export const done: GraphReply = { status: 204 }

export function ok(body: unknown): GraphReply {
  return { status: 200, body }
}

export function created(body: unknown): GraphReply {
  return { status: 201, body }
}

/** The body of a question that must have one. */
export function bodyOf(call: GraphCall): Record<string, unknown> {
  return typeof call.body === 'object' && call.body !== null && !Array.isArray(call.body) ? { ...call.body } : {}
}

/** One segment of the path, by its name in the pattern. */
export function param(call: GraphCall, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Error(`the pattern of ${call.url} has no {${name}}`)
  return value
}
