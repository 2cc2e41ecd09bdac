import { describe, expect, test } from 'vitest'
import { parse } from '../../../src/language/load/parse.ts'
import { isSpec } from '../../../src/language/load/spec.ts'

const users = 'tenants/acme/users.yaml'

/** `line:column slug` of everything that is wrong with a text. */
function wrong(text: string): string[] {
  return parse(users, text).diagnostics.map(({ line, column, slug }) => `${line}:${column} ${slug}`)
}

function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

describe('a file that is right', () => {
  test('gives its value and the line of each id', () => {
    const { value, lines, diagnostics } = parse(users, '# people\nana:\n  title: Lead\n\nben: { groups: [a, "b"] }\n')
    expect(diagnostics).toEqual([])
    expect(value).toEqual({ ana: { title: 'Lead' }, ben: { groups: ['a', 'b'] } })
    expect([...lines]).toEqual([
      ['ana', 2],
      ['ben', 5],
    ])
  })

  test.each([
    ['a: x', 'x'],
    ['a: 12', 12],
    ['a: -0.5', -0.5],
    ['a: 0x1F', 31],
    ['a: 0o17', 15],
    ['a: 1e3', 1000],
    ['a: true', true],
    ['a: null', null],
    ['a: ~', null],
    ['a: 2026-12-01', '2026-12-01'],
    ['a: 2026-12-03T12:00:00Z', '2026-12-03T12:00:00Z'],
    ['a: 0123', 123],
    ['a: "0123"', '0123'],
    ["a: 'it''s'", "it's"],
    ['a: "tab\\tend"', 'tab\tend'],
    ['a: http://x.example:80/#top', 'http://x.example:80/#top'],
    ['a: |\n  one\n  two\n', 'one\ntwo\n'],
    ['a: >-\n  one\n  two\n', 'one two'],
    ['a: one\n  two', 'one two'],
    ['---\na: x', 'x'],
    ['\ufeffa: x', 'x'],
    ['a: x\r\n', 'x'],
    ['a: {}', {}],
    ['a: [ [1], {b: 2}, ]', [[1], { b: 2 }]],
    ['? a\n: x', 'x'],
  ])('%j says %j', (text, value) => {
    expect(parse(users, text)).toMatchObject({ value: { a: value }, diagnostics: [] })
  })

  test('`{}` is a file that is empty on purpose', () => {
    expect(parse(users, '{}\n')).toMatchObject({ value: {}, diagnostics: [] })
  })
})

