/**
 * Does a path match a pattern? `**` as a whole part stands for any number of parts, `*` for anything within one.
 * Told without regard to case, and in time of pattern times path: no regular expression is made of what people write.
 */
export function matches(pattern: string, path: string): boolean {
  return matchParts(pattern.toLowerCase().split('/'), path.toLowerCase().split('/'))
}

function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  return wild({
    pattern,
    subject: path,
    isWild: (part) => part === '**',
    equal: (part, found) =>
      wild({
        pattern: Array.from(part),
        subject: Array.from(found),
        isWild: (sign) => sign === '*',
        equal: (a, b) => a === b,
      }),
  })
}

/** The usual walk with one step back: to the last wild sign, which then takes one more. */
function wild(match: {
  readonly pattern: readonly string[]
  readonly subject: readonly string[]
  readonly isWild: (sign: string) => boolean
  readonly equal: (sign: string, found: string) => boolean
}): boolean {
  const { pattern, subject, isWild, equal } = match
  let at = 0
  let retry: { readonly sign: number; taken: number } | undefined
  for (let index = 0; index < subject.length;) {
    const sign = pattern[at]
    if (sign !== undefined && isWild(sign)) {
      retry = { sign: at, taken: index }
      at += 1
    } else if (sign !== undefined && equal(sign, subject[index] ?? '')) {
      at += 1
      index += 1
    } else if (retry === undefined) {
      return false
    } else {
      retry.taken += 1
      index = retry.taken
      at = retry.sign + 1
    }
  }
  return pattern.slice(at).every(isWild)
}
