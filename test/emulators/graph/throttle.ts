import type { GraphCall } from './call.ts'
import type { GraphLimits } from './emulator.ts'
import { GraphRefusal } from './refusal.ts'

/** Resource units of reads that are not 1: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits */
const units: Readonly<Record<string, number>> = {
  'GET /users': 2,
  'GET /groups': 2,
  'GET /groups/{id}/members': 3,
  'GET /groups/{id}/transitiveMembers': 5,
  'POST /users/{id}/checkMemberGroups': 4,
  'POST /users/{id}/getMemberGroups': 4,
  'POST /directoryObjects/{id}/checkMemberGroups': 4,
  'POST /directoryObjects/{id}/getMemberGroups': 4,
  'GET /users/{id}/memberOf': 3,
  'GET /users/{id}/transitiveMemberOf': 5,
  'POST /directoryObjects/getByIds': 3,
  'GET /users/delta': 2,
  'GET /groups/delta': 2,
}

/** What a question costs: `$select` and a small `$top` make it cheaper, `$expand` dearer; never less than 1. */
export function unitsOf(call: GraphCall, pattern: string | undefined): number {
  const base = units[`${call.method} ${pattern ?? ''}`] ?? 1
  const top = Number(call.query.get('top') ?? Number.NaN)
  const less = (call.query.has('select') ? 1 : 0) + (top < 20 ? 1 : 0)
  return Math.max(1, base - less + (call.query.has('expand') ? 1 : 0))
}

/** Says 429 once more was asked than the service gives. */
export class Throttle {
  readonly #limits: GraphLimits
  readonly #now: () => Date
  #spent: { readonly at: number; readonly units: number }[] = []
  #policies: number[] = []

  constructor(limits: GraphLimits, now: () => Date) {
    this.#limits = limits
    this.#now = now
  }

  /** Takes a question's units, or refuses it. */
  take(call: GraphCall, cost: number): void {
    const at = this.#now().getTime()
    this.#takePolicies(call, at)
    const most = this.#limits.units
    if (most === undefined) return
    this.#spent = this.#spent.filter((each) => each.at > at - 10_000)
    const spent = this.#spent.reduce((sum, each) => sum + each.units, 0)
    if (spent + cost > most) throw tooMany((this.#spent[0]?.at ?? at) + 10_000 - at, 'Tenant_Application/ReadWrite')
    this.#spent.push({ at, units: cost })
  }

  /** https://learn.microsoft.com/graph/throttling-limits#conditional-access-service-limits: one request a second for a tenant. */
  #takePolicies({ url }: GraphCall, at: number): void {
    const most = this.#limits.conditionalAccess
    if (most === undefined || !/^\/identity\/conditionalAccess\//i.test(url)) return
    this.#policies = this.#policies.filter((each) => each > at - 1000)
    if (this.#policies.length >= most) throw tooMany((this.#policies[0] ?? at) + 1000 - at, 'Tenant/ReadWrite')
    this.#policies.push(at)
  }
}

function tooMany(ms: number, scope: string): GraphRefusal {
  return new GraphRefusal(429, 'TooManyRequests', 'Too many requests.', {
    headers: {
      'retry-after': String(Math.max(1, Math.ceil(ms / 1000))),
      'x-ms-throttle-limit-percentage': '1.0',
      'x-ms-throttle-scope': scope,
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    },
  })
}
