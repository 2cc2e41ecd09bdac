/** S-1-5-21-... of the hex of an objectSid (MS-DTYP 2.4.2.2); undefined for what is none. */
export function sidOf(hex: string | undefined): string | undefined {
  const bytes = Buffer.from(hex ?? '', 'hex')
  const count = bytes[1] ?? 0
  if (bytes.length < 8 || bytes.length !== 8 + 4 * count) return undefined
  const parts = Array.from({ length: count }, (_, at) => bytes.readUInt32LE(8 + 4 * at))
  return ['S', bytes[0], bytes.readUIntBE(2, 6), ...parts].join('-')
}

/** The last part of an objectSid: what primaryGroupID names a group by. */
export function ridOf(hex: string | undefined): string | undefined {
  return sidOf(hex)?.split('-').at(-1)
}

/** The 16 bytes of an objectGUID: the first three parts are written with their lowest byte first (MS-DTYP 2.3.4.2). */
export function guidBytes(guid: string): Buffer {
  const hex = guid.replaceAll('-', '')
  const bytes = Buffer.from(hex, 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** What a DN looks like that names an object by its GUID (MS-ADTS 3.1.1.3.1.2.4): right whatever the object is called. */
export function guidDn(guid: string): string {
  return `<GUID=${guid}>`
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Is this text an objectGUID as roster writes it? */
export function isGuid(text: string): boolean {
  return guid.test(text)
}
