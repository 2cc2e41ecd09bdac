import type { Mistakes } from './mistakes.ts'

// Characters that cannot be seen, or that change how their neighbours are shown (UAX #9, UTS #39). Listed by hand, so
// that every version of Node refuses the same ones. A variation selector is fine after a letter, not in a row of its own.
const controls = '\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f'
const bidi = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
const zeroWidth =
  '\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200d\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}'
const privateUse = '\\ud800-\\udfff\\ue000-\\uf8ff\\u{f0000}-\\u{10ffff}'
const unassigned =
  '\\ufdd0-\\ufdef\\ufffe\\uffff\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}\\u{3fffe}-\\u{dffff}\\u{e0100}-\\u{effff}'
const tags = '\\u{e0000}-\\u{e00ff}'
const selector = '[\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]'
const hidden = `(?!${selector})[${controls}${bidi}${zeroWidth}${privateUse}${unassigned}${tags}]|\\r(?!\\n)|${selector}{2}`

const beyondAscii = /[^\t\n\r\x20-\x7e]/
const lonelyReturn = /\r(?!\n)/
// Letters of Latin script, composed: none is hidden, none can change under NFC. Most names need no other look.
const everyday = /^[\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff]*$/
const mayNotBeNfc = /[\u0300-\uffff]/
const hiddenOnce = new RegExp(hidden, 'u')
const hiddenEach = new RegExp(hidden, 'gu')

/** Whether a text holds only characters that may stand in a file, in normal form C. A byte order mark at its start is fine. */
export function isClean(text: string): boolean {
  if (!beyondAscii.test(text) || everyday.test(text)) return !text.includes('\r') || !lonelyReturn.test(text)
  const rest = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  return !hiddenOnce.test(rest) && (!mayNotBeNfc.test(rest) || rest.normalize('NFC') === rest)
}

/** Reports every hidden character of a file and every line that is not in normal form C. */
export function reportUnclean(text: string, mistakes: Mistakes): void {
  if (isClean(text)) return
  for (const found of text.matchAll(hiddenEach)) {
    if (found.index === 0 && found[0] === '\ufeff') continue
    mistakes.at(found.index, {
      slug: 'text-invisible',
      message: `There is ${named(found[0])} here, which cannot be seen.`,
      fix: 'Delete it, or type the text around it again.',
    })
  }
  if (mayNotBeNfc.test(text)) reportNotNfc(text, mistakes)
}

/** The first hidden character of a text, by its name; for values that were written with escapes. */
export function hiddenIn(value: string): string | undefined {
  const found = beyondAscii.test(value) || lonelyReturn.test(value) ? hiddenOnce.exec(value) : null
  return found === null ? undefined : named(found[0])
}

/** One line with � in place of every character that must not be shown; as long as before, without its line end. */
export function shown(line: string): string {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line
  return beyondAscii.test(bare) || bare.includes('\r')
    ? bare.replace(hiddenEach, (found) => '\ufffd'.repeat(found.length))
    : bare
}

function reportNotNfc(text: string, mistakes: Mistakes): void {
  let start = 0
  for (const line of text.split('\n')) {
    const better = line.normalize('NFC')
    if (better !== line) {
      let at = 0
      while (line[at] === better[at]) at++
      mistakes.at(start + at, {
        slug: 'text-not-nfc',
        message: 'This text is not in Unicode normal form C: a letter and its accent are stored apart.',
        fix: `Type it again as: ${shown(better).trim()}`,
      })
    }
    start += line.length + 1
  }
}

const sorts: readonly (readonly [name: string, set: RegExp])[] = [
  ['a control character', new RegExp(`[${controls}\\r]`, 'u')],
  ['a character that changes the direction of text', new RegExp(`[${bidi}]`, 'u')],
  ['a zero-width character', new RegExp(`[${zeroWidth}]`, 'u')],
  ['a tag character', new RegExp(`[${tags}]`, 'u')],
  ['a private-use character', new RegExp(`[${privateUse}]`, 'u')],
  ['a variation selector without a letter', new RegExp(selector, 'u')],
]

function named(found: string): string {
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const name = sorts.find(([, set]) => set.test(found))?.[0] ?? 'a character without a meaning'
  return `${name} (U+${code})`
}
