/** A Conditional Access policy, as far as it is read: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export interface WirePolicy {
  readonly id: string
  readonly displayName: string
  readonly state: string
  readonly conditions?: Branch | null
  readonly grantControls?: Branch | null
  readonly sessionControls?: Branch | null
}

/** What a policy says is a tree, to which Microsoft adds branches. */
export interface Branch {
  readonly [name: string]: unknown
}

/** Networks with a name; `ipRanges` where it is made of addresses, and not of countries. */
export interface WireLocation {
  readonly id: string
  readonly displayName: string
  readonly ipRanges?: readonly { readonly cidrAddress?: string | null }[]
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

/** The addresses of a location; undefined: it is not made of addresses. */
export function rangesOf({ ipRanges }: WireLocation): readonly string[] | undefined {
  return ipRanges?.flatMap(({ cidrAddress }) => cidrAddress ?? [])
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
