import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import { BerError, BerReader, tag } from './ber.ts'
import { controlType } from './protocol.ts'

/** How a request ended (RFC 4511 section 4.1.9). */
export interface Result {
  readonly code: number
  readonly matched: string
  readonly text: string
  /** Cookie of the next page; empty after the last one; undefined where the server did not page. */
  readonly cookie?: Buffer
  /** What DirSync says besides: whether there is more to fetch, and from where to go on (MS-ADTS 3.1.1.3.4.1.3). */
  readonly dirSync?: { readonly more: boolean; readonly cookie: Buffer }
  /** Something that rules passwords answered as well: it watches over the entry that signed in. */
  readonly isPoliced?: true
  /** The entry after a write that asked for it (RFC 4527), still undecoded. */
  readonly postRead?: Buffer
}

/** One entry of a search. `values` stand in the order of the attributes that were asked for. */
export interface Entry {
  readonly dn: string
  readonly values: readonly (Value | undefined)[]
  /** Slots whose values are not UTF-8 text. */
  readonly binary: readonly number[]
  /** Active Directory's own id of the object, where the extended form of DNs was asked for. */
  readonly guid?: string
  /** Slots of which only a part of the values came, as `member;range=0-1499`. */
  readonly ranges?: readonly ValueRange[]
}

/** Which of an attribute's values came; `to` undefined: these are the last ones. */
export interface ValueRange {
  readonly slot: number
  readonly from: number
  readonly to: number | undefined
  readonly values: readonly string[]
}

const none: readonly number[] = []

/** Reads the content of a LDAPResult, and the controls that follow it up to `end`. */
export function readResult(reader: BerReader, type: number, end: number): Result {
  const inner = reader.inside(type)
  const code = inner.integer(tag.enumerated)
  const matched = inner.text()
  const text = inner.text()
  return { code, matched, text, ...(reader.at < end ? readControls(reader) : {}) }
}

function readControls(reader: BerReader): Pick<Result, 'cookie' | 'dirSync' | 'postRead' | 'isPoliced'> {
  const told: { cookie?: Buffer; dirSync?: NonNullable<Result['dirSync']>; postRead?: Buffer; isPoliced?: true } = {}
  if (reader.peek() !== 0xa0) return told
  const controls = reader.inside(0xa0)
  while (controls.more) {
    const control = controls.inside(tag.sequence)
    const type = control.text()
    if (control.peek() === tag.boolean) control.skip()
    if (type === controlType.passwordPolicy) told.isPoliced = true
    if (type === controlType.postRead && control.more) told.postRead = control.octets()
    if ((type !== controlType.pagedResults && type !== controlType.dirSync) || !control.more) continue
    const value = new BerReader(control.octets()).inside(tag.sequence)
    const first = value.integer()
    if (type === controlType.pagedResults) told.cookie = value.octets()
    else {
      value.skip()
      told.dirSync = { more: first !== 0, cookie: value.octets() }
    }
  }
  return told
}

/** Attributes whose values are bytes and no text; they are given as hex pairs. */
const octetAttributes = new Set(['objectguid', 'objectsid', 'invocationid', 'tokengroups'])

/**
 * Decodes the entries of one search. Servers send attributes in the same order for most entries, so the place of
 * the last entry's attribute is tried first: no name is decoded twice.
 */
export class EntryDecoder {
  private readonly slots = new Map<string, number>()
  /** What every entry starts from: a copy is cheaper than a new list. */
  private readonly blank: readonly (Value | undefined)[]
  private readonly hex: readonly boolean[]
  private guesses: Guess[] = []

  constructor(attributes: readonly string[]) {
    this.blank = attributes.map(() => undefined)
    this.hex = attributes.map((name) => octetAttributes.has(plainName(name)))
    for (const [slot, name] of attributes.entries()) this.slots.set(plainName(name), slot)
  }

