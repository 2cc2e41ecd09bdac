/**
 * In what something differs from what was expected, one sentence each. Of an object only what is expected is looked at; lists are
 * compared whole and in order.
 */
export function differencesOf(expected: unknown, found: unknown, at = ''): readonly string[] {
  if (Array.isArray(expected)) return ofLists(expected, found, at)
  if (typeof expected === 'object' && expected !== null) return ofObjects(expected, found, at)
  if (Object.is(expected, found)) return []
  return [`${at === '' ? 'the answer' : at} is ${shown(found)}, and ${shown(expected)} was expected`]
}

function ofLists(expected: readonly unknown[], found: unknown, at: string): readonly string[] {
  if (!Array.isArray(found) || found.length !== expected.length)
    return [`${at === '' ? 'the answer' : at} is ${shown(found)}, and ${shown(expected)} was expected`]
  return expected.flatMap((each, index) => differencesOf(each, found[index], `${at}[${index}]`))
}

function ofObjects(expected: object, found: unknown, at: string): readonly string[] {
  if (typeof found !== 'object' || found === null)
    return [`${at === '' ? 'the answer' : at} is ${shown(found)}, and ${shown(expected)} was expected`]
  const values = new Map(Object.entries(found))
  return Object.entries(expected).flatMap(([name, value]) =>
    differencesOf(value, values.get(name), at === '' ? name : `${at}.${name}`),
  )
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'not there'
}
