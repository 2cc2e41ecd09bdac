import type { ObservedUser } from '../../model/observed.ts'
import { strangerFrom } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import { containerLayout } from './layout.ts'
import type { Terms } from './translate.ts'

/** Something that was an account or a group and is of another class now: it is there, and must be left alone. */
export function strangerLayout(terms: Terms): Layout<ObservedUser> {
  const { attributes, read } = containerLayout(terms)
  const why = `its object classes are not those of ${terms.settings.users.objectClasses.join(', ')} any more`
  return {
    kind: 'user',
    filter: { present: 'objectClass' },
    attributes,
    doubtful: [],
    read: (entry, unreadable) => strangerFrom(read(entry, unreadable), why),
  }
}
