import { describe, expect, test } from 'vitest'
import { format } from '../../../src/language/load/fmt.ts'
import type { Edit } from '../../../src/language/splice/edits.ts'
import { splice } from '../../../src/language/splice/splice.ts'
import { propertyOrder } from '../../../src/language/validate/schema-file.ts'

const ordering = { form: 'map', order: propertyOrder('users') } as const
const file = 'tenants/acme/users.yaml'

function after(text: string, ...edits: readonly Edit[]): string {
  const result = splice({ file, text, ordering, edits })
  expect(result.diagnostics).toEqual([])
  return result.text
}

function refusal(text: string, ...edits: readonly Edit[]) {
  const result = splice({ file, text, ordering, edits })
  expect(result.text).toBe(text)
  expect(result.diagnostics).toHaveLength(1)
  return result.diagnostics[0]!
}

const text = `# yaml-language-server: $schema=../../schema/users.schema.json
# people
ana:
  email: 'ana@x.example'
  phones: { work: "0045123" }   # keep
  groups: [a,  b]
# about cleo
cleo: { title: x }
`

describe('UX-08 new entries', () => {
  test('stand where the order asks for them, in the layout of the file, as roster fmt would leave them', () => {
    const value = { groups: ['vpn'], name: { first: 'Ben', last: "O'Neil" }, employeeId: '0123', title: undefined }
    const changed = after(text, { verb: 'insert', path: ['ben'], value }, { verb: 'insert', path: ['zoe'], value: {} })
    expect(changed).toBe(`# yaml-language-server: $schema=../../schema/users.schema.json
# people
ana:
  email: 'ana@x.example'
  phones: { work: "0045123" }   # keep
  groups: [a,  b]
ben:
  name: { first: Ben, last: O'Neil }
  employeeId: "0123"
  groups: [vpn]
# about cleo
cleo: { title: x }
zoe: {}
`)
    expect(format(file, changed, ordering).text).toBe(changed)
  })

  test('stand at the end of a file that is in no order, in the order of the edits', () => {
    const edits = ['m', 'a'].map((id) => ({ verb: 'insert', path: [id], value: { title: id } }) as const)
    expect(after('z: { title: x }\nb: { title: x }\n# end\n', ...edits)).toBe(
      'z: { title: x }\nb: { title: x }\nm: { title: m }\na: { title: a }\n# end\n',
    )
  })

  test.each([
    [
      'four spaces, dashes below their key, maps in lines',
      'a:\n    groups:\n    - x\n    name:\n        first: A\n',
      'b:\n    name:\n        first: B\n    groups:\n    - x\n',
    ],
    ['lines that end as on Windows', 'a:\r\n  title: x\r\n', 'b:\r\n  name: { first: B }\r\n  groups: [x]\r\n'],
    ['a missing last line end', 'a:\n  title: x', '\nb:\n  name: { first: B }\n  groups: [x]'],
    ['one line an entry', 'a: { title: x }\n', 'b: { name: { first: B }, groups: [x] }\n'],
    [
      'blank lines between entries',
      '0:\n  title: x\n\na:\n  title: x\n'.replace('0', '"0"'),
      '\nb:\n  name: { first: B }\n  groups: [x]\n',
    ],
    ['a byte order mark', '\ufeffa:\n  title: x\n', 'b:\n  name: { first: B }\n  groups: [x]\n'],
  ])('keep to %s', (_, before, added) => {
    const value = { name: { first: 'B' }, groups: ['x'] }
    expect(after(before, { verb: 'insert', path: ['b'], value })).toBe(before + added)
  })

  test('an empty file on purpose gets its first entry', () => {
    expect(after('# people\n{}\n', { verb: 'set', path: ['a', 'title'], value: 'x' })).toBe(
      '# people\na:\n  title: x\n',
    )
  })

  test('a file between braces stays so', () => {
    expect(after('{a: {title: x}}\n', { verb: 'insert', path: ['b'], value: { title: 'y z' } })).toBe(
      '{a: {title: x}, b: { title: y z }}\n',
    )
  })

  test('what is too long for a line goes below its key', () => {
    const users = Array.from({ length: 30 }, (_, index) => `person-${index}`)
    const lines = users.map((user) => `    - ${user}\n`).join('')
    expect(after('a:\n  title: x\n', { verb: 'set', path: ['a', 'groups'], value: users })).toBe(
      `a:\n  title: x\n  groups:\n${lines}`,
    )
    expect(after('a:\n  groups: []\n', { verb: 'set', path: ['a', 'groups'], value: users })).toBe(
      `a:\n  groups:\n${lines}`,
    )
  })
})

