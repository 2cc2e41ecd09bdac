import { foldText } from './fold.ts'

/** One `type=value` of a relative name; `type` is lower-case and short, `value` as it is written, unescaped. */
interface Assertion {
  readonly type: string
  readonly value: string
}

/** The parts of a relative name: usually one. */
export type Rdn = readonly Assertion[]

/** The text is no distinguished name (RFC 4514). */
export class DnSyntaxError extends Error {
  override readonly name = 'DnSyntaxError'
}

/** Names and numbers under which RFC 4519 knows the attributes that name entries. */
const shortNames = new Map(
  Object.entries({
    cn: ['commonname', '2.5.4.3'],
    sn: ['surname', '2.5.4.4'],
    serialnumber: ['2.5.4.5'],
    c: ['countryname', '2.5.4.6'],
    l: ['localityname', '2.5.4.7'],
    st: ['stateorprovincename', '2.5.4.8'],
    street: ['streetaddress', '2.5.4.9'],
    o: ['organizationname', '2.5.4.10'],
    ou: ['organizationalunitname', '2.5.4.11'],
    title: ['2.5.4.12'],
    givenname: ['gn', '2.5.4.42'],
    uid: ['userid', '0.9.2342.19200300.100.1.1'],
    dc: ['domaincomponent', '0.9.2342.19200300.100.1.25'],
    mail: ['rfc822mailbox', '0.9.2342.19200300.100.1.3'],
  }).flatMap(([short, others]) => others.map((other) => [other, short] as const)),
)

/** A type in the spelling that all its names share. */
function shortType(written: string): string {
  const type = written.toLowerCase().replace(/^oid\./, '')
  return shortNames.get(type) ?? type
}

/**
 * Reads a DN, first its own relative name, then those above. Takes every spelling of RFC 4514 and, as servers do, the older
 * ones too: quotes, `;` for `,`, spaces around separators. Throws DnSyntaxError.
 */
export function parseDn(text: string): readonly Rdn[] {
  const scanner = new Scanner(text)
  if (scanner.atEnd()) return []
  const rdns: Rdn[] = []
  let rdn: Assertion[] = []
  for (;;) {
    rdn.push({ type: shortType(scanner.type()), value: scanner.value() })
    const separator = scanner.separator()
    if (separator === '+') continue
    rdns.push(rdn)
    rdn = []
    if (separator === '') return rdns
  }
}

/**
 * The one text that all spellings of a DN share: types short and lower-case, values case-folded, the parts of a relative name
 * sorted, and every special character as a hex pair, so that a comma in it always separates. Throws DnSyntaxError.
 */
export function canonicalDn(text: string): string {
  return placeOf(text).reference
}

/** A DN in its canonical form, and the canonical DN of what it lies in ('' at the top). Throws DnSyntaxError. */
export function placeOf(text: string): { readonly reference: string; readonly container: string } {
  const comma = text.indexOf(',')
  const rdn = comma < 0 ? '' : plainRdn(text.slice(0, comma))
  if (rdn === '') return canonicalOf(parseDn(text))
  const above = text.slice(comma + 1)
  const container = canonicalParent(above)
  // Directories that spell names as roster does get the text itself back: nothing is copied.
  const isSame = container === above && text.startsWith(rdn)
  return { reference: isSame ? text : `${rdn},${container}`, container }
}

const plain = /^[A-Za-z][A-Za-z0-9-]*=[A-Za-z0-9._@-]+(?: [A-Za-z0-9._@-]+)*$/

/** The canonical form of a relative name that holds nothing special, as most do; '' for others. */
function plainRdn(written: string): string {
  if (!plain.test(written)) return ''
  const rdn = foldText(written)
  if (rdn.startsWith('uid=') || rdn.startsWith('cn=')) return rdn
  return shortNames.has(rdn.slice(0, rdn.indexOf('='))) ? '' : rdn
}

const parents = new Map<string, string>()

/** Most entries share few parents: each is worked out once. */
function canonicalParent(above: string): string {
  const known = parents.get(above)
  if (known !== undefined) return known
  const canonical = canonicalDn(above)
  if (canonical === '') throw new DnSyntaxError('a DN ends in a comma')
  if (parents.size > 10_000) parents.clear()
  parents.set(above, canonical)
  return canonical
}

function canonicalOf(rdns: readonly Rdn[]): { readonly reference: string; readonly container: string } {
  const [own = '', ...above] = rdns.map((rdn) =>
    rdn
      .map(({ type, value }) => `${type}=${escapeValue(foldText(value))}`)
      .sort()
      .join('+'),
  )
  const container = above.join(',')
  return { reference: container === '' ? own : `${own},${container}`, container }
}

/** A relative name as it is sent: spelling kept, every special character as a hex pair. */
export function formatRdn(rdn: Rdn): string {
  return rdn.map(({ type, value }) => `${type}=${escapeValue(value)}`).join('+')
}

/** The relative name of a new entry. Throws DnSyntaxError for an empty value, and for characters that no name needs. */
export function newRdn(type: string, value: string): string {
  if (value.trim() === '') throw new DnSyntaxError(`an entry cannot be named by an empty ${type}`)
  if (/\p{Cc}/u.test(value)) {
    throw new DnSyntaxError(`${JSON.stringify(value)} holds a control character; a name in a directory must not`)
  }
  // Read back it would be taken for bytes that are no UTF-8.
  if (value.includes('\ufffd')) {
    throw new DnSyntaxError(`${JSON.stringify(value)} holds U+FFFD, which stands for a character that was lost`)
  }
  return formatRdn([{ type, value }])
}

