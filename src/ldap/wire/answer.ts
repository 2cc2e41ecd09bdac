import type { Value } from '../../model/value.ts'
import { BerReader, tag } from './ber.ts'
import { pagedResults } from './protocol.ts'

/** How a request ended (RFC 4511 section 4.1.9). */
export interface Result {
  readonly code: number
  readonly matched: string
  readonly text: string
  /** Cookie of the next page; empty after the last one; undefined where the server did not page. */
  readonly cookie?: Buffer
}

/** One entry of a search. `values` stand in the order of the attributes that were asked for. */
export interface Entry {
  readonly dn: string
  readonly values: readonly (Value | undefined)[]
  /** Slots whose values are not UTF-8 text. */
  readonly binary: readonly number[]
}

const none: readonly number[] = []

/** Reads the content of a LDAPResult, and the controls that follow it up to `end`. */
export function readResult(reader: BerReader, type: number, end: number): Result {
  const inner = reader.inside(type)
  const code = inner.integer(tag.enumerated)
  const matched = inner.text()
  const text = inner.text()
  const cookie = reader.at < end ? readCookie(reader) : undefined
  return { code, matched, text, ...(cookie === undefined ? {} : { cookie }) }
}

function readCookie(reader: BerReader): Buffer | undefined {
  if (reader.peek() !== 0xa0) return undefined
  const controls = reader.inside(0xa0)
  while (controls.more) {
    const control = controls.inside(tag.sequence)
    const type = control.text()
    if (control.peek() === tag.boolean) control.skip()
    if (type !== pagedResults || !control.more) continue
    const value = new BerReader(control.octets()).inside(tag.sequence)
    value.integer()
    return value.octets()
  }
  return undefined
}

/**
 * Decodes the entries of one search. Servers send attributes in the same order for most entries, so the place of
 * the last entry's attribute is tried first: no name is decoded twice.
 */
export class EntryDecoder {
  private readonly slots = new Map<string, number>()
  /** What every entry starts from: a copy is cheaper than a new list. */
  private readonly blank: readonly (Value | undefined)[]
  private guesses: { readonly bytes: Buffer; readonly slot: number }[] = []

  constructor(attributes: readonly string[]) {
    this.blank = attributes.map(() => undefined)
    for (const [slot, name] of attributes.entries()) this.slots.set(name.toLowerCase(), slot)
  }

  decode(reader: BerReader, type: number): Entry {
    const inner = reader.inside(type)
    const dn = inner.text()
    const attributes = inner.inside(tag.sequence)
    const values = this.blank.slice()
    let binary: number[] | undefined
    for (let position = 0; attributes.more; position++) {
      const attributeEnd = attributes.enter(tag.sequence)
      const slot = this.slotOf(attributes, position)
      if (slot >= 0) {
        const value = readValues(attributes)
        values[slot] = value
        if (value !== undefined && hasReplacement(value)) (binary ??= []).push(slot)
      }
      attributes.at = attributeEnd
    }
    return { dn, values, binary: binary ?? none }
  }

  private slotOf(reader: BerReader, position: number): number {
    const end = reader.enter(tag.octets)
    const from = reader.at
    reader.at = end
    const guess = this.guesses[position]
    if (guess !== undefined && guess.bytes.length === end - from && isAt(guess.bytes, reader.bytes, from))
      return guess.slot
    const slot = this.slots.get(reader.bytes.toString('latin1', from, end).toLowerCase()) ?? -1
    this.guesses[position] = { bytes: Buffer.from(reader.bytes.subarray(from, end)), slot }
    return slot
  }
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

/** Bytes that are no UTF-8 come out as U+FFFD; a text that holds one by itself is as unfit to be compared. */
function hasReplacement(value: Value): boolean {
  return typeof value === 'string' ? value.includes('\ufffd') : value.some((text) => text.includes('\ufffd'))
}
