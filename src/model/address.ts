import type { AnyKind, Kind } from './kind.ts'

/**
 * `<tenant>/<directory>/<kind>/<id>`; a membership's id is `<group>/<member>`, that of whom a policy holds for `<policy>/<member>`.
 * A member is a user's id, `group:<id>` for a nested group, or `~<immutable id>` for an object that is not declared.
 */
export type Address = string

export interface AddressParts {
  readonly tenant: string
  readonly directory: string
  readonly kind: Kind
  readonly id: string
}

/** Writes an address. Slashes inside an id are percent-encoded, except the one between the two halves of a membership. */
export function addressOf(parts: Omit<AddressParts, 'kind'> & { readonly kind: AnyKind }): Address {
  return `${parts.tenant}/${parts.directory}/${parts.kind}/${parts.id}`
}

/** The id part of a membership's address. */
export function membershipId(group: string, member: string): string {
  return `${group}/${member}`
}

/** How an object that nobody declared is named in an address: `~` and its immutable id (or, for a dangling member, its reference). */
export function undeclaredId(immutableId: string): string {
  return `~${immutableId.replaceAll('%', '%25').replaceAll('/', '%2F')}`
}

/** What `undeclaredId` named; undefined for the id of something declared. */
export function undeclaredIn(id: string): string | undefined {
  return id.startsWith('~') ? id.slice(1).replaceAll('%2F', '/').replaceAll('%25', '%') : undefined
}

/** How a group is named as the member of another. */
export function nestedGroupId(group: string): string {
  return `group:${group}`
}

/** How a licence is named among the groups that a template gave. */
export function promisedLicence(licence: string): string {
  return `licence:${licence}`
}

/** Reads an address that `addressOf` wrote. */
export function parseAddress(address: Address): AddressParts {
  const [tenant = '', directory = '', kind = '', ...rest] = address.split('/')
  return { tenant, directory, kind: kind as Kind, id: rest.join('/') }
}
