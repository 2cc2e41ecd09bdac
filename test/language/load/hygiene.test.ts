import { describe, expect, test } from 'vitest'
import { isClean } from '../../../src/language/load/hygiene.ts'
import { parse } from '../../../src/language/load/parse.ts'

function slugs(text: string): string[] {
  return parse('users.yaml', text).diagnostics.map(({ slug, line, column }) => `${line}:${column} ${slug}`)
}

const hidden: readonly (readonly [name: string, character: string, words: string])[] = [
  ['NUL', '\0', 'a control character (U+0000)'],
  ['escape', '\u001b', 'a control character (U+001B)'],
  ['delete', '\u007f', 'a control character (U+007F)'],
  ['next line', '\u0085', 'a control character (U+0085)'],
  ['right-to-left override', '\u202e', 'a character that changes the direction of text (U+202E)'],
  ['isolate', '\u2066', 'a character that changes the direction of text (U+2066)'],
  ['zero-width space', '\u200b', 'a zero-width character (U+200B)'],
  ['word joiner', '\u2060', 'a zero-width character (U+2060)'],
  ['soft hyphen', '\u00ad', 'a zero-width character (U+00AD)'],
  ['line separator', '\u2028', 'a zero-width character (U+2028)'],
  ['Hangul filler', '\u3164', 'a zero-width character (U+3164)'],
  ['tag letter', '\u{e0041}', 'a tag character (U+E0041)'],
  ['private use', '\ue000', 'a private-use character (U+E000)'],
  ['private use, far', '\u{10abcd}', 'a private-use character (U+10ABCD)'],
  ['noncharacter', '\ufffe', 'a character without a meaning (U+FFFE)'],
  ['byte order mark inside', '\ufeff', 'a zero-width character (U+FEFF)'],
]

describe('SEC-22 text hygiene', () => {
  test.each(hidden)('%s is an error in a value, in a key and in a comment', (_, character, words) => {
    for (const text of [`a: x${character}y\n`, `x${character}y: a\n`, `a: x # ${character}\n`]) {
      const { value, diagnostics } = parse('users.yaml', text)
      expect(value).toBeUndefined()
      const found = diagnostics.find(({ slug }) => slug === 'text-invisible')
      expect(found?.message).toContain(words)
      expect(found?.line).toBe(1)
      expect(found?.excerpt).toBe(text.slice(0, -1).replace(character, '\ufffd'.repeat(character.length)))
    }
  })

  test.each([
    ['a: "\\u202e"', '1:4 text-invisible'],
    ['a: "x\\0y"', '1:4 text-invisible'],
    ['"\\u200b": x', '1:1 text-invisible'],
    ['a: "\\ud800"', '1:4 text-invisible'],
    ['a: "e\\u0301"', '1:4 text-not-nfc'],
  ])('escapes do not help: %s', (text, expected) => {
    expect(slugs(text)).toContain(expected)
  })

  test('a carriage return alone is an error, before a line feed it is not', () => {
    expect(slugs('a: x\r\nb: y\r\n')).toEqual([])
    expect(slugs('a: x\rb: y\n')).toContain('1:5 text-invisible')
  })

  test('text that is not NFC is an error that shows the normalised form', () => {
    const { diagnostics } = parse('users.yaml', 'ana:\n  city: Zu\u0308rich\n')
    expect(diagnostics).toMatchObject([
      { slug: 'text-not-nfc', line: 2, column: 10, fix: 'Type it again as: city: Z\u00fcrich' },
    ])
  })

  test.each([
    'Zo\u00eb',
    'S\u00f8ren \u00c5s',
    'Nguy\u1ec5n Th\u1ecb',
    '\u0418\u0432\u0430\u043d',
    '\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2',
    '\u738b\u5c0f\u660e',
    '\u845b\u{e0100}\u98fe',
    '\uae40\uc11c\uc5f0',
    '\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd',
    '\u0645\u062d\u0645\u062f',
    '\u0905\u0928\u093f\u0924\u093e',
    'caf\u00e9 \ud83d\ude80\ufe0f',
    "O'Brien\u2019s \u2013 \u20ac5",
    'non\u00a0breaking',
  ])('%s passes', (name) => {
    expect(isClean(name)).toBe(true)
    expect(parse('users.yaml', `a: { name: "${name}" }\n`)).toMatchObject({ value: { a: { name } }, diagnostics: [] })
  })
})
