/** What stands between `<!-- from the code: NAME -->` and `<!-- end -->` of a page, made anew. Throws for a part that the page lacks. */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, made]) => {
    const marked = new RegExp(`(<!-- from the code: ${name} -->\n)[^]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`the page has no part <!-- from the code: ${name} --> ... <!-- end -->`)
    return text.replace(marked, (_, begin: string, end: string) => `${begin}\n${made.trim()}\n\n${end}`)
  }, page)
}

/** A table of a page. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|')
}

/** The second half beside the first. */
export function pairs(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const half = Math.ceil(rows.length / 2)
  return rows.slice(0, half).map((row, at) => [...row, ...(rows[half + at] ?? ['', ''])])
}
