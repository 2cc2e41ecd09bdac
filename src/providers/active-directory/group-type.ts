import type { DesiredGroup, GroupScope } from '../../model/desired.ts'

/**
 * groupType (MS-ADTS 2.2.12) as two attributes, so that a plan says in words what changes, and each can be unmanaged by itself:
 * `groupKind` (security, distribution) and `groupScope` (global, universal, domainLocal).
 */
export const kindAttribute = 'groupKind'
export const scopeAttribute = 'groupScope'

export interface GroupType {
  readonly kind: DesiredGroup['groupKind']
  readonly scope: GroupScope
}

const scopeBits: Readonly<Record<GroupScope, number>> = { global: 0x2, domainLocal: 0x4, universal: 0x8 }
const securityEnabled = 0x8000_0000
const builtIn = 0x1

/** Reads groupType; undefined: a type of group that roster does not know (application groups). */
export function groupTypeOf(written: string): GroupType | undefined {
  const bits = Number(written) >>> 0
  const scope = scopesByBit.find(([, bit]) => (bits & bit) !== 0)?.[0]
  if (scope === undefined || (bits & applicationBits) !== 0) return undefined
  return { kind: (bits & securityEnabled) === 0 ? 'distribution' : 'security', scope }
}

const scopesByBit = Object.entries(scopeBits) as readonly (readonly [GroupScope, number])[]
const applicationBits = 0x10 | 0x20

/** Is it one of the groups that every domain is born with in CN=Builtin? */
export function isBuiltIn(written: string): boolean {
  return (Number(written) & builtIn) !== 0
}

/** groupType as the directory holds it: a signed number of 32 bits. */
export function writtenGroupType({ kind, scope }: GroupType): string {
  return String((kind === 'security' ? scopeBits[scope] | securityEnabled : scopeBits[scope]) | 0)
}
