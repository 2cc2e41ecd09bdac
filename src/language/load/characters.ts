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
