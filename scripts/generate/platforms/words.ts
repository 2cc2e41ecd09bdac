/** A heading with what stands below it; nothing where nothing does. */
export function section(heading: string, ...parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '')
  return said.length === 0 ? '' : [`## ${heading}`, ...said].join('\n\n')
}

/** A list with a line for each. */
export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

export function code(text: string): string {
  return `\`${text}\``
}

/** `a, b and c`; nothing gives `none`. */
export function together(names: readonly string[] | undefined): string {
  const all = names ?? []
  if (all.length === 0) return 'none'
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

/** `openTickets` -> `open tickets`. */
export function spaced(word: string): string {
  return word.replaceAll(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
}

/** Entries of a map that may not be there. */
export function entries<T>(map: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {})
}

/** `yes` or an empty cell. */
export function mark(is: boolean | undefined): string {
  return is === true ? 'yes' : ''
}
