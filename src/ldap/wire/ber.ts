/** The tags of BER (X.690) that LDAP uses by themselves; those of LDAP's messages are in protocol.ts. */
export const tag = { boolean: 0x01, integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31 } as const

/** One element: tag, length and content. Parts are put one after the other. */
export function element(type: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 0
  for (const part of parts) length += part.length
  return Buffer.concat([header(type, length), ...parts])
}

/** A text as UTF-8, or bytes as they are. */
export function octets(value: string | Uint8Array, type: number = tag.octets): Buffer {
  return element(type, typeof value === 'string' ? Buffer.from(value, 'utf8') : value)
}

/** A whole number from 0 to 2^31 - 1. */
export function integer(value: number, type: number = tag.integer): Buffer {
  const bytes = [value & 0xff]
  for (let rest = value >>> 8; rest > 0 || (bytes[0] ?? 0) > 0x7f; rest >>>= 8) bytes.unshift(rest & 0xff)
  return element(type, Uint8Array.from(bytes))
}

export function flag(value: boolean, type: number = tag.boolean): Buffer {
  return element(type, Uint8Array.of(value ? 0xff : 0))
}

function header(type: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(type, length)
  if (length < 0x100) return Buffer.of(type, 0x81, length)
  if (length < 0x10000) return Buffer.of(type, 0x82, length >> 8, length & 0xff)
  return Buffer.of(type, 0x84, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff)
}

/** The bytes are not the BER that LDAP allows: the connection cannot be used any longer. */
export class BerError extends Error {
  override readonly name = 'BerError'
}

/**
 * Where the element that starts at `from` ends, or undefined while too few bytes are there to tell.
 * Throws BerError for lengths that no honest server sends.
 */
export function endOfElement(bytes: Buffer, from: number): number | undefined {
  const first = bytes[from + 1]
  if (first === undefined) return undefined
  if (first < 0x80) return from + 2 + first
  const width = first & 0x7f
  if (width === 0 || width > 4) throw new BerError('a message whose length LDAP does not allow')
  if (bytes.length < from + 2 + width) return undefined
  const length = bytes.readUIntBE(from + 2, width)
  if (length > 256 * 1024 * 1024) throw new BerError(`a message of ${length} bytes`)
  return from + 2 + width + length
}

/** Walks over elements in one pass, without copying. Every step checks that it stays inside `end`. */
export class BerReader {
  readonly bytes: Buffer
  /** Where the next element starts. */
  at: number
  /** First byte after what may be read. */
  readonly end: number

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get more(): boolean {
    return this.at < this.end
  }

  /** The tag of the next element; -1 at the end. */
  peek(): number {
    return this.at < this.end ? (this.bytes[this.at] ?? -1) : -1
  }

  /** Steps over the tag and length of the next element, which must be of this type; gives where its content ends. */
  enter(type: number): number {
    if (this.peek() !== type) throw new BerError(`expected the tag ${type} and found ${this.peek()}`)
    let at = this.at + 1
    let length = this.bytes[at++] ?? 0
    if (length >= 0x80) {
      const width = length & 0x7f
      if (width === 0 || width > 4 || at + width > this.end)
        throw new BerError('an element whose length LDAP does not allow')
      length = this.bytes.readUIntBE(at, width)
      at += width
    }
    if (at + length > this.end) throw new BerError('an element that is longer than what it lies in')
    this.at = at
    return at + length
  }

  /** The content of a constructed element, as a reader of its own; this one goes on after it. */
  inside(type: number): BerReader {
    const end = this.enter(type)
    const inner = new BerReader(this.bytes, this.at, end)
    this.at = end
    return inner
  }

  text(type: number = tag.octets): string {
    const end = this.enter(type)
    const text = this.bytes.toString('utf8', this.at, end)
    this.at = end
    return text
  }

  octets(type: number = tag.octets): Buffer {
    const end = this.enter(type)
    const copy = Buffer.from(this.bytes.subarray(this.at, end))
    this.at = end
    return copy
  }

  integer(type: number = tag.integer): number {
    const end = this.enter(type)
    const width = end - this.at
    if (width < 1 || width > 4) throw new BerError('a number that does not fit LDAP')
    const value = this.bytes.readIntBE(this.at, width)
    this.at = end
    return value
  }

  skip(): void {
    this.at = this.enter(this.peek())
  }
}
