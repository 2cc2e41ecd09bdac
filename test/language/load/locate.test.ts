import { describe, expect, test } from 'vitest'
import { locate, locator } from '../../../src/language/load/locate.ts'

const text = `# people
ana-li:
  phone: 0045123
  groups: [a, "b c"]
  "odd key": 0x1F
  name:
    first: Ana
`

describe('SEC-20 where something stands, and how it was written', () => {
  test.each([
    [['ana-li', 'phone'], 'value', '3:10', '0045123'],
    [['ana-li', 'phone'], 'key', '3:3', 'phone'],
    [['ana-li', 'groups', 1], 'value', '4:15', '"b c"'],
    [['ana-li', 'odd key'], 'value', '5:14', '0x1F'],
    [['ana-li', 'odd key'], 'key', '5:3', '"odd key"'],
    [['ana-li'], 'key', '2:1', 'ana-li'],
    [['ana-li', 'name', 'first'], 'value', '7:12', 'Ana'],
  ] as const)('%j, the %s', (path, target, place, source) => {
    const found = locate(text, path, target)
    expect(`${found.line}:${found.column}`).toBe(place)
    expect(found.source).toBe(source)
    expect(found.excerpt).toBe(text.split('\n')[found.line - 1])
  })

  test.each([
    [['ana-li', 'title'], '2:1'],
    [['ana-li', 'name', 'last'], '6:3'],
    [['ana-li', 'groups', 7], '4:3'],
    [['nobody', 'x'], '2:1'],
    [['ana-li', 'phone', 'deeper'], '3:3'],
    [[], '2:1'],
  ] as const)('%j is not there: the nearest thing around it', (path, place) => {
    const found = locator(text)(path, 'value')
    expect(`${found.line}:${found.column}`).toBe(place)
  })

  test('texts that are not YAML, or empty, have a place too', () => {
    expect(locate('', ['a'], 'value')).toMatchObject({ line: 1, column: 1, source: '' })
    expect(locate('[[[', ['a'], 'value')).toMatchObject({ line: 1, column: 1 })
  })

  test('other texts are not mixed up', () => {
    expect(locate('a: 1', ['a'], 'value').source).toBe('1')
    expect(locate('a: 22', ['a'], 'value').source).toBe('22')
    expect(locate('\r\na: 3\r\n', ['a'], 'value')).toMatchObject({ line: 2, column: 4, excerpt: 'a: 3' })
  })
})
