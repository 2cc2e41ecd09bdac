import { isUtf8 } from 'node:buffer'
import { Unreadable } from './problem.ts'

/** The bytes of a text, and how to read parts of it. `mixed`: not all of them are UTF-8. */
export interface Encoded {
  readonly bytes: Buffer
  readonly mixed: boolean
}

/** Finds out how a text is encoded: by its byte order mark; without one it has to be UTF-8. The mark is left out. */
export function encodingOf(bytes: Buffer): Encoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { bytes: fromUtf16(bytes.subarray(2), 'utf-16le'), mixed: false }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { bytes: fromUtf16(bytes.subarray(2), 'utf-16be'), mixed: false }
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  if (body.includes(0)) {
    throw new Unreadable('This is not a text file: it holds bytes that are zero.', 'Save it as “CSV UTF-8”.')
  }
  return { bytes: body, mixed: !isUtf8(body) }
}

function fromUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  try {
    return Buffer.from(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new Unreadable('This file starts as UTF-16 does, but is not.', 'Save it as “CSV UTF-8”.', { cause })
  }
}

/** The text of a cell that was read byte by byte (latin1); undefined where it is not UTF-8. */
export function fromBytes(cell: string): string | undefined {
  const bytes = Buffer.from(cell, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

/** What a cell that was read byte by byte says in the encoding of older Windows programs. */
export function asWindows(cell: string): string {
  return cell.replaceAll(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? character)
}

// Node 20 takes windows-1252 for latin1: what stands where latin1 has its second set of controls is listed here.
const windows1252 = Array.from('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ')
