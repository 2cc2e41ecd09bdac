/** A text or bytes as the wire of SSH carries them (RFC 4251 section 5): their length in four bytes, then they themselves. */
export function wireString(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Reads what was written so, piece by piece. Throws RangeError where the bytes end before their time. */
export interface WireReader {
  take(length: number): Buffer
  uint32(): number
  string(): Buffer
  /** What nobody took yet. */
  rest(): Buffer
}

/** A reader of these bytes. */
export function wireReader(bytes: Buffer): WireReader {
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError(`${length} bytes are due, and ${bytes.length - at} are left`)
    at += length
    return bytes.subarray(at - length, at)
  }
  const uint32 = (): number => take(4).readUInt32BE()
  return { take, uint32, string: () => take(uint32()), rest: () => bytes.subarray(at) }
}
