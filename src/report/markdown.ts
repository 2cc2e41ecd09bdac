import { printable } from './printable.ts'

/** What Markdown would act on wherever it stands: code, emphasis, links, pictures, HTML, cells of a table, headings. */
const acting = /[\\`*_[\]<|~#&]/g

/** What it would act on where a paragraph begins: quotations, lists, headings, rules. */
const leading = /^(?=[-+](?:\s|$)|--|[=>])|^(\d+)(?=[.)](?:\s|$))/

/** Any text as one line of Markdown that shows just this text; an address in it is no link. */
export function markdown(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' ').trim())
  const shown = line
    .replaceAll(acting, '\\$&')
    .replaceAll('://', '\\://')
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
  return shown.replace(leading, (_, digits: string | undefined) => (digits === undefined ? '\\' : `${digits}\\`))
}

/** A command or a file name, as it is typed. */
export function code(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' ').trim())
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`
}

/** A table of two columns. */
export function markdownTable(
  head: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): readonly string[] {
  const line = ([left, right]: readonly [string, string]): string => `| ${markdown(left)} | ${markdown(right)} |`
  return [line(head), '| --- | --- |', ...rows.map(line)]
}
