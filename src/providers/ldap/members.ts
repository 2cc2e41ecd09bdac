import { foldText } from '../../ldap/fold.ts'
import { formatRdn, ownName } from '../../ldap/dn.ts'
import { entryAt } from '../../ldap/lookup.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { LdapSettings } from './settings.ts'
import type { Connection } from '../../ldap/wire/connection.ts'

/** How members of a group are written in it. */
export interface MemberStyle {
  readonly attribute: string
  /** The reference that a value stands for. */
  readonly referenceOf: (value: string) => string
  /** The value that stands for a reference; undefined where nothing can. */
  readonly valueFor: (reference: string, connection: Connection) => Promise<string | undefined>
}

/** Members as DNs; uniqueMember may add a bit string to one (RFC 4517 section 3.3.21), which is not part of the name. */
function byName(attribute: string): MemberStyle {
  return {
    attribute,
    referenceOf: (value) => referenceOf(value.endsWith('B') ? value.replace(/#'[01]*'B$/, '') : value),
    valueFor: async (reference) => reference,
  }
}

/** Members as usernames (RFC 2307). A name that nobody has is a reference of its own. */
function byUsername(attribute: string, users: ReadonlyMap<string, string>): MemberStyle {
  return {
    attribute,
    referenceOf: (value) => users.get(value) ?? usernameReference(value),
    valueFor: async (reference, connection) => {
      const dangling = ownName(reference).get('memberuid')
      if (dangling !== undefined) return dangling
      const entry = await entryAt(connection, reference, ['uid'])
      const uid = entry?.values[0]
      return typeof uid === 'string'
        ? uid
        : (uid?.find((value) => foldText(value) === ownName(reference).get('uid')) ?? uid?.[0])
    },
  }
}

/** The reference of a username that no entry has; its case counts, so it is kept. */
function usernameReference(value: string): string {
  return formatRdn([{ type: 'memberuid', value }])
}

/** `users`: username -> reference, filled while people are listed. */
export function memberStyle({ groups }: LdapSettings, users: ReadonlyMap<string, string>): MemberStyle {
  return groups.objectClass === 'posixGroup'
    ? byUsername(groups.memberAttribute, users)
    : byName(groups.memberAttribute)
}
