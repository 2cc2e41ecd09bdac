const shown = 5

/** `ana-li, ben-osei and 40 more`; sorted. */
export function fewNames(names: readonly string[], limit = shown): string {
  const sorted = names.toSorted()
  if (sorted.length <= limit) return sorted.join(', ')
  return `${sorted.slice(0, limit).join(', ')} and ${sorted.length - limit} more`
}

/** `1 person`, `42 people`. */
export function peopleCount(number: number): string {
  return number === 1 ? '1 person' : `${number} people`
}

/** Where something is said, `tenants/acme/users.yaml:3`. */
export function placeIn({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}
