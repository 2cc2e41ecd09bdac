import type {
  ConditionalAccessConditionSet,
  ConditionalAccessGrantControls,
  ConditionalAccessSessionControls,
  ConditionalAccessLocations,
  ConditionalAccessPolicy,
  ConditionalAccessUsers,
  IpNamedLocation,
  IPv4CidrRange,
} from '@microsoft/microsoft-graph-types'
import { idOf, select, textIn } from './row.ts'
import type { Body, Row } from './row.ts'

/** A Conditional Access policy, as far as it is read: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export interface WirePolicy {
  readonly id: string
  readonly displayName: string
  readonly state: string
  readonly conditions: Row<ConditionalAccessConditionSet>
  readonly grantControls: Row<ConditionalAccessGrantControls>
  readonly sessionControls: Row<ConditionalAccessSessionControls>
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
export const policySelect = select<ConditionalAccessPolicy>(
  'id',
  'displayName',
  'state',
  'conditions',
  'grantControls',
  'sessionControls',
)

/** A branch, if it is one. */
export function branchOf(value: unknown): Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The texts of a list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}

/** A policy in an answer. Throws DirectoryFault where it has no id. */
export function policyIn(row: Row<ConditionalAccessPolicy>): WirePolicy {
  return {
    id: idOf(row),
    displayName: textIn(row, 'displayName') ?? '',
    state: textIn(row, 'state') ?? 'disabled',
    conditions: branchOf(row.conditions),
    grantControls: branchOf(row.grantControls),
    sessionControls: branchOf(row.sessionControls),
  }
}

/** A location in an answer. Throws DirectoryFault where it has no id. */
export function locationIn(row: Row<IpNamedLocation>): WireLocation {
  const ranges: unknown = row.ipRanges
  const addresses = Array.isArray(ranges)
    ? ranges.map((range) => textIn<Row<IPv4CidrRange>>(branchOf(range), 'cidrAddress'))
    : undefined
  return {
    id: idOf(row),
    displayName: textIn(row, 'displayName') ?? '',
    ...(addresses === undefined ? {} : { ranges: textsOf(addresses) }),
  }
}

/** Conditions that name objects by their ids. */
interface Naming {
  readonly users: ConditionalAccessUsers
  readonly locations: ConditionalAccessLocations
}

/** Ids that a policy names among its conditions, folded. */
export function named<Where extends keyof Naming>(
  policy: WirePolicy,
  where: Where,
  what: keyof Naming[Where] & string,
): readonly string[] {
  return textsOf(branchOf(policy.conditions[where])[what]).map((id) => id.toLowerCase())
}

/** A location as it is written. */
export function locationBody(name: string, ranges: readonly string[]): Branch {
  const ipRanges = ranges.map((cidrAddress): Body<IPv4CidrRange> & { readonly '@odata.type': string } => ({
    '@odata.type': `#microsoft.graph.${cidrAddress.includes(':') ? 'iPv6CidrRange' : 'iPv4CidrRange'}`,
    cidrAddress,
  }))
  const location: Body<IpNamedLocation> = { displayName: name, isTrusted: false, ipRanges }
  return { '@odata.type': '#microsoft.graph.ipNamedLocation', ...location }
}