describe('SEC-18 strict YAML', () => {
  test.each([
    ['a: &x 1', '1:4 yaml-anchor'],
    ['a: 1\nb: *x', '2:4 yaml-alias'],
    ['a: {<<: {b: 1}}', '1:5 yaml-merge-key'],
    ['a: !!str 1', '1:4 yaml-tag'],
    ['a: !x y', '1:4 yaml-tag'],
    ['a: ! y', '1:4 yaml-tag'],
    ['%YAML 1.1\n---\na: no', '1:1 yaml-directive'],
    ['a: 1\n---\nb: 2', '2:1 yaml-documents'],
    ['a: 1\n...\nb: 2', '3:1 yaml-documents'],
    ['', '1:1 file-empty'],
    ['# nobody left\n', '1:1 file-empty'],
    ['- a', '1:1 file-not-a-map'],
    ['just text', '1:1 file-not-a-map'],
    ['a: {b: 1', '1:4 yaml-syntax'],
    ['a: "b" c', '1:8 yaml-syntax'],
    ['a: b: c', '1:4 yaml-syntax'],
    ['a: @x', '1:4 yaml-syntax'],
    ['a:\n\tb: 1', '2:1 yaml-syntax'],
    ['1: x', '1:1 key-not-text'],
    ['true: x', '1:1 key-not-text'],
    ['null: x', '1:1 key-not-text'],
    ['? [a]\n: x', '1:3 key-not-text'],
    [': x', '1:1 key-not-text'],
    ['manager:', '1:1 value-missing'],
    ['manager: # who?\ntitle: x', '1:1 value-missing'],
    ['a:\n  -\n  - b', '2:4 value-missing'],
    ['a: {b: }', '1:5 value-missing'],
    ['? a', '1:3 value-missing'],
    ['a: { name: Li, Ana }', '1:16 flow-entry-without-colon'],
  ])('%j: %s', (text, expected) => {
    const { value, diagnostics } = parse(users, text)
    expect(wrong(text)).toContain(expected)
    expect(value).toBeUndefined()
    for (const { message, fix, tenant } of diagnostics) {
      expect(message).toMatch(/\.$/)
      expect(fix).toBeTruthy()
      expect(tenant).toBe('acme')
    }
  })

  test('an entry without a colon: quotes are proposed', () => {
    expect(parse(users, 'a: { name: Li, Ana }').diagnostics[0]).toMatchInlineSnapshot(`
      {
        "column": 16,
        "excerpt": "a: { name: Li, Ana }",
        "file": "tenants/acme/users.yaml",
        "fix": "If the comma belongs to the text, put quotes around it: \`name: "Li, Ana"\`.",
        "line": 1,
        "message": "\`Ana\` has no colon and no value.",
        "severity": "error",
        "slug": "flow-entry-without-colon",
        "tenant": "acme",
      }
    `)
  })

  test('all mistakes of a file are reported, in the order of the file', () => {
    expect(wrong('a: &x 1\nb:\nc: {d, e: *x}\na: 2\n')).toEqual([
      '1:4 yaml-anchor',
      '2:1 value-missing',
      '3:5 flow-entry-without-colon',
      '3:11 yaml-alias',
      '4:1 key-duplicate',
    ])
  })

  test('an alias bomb is refused without being unfolded', () => {
    const names = 'abcdefghij'
    const bomb = Array.from(names, (name, index) => {
      const inner = index === 0 ? 'x' : `*${names[index - 1]}`
      return `${name}: &${name} [${Array(9).fill(inner).join(', ')}]`
    }).join('\n')
    const seconds = cpuSeconds(() => expect(wrong(bomb)).toContain('2:4 yaml-anchor'))
    expect(seconds).toBeLessThan(3)
  })

  test.each([
    ['open brackets', '['.repeat(100_000)],
    ['closed brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['dashes', '- '.repeat(100_000)],
    ['braces', `a: ${'{a: '.repeat(100_000)}`],
  ])('100,000 %s', (_, text) => {
    const seconds = cpuSeconds(() => {
      expect(parse(users, text).diagnostics.map(({ slug }) => slug)).toContain('yaml-depth')
    })
    expect(seconds).toBeLessThan(3)
  })

  test('32 levels are fine, 33 are not', () => {
    const nested = (levels: number) => `a: ${'['.repeat(levels - 1)}x${']'.repeat(levels - 1)}`
    expect(wrong(nested(32))).toEqual([])
    expect(wrong(nested(33))).toEqual(['1:36 yaml-depth'])
    const blocks = (levels: number) =>
      Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:${level === levels - 1 ? ' x' : ''}`).join(
        '\n',
      )
    expect(wrong(blocks(32))).toEqual([])
    expect(wrong(blocks(33))).toEqual(['33:33 yaml-depth'])
  })

  test.each([
    ['lists', `a: [${'[],'.repeat(340_000)}]`],
    ['entries', 'k: 1\n'.repeat(200_000)],
    ['words', `a: [${'a,'.repeat(100_001)}]`],
  ])('more than 100,000 values (%s) are refused', (_, text) => {
    const seconds = cpuSeconds(() => expect(wrong(text).join()).toContain('yaml-size'))
    expect(seconds).toBeLessThan(3)
  })

  test('more than 1 MiB is refused, counted in bytes', () => {
    const line = `# ${'x'.repeat(997)}\n`
    expect(wrong(`${line.repeat(1048)}a: x\n`)).toEqual([])
    expect(wrong(`${line.repeat(1049)}a: x\n`)).toEqual(['1:1 file-too-large'])
    expect(wrong(`# ${'é'.repeat(600_000)}\na: x\n`)).toEqual(['1:1 file-too-large'])
  })

  test('a file of nothing but mistakes says how many more there are', () => {
    const { diagnostics } = parse(users, 'a: &x 1\n'.repeat(1000))
    expect(diagnostics.length).toBe(200)
    expect(diagnostics.map(({ message }) => message).join()).toMatch(/And 1799 more in this file\./)
  })
})

describe('SEC-19 duplicate keys', () => {
  test.each([
    ['a: 1\nb: 2\na: 3', '3:1 key-duplicate'],
    ['x: {a: 1, "a": 2}', '1:11 key-duplicate'],
    ['"1": x\n1: y', '2:1 key-duplicate'],
    ['true: x\n"true": y', '2:1 key-duplicate'],
    ['a: &k a\n*k : b', '2:1 yaml-alias'],
    ['\'a\': 1\n"\\x61": 2', '2:1 key-duplicate'],
  ])('%j: %s', (text, expected) => {
    expect(wrong(text)).toContain(expected)
  })

  test('the message names the first line', () => {
    expect(parse(users, 'ana: {a: 1}\nben: {a: 1}\nana: {a: 2}').diagnostics[0]?.message).toBe(
      '"ana" stands here a second time; the first is on line 1.',
    )
  })

  test('40,000 duplicate keys, or 40,000 different ones, in under 3 s of CPU', () => {
    expect(cpuSeconds(() => expect(wrong('key: 1\n'.repeat(40_000))).toContain('2:1 key-duplicate'))).toBeLessThan(3)
    const different = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1\n`).join('')
    expect(cpuSeconds(() => expect(wrong(`${different}k7: 2`)).toEqual(['40001:1 key-duplicate']))).toBeLessThan(3)
  })
})

describe('SEC-20 words that other readers take for something else', () => {
  test.each(['NO', 'no', 'No', 'yes', 'on', 'OFF'])('`country: %s` is text, with a warning', (word) => {
    const read = parse(users, `country: ${word}\n`)
    expect(read.value).toEqual({ country: word })
    expect(read.diagnostics).toMatchObject([
      { severity: 'warning', slug: 'word-ambiguous', line: 1, column: 10, fix: `Put quotes around it: "${word}".` },
    ])
  })

  test('in quotes there is nothing to warn about, nor in `none` and `nine`', () => {
    expect(parse(users, 'a: "NO"\nb: none\nc: nine\nd: o\n').diagnostics).toEqual([])
  })
})

describe('SEC-21 no prototype reaches logic', () => {
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    '`%s` is refused as a key, at every depth and in quotes',
    (word) => {
      expect(wrong(`${word}: {a: 1}`)).toEqual(['1:1 key-reserved'])
      expect(wrong(`a: {"${word}": 1}`)).toEqual(['1:5 key-reserved'])
      expect(wrong(`a:\n  - ${word}: 1`)).toEqual(['2:5 key-reserved'])
    },
  )

  test('objects have nothing but what was written, and Object.prototype is untouched', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    for (const text of ['a: {b: {c: 1}}', 'a: {b: {c: 1}, d: "\\x41"}', '__proto__: {polluted: 1}']) {
      const { value } = parse(users, text)
      if (!isSpec(value)) continue
      expect('toString' in value).toBe(false)
      expect('constructor' in (value['a'] as object)).toBe(false)
      expect(Object.isFrozen(Object.getPrototypeOf(value))).toBe(true)
      expect(Object.getPrototypeOf(Object.getPrototypeOf(value))).toBeNull()
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
