import type { Directory, LdapDirectory } from '../../generated/tenant.ts'
import { isWithin } from '../../ldap/dn.ts'
import { endpointOf } from '../../ldap/endpoint.ts'
import type { ServerAddress } from '../../ldap/endpoint.ts'
import type { Pattern } from '../../ldap/protect.ts'
import { containerOf, dnOf, patternOf } from '../../ldap/written.ts'

type GroupClass = 'groupOfNames' | 'groupOfUniqueNames' | 'posixGroup'

/** What tenant.yaml says of an LDAP directory, with every default filled in. All DNs are canonical. */
export interface LdapSettings extends ServerAddress {
  readonly base: string
  readonly credentials: LdapDirectory['credentials']
  readonly users: {
    readonly base: string
    readonly disabledBase: string | undefined
    readonly rdn: 'uid' | 'cn'
    readonly objectClasses: readonly string[]
    readonly placement: 'flat' | 'department' | 'departmentPath' | 'keep'
  }
  readonly groups: {
    readonly base: string
    readonly placement: 'flat' | 'keep'
    readonly objectClass: GroupClass
    readonly memberAttribute: string
  }
  /** Stands in for the member that the object class demands of an empty group. Names nothing that exists. */
  readonly placeholder: string
  readonly mapping: NonNullable<LdapDirectory['mapping']>
  readonly protect: readonly Pattern[]
  /** Whether people that did not change may come from the copy of an earlier read. */
  readonly incremental: boolean
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
      placement: written.groups?.placement ?? 'flat',
      objectClass,
      memberAttribute: memberAttributes[objectClass],
    },
    placeholder: `cn=roster-empty-group,${base}`,
    mapping: written.mapping ?? {},
    incremental: written.incremental ?? false,
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
