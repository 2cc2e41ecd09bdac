/** A path below the version of Graph; what is filled in is one segment each, and encoded. Throws TypeError for a part that would name nothing. */
export function path(parts: TemplateStringsArray, ...segments: readonly string[]): string {
  return String.raw({ raw: parts }, ...segments.map(encoded))
}

function encoded(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..')
    throw new TypeError(`${JSON.stringify(segment)} names nothing in a path`)
  return encodeURIComponent(segment)
}

/** A text as OData writes it within a filter: OData 4.01 Part 2, 5.1.1.6.1 (a quote is doubled). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
