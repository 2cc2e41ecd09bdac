import type { GraphRequest } from './request.ts'

/** What Graph counts a question by. */
export type Counted = Pick<GraphRequest, 'method' | 'path' | 'query'>

/** Parts of Graph that are limited each on its own. */
export type Lane = 'directory' | 'conditionalAccess' | 'reports'

/** Questions in one `$batch`: https://learn.microsoft.com/graph/json-batching */
export const perBatch = 20

/**
 * Limits for one application in one tenant, of the smallest size of tenant, for nobody says which one it is. Units and writes:
 * https://learn.microsoft.com/graph/throttling-limits (identity and access; Conditional Access; reports).
 */
export const limits = {
  units: { burst: 3500, perSecond: 350 },
  writes: { burst: 3000, perSecond: 20 },
  conditionalAccess: { burst: 1, perSecond: 1 },
  reports: { burst: 5, perSecond: 0.5 },
} as const

/** Base costs of what does not cost 1, of the same page. */
const costs: readonly (readonly [method: Counted['method'], path: RegExp, units: number])[] = [
  ['GET', /^\/users$/i, 2],
  ['GET', /^\/groups\/[^/]+\/members$/i, 3],
  ['GET', /^\/groups\/[^/]+\/transitiveMembers$/i, 5],
  ['GET', /^\/subscribedSkus/i, 3],
  ['GET', /^\/users\/[^/]+\/(licenseDetails|memberOf|ownedObjects|transitiveMemberOf)$/i, 2],
  ['GET', /^\/servicePrincipals\/[^/]+\/appRoleAssignments$/i, 2],
  ['POST', /^\/directoryObjects\/getByIds$/i, 3],
  ['POST', /\/(checkMemberGroups|checkMemberObjects|isMemberOf)$/i, 4],
  ['POST', /\/(getMemberGroups|getMemberObjects)$/i, 2],
]

/** Questions that are put as a POST, and change nothing. */
const asking =
  /\/(getByIds|checkMemberGroups|checkMemberObjects|getMemberGroups|getMemberObjects|isMemberOf|validateProperties)$/i

/** Whether a question may change something. */
export function changes({ method, path }: Pick<Counted, 'method' | 'path'>): boolean {
  return method !== 'GET' && !(method === 'POST' && asking.test(path))
}

/** Whether carrying it out twice comes to the same as once. */
export function isRepeatable(request: Pick<Counted, 'method' | 'path'>): boolean {
  return request.method !== 'POST' || !changes(request)
}

/** Which limits a question falls under. */
export function laneOf(path: string): Lane {
  if (/^\/(identity\/conditionalAccess|identityProtection)(\/|$)/i.test(path)) return 'conditionalAccess'
  return /^\/(reports|auditLogs)(\/|$)/i.test(path) ? 'reports' : 'directory'
}

/** Resource units that Graph counts for a question; never less than 1. */
export function costOf({ method, path, query = {} }: Counted): number {
  const base = costs.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2] ?? 1
  const few = Number(query['$top'] ?? 100) < 20 ? 1 : 0
  return Math.max(1, base - (query['$select'] === undefined ? 0 : 1) + (query['$expand'] === undefined ? 0 : 1) - few)
}

/** How long Graph takes to answer one request or one batch, by and large; what really counts are the limits. */
const secondsEach = 0.5

/** What sending these would take, by twenties where they can be: HTTP requests, and seconds under Graph's limits. Pure. */
export function effortOf(questions: readonly Counted[]): { readonly requests: number; readonly seconds: number } {
  const of = (lane: Lane): readonly Counted[] => questions.filter(({ path }) => laneOf(path) === lane)
  const [directory, conditionalAccess, reports] = [of('directory'), of('conditionalAccess'), of('reports')]
  const requests = Math.ceil(directory.length / perBatch) + conditionalAccess.length + reports.length
  const units = directory.reduce((sum, question) => sum + costOf(question), 0)
  const limited = [
    beyond(units, limits.units),
    beyond(directory.filter(changes).length, limits.writes),
    beyond(conditionalAccess.length, limits.conditionalAccess),
    beyond(reports.length, limits.reports),
  ]
  return { requests, seconds: Math.ceil(Math.max(...limited, requests * secondsEach)) }
}

function beyond(amount: number, limit: { readonly burst: number; readonly perSecond: number }): number {
  return Math.max(0, amount - limit.burst) / limit.perSecond
}
