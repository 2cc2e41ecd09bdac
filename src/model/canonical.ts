const loneSurrogate = /\p{Surrogate}/u

/**
 * The one spelling of a value (RFC 8785): keys sorted by UTF-16 unit, no spaces, numbers and strings as ECMAScript writes them.
 * Properties that are `undefined` are left out. Throws TypeError for what JSON cannot say without loss: undefined in a list,
 * NaN, infinities, bigint, functions, lone surrogates, and objects with a class of their own (a Date, a Map, a Secret).
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'number':
      return number(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? list(value) : object(value)
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new TypeError(`canonical JSON cannot hold a value of type ${typeof value}`)
  }
}

function text(value: string): string {
  if (loneSurrogate.test(value)) throw new TypeError('canonical JSON cannot hold half of a surrogate pair')
  return JSON.stringify(value)
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold the number ${value}`)
  return JSON.stringify(value)
}

function list(values: readonly unknown[]): string {
  let out = '['
  for (let index = 0; index < values.length; index += 1) out += (index === 0 ? '' : ',') + canonical(values[index])
  return out + ']'
}

function object(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`canonical JSON cannot hold an object of class ${value.constructor.name}`)
  }
  const fields = value as Readonly<Record<string, unknown>>
  let out = ''
  // Sorting strings without a comparator compares UTF-16 units, which is the order RFC 8785 section 3.2.3 asks for.
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key]
    if (field !== undefined) out += (out === '' ? '' : ',') + text(key) + ':' + canonical(field)
  }
  return `{${out}}`
}
