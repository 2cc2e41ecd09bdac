import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { Attributes } from '../../model/value.ts'

/** How people call a declared person. */
export function displayName(person: Person): string {
  const name = person.values['displayName']
  return typeof name === 'string' && name !== '' ? name : person.id
}

/** How people call an account that nobody declares. */
export function liveName(live: { readonly attributes: Attributes; readonly username: string }): string {
  const name = live.attributes['displayName'] ?? live.attributes['cn']
  return typeof name === 'string' ? name : live.username
}

/** What people join and leave, in the words of whoever looks after it: a role has holders, and is no group to them. */
export function calledWhole({ name, groupKind }: Pick<DesiredGroup, 'name' | 'groupKind'>): string {
  switch (groupKind) {
    case 'directoryRole':
      return `the holders of the directory role ${name}`
    case 'administrativeUnit':
      return `the administrative unit ${name}`
    case 'security':
    case 'distribution':
    case 'microsoft365':
      return `the group ${name}`
  }
}
