import { describe, expect, test } from 'vitest'
import type { Ordering } from '../../../src/language/load/fmt.ts'
import { format } from '../../../src/language/load/fmt.ts'
import { parse } from '../../../src/language/load/parse.ts'
import { sameValue } from '../../../src/language/load/edit.ts'
import { documents } from './documents.ts'
import { mutant, numbers } from './mutants.ts'

const people: Ordering = {
  form: 'map',
  order: (path) => (path.length === 1 ? ['name', 'email', 'title', 'groups', 'state'] : ['first', 'last', 'address']),
}

const messy = `# yaml-language-server: $schema=../../schema/users.schema.json
# Zoe is on leave
zoe:
  # city
  title: x   # t
  name:
    last: "L"
    # the first name
    first: 'F'
  # groups: [later]

# --- the others ---

# about ana
# second line
ana:
  emails:
    - type: work
      address: a@b.example

    - address: c@d.example
  note: |
    # not a comment

    end
  name: { last: x, first: y }

ben: { state: active, title: b }   # in one line
`

describe('a file in its stable order', () => {
  test('lines move with the comments above them; blank lines and lone comments keep their place', () => {
    expect(format('users.yaml', messy, people)).toEqual({
      diagnostics: [],
      text: `# yaml-language-server: $schema=../../schema/users.schema.json
# about ana
# second line
ana:
  name: { last: x, first: y }
  emails:
    - address: a@b.example
      type: work

    - address: c@d.example
  note: |
    # not a comment

    end

# --- the others ---

ben: { state: active, title: b }   # in one line

# Zoe is on leave
zoe:
  name:
    # the first name
    first: 'F'
    last: "L"
  # city
  title: x   # t
  # groups: [later]
`,
    })
  })

  test('a file in order is left alone, byte by byte', () => {
    for (const text of [
      'a: {x: 1}\nb: {x: 1}',
      '\ufeffa:   {x: 1}\r\n\r\nb: {x: 1}\r\n',
      '{}',
      '# x\na: "1"   # y\n',
    ]) {
      expect(format('users.yaml', text, people)).toEqual({ text, diagnostics: [] })
    }
  })

  test('line ends stay, also where the last line had none', () => {
    expect(format('users.yaml', 'b: {x: 1}\r\na: {x: 2}', people).text).toBe('a: {x: 2}\r\nb: {x: 1}\r\n')
  })

  test('a file of one spec is ordered as it would be below its id', () => {
    expect(format('users/ana.yaml', 'title: x\nname: {}\n', { ...people, form: 'one' }).text).toBe(
      'name: {}\ntitle: x\n',
    )
  })

  test('a file with mistakes is left alone, and they are told', () => {
    const text = 'b: 1\na: &x 2\n'
    expect(format('users.yaml', text, people)).toMatchObject({ text, diagnostics: [{ slug: 'yaml-anchor' }] })
  })

  test('UX-08 over 1,000 documents: the same value, the same lines, and formatting twice is formatting once', () => {
    const draw = numbers(8)
    let moved = 0
    for (let made = 0; made < 1500; made++) {
      const text = made % 4 === 0 ? shuffled(draw) : mutant(documents[draw(documents.length)]!, draw)
      const before = parse('x.yaml', text)
      const { text: after, diagnostics } = format('x.yaml', text, { form: 'map', order: () => ['name', 'a', 'title'] })
      if (after === text) continue
      moved++
      expect(diagnostics).toEqual([])
      expect(sameValue(parse('x.yaml', after).value, before.value)).toBe(true)
      expect(pieces(after)).toEqual(pieces(text))
      expect(format('x.yaml', after, { form: 'map', order: () => ['name', 'a', 'title'] }).text).toBe(after)
    }
    expect(moved).toBeGreaterThan(200)
  })
})

/** Its lines without indentation and dashes, sorted: what must neither be lost nor made up. */
function pieces(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^[ -]+/, ''))
    .filter((line) => line !== '')
    .toSorted()
}

function shuffled(draw: (below: number) => number): string {
  const lineEnd = draw(2) === 0 ? '\n' : '\r\n'
  const entry = (id: number) =>
    [
      draw(3) === 0 ? `# about ${id}` : undefined,
      `id-${id}:`,
      ...['title: x', 'name: { first: y }', 'groups: [a]', 'note: |\n    text', '# loose']
        .toSorted(() => draw(3) - 1)
        .map((line) => `  ${line}`),
      draw(2) === 0 ? '' : undefined,
    ].filter((line) => line !== undefined)
  const ids = Array.from({ length: 5 }, (_, index) => index).toSorted(() => draw(3) - 1)
  return ids.flatMap(entry).join('\n').replaceAll('\n', lineEnd) + (draw(2) === 0 ? lineEnd : '')
}
