import * as fc from 'fast-check'
import { coreValue } from '../../../src/language/load/core-schema.ts'

/** What a test file says: id -> spec. */
export type Model = Record<string, Record<string, unknown>>

/** A line of a test file and the place that it is about; none: it is about nothing that can be edited. */
export interface OwnedLine {
  readonly text: string
  readonly owner: readonly string[] | undefined
  /** The key of a block: stays as it is while something below it is edited. */
  readonly heading: boolean
}

/** How a person might lay a file out. */
export interface Hand {
  readonly step: 2 | 3 | 4
  readonly dash: 'none' | 'step'
  readonly lineEnd: '\n' | '\r\n'
  readonly mark: boolean
  readonly ended: boolean
  readonly quotes: 'single' | 'double' | 'plain'
  readonly blanks: boolean
  readonly start: '' | '---' | '# yaml-language-server: $schema=x.json' | '# about all\n'
  /** Choices for what may differ from place to place: brackets or lines, comments. */
  readonly whims: readonly number[]
}

const words = ['Ana', "O'Neil", 'x y', '0045123', 'NO', '6e10', '2026-12-01', 'null', '~', 'true', '', ' led', 'end ']
const marks = [
  'a: b',
  'c #d',
  '"q"',
  "'",
  '\\',
  '- x',
  '[a',
  '{b}',
  'a, b',
  'Zoë',
  '漢字',
  'tab\there',
  '1_000',
  '0x1F',
]
const texts = fc.oneof(
  fc.constantFrom(...words, ...marks, '@x', '`', '%a', '!t', '&a', '*b', '|', '>', '?', '-', ':', '#', '.5', '...'),
  fc.string({ unit: fc.constantFrom(...'abz019 :#-,[]{}\'"\\&*!|>%@`~?=.é/'.split('')), maxLength: 12 }),
)
const lines = fc.array(texts, { minLength: 2, maxLength: 3 }).map((each) => each.join('\n'))

export const values = {
  text: fc.oneof({ weight: 9, arbitrary: texts }, { weight: 1, arbitrary: lines }),
  any: fc.oneof(texts, fc.integer({ min: -9999, max: 9999 }), fc.boolean(), fc.constant(null)),
  list: fc.array(texts, { maxLength: 4 }),
  long: fc.array(texts, { minLength: 20, maxLength: 25 }),
  maps: fc.array(fc.record({ type: texts, address: texts }, { requiredKeys: ['type'] }), { maxLength: 3 }),
  map: fc.dictionary(fc.constantFrom('first', 'last', 'middle', 'no', '123'), texts, { maxKeys: 3 }),
}

export const spec = fc.record(
  { title: values.text, state: values.any, groups: values.list, emails: values.maps, name: values.map },
  { requiredKeys: [] },
)

export const ids = ['ana', 'ben', 'cleo', '007', 'no', 'zoe.x', 'y']
export const model: fc.Arbitrary<Model> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ids), spec), { minLength: 1, maxLength: 5, selector: ([id]) => id })
  .map((entries) => Object.fromEntries(entries))

export const hand: fc.Arbitrary<Hand> = fc.record({
  step: fc.constantFrom(2, 3, 4),
  dash: fc.constantFrom('none', 'step'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  ended: fc.boolean(),
  quotes: fc.constantFrom('single', 'double', 'plain'),
  blanks: fc.boolean(),
  start: fc.constantFrom('', '---', '# yaml-language-server: $schema=x.json', '# about all\n'),
  whims: fc.array(fc.nat(11), { minLength: 30, maxLength: 30 }),
})

/** A file as lines. */
export function drawn(value: Model, by: Hand): readonly OwnedLine[] {
  let turn = 0
  const whim = () => by.whims[turn++ % by.whims.length]!
  const out: OwnedLine[] = []
  const say = (text: string, owner?: readonly string[], heading = false) => out.push({ text, owner, heading })
  const comment = () => (whim() === 0 ? '   # why' : '')
  if (by.start !== '') for (const line of by.start.split('\n')) say(line)
  const keys = Object.keys(value)
  for (const id of whim() < 6 ? keys.toSorted() : keys) {
    if (by.blanks) say('')
    if (whim() === 0) say(`# about ${id}`, [id])
    entry(id, value[id]!, [id], 0)
    if (whim() === 0) for (const line of ['', '# alone', '']) say(line)
  }
  return out

  function entry(key: string, said: unknown, path: readonly string[], indent: number): void {
    const pad = ' '.repeat(indent)
    const start = `${pad}${quotedKey(key)}:`
    const dash = ' '.repeat(indent + (by.dash === 'none' ? 0 : by.step))
    const flow = whim() < 4
    if (typeof said === 'string' && /^[a-z][^:#]*\n[a-z]/.test(said) && !/[ \n](?:\n|$)/.test(said) && flow) {
      say(`${start} |-${comment()}`, path)
      for (const line of said.split('\n')) say(line.trim() === '' ? '' : `${pad}${' '.repeat(by.step)}${line}`, path)
    } else if (Array.isArray(said) && said.length > 0 && !flow) {
      say(`${start}${comment()}`, path, true)
      for (const item of said) {
        if (whim() === 0) say(`${dash}# below`, path)
        say(`${dash}- ${onOneLine(item)}${comment()}`, path)
      }
    } else if (isMap(said) && Object.keys(said).length > 0 && !flow) {
      say(`${start}${comment()}`, path, true)
      for (const [inner, each] of Object.entries(said)) {
        if (whim() === 0) say(`${pad}${' '.repeat(by.step)}# about ${inner}`, [...path, inner])
        entry(inner, each, [...path, inner], indent + by.step)
      }
    } else say(`${start} ${onOneLine(said)}${comment()}`, path)
  }

  function onOneLine(said: unknown): string {
    if (Array.isArray(said)) return `[${said.map(onOneLine).join(whim() < 6 ? ', ' : ' ,  ')}]`
    if (!isMap(said)) return typeof said === 'string' ? quoted(said) : String(said)
    const inside = Object.entries(said).map(([key, each]) => `${quotedKey(key)}: ${onOneLine(each)}`)
    return whim() < 6 ? `{${inside.join(', ')}}` : `{ ${inside.join(' , ')} }`
  }

  function quotedKey(key: string): string {
    return by.quotes === 'plain' && /^[a-z][a-z.]*$/.test(key) ? key : quoted(key)
  }

  function quoted(text: string): string {
    const safe = /^[A-Za-zé][A-Za-z0-9é ]*$/.test(text) && text.trim() === text && typeof coreValue(text) === 'string'
    if (safe && by.quotes === 'plain') return text
    if (by.quotes === 'single' && !/[\n\t]/.test(text)) return `'${text.replaceAll("'", "''")}'`
    return JSON.stringify(text)
  }
}

/** The text of a file. */
export function textOf(owned: readonly OwnedLine[], by: Hand): string {
  const body = owned.map(({ text }) => text).join(by.lineEnd)
  return `${by.mark ? '\ufeff' : ''}${body}${by.ended ? by.lineEnd : ''}`
}

function isMap(said: unknown): said is Record<string, unknown> {
  return typeof said === 'object' && said !== null && !Array.isArray(said)
}
