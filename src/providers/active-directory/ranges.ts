import { valuesOf } from '../../model/value.ts'
import { code, expectSuccess, incomplete } from '../../ldap/faults.ts'
import type { Entry, ValueRange } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { extendedDnControl } from '../../ldap/wire/protocol.ts'
import { guidDn } from './ids.ts'

/** How often the values of one object are read anew while somebody keeps changing them. */
const attempts = 5

/**
 * Fetches what is missing of attributes of which a domain controller gave only the first values (MS-ADTS 3.1.1.3.1.3.3): to the
 * last one, and all as of one state of the object. An object that is gone meanwhile is left out. Throws a fault where that cannot be had.
 */
export async function wholeEntries(
  entries: readonly Entry[],
  attributes: readonly string[],
  connection: Connection,
): Promise<readonly Entry[]> {
  if (!entries.some(({ ranges }) => ranges?.some(isPart) === true)) return entries
  const whole: Entry[] = []
  for (const entry of entries) {
    if (entry.ranges === undefined) whole.push(entry)
    else whole.push(...(await wholeEntry(entry, attributes, connection)))
  }
  return whole
}

const isPart = ({ to }: ValueRange): boolean => to !== undefined

/** Goes up with every change of the object on this domain controller. Where it is asked for, the first part counts. */
export const stateAttribute = 'uSNChanged'

async function wholeEntry(
  entry: Entry,
  attributes: readonly string[],
  connection: Connection,
): Promise<readonly Entry[]> {
  const { ranges = [], ...rest } = entry
  const values = [...entry.values]
  const [state] = valuesOf(entry.values[attributes.indexOf(stateAttribute)])
  for (const { slot, from, values: first } of ranges.filter(isPart)) {
    const start = state === undefined || from !== 0 ? undefined : { values: first, state }
    const all = await allValues(entry, attributes[slot] ?? '', start, connection)
    if (all === undefined) return []
    values[slot] = all
  }
  return [{ ...rest, values }]
}

interface Start {
  readonly values: readonly string[]
  readonly state: string
}

/** All values of one attribute; undefined: the object is gone. */
async function allValues(
  { dn, guid }: Entry,
  attribute: string,
  start: Start | undefined,
  connection: Connection,
): Promise<readonly string[] | undefined> {
  const base = guid === undefined ? dn : guidDn(guid)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const values = await valuesOfOneState(base, attribute, attempt === 1 ? start : undefined, connection)
    if (values !== 'moved') return values
  }
  throw incomplete(
    `${dn}: its ${attribute} was changed again and again while it was read. Run again when it is left alone.`,
  )
}

async function valuesOfOneState(
  base: string,
  attribute: string,
  start: Start | undefined,
  connection: Connection,
): Promise<readonly string[] | 'moved' | undefined> {
  const values = [...(start?.values ?? [])]
  let state = start?.state
  for (;;) {
    const part = await partFrom(base, attribute, values.length, connection)
    if (part === undefined) return undefined
    if (state !== undefined && part.state !== state) return 'moved'
    state = part.state
    for (const value of part.values) values.push(value)
    if (part.isLast) return values
    if (part.values.length === 0)
      throw incomplete(
        `${base}: the domain controller sent none of the values of ${attribute} from ${values.length} on. Run again.`,
      )
  }
}

interface Part {
  readonly values: readonly string[]
  readonly isLast: boolean
  readonly state: string
}

async function partFrom(
  base: string,
  attribute: string,
  from: number,
  connection: Connection,
): Promise<Part | undefined> {
  const { entries, result } = await connection.search({
    base,
    scope: 'base',
    filter: { present: 'objectClass' },
    attributes: [stateAttribute, `${attribute};range=${from}-*`],
    controls: [extendedDnControl()],
  })
  if (result.code === code.noSuchObject) return undefined
  expectSuccess(result, `reading ${attribute} of ${base}`)
  const [entry] = entries
  if (entry === undefined) return undefined
  const [range] = entry.ranges ?? []
  const [usn] = valuesOf(entry.values[0])
  if (range !== undefined && range.from !== from)
    throw incomplete(
      `${base}: the domain controller sent the values of ${attribute} from ${range.from} on, not from ${from}. Run again.`,
    )
  return {
    values: range?.values ?? valuesOf(entry.values[1]),
    isLast: range === undefined || range.to === undefined,
    state: usn ?? '',
  }
}