describe('UX-08 values', () => {
  test.each([
    ['a plain text', ['cleo', 'title'], 'yes sir', 'cleo: { title: yes sir }'],
    ['a text that needs quotes', ['cleo', 'title'], 'y: z', 'cleo: { title: "y: z" }'],
    ['a text in the quotes that stood there', ['ana', 'email'], 'ben@x.example', "email: 'ben@x.example'"],
    ['a text beside a comment', ['ana', 'phones', 'work'], '0045124', '{ work: "0045124" }   # keep'],
    ['null', ['cleo', 'title'], null, 'cleo: { title: null }'],
    ['a list that grew', ['ana', 'groups'], ['a', 'NO', 'b', 'c d'], 'groups: [a, "NO",  b, c d]'],
    ['a list that shrank', ['ana', 'groups'], ['b'], 'groups: [b]'],
    ['an empty list', ['ana', 'groups'], [], 'groups: []'],
    ['a property in its place', ['ana', 'title'], 'x', "email: 'ana@x.example'\n  title: x\n  phones"],
    ['a property on the way', ['ana', 'name', 'first'], 'Ana', 'ana:\n  name: { first: Ana }\n'],
  ])('%s', (_, path, value, expected) => {
    const changed = after(text, { verb: 'set', path, value })
    expect(changed).toContain(expected)
    expect(after(changed, { verb: 'set', path, value })).toBe(changed)
  })

  test('items of a list in lines keep their comments', () => {
    const list = 'a:\n  groups:\n    # first\n    - x # 1\n    - y # 2\n    - z\n'
    expect(after(list, { verb: 'set', path: ['a', 'groups'], value: ['w', 'y', 'v', 'z'] })).toBe(
      'a:\n  groups:\n    - w\n    - y # 2\n    - v\n    - z\n',
    )
  })

  test('one member more in a list of thousands is one line more', () => {
    const members = Array.from({ length: 5000 }, (_, index) => `user-${index}`)
    const before = `g:\n  groups:\n${members.map((member) => `  - ${member}\n`).join('')}`
    expect(after(before, { verb: 'set', path: ['g', 'groups'], value: [...members, 'zoe'] })).toBe(`${before}  - zoe\n`)
  })

  test('a value of several lines is replaced as a whole', () => {
    const block = 'a:\n  title: |\n    x\n\n    y\n\n  groups: [b]\n'
    expect(after(block, { verb: 'set', path: ['a', 'title'], value: 'z' })).toBe('a:\n  title: z\n\n  groups: [b]\n')
  })

  test.each([
    '0045123',
    '45123',
    '6e10',
    '0x1F',
    '0b1',
    '1_000',
    '.5',
    '2026-12-01',
    '2026-12-01 10:00',
    '12:30',
    '1.10',
    'null',
    'Null',
    '~',
    'true',
    'False',
    'yes',
    'NO',
    'on',
    'y',
    'N',
    '',
    ' x',
    'x ',
    'a: b',
    'a #b',
    '- x',
    '?',
    '[a',
    '{a',
    'a, b',
    '*x',
    '&x',
    '!x',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '"x"',
    "'x'",
    '\\',
    'C:\\x',
    'a\nb',
    'a\tb',
    '---',
  ])('%j stays the text that it is, in quotes', (value) => {
    expect(after('a: { x: 1 }\n', { verb: 'set', path: ['a', 'title'], value })).toMatch(/, title: ["'].*["'] \}\n$/s)
  })

  test.each(['Ana', 'Zoë', "O'Neil", 'A & B', 'Ltd.', '1st', 'ana@x.example', 'a/b', '漢字', 'Li (Ana)'])(
    '%s needs no quotes',
    (value) => {
      expect(after('a: { x: 1 }\n', { verb: 'set', path: ['a', 'title'], value })).toBe(
        `a: { x: 1, title: ${value} }\n`,
      )
    },
  )
})

describe('UX-08 what is taken out', () => {
  test('an entry goes with the comments directly above it, a property likewise', () => {
    expect(after(text, { verb: 'remove', path: ['cleo'] })).toBe(text.slice(0, text.indexOf('# about')))
    expect(after(text, { verb: 'remove', path: ['ana', 'phones'] })).toBe(text.replace(/ {2}phones.*\n/, ''))
  })

  test('the line that names the schema stays, whatever stands below it', () => {
    const one = '# yaml-language-server: $schema=x.json\na:\n  title: x\n'
    expect(after(one, { verb: 'remove', path: ['a'] })).toBe('# yaml-language-server: $schema=x.json\n{}\n')
  })

  test('the last property leaves an empty map, the last item an empty list', () => {
    expect(after('a: # c\n  title: x\n', { verb: 'remove', path: ['a', 'title'] })).toBe('a: {} # c\n')
    expect(after('a:\n  groups:\n  - x\n', { verb: 'set', path: ['a', 'groups'], value: [] })).toBe(
      'a:\n  groups: []\n',
    )
    expect(after(text, { verb: 'remove', path: ['cleo', 'title'] })).toContain('cleo: {}\n')
  })

  test('what is not there changes nothing', () => {
    expect(after(text, { verb: 'remove', path: ['dan'] }, { verb: 'remove', path: ['dan', 'title'] })).toBe(text)
  })
})

describe('UX-08 what is refused leaves the text as it was and says why', () => {
  test.each([
    ['another entry of this id', { verb: 'insert', path: ['ana'], value: {} }, '`ana` is there already'],
    ['a way through a text', { verb: 'set', path: ['cleo', 'title', 'x'], value: 1 }, '`cleo.title` is not a map'],
    ['no id', { verb: 'insert', path: ['Ana Li'], value: {} }, '"Ana Li" is not an id'],
    ['a reserved word', { verb: 'set', path: ['ana', '__proto__'], value: 1 }, '`__proto__` is a reserved word'],
    [
      'a reserved word inside',
      { verb: 'insert', path: ['b'], value: { constructor: 1 } },
      '`constructor` is a reserved',
    ],
    ['a control character', { verb: 'set', path: ['ana', 'title'], value: 'a\u0007' }, 'a control character (U+0007)'],
    ['a zero-width character', { verb: 'set', path: ['ana', 'groups'], value: ['a\u200b'] }, 'U+200B'],
    ['letters apart from their accents', { verb: 'set', path: ['ana', 'title'], value: 'e\u0301' }, 'normal form C'],
    ['half a character', { verb: 'set', path: ['ana', 'title'], value: '\ud800' }, 'U+D800'],
    ['no number', { verb: 'set', path: ['ana', 'title'], value: Number.NaN }, 'nothing that YAML can say'],
    ['an object of a class', { verb: 'set', path: ['ana', 'title'], value: new Date(0) }, 'nothing that YAML can say'],
    ['no place', { verb: 'remove', path: [] }, 'names no place'],
  ] as const)('%s', (_, edit, message) => {
    const diagnostic = refusal(text, { verb: 'set', path: ['cleo', 'title'], value: 'other' }, edit)
    expect(diagnostic).toMatchObject({ slug: 'edit-refused', file, tenant: 'acme', severity: 'error' })
    expect(diagnostic.message).toContain(message)
    expect(diagnostic.fix).toBeTruthy()
  })

  test('comments that would be lost', () => {
    const list = 'a:\n  groups: [x, # why\n    y]\n'
    expect(refusal(list, { verb: 'set', path: ['a', 'groups'], value: ['y'] }).message).toContain('comment')
    const map = 'a:\n  name:\n    # why\n    first: x\n'
    expect(refusal(map, { verb: 'set', path: ['a', 'name'], value: null }).message).toContain('Comments')
  })

  test('a file that would grow too large', () => {
    const value = { description: 'x'.repeat(1024 * 1024) }
    expect(refusal(text, { verb: 'insert', path: ['b'], value }).message).toContain('larger than 1 MiB')
  })

  test('a file with mistakes, which are told', () => {
    expect(refusal('a: *x\n', { verb: 'insert', path: ['b'], value: {} }).slug).toBe('yaml-alias')
    expect(refusal('# nothing\n', { verb: 'insert', path: ['b'], value: {} }).slug).toBe('file-empty')
  })
})

test('UX-08 a file of one spec is edited by its properties', () => {
  const one = { form: 'one', order: ordering.order } as const
  const edits = [{ verb: 'set', path: ['name'], value: { first: 'A' } }] as const
  expect(splice({ file: 'users/a.yaml', text: 'title: x\n', ordering: one, edits }).text).toBe(
    'name: { first: A }\ntitle: x\n',
  )
})

test('UX-08 the time of many edits grows with their number, not faster', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, index) => `p${index}:\n  title: x\n  groups: [a] # c\n`).join('')
  const edits = (count: number) =>
    Array.from({ length: count }, (_, index): readonly Edit[] => [
      { verb: 'set', path: [`p${index}`, 'employeeId'], value: `${index}` },
      { verb: 'set', path: [`p${index}`, 'groups'], value: ['a', 'b'] },
      { verb: 'insert', path: [`q${index}`], value: { name: { first: 'A', last: 'B' }, groups: ['a', 'b'] } },
    ]).flat()
  const cpu = (count: number) => {
    const before = process.cpuUsage()
    after(people(count), ...edits(count))
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  cpu(300)
  const small = Math.min(cpu(500), cpu(500))
  expect(Math.min(cpu(2000), cpu(2000))).toBeLessThan(small * 4 * 2.5)
})
