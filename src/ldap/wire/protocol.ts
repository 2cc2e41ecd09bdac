import { element, flag, integer, octets, tag } from './ber.ts'

/** Tags of LDAP's messages (RFC 4511 section 4.2 onwards). */
export const message = {
  bindRequest: 0x60,
  bindResponse: 0x61,
  unbindRequest: 0x42,
  searchRequest: 0x63,
  searchEntry: 0x64,
  searchDone: 0x65,
  searchReference: 0x73,
  modifyRequest: 0x66,
  addRequest: 0x68,
  deleteRequest: 0x4a,
  renameRequest: 0x6c,
  compareRequest: 0x6e,
  extendedRequest: 0x77,
  extendedResponse: 0x78,
  intermediate: 0x79,
} as const

/** A search filter as data (RFC 4511 section 4.5.1.7). There is no text form: nothing in a value can turn into syntax. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly present: string }
  | { readonly attribute: string; readonly equals: string | Uint8Array }

export interface Search {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: Filter
  /** Named attributes; their order is the order of `Entry.values`. Empty: none (1.1). */
  readonly attributes: readonly string[]
  /** Controls that go with it, besides those of the way it is asked. */
  readonly controls?: readonly Buffer[]
}

/** One part of a modification. The parts of one request succeed or fail together. */
export interface Change {
  readonly action: 'add' | 'delete' | 'replace'
  readonly attribute: string
  /** Empty: all values (delete, replace). */
  readonly values: readonly (string | Uint8Array)[]
}

export function bindRequest(dn: string, password: string): Buffer {
  return element(message.bindRequest, integer(3), octets(dn), octets(password, 0x80))
}

export function unbindRequest(): Buffer {
  return element(message.unbindRequest)
}

const scopes = { base: 0, one: 1, sub: 2 } as const

export function searchRequest(search: Search): Buffer {
  const attributes = search.attributes.length > 0 ? search.attributes : ['1.1']
  return element(
    message.searchRequest,
    octets(search.base),
    integer(scopes[search.scope], tag.enumerated),
    integer(0, tag.enumerated), // aliases are never followed: they could lead out of the base
    integer(0), // no size limit of ours: the server's own one is an error that must be seen
    integer(0),
    flag(false),
    filterElement(search.filter),
    element(tag.sequence, ...attributes.map((name) => octets(name))),
  )
}

function filterElement(filter: Filter): Buffer {
  if ('and' in filter) return element(0xa0, ...filter.and.map(filterElement))
  if ('or' in filter) return element(0xa1, ...filter.or.map(filterElement))
  if ('not' in filter) return element(0xa2, filterElement(filter.not))
  if ('present' in filter) return octets(filter.present, 0x87)
  return element(0xa3, octets(filter.attribute), octets(filter.equals))
}

type Content = readonly [name: string, values: readonly (string | Uint8Array)[]]

export function addRequest(dn: string, attributes: Iterable<Content>): Buffer {
  return element(message.addRequest, octets(dn), element(tag.sequence, ...[...attributes].map(attributeElement)))
}

const actions = { add: 0, delete: 1, replace: 2 } as const

export function modifyRequest(dn: string, changes: readonly Change[]): Buffer {
  const parts = changes.map((change) =>
    element(
      tag.sequence,
      integer(actions[change.action], tag.enumerated),
      attributeElement([change.attribute, change.values]),
    ),
  )
  return element(message.modifyRequest, octets(dn), element(tag.sequence, ...parts))
}

function attributeElement([name, values]: Content): Buffer {
  return element(tag.sequence, octets(name), element(tag.set, ...values.map((value) => octets(value))))
}

export interface Rename {
  readonly dn: string
  readonly rdn: string
  /** Whether the values of the old relative name go away. */
  readonly dropOldName: boolean
  /** Not there: the entry stays where it is. */
  readonly parent?: string
}

export function renameRequest({ dn, rdn, dropOldName, parent }: Rename): Buffer {
  const superior = parent === undefined ? [] : [octets(parent, 0x80)]
  return element(message.renameRequest, octets(dn), octets(rdn), flag(dropOldName), ...superior)
}

export function deleteRequest(dn: string): Buffer {
  return octets(dn, message.deleteRequest)
}

