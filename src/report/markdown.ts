import { printable } from './printable.ts'

/** What Markdown, a forge or a browser acts on inside a line. */
const acting = /[&<>`*_[\]{}!#@|\\~$:.^"']/g

/** What breaks a line or stands in it without being seen. */
const breaking = /[\n\r\t]/g
const breaks: Readonly<Record<string, string>> = { '\n': '␊', '\r': '␍', '\t': '␉' }

/** Blanks that look like a blank and are none. */
const oddBlanks = /(?! )\p{Zs}/gu

const longestValue = 400

/** More than this of a sentence is not shown. */
export const longestSentence = 1000

/**
 * A value from a file or a directory, as it may stand anywhere in Markdown: it shows just this text, in one line and one
 * cell, and neither Markdown nor the forge finds anything to do in it. `<code>` keeps forges from looking for people,
 * issues and commits in it; numeric references keep Markdown from seeing any of its own signs.
 */
export function value(text: string): string {
  return `<code>${inert(clipped(text, longestValue))}</code>`
}

/** Several values, one after the other. */
export function values(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<code>${texts.map((text) => inert(clipped(text, longestValue))).join(', ')}</code>`
}

/**
 * A sentence that roster wrote about values of files and directories, as Markdown: plain words stay, and every word that
 * could do something is shown as a value. What stands between backticks is a value as a whole.
 */
export function sentence(text: string): string {
  const parts = clipped(text.replaceAll(/\s+/g, ' ').trim(), longestSentence).split('`')
  // An odd backtick begins nothing.
  const pairs = parts.length - 1 - ((parts.length - 1) % 2)
  const last = parts.slice(pairs).join('`')
  return parts
    .slice(0, pairs)
    .map((part, at) => (at % 2 === 1 ? value(part) : words(part, at === 0)))
    .concat(words(last, pairs === 0))
    .join('')
}

/** Many lines as they stand, `<pre>`: a log, say. */
export function block(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => inert(line))
  // A line without anything in it would end the block for some forges.
  return `<pre>${lines.map((line) => (line.trim() === '' ? '&#32;' : line)).join('\n')}</pre>`
}

/** A row of a table; its cells are Markdown already. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A table; its cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))]
}

/** At most so many characters, none of them cut in two. */
export function clipped(text: string, longest: number): string {
  if (text.length <= longest) return text
  const characters = Array.from(text)
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}

function inert(text: string): string {
  const shown = printable(
    text
      .replaceAll(breaking, (one) => breaks[one] ?? one)
      .replaceAll(
        oddBlanks,
        (blank) => `‹U+${(blank.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
      ),
  )
  // An address of mail is found even across references; nothing is found across an element.
  return shown.replaceAll(acting, (one) => `&#${one.charCodeAt(0)};${one === '@' ? '<wbr>' : ''}`)
}

const opening = /^["“‘«(]+/u
const closing = /["”’»),;:.!?…]+$/u
const letters = /^\p{L}[\p{L}\p{M}]*(?:['’-][\p{L}\p{M}]+)*['’]?$/u
const figure = /^[+-]?\d{1,6}(?:[.,]\d{1,6})*%?$|^\d{4}-\d\d-\d\d$/
/** Could be the id of a commit. */
const hexadecimal = /^[\da-f]{7,}$/i
const signsOnly = /^[+\-=>→−·–—/,;()%]+$/u

/** Words, blank by blank; `begins`: at the beginning of a line, where signs mean more. */
function words(text: string, begins: boolean): string {
  return text
    .split(' ')
    .map((word, at) => wordOf(word, begins && at === 0))
    .join(' ')
}

function wordOf(word: string, begins: boolean): string {
  if (word === '') return ''
  if (signsOnly.test(word)) return begins ? Array.from(word, reference).join('') : word.replaceAll('>', '&#62;')
  const before = opening.exec(word)?.[0] ?? ''
  const rest = word.slice(before.length)
  const after = closing.exec(rest)?.[0] ?? ''
  const core = rest.slice(0, rest.length - after.length)
  if (core === '') return Array.from(word, reference).join('')
  const isPlain = (letters.test(core) && !hexadecimal.test(core)) || figure.test(core)
  // `1.` and `1)` begin a list.
  const end = begins && /^\d+$/.test(core) ? Array.from(after, reference).join('') : after
  return `${before}${isPlain ? core : value(core)}${end}`
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`
}
