/** One element of BER (X.690): its tag, its content, and all its bytes. */
export interface Part {
  readonly tag: number
  readonly content: Buffer
  readonly raw: Buffer
}

/** A message of LDAP (RFC 4511 section 4.1.1): its number, the operation, the controls. */
export interface Message {
  readonly id: Part
  readonly operation: Part
  readonly controls: readonly Control[]
}

export interface Control {
  readonly type: string
  readonly value: Buffer
  readonly raw: Buffer
}

/** The elements that stand one after the other. */
export function partsOf(bytes: Buffer): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1] ?? 0
    const width = first < 0x80 ? 0 : first & 0x7f
    const from = at + 2 + width
    const end = from + (width === 0 ? first : bytes.readUIntBE(at + 2, width))
    parts.push({ tag: bytes[at] ?? 0, content: bytes.subarray(from, end), raw: bytes.subarray(at, end) })
    at = end
  }
  return parts
}

export function pack(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content])
  return Buffer.concat([
    Buffer.of(tag, 0x84, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255),
    content,
  ])
}

/** A whole number of 0 and more. */
export function packNumber(value: number, tag = 0x02): Buffer {
  return pack(tag, Buffer.of((value >>> 24) & 0x7f, (value >> 16) & 255, (value >> 8) & 255, value & 255))
}

export function numberIn(part: Part | undefined): number {
  return part === undefined || part.content.length === 0 ? 0 : part.content.readIntBE(0, part.content.length)
}

export function textIn(part: Part | undefined): string {
  return part?.content.toString('utf8') ?? ''
}

export function readMessage(bytes: Buffer): Message {
  const [id, operation, controls] = partsOf(partsOf(bytes)[0]?.content ?? bytes)
  if (id === undefined || operation === undefined) throw new Error('the proxy met a message that is not LDAP')
  return { id, operation, controls: controls === undefined ? [] : partsOf(controls.content).map(controlOf) }
}

function controlOf({ content, raw }: Part): Control {
  const [type, ...rest] = partsOf(content)
  return { type: textIn(type), value: rest.find(({ tag }) => tag === 0x04)?.content ?? Buffer.alloc(0), raw }
}

export function writeMessage(id: Part, operation: Buffer, controls: readonly Buffer[]): Buffer {
  return pack(0x30, id.raw, operation, ...(controls.length === 0 ? [] : [pack(0xa0, ...controls)]))
}

export function packControl(type: string, value: Buffer): Buffer {
  return pack(0x30, pack(0x04, type), pack(0x01, Buffer.of(0xff)), pack(0x04, value))
}

/** The answer to a request that ends it with a result code and the server's words. */
export function resultOf(request: Buffer, code: number, text: string): Buffer {
  const { id, operation } = readMessage(request)
  return writeMessage(id, pack(answerTo(operation.tag), pack(0x0a, Buffer.of(code)), pack(0x04), pack(0x04, text)), [])
}

/** An answer's tag is its request's plus one, but for these two. */
function answerTo(tag: number): number {
  if (tag === 0x63) return 0x65
  return tag === 0x4a ? 0x6b : tag + 1
}
