import type { ObservedUser } from '../../model/observed.ts'
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
    read: (entry, unreadable) => {
      const { immutableId, reference, container } = read(entry, unreadable)
      return {
        kind: 'user',
        immutableId,
        reference,
        container,
        username: reference,
        attributes: {},
        references: {},
        unknown: [],
        keys: {},
        state: 'active',
        notManageable: 'it is no longer the account of a person, or a group',
      }
    },
  }
}
