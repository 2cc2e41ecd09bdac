/** One entry of an LDIF text (RFC 2849). */
export interface LdifEntry {
  readonly dn: string
  /** Attribute names in lower case. */
  readonly names: readonly string[]
  readonly values: (attribute: string) => readonly string[]
  readonly first: (attribute: string) => string | undefined
}

/** Reads LDIF whose lines are not wrapped. */
export function readLdif(text: string): readonly LdifEntry[] {
  return text
    .split(/\n\n+/)
    .filter((block) => block.startsWith('dn:'))
    .map(readEntry)
}

function readEntry(block: string): LdifEntry {
  const held = new Map<string, string[]>()
  for (const line of block.split('\n')) {
    const [, name = '', colon, value = ''] = /^([^:]+)(::?) ?(.*)$/.exec(line) ?? []
    const list = held.get(name.toLowerCase()) ?? []
    list.push(colon === '::' ? Buffer.from(value, 'base64').toString('utf8') : value)
    held.set(name.toLowerCase(), list)
  }
  const values = (attribute: string): readonly string[] => held.get(attribute.toLowerCase()) ?? []
  return {
    dn: values('dn')[0] ?? '',
    names: [...held.keys()].filter((name) => name !== 'dn').toSorted(),
    values,
    first: (attribute) => values(attribute)[0],
  }
}
