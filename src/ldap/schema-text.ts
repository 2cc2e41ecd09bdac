/** An attribute type as the server describes it (RFC 4512 section 4.1.2). Names are as written; the first is the usual one. */
export interface AttributeDescription {
  readonly oid: string
  readonly names: readonly string[]
  readonly above: string | undefined
  readonly equality: string | undefined
  readonly syntax: string | undefined
  readonly single: boolean
  /** Set by the server alone. */
  readonly readOnly: boolean
  /** Kept by the server for its own work, as the state of a lock. */
  readonly operational: boolean
}

/** An object class as the server describes it (RFC 4512 section 4.1.1). */
export interface ClassDescription {
  readonly oid: string
  readonly names: readonly string[]
  readonly above: readonly string[]
  readonly kind: 'ABSTRACT' | 'STRUCTURAL' | 'AUXILIARY'
  readonly must: readonly string[]
  readonly may: readonly string[]
}

export function parseAttribute(text: string): AttributeDescription {
  const { oid, fields } = parseDescription(text)
  return {
    oid,
    names: fields.get('NAME') ?? [],
    above: fields.get('SUP')?.[0],
    equality: fields.get('EQUALITY')?.[0],
    syntax: fields.get('SYNTAX')?.[0]?.replace(/\{\d+\}$/, ''),
    single: fields.has('SINGLE-VALUE'),
    readOnly: fields.has('NO-USER-MODIFICATION'),
    operational: (fields.get('USAGE')?.[0] ?? 'userApplications') !== 'userApplications',
  }
}

export function parseClass(text: string): ClassDescription {
  const { oid, fields } = parseDescription(text)
  return {
    oid,
    names: fields.get('NAME') ?? [],
    above: fields.get('SUP') ?? [],
    kind: fields.has('ABSTRACT') ? 'ABSTRACT' : fields.has('AUXILIARY') ? 'AUXILIARY' : 'STRUCTURAL',
    must: fields.get('MUST') ?? [],
    may: fields.get('MAY') ?? [],
  }
}

const token = /'(?:[^'\\]|\\[0-9A-Fa-f]{2})*'|[()$]|[^\s()'$]+/g
const withoutValue = new Set([
  'SINGLE-VALUE',
  'COLLECTIVE',
  'NO-USER-MODIFICATION',
  'OBSOLETE',
  'ABSTRACT',
  'STRUCTURAL',
  'AUXILIARY',
])

/** `( oid KEY value KEY ( value $ value ) ... )`: every key with its values. */
function parseDescription(text: string): {
  readonly oid: string
  readonly fields: ReadonlyMap<string, readonly string[]>
} {
  const tokens = (text.match(token) ?? []).slice(1, -1)
  const fields = new Map<string, readonly string[]>()
  for (let at = 1; at < tokens.length; at++) {
    const key = tokens[at] ?? ''
    if (withoutValue.has(key)) {
      fields.set(key, [])
    } else if (tokens[at + 1] === '(') {
      const close = tokens.indexOf(')', at)
      const end = close < 0 ? tokens.length : close
      fields.set(
        key,
        tokens
          .slice(at + 2, end)
          .filter((part) => part !== '$')
          .map(unquote),
      )
      at = end
    } else {
      fields.set(key, [unquote(tokens[++at] ?? '')])
    }
  }
  return { oid: tokens[0] ?? '', fields }
}

function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1) : text
}
