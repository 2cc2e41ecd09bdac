/** The hidden first line by which roster knows what it wrote, and when what it says was seen. */
export interface Marker {
  /** What it is: `plan`, `apply`. */
  readonly what: string
  /** RFC 3339, in UTC. */
  readonly observedAt?: string
  readonly head?: string
  readonly digest?: string
}

const word = /^[a-z][a-z0-9-]*$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const sum = /^sha256:[0-9a-f]{64}$/
const written = /^<!-- roster:([a-z][a-z0-9-]*) v1((?: [a-zA-Z]+=[^ <>]+)*) -->(?:\r?\n|$)/

/** The line itself. Throws where a value could end it early or stand for another: that is a bug. */
export function markerLine({ what, observedAt, head, digest }: Marker): string {
  const parts = [
    checked('what', what, word),
    ...(observedAt === undefined ? [] : [`observedAt=${checked('observedAt', observedAt, moment)}`]),
    ...(head === undefined ? [] : [`head=${checked('head', head, commit)}`]),
    ...(digest === undefined ? [] : [`digest=${checked('digest', digest, sum)}`]),
  ]
  return `<!-- roster:${[parts[0], 'v1', ...parts.slice(1)].join(' ')} -->`
}

/** What stands at the very start of a text; undefined: no marker of roster's, or one further down. */
export function markerOf(text: string): Marker | undefined {
  const [, what, values = ''] = written.exec(text) ?? []
  if (what === undefined) return undefined
  const said = new Map(
    values
      .trim()
      .split(' ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const [observedAt, head, digest] = [said.get('observedAt'), said.get('head'), said.get('digest')]
  return {
    what,
    ...(observedAt !== undefined && moment.test(observedAt) ? { observedAt } : {}),
    ...(head !== undefined && commit.test(head) ? { head } : {}),
    ...(digest !== undefined && sum.test(digest) ? { digest } : {}),
  }
}

/** A text without its marker. */
export function withoutMarker(text: string): string {
  return text.replace(written, '')
}

function checked(name: string, value: string, form: RegExp): string {
  if (form.test(value)) return value
  throw new Error(`a marker cannot carry ${name} ${JSON.stringify(value)}`)
}
