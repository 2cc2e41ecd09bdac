import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { decode, readDocument } from '../../../src/language/load/document.ts'
import { idMistake } from '../../../src/language/load/ids.ts'
import { nearest } from '../../../src/language/load/nearest.ts'
import { workTree } from '../../../src/language/load/tree.ts'

const root = mkdtempSync(join(tmpdir(), 'roster-load-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function read(bytes: string | Buffer, form: 'map' | 'one' | 'whole' = 'map') {
  writeFileSync(join(root, 'users.yaml'), bytes)
  return readDocument(workTree(root), { path: 'users.yaml', form })
}

describe('SEC-18 bytes', () => {
  test.each([
    ['a byte that UTF-8 has not', Buffer.from([0x61, 0x3a, 0x20, 0x78, 0x0a, 0x62, 0x3a, 0x20, 0xff]), 2, 4],
    ['Latin-1', Buffer.from('a: Zo\u00eb\n', 'latin1'), 1, 6],
    ['an overlong slash', Buffer.from([0x61, 0x3a, 0x20, 0xc0, 0xaf]), 1, 4],
    ['half a surrogate pair', Buffer.from([0x61, 0x3a, 0x20, 0xed, 0xa0, 0x80]), 1, 4],
    ['UTF-16', Buffer.from('\ufeffa: x', 'utf16le'), 1, 1],
  ])('%s is not UTF-8', (_, bytes, line, column) => {
    expect(read(bytes)).toMatchObject({ value: undefined, diagnostics: [{ slug: 'file-not-utf8', line, column }] })
  })

  test('every UTF-8 text is given back as it was', () => {
    for (const text of ['a: x', 'a: \u00eb', 'a: \u738b \ud83d\ude80', '\ufeffa: x']) {
      expect(decode('x.yaml', Buffer.from(text))).toBe(text)
    }
  })

  test('a file over 1 MiB is refused, however large, and not read to its end', () => {
    const large = Buffer.alloc(64 * 1024 * 1024, 'a: x\n')
    expect(read(large).diagnostics).toMatchObject([{ slug: 'file-too-large' }])
    expect(workTree(root).read('users.yaml', 10).length).toBe(11)
  })

  test('a file that is gone, or may not be read, is a diagnostic', () => {
    const gone = readDocument(workTree(root), { path: 'gone.yaml', form: 'map' })
    expect(gone.diagnostics).toMatchObject([{ slug: 'file-unreadable', message: expect.stringContaining('ENOENT') }])
    read('a: {b: 1}')
    chmodSync(join(root, 'users.yaml'), 0)
    const shut = readDocument(workTree(root), { path: 'users.yaml', form: 'map' })
    if (process.getuid?.() !== 0) expect(shut.diagnostics).toMatchObject([{ slug: 'file-unreadable' }])
    chmodSync(join(root, 'users.yaml'), 0o600)
  })
})

describe('ids', () => {
  test('the keys at the top of a map of ids are checked, all of them, where they stand', () => {
    const { value, diagnostics } = read('# x\nAna Li: {a: 1}\nok: {a: 1}\n"con": {a: 1}\n_x: {a: 1}\n')
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ line, column, slug, fix }) => [line, column, slug, fix])).toEqual([
      [2, 1, 'id-invalid', 'Did you mean `ana-li`?'],
      [4, 1, 'id-device-name', 'Choose another id, for example `con-1`.'],
      [5, 1, 'id-invalid', 'Did you mean `x`?'],
    ])
  })

  test('in files of one spec, and in settings, the keys at the top are properties', () => {
    expect(read('displayName: x', 'one').diagnostics).toEqual([])
    expect(read('separationOfDuties: {}', 'whole').diagnostics).toEqual([])
  })

  test.each(['a', '0', 'ana-li', 'a.b_c-d', 'com10', 'console', 'a'.repeat(63), '10442'])('%s is one', (id) => {
    expect(idMistake(id)).toBeUndefined()
  })

  test.each([
    ['', 'id-invalid', 'Choose an id such as `ana-li`.'],
    ['Ana', 'id-invalid', 'Did you mean `ana`?'],
    ['zo\u00eb', 'id-invalid', 'Did you mean `zoe`?'],
    ['-a', 'id-invalid', 'Did you mean `a`?'],
    ['a/b', 'id-invalid', 'Did you mean `a-b`?'],
    ['..', 'id-invalid', 'Choose an id such as `ana-li`.'],
    ['a'.repeat(64), 'id-invalid', `Did you mean \`${'a'.repeat(63)}\`?`],
    ['\u0430na', 'id-invalid', 'Did you mean `na`?'],
    ['con', 'id-device-name', 'Choose another id, for example `con-1`.'],
    ['nul.x', 'id-device-name', 'Choose another id, for example `nul-1.x`.'],
    ['com1', 'id-device-name', 'Choose another id, for example `com1-1`.'],
    ['lpt9.a.b', 'id-device-name', 'Choose another id, for example `lpt9-1.a.b`.'],
  ])('%j is none (%s)', (id, slug, fix) => {
    expect(idMistake(id)).toMatchObject({ slug, fix })
  })
})

test.each([
  ['service-dsek', 'service-desk'],
  ['gruops', 'groups'],
  ['usres', 'users'],
  ['xyz', undefined],
  ['', undefined],
])('the nearest name to %j is %j', (written, expected) => {
  expect(nearest(written, ['users', 'groups', 'service-desk', 'templates'])).toBe(expected)
})
