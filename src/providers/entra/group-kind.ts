import type { GroupKind } from '../../model/desired.ts'

/** What sort of group it is, in words, as an attribute: a plan says it, and a creation is told it. Graph says it in four properties. */
export const kindAttribute = 'groupKind'

/** Constant places: Entra ID has no containers, and things of these sorts are neither adopted as one another nor moved. */
export const places = {
  users: 'users',
  groups: 'groups',
  roles: 'directoryRoles',
  units: 'administrativeUnits',
} as const

/** Where things of a sort lie. */
export function placeOfKind(kind: GroupKind): string {
  if (kind === 'directoryRole') return places.roles
  return kind === 'administrativeUnit' ? places.units : places.groups
}

const kinds: readonly GroupKind[] = ['security', 'distribution', 'microsoft365', 'directoryRole', 'administrativeUnit']

/** The sort that an attribute names; security where it names none. */
export function kindOf(value: unknown): GroupKind {
  return kinds.find((kind) => kind === value) ?? 'security'
}
