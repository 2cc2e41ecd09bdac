// Codes of the characters that YAML gives a meaning.
export const tab = 9
export const newline = 10
export const carriageReturn = 13
export const space = 32
export const doubleQuote = 34
export const hash = 35
export const singleQuote = 39
export const comma = 44
export const dash = 45
export const dot = 46
export const colon = 58
export const greater = 62
export const openList = 91
export const backslash = 92
export const closeList = 93
export const openMap = 123
export const bar = 124
export const closeMap = 125

// What a character can be in the subset that the fast reader knows; everything else makes it give up.
const keyStart = 1
const keyPart = 2
const plainStart = 4
const typed = 8

const table = new Uint8Array(128)
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_', keyStart | keyPart | plainStart)
mark('./+@~-', keyPart)
mark('./+~()$^;=\\_', plainStart)
mark('0123456789+.~tTfFnNyYoO', typed)

function mark(characters: string, flag: number): void {
  for (const character of characters) table[character.charCodeAt(0)]! |= flag
}

/** Whether a plain key may start with it. */
export function startsKey(code: number): boolean {
  return code < 128 && (table[code]! & keyStart) !== 0
}

/** Whether it may stand inside a plain key. */
export function continuesKey(code: number): boolean {
  return code < 128 && (table[code]! & keyPart) !== 0
}

/** Whether a plain value may start with it, whatever follows. */
export function startsPlain(code: number): boolean {
  return code >= 128 || (table[code]! & plainStart) !== 0
}

/** Whether a plain scalar that starts with it may be something else than text, or one of the ambiguous words. */
export function mayBeTyped(code: number): boolean {
  return code < 128 && (table[code]! & typed) !== 0
}
