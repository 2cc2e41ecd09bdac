import type { Directory, LdapDirectory } from '../../generated/tenant.ts'
import { DirectoryFault } from '../../model/fault.ts'
import { canonicalDn, DnSyntaxError, isWithin } from './dn.ts'
import { parsePattern } from './protect.ts'
import type { Pattern } from './protect.ts'

type GroupClass = 'groupOfNames' | 'groupOfUniqueNames' | 'posixGroup'

/** What tenant.yaml says of an LDAP directory, with every default filled in. All DNs are canonical. */
export interface LdapSettings {
  readonly host: string
  readonly port: number
  readonly encryption: 'tls' | 'startTls' | 'none'
  /** Environment variable that names the file of the authority to trust. */
  readonly caVariable: string | undefined
  readonly base: string
  readonly credentials: LdapDirectory['credentials']
  readonly users: {
    readonly base: string
    readonly disabledBase: string | undefined
    readonly rdn: 'uid' | 'cn'
    readonly objectClasses: readonly string[]
    readonly placement: 'flat' | 'department' | 'departmentPath'
  }
  readonly groups: { readonly base: string; readonly objectClass: GroupClass; readonly memberAttribute: string }
  /** Stands in for the member that the object class demands of an empty group. Names nothing that exists. */
  readonly placeholder: string
  readonly mapping: NonNullable<LdapDirectory['mapping']>
  readonly protect: readonly Pattern[]
  /** Canonical DNs roster itself binds as: never managed. */
  readonly ownAccounts: readonly string[]
}

const memberAttributes = {
  groupOfNames: 'member',
  groupOfUniqueNames: 'uniqueMember',
  posixGroup: 'memberUid',
} as const

/** Reads the settings. Throws DirectoryFault where they cannot be followed: a DN that is none, plain LDAP to another machine. */
export function ldapSettings(directory: Directory): LdapSettings {
  const written = ldapOnly(directory)
  const base = dnOf(written.base, 'base')
  const within = (container: string | undefined, what: string): string => containerOf(container, base, what)
  const objectClass = written.groups?.objectClass ?? 'groupOfNames'
  const { users, credentials } = written
  const accounts = [credentials.read, ...(credentials.write === undefined ? [] : [credentials.write])]
  return {
    ...endpointOf(written),
    caVariable: written.tls?.ca?.env,
    base,
    credentials,
    users: {
      base: within(users?.base, 'users.base'),
      disabledBase: users?.disabledBase === undefined ? undefined : within(users.disabledBase, 'users.disabledBase'),
      rdn: users?.rdn ?? 'uid',
      objectClasses: users?.objectClasses ?? ['inetOrgPerson'],
      placement: users?.placement ?? 'flat',
    },
    groups: {
      base: within(written.groups?.base, 'groups.base'),
      objectClass,
      memberAttribute: memberAttributes[objectClass],
    },
    placeholder: `cn=roster-empty-group,${base}`,
    mapping: written.mapping ?? {},
    protect: (written.protect ?? []).map(patternOf),
    ownAccounts: accounts.map(({ bindDn }) => dnOf(bindDn, 'credentials')),
  }
}

/** Narrows to the settings of this provider. */
function ldapOnly(directory: Directory): LdapDirectory {
  if (directory.provider === 'ldap') return directory
  throw new Error(`settings of provider ${directory.provider} were given to the LDAP one`)
}

/** The bases that are listed, each once, none below another. */
export function listedBases(settings: LdapSettings): readonly string[] {
  const { users, groups } = settings
  const bases = [...new Set([users.base, users.disabledBase ?? users.base, groups.base])]
  return bases.filter((base) => !bases.some((other) => other !== base && isWithin(base, other)))
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

function endpointOf(written: LdapDirectory): Pick<LdapSettings, 'host' | 'port' | 'encryption'> {
  const url = URL.canParse(written.url) ? new URL(written.url) : undefined
  if (url === undefined || (url.protocol !== 'ldap:' && url.protocol !== 'ldaps:') || url.hostname === '') {
    throw refused(
      `url: ${JSON.stringify(written.url)} is no LDAP address. Write ldaps://host, or ldap://host with startTls: true.`,
    )
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const secure = url.protocol === 'ldaps:'
  if (secure && written.startTls === true) {
    throw refused(`url: ${written.url} is encrypted from the start; startTls is for ldap://. Take startTls out.`)
  }
  const encryption = secure ? 'tls' : written.startTls === true ? 'startTls' : 'none'
  if (encryption === 'none' && !loopback.test(host)) {
    throw refused(
      `url: plain LDAP to ${host} would send passwords and people's data in the clear and is refused. Set startTls: true or write ldaps://.`,
    )
  }
  return { host, port: url.port === '' ? (secure ? 636 : 389) : Number(url.port), encryption }
}

/** Containers are written relative to the base; a whole DN below the base is taken as well. */
function containerOf(written: string | undefined, base: string, what: string): string {
  if (written === undefined || written.trim() === '') return base
  const dn = dnOf(written, what)
  return isWithin(dn, base) ? dn : `${dn},${base}`
}

function dnOf(written: string, what: string): string {
  if (/\p{Cc}/u.test(written))
    throw refused(`${what}: ${JSON.stringify(written)} holds a control character. Take it out.`)
  try {
    return canonicalDn(written)
  } catch (error) {
    if (error instanceof DnSyntaxError)
      throw refused(`${what}: ${error.message}. Write it as in "ou=people,dc=example,dc=org".`)
    throw error
  }
}

function patternOf(written: string): Pattern {
  try {
    return parsePattern(written)
  } catch (error) {
    if (error instanceof DnSyntaxError) throw refused(`protect: ${error.message}. Write it as in "CN=svc-*,**".`)
    throw error
  }
}

function refused(message: string): DirectoryFault {
  return new DirectoryFault('refused', message)
}
