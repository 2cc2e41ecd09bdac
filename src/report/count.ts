const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  entry: 'entries',
  directory: 'directories',
  entity: 'entities',
}

/** `1 person`, `42 people`, `12,345 operations`. */
export function count(number: number, noun: string): string {
  const word = number === 1 ? noun : (irregular[noun] ?? `${noun}s`)
  return `${number.toLocaleString('en-GB')} ${word}`
}

/** `ana-li, ben-osei and 40 more`. */
export function some(names: readonly string[], limit: number): string {
  if (names.length <= limit) return names.join(', ')
  const rest = names.length - limit
  return `${names.slice(0, limit).join(', ')} and ${rest.toLocaleString('en-GB')} more`
}
