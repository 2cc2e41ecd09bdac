import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { readFast } from '../../../src/language/load/fast-reader.ts'
import { isClean } from '../../../src/language/load/hygiene.ts'
import { parse, parseCarefully } from '../../../src/language/load/parse.ts'
import { documents } from './documents.ts'
import { mutant, numbers } from './mutants.ts'

/** A value as text: equal texts, equal values (-0 and the order of keys included). */
function spelled(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (Array.isArray(value)) return `[${value.map(spelled).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${spelled(inner)}`)
    .join()}}`
}

/** What the careful reader or js-yaml says otherwise than the fast one; '' for nothing. */
function disagreement(text: string): string {
  const fast = parse('x.yaml', text)
  const careful = parseCarefully('x.yaml', text)
  if (careful.value === undefined) return `refused: ${careful.diagnostics[0]?.message}`
  if (spelled(careful.value) !== spelled(fast.value)) return `${spelled(fast.value)} is not ${spelled(careful.value)}`
  if (spelled([...careful.lines]) !== spelled([...fast.lines])) return 'other lines'
  if (spelled(careful.diagnostics) !== spelled(fast.diagnostics)) return 'other warnings'
  try {
    return spelled(load(text)) === spelled(fast.value) ? '' : `js-yaml: ${spelled(load(text))}`
  } catch (thrown) {
    return `js-yaml refuses: ${String(thrown)}`
  }
}

describe('the fast reader', () => {
  test.each(documents.map((text, index) => ({ text, index })))('knows document $index, and agrees', ({ text }) => {
    expect(readFast(text)).toBeDefined()
    expect(disagreement(text)).toBe('')
  })

  test('never accepts a mutant with another value, or one that the careful reader or js-yaml refuses', () => {
    const draw = numbers(20261201)
    const until = performance.now() + 15_000
    const found: string[] = []
    let accepted = 0
    for (let made = 0; made < 12_000 && performance.now() < until; made++) {
      const text = mutant(documents[draw(documents.length)]!, draw)
      if (!isClean(text) || readFast(text) === undefined) continue
      accepted++
      const why = disagreement(text)
      if (why !== '') found.push(`${why}\n${text}`)
    }
    expect(found).toEqual([])
    expect(accepted).toBeGreaterThan(500)
  })

  test.each([
    'a: "x\\ty"',
    'a: one\n  two',
    'a: !x y',
    '? a\n: b',
    'a: b: c',
    'a:',
    'a: [b: c]',
    'a: {b}',
    'a: 1\na: 2',
    '__proto__: 1',
    'a: |+\n  x\n',
    'a: |2\n  x\n',
    'a: >\n  x\n   y\n',
    'a: x\n---\nb: y',
    'a: .inf',
    'a:\n\tb: 1',
    '{a: 1}',
    '- a',
  ])('gives up on %j', (text) => {
    expect(readFast(text)).toBeUndefined()
  })

  test('costs less than js-yaml, even as the test runner loads it', () => {
    const people = Array.from({ length: 100 }, (_, index) => documents[0]!.replaceAll(/^([a-z])/gm, `p${index}-$1`))
    const text = people.join('')
    const cost = (work: () => void) => {
      const start = process.cpuUsage()
      for (let left = 20; left > 0; left--) work()
      const { user, system } = process.cpuUsage(start)
      return user + system
    }
    const ratios = Array.from({ length: 3 }, () => cost(() => parse('x.yaml', text)) / cost(() => load(text)))
    expect(Math.min(...ratios)).toBeLessThan(0.9)
  })
})
