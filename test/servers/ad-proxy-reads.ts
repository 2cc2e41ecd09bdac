import {
  numberIn,
  pack,
  packControl,
  packNumber,
  partsOf,
  readMessage,
  textIn,
  writeMessage,
} from './ad-proxy-message.ts'
import type { Message, Part } from './ad-proxy-message.ts'
import type { Answer, Fate, Request } from './ldap-proxy.ts'

const pagedResults = '1.2.840.113556.1.4.319'
const dirSync = '1.2.840.113556.1.4.841'

interface Search {
  readonly sort: 'whole' | 'paged' | 'dirSync'
  sent: number
  /** Entries of DirSync that are kept for the next question. */
  readonly kept: Message[]
}

interface Rest {
  readonly entries: readonly Message[]
  /** What the server said at the end. */
  readonly end: Message
}

export interface ReadLimits {
  /** Most values of an attribute in one answer (MaxValRange). */
  readonly values: number
  /** Most entries in one answer (MaxPageSize). */
  readonly entries: number
}

/**
 * How much Microsoft's server gives at a time (MS-ADTS 3.1.1.3.4.6 and 3.1.1.3.1.3.3): values in ranges, entries in pages and a refusal without pages,
 * changes in portions. Samba gives everything at once.
 */
export function readRules(limits: ReadLimits): {
  readonly request: (request: Request) => Fate
  readonly answer: (answer: Answer) => Fate
} {
  const searches = new Map<string, Search>()
  const rests = new Map<string, Rest>()
  const keyOf = (connection: number, { id }: Message): string => `${connection}/${id.content.toString('hex')}`
  /** The first entries that fit, and an end that says where the others are. */
  const portion = ({ entries, end }: Rest, id: Part): readonly Buffer[] => {
    const now = entries.slice(0, limits.entries).map((entry) => writeMessage(id, entry.operation.raw, []))
    return [...now, endOf({ entries: entries.slice(limits.entries), end }, id)]
  }
  const endOf = (rest: Rest, id: Part): Buffer => {
    if (rest.entries.length === 0) return writeMessage(id, rest.end.operation.raw, raws(rest.end))
    // Like a real one, it is no text.
    const cookie = `\0rest-${rests.size + 1}`
    rests.set(cookie, rest)
    const more = packControl(dirSync, pack(0x30, packNumber(1), packNumber(0), pack(0x04, cookie)))
    return writeMessage(id, rest.end.operation.raw, [more])
  }
  return {
    request: ({ type, bytes, connection }) => {
      if (type !== 'search') return 'pass'
      const message = readMessage(bytes)
      const follow = message.controls.find(({ type: oid }) => oid === dirSync)
      const rest =
        follow === undefined
          ? undefined
          : rests.get(textIn(partsOf(partsOf(follow.value)[0]?.content ?? follow.value)[2]))
      if (rest !== undefined) return { reply: Buffer.concat(portion(rest, message.id)) }
      const paged = message.controls.some(({ type: oid }) => oid === pagedResults)
      const sort = follow === undefined ? (paged ? 'paged' : 'whole') : 'dirSync'
      searches.set(keyOf(connection, message), { sort, sent: 0, kept: [] })
      return narrowed(message, limits)
    },
    answer: ({ tag, bytes, connection }) => {
      if (tag !== 0x64 && tag !== 0x65) return 'pass'
      const message = readMessage(bytes)
      const key = keyOf(connection, message)
      const search = searches.get(key)
      if (search === undefined) return 'pass'
      if (tag === 0x65) {
        searches.delete(key)
        if (search.sort === 'dirSync') return endOf({ entries: search.kept, end: message }, message.id)
        return search.sort === 'whole' && search.sent > limits.entries ? sizeLimitExceeded(message) : 'pass'
      }
      const entry = inRanges(message, limits.values)
      if (++search.sent <= limits.entries || search.sort === 'paged')
        return writeMessage(message.id, entry, raws(message))
      if (search.sort === 'dirSync') search.kept.push({ ...message, operation: partsOf(entry)[0] ?? message.operation })
      return 'drop'
    },
  }
}

const raws = ({ controls }: Message): readonly Buffer[] => controls.map(({ raw }) => raw)

/** The search as a server would take it: pages and ranges that ask for more get what it gives. */
function narrowed(message: Message, limits: ReadLimits): Buffer {
  const parts = partsOf(message.operation.content)
  const attributes = partsOf(parts.at(-1)?.content ?? Buffer.alloc(0)).map((name) =>
    pack(0x04, cappedRange(textIn(name), limits.values)),
  )
  const operation = pack(0x63, ...parts.slice(0, -1).map(({ raw }) => raw), pack(0x30, ...attributes))
  const controls = message.controls.map(({ type, value, raw }) =>
    type === pagedResults ? cappedPage(value, limits.entries) : raw,
  )
  return writeMessage(message.id, operation, controls)
}

function cappedRange(name: string, most: number): string {
  const [, attribute, from, to] = /^([^;]+);range=(\d+)-(\*|\d+)$/i.exec(name) ?? []
  if (attribute === undefined) return name
  const last = Number(from) + most - 1
  return to === '*' || Number(to) > last ? `${attribute};range=${from}-${last}` : name
}

function cappedPage(value: Buffer, most: number): Buffer {
  const [size, cookie] = partsOf(partsOf(value)[0]?.content ?? value)
  return packControl(pagedResults, pack(0x30, packNumber(Math.min(numberIn(size), most)), cookie?.raw ?? pack(0x04)))
}

/** An attribute with too many values comes without any, and once more with the first ones under a name that says so. */
function inRanges({ operation }: Message, most: number): Buffer {
  const [dn, attributes] = partsOf(operation.content)
  if (dn === undefined || attributes === undefined) return operation.raw
  const shown = partsOf(attributes.content).flatMap((attribute) => {
    const [name, set] = partsOf(attribute.content)
    const values = partsOf(set?.content ?? Buffer.alloc(0))
    if (name === undefined || values.length <= most || textIn(name).includes(';range=')) return [attribute.raw]
    const first = values.slice(0, most).map(({ raw }) => raw)
    const ranged = pack(0x04, `${textIn(name)};range=0-${most - 1}`)
    return [pack(0x30, name.raw, pack(0x31)), pack(0x30, ranged, pack(0x31, ...first))]
  })
  return pack(operation.tag, dn.raw, pack(0x30, ...shown))
}

function sizeLimitExceeded({ id }: Message): Buffer {
  return writeMessage(id, pack(0x65, pack(0x0a, Buffer.of(4)), pack(0x04), pack(0x04, '')), [])
}
