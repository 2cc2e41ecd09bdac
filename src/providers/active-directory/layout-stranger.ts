import type { ObservedUser } from '../../model/observed.ts'
import { strangerFrom } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import { containerLayout } from './layout.ts'
import type { Terms } from './terms.ts'

/** Something that was an account or a group and is of another class now: it is there, and must be left alone. */
export function strangerLayout(terms: Terms): Layout<ObservedUser> {
  const { attributes, read } = containerLayout(terms)
  return {
    kind: 'user',
    filter: { present: 'objectClass' },
    attributes,
    doubtful: [],
    read: (entry, unreadable) => strangerFrom(read(entry, unreadable), why),
  }
}

const why = 'it is no longer the account of a person, or a group'
