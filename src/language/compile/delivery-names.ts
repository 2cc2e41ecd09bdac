/** What a pattern for the name of a directory group may name. */
export interface NameOfGroup {
  readonly subscription: string
  readonly role: string
  readonly accessGroup: string
  readonly entity: string
}

/** Whether a pattern has a placeholder. */
export function names(pattern: string, placeholder: keyof NameOfGroup): boolean {
  return pattern.includes(`{${placeholder}}`)
}

/** Fills the ids into a pattern. */
export function fillName(pattern: string, parts: NameOfGroup): string {
  return pattern
    .replaceAll('{subscription}', parts.subscription)
    .replaceAll('{role}', parts.role)
    .replaceAll('{accessGroup}', parts.accessGroup)
    .replaceAll('{entity}', parts.entity)
}

/** The id of a group that nobody declares: its name in the letters of ids. */
export function idOfName(name: string): string {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')
  return letters.replaceAll(/^[._-]+|[._-]+$/g, '').slice(0, 63) || 'group'
}
