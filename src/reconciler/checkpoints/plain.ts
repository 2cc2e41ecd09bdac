/** What a Map and a Set are written as. A plain object that looks like one of these is wrapped itself. */
const marks = { map: '$map', set: '$set', object: '$object' } as const

/** A value of maps, sets, lists, plain objects, texts, numbers, booleans and null as JSON holds it. Order is kept; what is `undefined` is left out. */
export function toPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map)
    return { [marks.map]: [...(value as ReadonlyMap<unknown, unknown>)].map(([key, each]) => [key, toPlain(each)]) }
  if (value instanceof Set) return { [marks.set]: [...(value as ReadonlySet<unknown>)].map(toPlain) }
  const fields = Object.entries(value).flatMap(([key, each]): readonly (readonly [string, unknown])[] =>
    each === undefined ? [] : [[key, toPlain(each)]],
  )
  const [first] = fields
  const isAmbiguous = fields.length === 1 && first !== undefined && first[0].startsWith('$')
  return isAmbiguous ? { [marks.object]: fields } : Object.fromEntries(fields)
}

/** The value that was written as this. Throws TypeError where it was not. */
export function fromPlain(plain: unknown): unknown {
  if (typeof plain !== 'object' || plain === null) return plain
  if (Array.isArray(plain)) return plain.map(fromPlain)
  const fields = Object.entries(plain)
  const [first] = fields
  if (fields.length === 1 && first?.[0].startsWith('$') === true) return marked(...first)
  return Object.fromEntries(fields.map(([key, each]) => [key, fromPlain(each)]))
}

function marked(mark: string, content: unknown): unknown {
  if (!Array.isArray(content)) throw new TypeError(`${mark} holds no list`)
  switch (mark) {
    case marks.map:
      return new Map(content.map((pair) => pairOf(pair)))
    case marks.set:
      return new Set(content.map(fromPlain))
    case marks.object:
      return Object.fromEntries(content.map((pair) => pairOf(pair)))
    default:
      throw new TypeError(`nothing is written as ${mark}`)
  }
}

function pairOf(pair: unknown): readonly [string, unknown] {
  if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string')
    throw new TypeError('an entry of a map is not a key and a value')
  return [pair[0], fromPlain(pair[1])]
}
