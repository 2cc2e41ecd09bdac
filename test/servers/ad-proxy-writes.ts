import { numberIn, partsOf, readMessage, resultOf, textIn } from './ad-proxy-message.ts'
import type { Part } from './ad-proxy-message.ts'
import type { Fate, Request } from './ldap-proxy.ts'

export interface WriteLimits {
  /** Most values that one request may add to or take from an attribute. */
  readonly valuesInOneModify: number
  /** Most characters of a person's sAMAccountName; the schema allows 256, for groups. */
  readonly username: number
}

/** What the rules have to know of the server behind them. */
export interface Facts {
  /** Most characters by attribute, in lower case: rangeUpper of the schema. */
  readonly lengths: ReadonlyMap<string, number>
  readonly isPerson: (dn: string) => boolean
  readonly hasPassword: (dn: string) => boolean
}

interface Change {
  readonly action: 'add' | 'delete' | 'replace'
  /** In lower case. */
  readonly attribute: string
  readonly values: readonly Part[]
}

/** A request to write, as far as the rules need it. */
interface Write {
  readonly dn: string
  readonly isNew: boolean
  readonly changes: readonly Change[]
}

interface Refusal {
  readonly code: number
  readonly text: string
}

/** What Microsoft's server refuses and Samba takes (MS-ADTS 3.1.1.5). `encrypted` says whether clients reach the proxy by TLS. */
export function writeRules(limits: WriteLimits, facts: Facts, encrypted: boolean): (request: Request) => Fate {
  return ({ type, bytes }) => {
    if (type !== 'add' && type !== 'modify' && type !== 'rename') return 'pass'
    const write = readWrite(bytes)
    const refusal = tooLong(write, limits, facts) ?? tooMany(write, limits) ?? unfitPassword(write, facts, encrypted)
    return refusal === undefined ? 'pass' : { reply: resultOf(bytes, refusal.code, refusal.text) }
  }
}

function readWrite(bytes: Buffer): Write {
  const { operation } = readMessage(bytes)
  const [dn, second] = partsOf(operation.content)
  if (operation.tag === 0x6c) return { dn: textIn(dn), isNew: false, changes: named(textIn(second)) }
  const parts = partsOf(second?.content ?? Buffer.alloc(0))
  if (operation.tag === 0x68)
    return {
      dn: textIn(dn),
      isNew: true,
      changes: [...named(textIn(dn)), ...parts.map((part) => changeOf('add', part))],
    }
  const changes = parts.map(({ content }) => {
    const [action, attribute] = partsOf(content)
    return changeOf((['add', 'delete', 'replace'] as const)[numberIn(action)] ?? 'replace', attribute)
  })
  return { dn: textIn(dn), isNew: false, changes }
}

function changeOf(action: Change['action'], attribute: Part | undefined): Change {
  const [name, values] = partsOf(attribute?.content ?? Buffer.alloc(0))
  return { action, attribute: textIn(name).toLowerCase(), values: partsOf(values?.content ?? Buffer.alloc(0)) }
}

/** The value that a name begins with, as if it were written. */
function named(dn: string): readonly Change[] {
  const [, attribute = '', value = ''] = /^([^=<]+)=((?:\\.|[^,\\])*)/s.exec(dn) ?? []
  const plain = value.replaceAll(
    /(?:\\[0-9a-f]{2})+|\\(.)/gi,
    (escaped, one?: string) => one ?? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString(),
  )
  const content = Buffer.from(plain)
  return attribute === ''
    ? []
    : [{ action: 'replace', attribute: attribute.toLowerCase(), values: [{ tag: 0x04, content, raw: content }] }]
}

function tooLong({ dn, isNew, changes }: Write, limits: WriteLimits, facts: Facts): Refusal | undefined {
  const lengthOf = (value: Part): number => textIn(value).length
  for (const { action, attribute, values } of changes) {
    if (action === 'delete') continue
    const longest = Math.max(0, ...values.map(lengthOf))
    const most = facts.lengths.get(attribute) ?? Infinity
    if (longest > most) return constraint(attribute)
    if (attribute !== 'samaccountname' || longest <= limits.username) continue
    if (isNew ? holds(changes, 'objectclass', /^(user|inetorgperson)$/i) : facts.isPerson(dn))
      return constraint(attribute)
  }
  return undefined
}

function holds(changes: readonly Change[], wanted: string, value: RegExp): boolean {
  return changes.some(({ attribute, values }) => attribute === wanted && values.some((one) => value.test(textIn(one))))
}

function constraint(attribute: string): Refusal {
  const where = 'DSID-03151907'
  return {
    code: 19,
    text: `00002082: AtrErr: ${where}, #1:\n\t0: 00002082: ${where}, problem 1005 (CONSTRAINT_ATT_VALUE), data 0, Att (${attribute})\n`,
  }
}

function tooMany({ changes }: Write, { valuesInOneModify }: WriteLimits): Refusal | undefined {
  const counts = new Map<string, number>()
  for (const { attribute, values } of changes) counts.set(attribute, (counts.get(attribute) ?? 0) + values.length)
  if (Math.max(0, ...counts.values()) <= valuesInOneModify) return undefined
  return { code: 11, text: '00002024: SvcErr: DSID-02050AC5, problem 5008 (ADMIN_LIMIT_EXCEEDED), data -1026\n' }
}

const disabled = 0x2
const noPasswordNeeded = 0x20

function unfitPassword({ dn, isNew, changes }: Write, facts: Facts, encrypted: boolean): Refusal | undefined {
  const sets = changes.some(({ attribute }) => attribute === 'unicodepwd')
  if (sets && !encrypted) return unwilling('0000001F')
  const control = changes.findLast(({ attribute, action }) => attribute === 'useraccountcontrol' && action !== 'delete')
  const flags = Number(textIn(control?.values[0]))
  if (control === undefined || sets || (flags & (disabled | noPasswordNeeded)) !== 0) return undefined
  return isNew || !facts.hasPassword(dn) ? unwilling('0000052D') : undefined
}

function unwilling(windowsCode: string): Refusal {
  return { code: 53, text: `${windowsCode}: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n` }
}