export function compareRequest(dn: string, attribute: string, value: string): Buffer {
  return element(message.compareRequest, octets(dn), element(tag.sequence, octets(attribute), octets(value)))
}

/** RFC 4511 section 4.14. */
export function startTlsRequest(): Buffer {
  return element(message.extendedRequest, octets('1.3.6.1.4.1.1466.20037', 0x80))
}

/** Types of the controls that are known here. */
export const controlType = {
  pagedResults: '1.2.840.113556.1.4.319',
  manageDsaIt: '2.16.840.1.113730.3.4.2',
  postRead: '1.3.6.1.1.13.2',
  /** LDAP_SERVER_EXTENDED_DN_OID (MS-ADTS 3.1.1.3.4.1.5). */
  extendedDn: '1.2.840.113556.1.4.529',
  /** LDAP_SERVER_DOMAIN_SCOPE_OID (MS-ADTS 3.1.1.3.4.1.4). */
  domainScope: '1.2.840.113556.1.4.1339',
  /** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS 3.1.1.3.4.1.14). */
  showDeleted: '1.2.840.113556.1.4.417',
  /** LDAP_SERVER_DIRSYNC_OID (MS-ADTS 3.1.1.3.4.1.3). */
  dirSync: '1.2.840.113556.1.4.841',
  /** draft-behera-ldap-password-policy-10 section 6. */
  passwordPolicy: '1.3.6.1.4.1.42.2.27.8.5.1',
} as const

/** The control of RFC 2696; critical, so that a server that cannot page refuses instead of cutting the answer. */
export function pageControl(size: number, cookie: Uint8Array): Buffer {
  const value = element(tag.sequence, integer(size), octets(cookie))
  return element(tag.sequence, octets(controlType.pagedResults), flag(true), octets(value))
}

/**
 * The control of RFC 3296: entries that refer to other servers are taken for what they are. Not critical, so that servers that do
 * not know it go on without.
 */
export function manageDsaItControl(): Buffer {
  return element(tag.sequence, octets(controlType.manageDsaIt))
}

/** The control of RFC 4527: the answer shows these attributes as they are after the write. Not critical: others answer without them. */
export function postReadControl(attributes: readonly string[]): Buffer {
  const value = element(tag.sequence, ...attributes.map((name) => octets(name)))
  return element(tag.sequence, octets(controlType.postRead), flag(false), octets(value))
}

/** Asks whoever rules passwords to answer besides (draft-behera-ldap-password-policy-10 section 6.1). Not critical: others are silent. */
export function passwordPolicyControl(): Buffer {
  return element(tag.sequence, octets(controlType.passwordPolicy))
}

/** Active Directory: each DN comes with the GUID of the object it names, as `<GUID=...>;<SID=...>;CN=...`. */
export function extendedDnControl(): Buffer {
  const value = element(tag.sequence, integer(1))
  return element(tag.sequence, octets(controlType.extendedDn), flag(true), octets(value))
}

/** Active Directory: no references to the other domains and partitions that lie below this one. */
export function domainScopeControl(): Buffer {
  return element(tag.sequence, octets(controlType.domainScope), flag(true))
}

/** Active Directory: what is deleted is shown as well. */
export function showDeletedControl(): Buffer {
  return element(tag.sequence, octets(controlType.showDeleted), flag(true))
}

/**
 * Active Directory: what changed since the cookie, of the whole domain; from an empty one everything (MS-ADTS 3.1.1.3.4.1.3). With
 * LDAP_DIRSYNC_INCREMENTAL_VALUES, of attributes that hold links only the values that came (`;range=1-1`) and went (`;range=0-0`).
 */
export function dirSyncControl(cookie: Uint8Array): Buffer {
  const incrementalValues = Buffer.of(tag.integer, 4, 0x80, 0, 0, 0)
  const value = element(tag.sequence, incrementalValues, integer(dirSyncBytes), octets(cookie))
  return element(tag.sequence, octets(controlType.dirSync), flag(true), octets(value))
}

/** How much is to come in one answer; servers give less as they like. */
const dirSyncBytes = 10 * 1024 * 1024

/** A whole message: its number, the request, and the controls. */
export function envelope(id: number, request: Buffer, controls: readonly Buffer[] = []): Buffer {
  return element(tag.sequence, integer(id), request, ...(controls.length === 0 ? [] : [element(0xa0, ...controls)]))
}
