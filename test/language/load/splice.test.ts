import { describe, expect, test } from 'vitest'
import { sameValue } from '../../../src/language/load/edit.ts'
import { parse } from '../../../src/language/load/parse.ts'
import { insertEntry, removeEntry, replaceScalar } from '../../../src/language/load/splice.ts'
import { numbers } from './mutants.ts'

const file = 'users.yaml'
const text = `# people
ana:
  phone: "0045123"   # keep
  groups: [a,  b]
# about cleo
cleo: { title: x }
`

describe('UX-08 edits change nothing else', () => {
  test('a new entry goes where the order asks for it', () => {
    expect(
      insertEntry({ file, text, path: [] }, 'ben', { name: { first: 'Ben' }, groups: ['vpn'], phone: '0123' }).text,
    ).toBe(`# people
ana:
  phone: "0045123"   # keep
  groups: [a,  b]
ben:
  name:
    first: Ben
  groups: [vpn]
  phone: "0123"
# about cleo
cleo: { title: x }
`)
  })

  test.each([
    ['a block map', ['ana'], 'urgent', true, '  groups: [a,  b]\n  urgent: true\n'],
    ['a flow map', ['cleo'], 'name', 'O: k', 'cleo: { title: x, name: "O: k" }\n'],
    ['a list of maps', ['ana'], 'z', [{ a: 1 }, { b: 'no' }], '  z:\n    - { a: 1 }\n    - { b: "no" }\n'],
  ] as const)('into %s', (_, path, key, value, expected) => {
    const { text: after, diagnostics } = insertEntry({ file, text, path }, key, value)
    expect(diagnostics).toEqual([])
    expect(after).toContain(expected)
  })

  test('an entry is taken out with the comments above it', () => {
    expect(removeEntry({ file, text, path: ['cleo'] }).text).toBe(text.slice(0, text.indexOf('# about')))
    expect(removeEntry({ file, text, path: ['ana', 'phone'] }).text).toBe(text.replace(/ {2}phone.*\n/, ''))
  })

  test('a value is replaced, its comment stays', () => {
    expect(replaceScalar({ file, text, path: ['ana', 'phone'] }, '+31 20').text).toBe(
      text.replace('"0045123"', '"+31 20"'),
    )
    expect(replaceScalar({ file, text, path: ['cleo', 'title'] }, null).text).toBe(
      text.replace('title: x', 'title: null'),
    )
  })

  test.each([
    ['a key that is there', () => insertEntry({ file, text, path: [] }, 'ana', { a: 1 })],
    ['a map that is not', () => insertEntry({ file, text, path: ['nobody'] }, 'a', 1)],
    ['a reserved word', () => insertEntry({ file, text, path: [] }, '__proto__', { a: 1 })],
    ['the only entry', () => removeEntry({ file, text, path: ['cleo', 'title'] })],
    ['an entry that is not there', () => removeEntry({ file, text, path: ['dan'] })],
    ['a list as a scalar', () => replaceScalar({ file, text, path: ['ana', 'groups'] }, 'x')],
    ['a value that is not there', () => replaceScalar({ file, text, path: ['ana', 'title'] }, 'x')],
    ['a file with mistakes', () => insertEntry({ file, text: 'a: *x', path: [] }, 'b', 1)],
  ])('%s is refused, and the text stays', (_, edit) => {
    const { text: after, diagnostics } = edit()
    expect([text, 'a: *x']).toContain(after)
    expect(diagnostics).toMatchObject([{ slug: 'edit-refused' }])
  })

  test('1,000 insertions into files of all sorts are pure insertions with the wanted value', () => {
    const draw = numbers(1000)
    let done = 0
    for (let made = 0; made < 1100; made++) {
      const lineEnd = draw(2) === 0 ? '\n' : '\r\n'
      const indent = ' '.repeat([2, 4, 3][draw(3)]!)
      const ids = ['ana', 'cleo', 'eli', 'gus'].slice(draw(4))
      const entries = ids.map((id) =>
        [
          ...(draw(3) === 0 ? [`# ${id} has a comment`] : []),
          ...(draw(3) === 0
            ? [`${id}: { phone: "0045123", list: [a] }   # flow`]
            : [
                `${id}:`,
                `${indent}phone: '0045123'`,
                `${indent}list:`,
                `${draw(2) === 0 ? indent : `${indent}  `}- a`,
              ]),
          ...(draw(3) === 0 ? ['', '# alone', ''] : []),
        ].join(lineEnd),
      )
      const before = entries.join(lineEnd) + (draw(4) === 0 ? '' : lineEnd)
      const path = draw(2) === 0 ? [] : [ids[draw(ids.length)]!]
      const key = ['bob', 'zed', 'aaa'][draw(3)]!
      const value = [{ phone: '0123', on: [] }, 'NO', ['x', 'y z'], 7, null][draw(5)]
      const { text: after, diagnostics } = insertEntry({ file, text: before, path }, key, value)
      expect(diagnostics).toEqual([])
      expect(isInsertion(before, after)).toBe(true)
      expect(sameValue(parse(file, after).value, parse(file, before).value)).toBe(false)
      done++
    }
    expect(done).toBe(1100)
  })
})

function isInsertion(before: string, after: string): boolean {
  let head = 0
  while (head < before.length && before[head] === after[head]) head++
  return after.endsWith(before.slice(head))
}