/** The DN of an entry with this relative name below `parent`. */
export function below(rdn: string, parent: string): string {
  return parent === '' ? rdn : `${rdn},${parent}`
}

/** The container of a canonical DN; '' above the top. */
export function parentOf(canonical: string): string {
  const comma = canonical.indexOf(',')
  return comma < 0 ? '' : canonical.slice(comma + 1)
}

/** Is a canonical DN this one, or below it? */
export function isWithin(canonical: string, base: string): boolean {
  return canonical === base || base === '' || canonical.endsWith(`,${base}`)
}

/** Values of the first relative name of a DN as it is spelled, by type. */
export function ownName(dn: string): ReadonlyMap<string, string> {
  return new Map((parseDn(dn)[0] ?? []).map(({ type, value }) => [type, value]))
}

const special = /[\p{Cc}"+,;<=>\\]/gu
const edges = /^[ #]| $/g

function escapeValue(value: string): string {
  return value.replace(special, hexPair).replace(edges, hexPair)
}

function hexPair(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
}

/** How many spaces a text ends in. */
function endSpaces(text: string): number {
  let at = text.length
  while (text[at - 1] === ' ') at--
  return text.length - at
}

/** Reads a DN from left to right. */
class Scanner {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
    this.spaces()
  }

  atEnd(): boolean {
    return this.at >= this.text.length
  }

  type(): string {
    this.spaces()
    const match = /^(?:[A-Za-z][A-Za-z0-9-]*|(?:[Oo][Ii][Dd]\.)?\d+(?:\.\d+)+) *=/.exec(
      this.text.slice(this.at, this.at + 200),
    )
    if (match === null) throw this.wrong('there is no `type=`')
    this.at += match[0].length
    return match[0].slice(0, -1).trimEnd()
  }

  value(): string {
    this.spaces()
    if (this.text[this.at] === '#') return this.hexString()
    return this.text[this.at] === '"' ? this.quoted() : this.plain()
  }

  separator(): '+' | ',' | '' {
    this.spaces()
    const character = this.text[this.at]
    if (character === undefined) return ''
    this.at++
    if (character === ',' || character === ';') return ','
    if (character === '+') return '+'
    throw this.wrong(`${JSON.stringify(character)} must be escaped with a backslash`)
  }

  private plain(): string {
    const first = this.run()
    // Where nothing is escaped, the value is the text as it stands.
    if (this.text[this.at] !== '\\')
      return this.decode(Buffer.from(first.slice(0, first.length - endSpaces(first)), 'utf8'))
    const parts = [Buffer.from(first, 'utf8')]
    let spaces = 0
    while (this.text[this.at] === '\\') {
      const bytes: number[] = []
      this.take(bytes)
      const run = this.run()
      spaces = endSpaces(run)
      parts.push(Buffer.from(bytes), Buffer.from(run, 'utf8'))
    }
    const whole = Buffer.concat(parts)
    return this.decode(whole.subarray(0, whole.length - spaces))
  }

  /** Everything up to an escape, a separator or the end. */
  private run(): string {
    const [run = ''] = /^[^\\,;+"<>\0]*/.exec(this.text.slice(this.at)) ?? []
    this.at += run.length
    const next = this.text[this.at] ?? ''
    if (next !== '' && '"<>\0'.includes(next))
      throw this.wrong(`${JSON.stringify(next)} must be escaped with a backslash`)
    return run
  }

  private quoted(): string {
    const bytes: number[] = []
    this.at++
    while (this.text[this.at] !== '"') {
      if (this.atEnd()) throw this.wrong('a quotation mark is not closed')
      this.take(bytes)
    }
    this.at++
    return this.decode(Buffer.from(bytes))
  }

  /** One character, or one escape, as UTF-8. */
  private take(bytes: number[]): void {
    if (this.text[this.at] !== '\\') {
      const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)
      this.at += character.length
      bytes.push(...Buffer.from(character, 'utf8'))
      return
    }
    const pair = /^[0-9A-Fa-f]{2}/.exec(this.text.slice(this.at + 1, this.at + 3))
    if (pair !== null) {
      bytes.push(Number.parseInt(pair[0], 16))
      this.at += 3
      return
    }
    const character = this.text[this.at + 1]
    if (character === undefined || !' "#+,;<=>\\'.includes(character))
      throw this.wrong('a backslash escapes nothing that needs it')
    bytes.push(character.charCodeAt(0))
    this.at += 2
  }

  /** `#` and the BER of the value; a text is decoded, anything else stays as it is. */
  private hexString(): string {
    const match = /^#((?:[0-9A-Fa-f]{2})+)/.exec(this.text.slice(this.at))
    if (match?.[1] === undefined) throw this.wrong('`#` must be followed by pairs of hex digits')
    this.at += match[0].length
    const ber = Buffer.from(match[1], 'hex')
    const isText = [0x04, 0x0c, 0x13, 0x16].includes(ber[0] ?? 0) && ber[1] === ber.length - 2 && ber.length < 130
    return isText ? this.decode(ber.subarray(2)) : match[0].toLowerCase()
  }

  private decode(bytes: Buffer): string {
    const text = bytes.toString('utf8')
    if (text.includes('\ufffd')) throw this.wrong('it is not UTF-8')
    return text
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') this.at++
  }

  private wrong(why: string): DnSyntaxError {
    return new DnSyntaxError(
      `${JSON.stringify(this.text)} is no distinguished name: at character ${this.at + 1} ${why}`,
    )
  }
}
