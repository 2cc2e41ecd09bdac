import { constants, inflateRawSync } from 'node:zlib'
import { Unreadable } from './problem.ts'

/** Bytes that a file, and what is unpacked of it, may have. */
export const largest = 50 * 1024 * 1024

interface Member {
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}

/** The members of a ZIP file (APPNOTE 6.3.10), read by the list at its end. What was unpacked is counted, whatever the list says. */
export class Zip {
  readonly #bytes: Buffer
  readonly #members: ReadonlyMap<string, Member>
  #left = largest

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#members = membersOf(bytes)
  }

  has(path: string): boolean {
    return this.#members.has(path)
  }

  /** The text of a member; undefined where there is none. Refuses when more than 50 MB were unpacked in all. */
  text(path: string): string | undefined {
    const member = this.#members.get(path)
    if (member === undefined) return undefined
    if (member.unpacked > this.#left) throw tooLarge()
    const bytes = this.#unpacked(member)
    this.#left -= bytes.length
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (cause) {
      throw damaged({ cause })
    }
  }

  #unpacked({ method, packed, offset }: Member): Buffer {
    const bytes = this.#bytes
    if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) throw damaged()
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
    const body = bytes.subarray(start, start + packed)
    if (method === 0) return body
    if (method !== 8 || body.length !== packed) throw damaged()
    try {
      return inflateRawSync(body, { maxOutputLength: this.#left, finishFlush: constants.Z_FINISH })
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged({ cause })
    }
  }
}

function membersOf(bytes: Buffer): ReadonlyMap<string, Member> {
  const end = bytes.lastIndexOf('PK\u0005\u0006')
  if (end === -1 || end + 22 > bytes.length) throw damaged()
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const members = new Map<string, Member>()
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    members.set(bytes.toString('utf8', at + 46, at + 46 + name), {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + name + extra + comment
  }
  return members
}

/** The workbook is not what it should be. */
export function damaged(options?: ErrorOptions): Unreadable {
  return new Unreadable(
    'This workbook is damaged.',
    'Open it in a spreadsheet program and save it again as .xlsx.',
    options,
  )
}

function tooLarge(): Unreadable {
  return new Unreadable('This workbook holds more than 50 MB when it is unpacked.', 'Split it into several files.')
}
