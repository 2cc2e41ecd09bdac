import { idOf, textIn } from './translate.ts'
import type { Row } from './translate.ts'

/** A Conditional Access policy, as far as it is read: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export interface WirePolicy {
  readonly id: string
  readonly displayName: string
  readonly state: string
  readonly conditions: Branch
  readonly grantControls: Branch
  readonly sessionControls: Branch
}

/** What a policy says is a tree, to which Microsoft adds branches. */
export interface Branch {
  readonly [name: string]: unknown
}

/** Networks with a name; no `ranges`: it is made of countries, and not of addresses. */
export interface WireLocation {
  readonly id: string
  readonly displayName: string
  readonly ranges?: readonly string[]
}

/** The parts of a policy that are read. */
export const policySelect = 'id,displayName,state,conditions,grantControls,sessionControls'

/** A branch, if it is one. */
export function branchOf(value: unknown): Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The texts of a list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}

/** A policy in an answer. Throws DirectoryFault where it has no id. */
export function policyIn(row: Row): WirePolicy {
  return {
    id: idOf(row),
    displayName: textIn(row, 'displayName') ?? '',
    state: textIn(row, 'state') ?? 'disabled',
    conditions: branchOf(row['conditions']),
    grantControls: branchOf(row['grantControls']),
    sessionControls: branchOf(row['sessionControls']),
  }
}

/** A location in an answer. Throws DirectoryFault where it has no id. */
export function locationIn(row: Row): WireLocation {
  const ranges: unknown = row['ipRanges']
  const addresses = Array.isArray(ranges) ? ranges.map((range) => branchOf(range)['cidrAddress']) : undefined
  return {
    id: idOf(row),
    displayName: textIn(row, 'displayName') ?? '',
    ...(addresses === undefined ? {} : { ranges: textsOf(addresses) }),
  }
}

/** Ids that a policy names among its conditions, folded. */
export function named(policy: WirePolicy, where: 'users' | 'locations', what: string): readonly string[] {
  return textsOf(branchOf(policy.conditions[where])[what]).map((id) => id.toLowerCase())
}

/** A location as it is written. */
export function locationBody(name: string, ranges: readonly string[]): Branch {
  return {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    displayName: name,
    isTrusted: false,
    ipRanges: ranges.map((cidrAddress) => ({
      '@odata.type': `#microsoft.graph.${cidrAddress.includes(':') ? 'iPv6CidrRange' : 'iPv4CidrRange'}`,
      cidrAddress,
    })),
  }
}
