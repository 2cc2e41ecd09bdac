import type { Person } from '../../model/desired.ts'
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
