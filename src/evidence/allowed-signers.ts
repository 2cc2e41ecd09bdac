import { UsageError } from '../model/fault.ts'

/** A key that somebody may sign with: one line of a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS). */
export interface AllowedSigner {
  /** Patterns of names, as they are written: `ana@example.org`, `*@example.org`, `!ben@example.org`. */
  readonly principals: readonly string[]
  /** Patterns of purposes; not there: any. */
  readonly namespaces?: readonly string[]
  /** RFC 3339. */
  readonly validAfter?: string
  readonly validBefore?: string
  /** As SSH writes it on the wire. */
  readonly publicKey: Buffer
}

/** Who signed, and what for. */
interface Signing {
  readonly publicKey: Buffer
  readonly namespace: string
  /** The name that the signer is expected to have; left out: anybody of the file. */
  readonly identity?: string | undefined
  readonly now: Date
}

/** Reads a file of allowed signers. `name`: how people know the file. Throws UsageError with the line that cannot be read. */
export function allowedSigners(name: string, text: string): readonly AllowedSigner[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return []
    const signer = signerOf(line)
    if (signer !== undefined) return [signer]
    throw new UsageError(
      `${name}:${index + 1} is not an allowed signer that roster can check. Write: <name> namespaces="..." ssh-ed25519 <key>`,
    )
  })
}

/** The names that a key may sign under for this purpose; or why it may not. */
export function signerNamed(
  signers: readonly AllowedSigner[],
  { publicKey, namespace, identity, now }: Signing,
): { readonly principals: readonly string[] } | { readonly fault: string } {
  const owned = signers.filter((signer) => signer.publicKey.equals(publicKey))
  if (owned.length === 0) return { fault: 'the key that signed is none of the allowed signers' }
  const named = owned.filter(({ principals }) => identity === undefined || matches(principals, identity))
  if (named.length === 0) return { fault: `the key that signed is not one of ${identity ?? ''}` }
  const meant = named.filter(({ namespaces }) => namespaces === undefined || matches(namespaces, namespace))
  if (meant.length === 0) return { fault: `the key that signed is not allowed to sign for ${namespace}` }
  const moment = now.toISOString()
  const valid = meant.filter(
    ({ validAfter, validBefore }) =>
      (validAfter === undefined || validAfter <= moment) && (validBefore === undefined || moment <= validBefore),
  )
  const [first] = valid
  return first === undefined
    ? { fault: 'the time of the key that signed is over, or has not begun' }
    : { principals: first.principals }
}

/** The names of each line, of keys of any type. */
export function principalsIn(text: string): readonly (readonly string[])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const principals = /^\s*("[^"]+"|[^\s#]\S*)\s/.exec(line)?.[1]
    return principals === undefined ? [] : [listOf(principals)]
  })
}

const lineForm =
  /^\s*(?<principals>"[^"]+"|\S+)\s+(?:(?<options>(?:[^\s"]|"[^"]*")+)\s+)?ssh-ed25519\s+(?<key>[A-Za-z0-9+/]+={0,2})(?:\s.*)?$/

/** Undefined for another form, another kind of key, and an authority: certificates are not followed here. */
function signerOf(line: string): AllowedSigner | undefined {
  const { principals, options = '', key } = lineForm.exec(line)?.groups ?? {}
  if (principals === undefined || key === undefined) return undefined
  const read = optionsOf(options)
  if (read === undefined) return undefined
  return { principals: listOf(principals), publicKey: Buffer.from(key, 'base64'), ...read }
}

function optionsOf(text: string): Partial<AllowedSigner> | undefined {
  const found: { -readonly [K in keyof AllowedSigner]?: AllowedSigner[K] } = {}
  for (const option of text.match(/(?:[^,"]|"[^"]*")+/g) ?? []) {
    const [, name = '', value = ''] = /^([A-Za-z-]+)(?:=(.*))?$/.exec(option) ?? []
    const moment = momentOf(value)
    if (name.toLowerCase() === 'namespaces') found.namespaces = listOf(value)
    else if (name.toLowerCase() === 'valid-after' && moment !== undefined) found.validAfter = moment
    else if (name.toLowerCase() === 'valid-before' && moment !== undefined) found.validBefore = moment
    else return undefined
  }
  return found
}

/** `YYYYMMDD` or `YYYYMMDDHHMM[SS]`. Without a `Z` OpenSSH takes the zone of the machine; here it is UTC on all machines. */
function momentOf(text: string): string | undefined {
  const bare = text.replaceAll('"', '')
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?Z?$/.exec(bare) ?? []
  return year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

function listOf(text: string): readonly string[] {
  return text.replaceAll('"', '').split(',')
}

/** A list of patterns (ssh_config(5), PATTERNS): one that begins with `!` and fits outweighs the others. */
function matches(patterns: readonly string[], text: string): boolean {
  const fits = (pattern: string): boolean => wildcard(pattern).test(text)
  if (patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern))
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`, 's')
}