  decode(reader: BerReader, type: number): Entry {
    const inner = reader.inside(type)
    const { dn, guid } = readName(inner)
    const attributes = inner.inside(tag.sequence)
    const values = this.blank.slice()
    let binary: number[] | undefined
    let ranges: ValueRange[] | undefined
    for (let position = 0; attributes.more; position++) {
      const attributeEnd = attributes.enter(tag.sequence)
      const { slot, range } = this.slotOf(attributes, position)
      if (slot >= 0) {
        const value = this.hex[slot] === true ? readBytes(attributes) : readValues(attributes)
        // Where only a part came, the attribute is there a second time, by its plain name and empty.
        if (value !== undefined) values[slot] = value
        if (value !== undefined && hasReplacement(value)) (binary ??= []).push(slot)
        if (range !== undefined) (ranges ??= []).push({ slot, ...range, values: valuesOf(value) })
      }
      attributes.at = attributeEnd
    }
    const entry =
      guid === undefined ? { dn, values, binary: binary ?? none } : { dn, values, binary: binary ?? none, guid }
    return ranges === undefined ? entry : { ...entry, ranges }
  }

  private slotOf(reader: BerReader, position: number): Guess {
    const end = reader.enter(tag.octets)
    const from = reader.at
    reader.at = end
    const guess = this.guesses[position]
    if (guess !== undefined && guess.bytes.length === end - from && isAt(guess.bytes, reader.bytes, from)) return guess
    const written = reader.bytes.toString('latin1', from, end).toLowerCase()
    const slot = this.slots.get(written)
    const learned = {
      bytes: Buffer.from(reader.bytes.subarray(from, end)),
      ...(slot === undefined ? this.partOf(written) : { slot }),
    }
    this.guesses[position] = learned
    return learned
  }

  /** A part of an attribute's values (MS-ADTS 3.1.1.3.1.3.3): `member;range=0-1499`, and `member;range=1500-*` at the end. */
  private partOf(written: string): Pick<Guess, 'slot' | 'range'> {
    const match = /^([^;]+);range=(\d+)-(\d+|\*)$/.exec(written)
    const slot = match === null ? undefined : this.slots.get(match[1] ?? '')
    if (match === null || slot === undefined) return { slot: -1 }
    return { slot, range: { from: Number(match[2]), to: match[3] === '*' ? undefined : Number(match[3]) } }
  }
}

/** `member;range=1500-*` asks for values of `member`. */
function plainName(asked: string): string {
  return asked.toLowerCase().replace(/;range=.*$/, '')
}

interface Guess {
  readonly bytes: Buffer
  readonly slot: number
  readonly range?: { readonly from: number; readonly to: number | undefined }
}

const guidLength = '<GUID=00000000-0000-0000-0000-000000000000>;'.length

/** A DN; one in the extended form, `<GUID=...>;<SID=...>;CN=...`, is taken apart. */
function readName(reader: BerReader): { readonly dn: string; readonly guid?: string } {
  const { bytes } = reader
  const end = reader.enter(tag.octets)
  const from = reader.at
  reader.at = end
  if (bytes[from] !== 0x3c || end - from < guidLength) return { dn: bytes.toString('utf8', from, end) }
  let at = from
  while (bytes[at] === 0x3c) {
    const separator = bytes.indexOf(0x3b, at)
    if (separator < 0 || separator >= end) throw new BerError('a DN in an extended form that is none')
    at = separator + 1
  }
  return { dn: bytes.toString('utf8', at, end), guid: bytes.toString('latin1', from + 6, from + 42) }
}

function isAt(name: Buffer, bytes: Buffer, from: number): boolean {
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false
  return true
}

function readValues(reader: BerReader): Value | undefined {
  const end = reader.enter(tag.set)
  if (reader.at >= end) return undefined
  const first = reader.text()
  if (reader.at >= end) return first
  const values = [first]
  while (reader.at < end) values.push(reader.text())
  return values
}

function readBytes(reader: BerReader): Value | undefined {
  const end = reader.enter(tag.set)
  const values: string[] = []
  while (reader.at < end) values.push(reader.octets().toString('hex'))
  return values.length > 1 ? values : values[0]
}

/** Bytes that are no UTF-8 come out as U+FFFD; a text that holds one by itself is as unfit to be compared. */
function hasReplacement(value: Value): boolean {
  return typeof value === 'string' ? value.includes('\ufffd') : value.some((text) => text.includes('\ufffd'))
}
