/**
 * What a terminal, or a reader's eye, would act on instead of showing: C0 and C1 controls (escape sequences, OSC 52, cursor
 * moves, hyperlinks), bidirectional controls, zero-width and invisible characters, line separators, tags, private use, lone surrogates.
 */
const unprintable = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

const plainAscii = /^[ -~]*$/

/**
 * What a CI runner would carry out instead of showing: `::` where a line begins (GitHub looks behind blanks), `##[` and
 * `##vso[` anywhere in it (GitHub's older form, Azure Pipelines).
 */
const runnerCommand = /^(\s*):(?=:)|#(?=#(?:vso)?\[)/gi

/** Any text as it may be sent to a terminal or a CI log: what would act on either is shown as its code point, `‹U+001B›`. */
export function printable(text: string): string {
  const shown = visible(text)
  if (!shown.includes('::') && !shown.includes('##')) return shown
  return shown.replace(runnerCommand, (found, blanks: string | undefined) =>
    found === '#' ? '‹U+0023›' : `${blanks ?? ''}‹U+003A›`,
  )
}

/** Text in which what no eye would see, and what turns text round, is shown as its code point. */
export function visible(text: string): string {
  return plainAscii.test(text) ? text : text.replace(unprintable, (character) => `‹U+${codePoint(character)}›`)
}

/** The same characters, written the way JSON allows: the document keeps its meaning and the terminal its peace. */
export function printableJson(json: string): string {
  const shown = json.replace(unprintable, (character) =>
    character === '\n' ? character : [...units(character)].map((unit) => `\\u${unit}`).join(''),
  )
  return shown.includes('##') ? shown.replaceAll(/#(?=#(?:vso)?\[)/gi, '\\u0023') : shown
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function* units(character: string): Iterable<string> {
  for (let at = 0; at < character.length; at++) yield character.charCodeAt(at).toString(16).padStart(4, '0')
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u
const combining = /\p{M}/u

/** How many columns a printable text takes in a terminal. */
export function columnsOf(text: string): number {
  if (plainAscii.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1
  return columns
}

/** Fills a text up with blanks to a number of columns. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}
