import { badRequest, unsupportedQuery } from '../refusal.ts'

/** A `$filter`, ready to be tried on entities. `isAdvanced`: it needs `ConsistencyLevel: eventual` and `$count=true`. */
export interface Filter {
  readonly holds: (entity: Readonly<Record<string, unknown>>) => boolean
  readonly isAdvanced: boolean
}

type Test = (scope: Scope) => boolean
type Scope = Readonly<Record<string, unknown>>

/** Reads a filter (OData 4.01 Part 2, 5.1.1) as far as Graph's directory objects take it. Text is compared without regard to case. */
export function readFilter(text: string): Filter {
  const reader = new FilterReader(text)
  return { holds: reader.whole(), isAdvanced: reader.isAdvanced }
}

const token = /\s+|'(?:[^']|'')*'|[(),:]|[^\s(),:']+/gy
const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
/** https://learn.microsoft.com/graph/aad-advanced-queries: endsWith works on these alone. */
const ended = ['mail', 'othermails', 'userprincipalname', 'proxyaddresses', 'imaddresses']

class FilterReader {
  isAdvanced = false
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    const tokens = [...text.matchAll(token)].map(([found]) => found)
    if (tokens.join('').length !== text.length) throw invalid(text)
    this.#tokens = tokens.filter((found) => found.trim() !== '')
  }

  whole(): Test {
    const test = this.#or()
    if (this.#at !== this.#tokens.length) throw invalid(this.#tokens.slice(this.#at).join(' '))
    return test
  }

  #or(): Test {
    const tests = [this.#and()]
    while (this.#takes('or')) tests.push(this.#and())
    return tests.length === 1 ? tests[0]! : (scope) => tests.some((test) => test(scope))
  }

  #and(): Test {
    const tests = [this.#not()]
    while (this.#takes('and')) tests.push(this.#not())
    return tests.length === 1 ? tests[0]! : (scope) => tests.every((test) => test(scope))
  }

  #not(): Test {
    if (!this.#takes('not')) return this.#primary()
    this.isAdvanced = true
    const test = this.#not()
    return (scope) => !test(scope)
  }

  #primary(): Test {
    if (this.#takes('(')) {
      const test = this.#or()
      this.#expect(')')
      return test
    }
    const name = this.#next()
    const called = name.toLowerCase()
    if (this.#peek() === '(' && (called === 'startswith' || called === 'endswith')) return this.#affix(called)
    if (this.#peek() === '(' && /\/any$/i.test(name)) return this.#any(name.slice(0, -4))
    return this.#comparison(name)
  }

  #affix(called: 'startswith' | 'endswith'): Test {
    this.#expect('(')
    const name = this.#next()
    this.#expect(',')
    const wanted = fold(this.#value())
    this.#expect(')')
    if (called === 'endswith') {
      this.isAdvanced = true
      if (!ended.includes(name.toLowerCase())) throw unsupported(name)
    }
    const value = valueAt(name)
    return (scope) => {
      const text = fold(value(scope))
      if (typeof text !== 'string' || typeof wanted !== 'string') return false
      return called === 'endswith' ? text.endsWith(wanted) : text.startsWith(wanted)
    }
  }

  #any(name: string): Test {
    this.#expect('(')
    const values = valueAt(name)
    if (this.#takes(')')) return (scope) => listOf(values(scope)).length > 0
    const variable = this.#next()
    this.#expect(':')
    const test = this.#or()
    this.#expect(')')
    return (scope) => listOf(values(scope)).some((each) => test({ ...scope, [variable]: each }))
  }

  #comparison(name: string): Test {
    const value = valueAt(name)
    if (this.#takes('in')) {
      const wanted = this.#list().map(fold)
      return (scope) => wanted.includes(fold(value(scope)))
    }
    const operator = comparisons.find((each) => this.#takes(each))
    if (operator === undefined) throw invalid(name)
    const wanted = fold(this.#value())
    switch (operator) {
      case 'eq':
        return (scope) => fold(value(scope) ?? null) === wanted
      case 'ne':
        this.isAdvanced = true
        return (scope) => fold(value(scope) ?? null) !== wanted
      case 'gt':
        return (scope) => order(value(scope), wanted) > 0
      case 'ge':
        return (scope) => order(value(scope), wanted) >= 0
      case 'lt':
        return (scope) => order(value(scope), wanted) < 0
      case 'le':
        return (scope) => order(value(scope), wanted) <= 0
    }
  }

  #list(): readonly unknown[] {
    this.#expect('(')
    const values = [this.#value()]
    while (this.#takes(',')) values.push(this.#value())
    this.#expect(')')
    if (values.length > 15) throw badRequest('Too many child clauses specified in search filter expression.')
    return values
  }

  #value(): unknown {
    const text = this.#next()
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
    if (text === 'true' || text === 'false') return text === 'true'
    if (text === 'null') return null
    const isTime = this.#peek() === ':'
    return isTime ? this.#time(text) : /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
  }

  /** Colons are tokens of their own, for lambdas have them. */
  #time(first: string): string {
    let text = first
    while (this.#takes(':')) text += `:${this.#next()}`
    return text
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  #next(): string {
    const found = this.#tokens[this.#at++]
    if (found === undefined) throw invalid('its end')
    return found
  }

  #takes(wanted: string): boolean {
    if (this.#peek()?.toLowerCase() !== wanted) return false
    this.#at++
    return true
  }

  #expect(wanted: string): void {
    if (!this.#takes(wanted)) throw invalid(this.#peek() ?? 'its end')
  }
}

function invalid(near: string): Error {
  return badRequest(`Invalid filter clause: syntax error near '${near}'.`)
}

function unsupported(name: string): Error {
  return unsupportedQuery(`Unsupported or invalid query filter clause specified for property '${name}'.`)
}

function valueAt(name: string): (scope: Scope) => unknown {
  const steps = name.split('/')
  const [only] = steps
  if (steps.length === 1 && only !== undefined) return (scope) => ownValue(scope, only)
  return (scope) => steps.reduce<unknown>((value, step) => ownValue(value, step), scope)
}

/** A property by its name in any case. */
export function ownValue(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  const direct: unknown = Reflect.get(holder, name)
  if (direct !== undefined) return direct
  const wanted = name.toLowerCase()
  for (const key in holder)
    if (key.length === name.length && key.toLowerCase() === wanted) return Reflect.get(holder, key)
  return undefined
}

function fold(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** NaN, which is neither more nor less, where the two cannot be compared. */
function order(value: unknown, wanted: unknown): number {
  if (typeof value === 'number' && typeof wanted === 'number') return value - wanted
  if (typeof value !== 'string' || typeof wanted !== 'string') return Number.NaN
  const [a, b] = [value.toLowerCase(), wanted]
  return a === b ? 0 : a < b ? -1 : 1
}
