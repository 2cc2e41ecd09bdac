/**
 * In what something differs from what was expected, one sentence each. Of an object only what is expected is looked at; lists are
 * compared whole and in order; a text may be told by a pattern.
 */
export function differencesOf(expected: unknown, found: unknown, at = ''): readonly string[] {
  if (Array.isArray(expected)) return ofLists(expected, found, at)
  if (expected instanceof RegExp)
    return typeof found === 'string' && expected.test(found) ? [] : other(expected, found, at)
  if (typeof expected === 'object' && expected !== null) return ofObjects(expected, found, at)
  return Object.is(expected, found) ? [] : other(expected, found, at)
}

function ofLists(expected: readonly unknown[], found: unknown, at: string): readonly string[] {
  if (!Array.isArray(found) || found.length !== expected.length) return other(expected, found, at)
  return expected.flatMap((each, index) => differencesOf(each, found[index], `${at}[${index}]`))
}

function ofObjects(expected: object, found: unknown, at: string): readonly string[] {
  if (typeof found !== 'object' || found === null) return other(expected, found, at)
  const values = new Map(Object.entries(found))
  return Object.entries(expected).flatMap(([name, value]) =>
    differencesOf(value, values.get(name), at === '' ? name : `${at}.${name}`),
  )
}

function other(expected: unknown, found: unknown, at: string): readonly string[] {
  return [`${at === '' ? 'the answer' : at} is ${shown(found)}, and ${shown(expected)} was expected`]
}

function shown(value: unknown): string {
  if (value instanceof RegExp) return String(value)
  return JSON.stringify(value) ?? 'not there'
}
