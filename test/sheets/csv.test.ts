import { assert, array, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSheet } from '../../src/sheets/sheet.ts'
import type { Sheet } from '../../src/sheets/table.ts'

function read(text: string | Uint8Array): Sheet {
  return readSheet(typeof text === 'string' ? Buffer.from(text) : text, 'people.csv')
}

/** Rows as plain values. */
function values({ rows }: Sheet) {
  return rows.map(({ row, cells }) => [row, ...cells.values()])
}

describe('UX-09 a CSV file', () => {
  test.each([',', ';', '\t', '|'])('may have %j between its cells', (separator) => {
    const sheet = read(`id${separator}name\r\n007${separator}"Li${separator} Ana"\r\n`)
    expect(sheet).toMatchObject({ headers: ['id', 'name'], problems: [], unread: [] })
    expect(values(sheet)).toEqual([[2, '007', `Li${separator} Ana`]])
  })

  test('is separated by what stands most often in its first row, outside of quotes', () => {
    expect(read('"a,b,c";x,y;z\n1;2;3\n').headers).toEqual(['a,b,c', 'x,y', 'z'])
    expect(read('name\nLi; Ana\n').headers).toEqual(['name'])
  })

  test('may tell Excel its separator in a first line that no spreadsheet shows', () => {
    expect(values(read('sep=;\r\nid;name\r\n1;a,b\r\n'))).toEqual([[2, '1', 'a,b']])
  })

  test('keeps texts as they were typed, without spaces around them', () => {
    const sheet = read('id,n\n0045123,"  Zoë "\n6e10,"a ""b"" c"\n=1+1,NO\n')
    expect(values(sheet)).toEqual([
      [2, '0045123', 'Zoë'],
      [3, '6e10', 'a "b" c'],
      [4, '=1+1', 'NO'],
    ])
  })

  test('counts rows as a spreadsheet does: with empty ones, and a text of several lines as one', () => {
    const sheet = read('\r\nid,note\r\n1,"two\r\nlines"\r\n\r\n,\r\n2,x\r\n')
    expect(values(sheet)).toEqual([
      [3, '1', 'two\nlines'],
      [6, '2', 'x'],
    ])
  })

  test.each(['\n', '\r\n', '\r'])('may end its lines with %j, the last one or not', (end) => {
    expect(values(read(['id,n', '1,a', '2,b'].join(end)))).toEqual([
      [2, '1', 'a'],
      [3, '2', 'b'],
    ])
  })

  test.each([
    ['UTF-8', Buffer.from('id,n\n1,Zoë 漢\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffid,n\n1,Zoë 漢\n')],
    ['UTF-16, little end first', Buffer.from('\ufeffid,n\n1,Zoë 漢\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufeffid,n\n1,Zoë 漢\n', 'utf16le').swap16()],
  ])('is read as %s', (_, bytes) => {
    const sheet = read(bytes)
    expect(sheet.headers).toEqual(['id', 'n'])
    expect(values(sheet)).toEqual([[2, '1', 'Zoë 漢']])
  })

  test('letters and their accents come together', () => {
    expect(values(read('n\ne\u0301\n'))).toEqual([[2, 'é']])
  })

  test('5,000 rows take less than a second of CPU', () => {
    const row = (index: number) => `${index},First ${index},"Last, ${index}",p${index}@x.example,"vpn,printers",Zürich`
    const text =
      'id,first,last,email,groups,city\n' + Array.from({ length: 5000 }, (_, index) => row(index)).join('\r\n')
    const before = process.cpuUsage()
    const sheet = read(text)
    const { user, system } = process.cpuUsage(before)
    expect(sheet.problems).toEqual([])
    expect(sheet.rows).toHaveLength(5000)
    expect((user + system) / 1e6).toBeLessThan(1)
  })

  test('whatever stands in its cells is read back', () => {
    const cell = string({ unit: 'grapheme-ascii', maxLength: 8 }).map((text) => text.trim())
    assert(
      property(array(array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }), (rows) => {
        const lines = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'))
        const sheet = read(['a;b;c', ...lines].join('\r\n'))
        expect(sheet.problems).toEqual([])
        const filled = rows
          .map((cells, index) => [index + 2, ...cells])
          .filter((cells) => cells.slice(1).join('') !== '')
        expect(values(sheet)).toEqual(filled)
      }),
      { numRuns: 300, seed: 3 },
    )
  })
})

describe('UX-09 what is wrong with a CSV file is told with the row, all at once', () => {
  test('rows of another length, names that come twice, cells without a name', () => {
    const { problems } = read('id,name,Name,\n1,a,b,\n2,a\n3,a,b,c\n4,a,b,,d\n')
    expect(problems.map(({ row }) => row)).toEqual([1, 3, 4, 5])
    expect(problems.map(({ message }) => message)).toEqual([
      'The columns B and C have the same name, "Name".',
      'This row has 2 cells, the first row has 4.',
      '"c" stands in column D, which has no name in the first row.',
      'This row has 5 cells, the first row has 4.',
    ])
    for (const { fix } of problems) expect(fix).not.toBe('')
  })

  test('mixed encodings', () => {
    const text = Buffer.concat([
      Buffer.from('id,name\n1,Zoë\n2,'),
      Buffer.from('Müller', 'latin1'),
      Buffer.from('\n3,'),
      Buffer.from([0x80, 0x35]),
      Buffer.from('\n4,x\n'),
    ])
    expect(read(text).problems).toEqual([
      {
        row: 3,
        message: 'The text in column B is not UTF-8; as Windows-1252 it would read "Müller".',
        fix: 'Save the file as “CSV UTF-8”.',
      },
      {
        row: 4,
        message: 'The text in column B is not UTF-8; as Windows-1252 it would read "€5".',
        fix: 'Save the file as “CSV UTF-8”.',
      },
    ])
  })

  test('quotes that are not closed or stand in the middle; the rows behind them are read all the same', () => {
    const sheet = read('id,name\n1,5" pipe\n2,"open\n3,x\n4,"a"b\n5,y\n6\n')
    expect(sheet.problems.map(({ row }) => row)).toEqual([2, 3, 5, 7])
    expect(sheet.rows.map(({ row }) => row)).toEqual([4, 6, 7])
  })

  test('of very many broken rows the first hundred are told, and that there may be more', () => {
    const { problems } = read(`id,name\n${'1,5" pipe\n'.repeat(1000)}`)
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)!.message).toBe('What follows was not read any more.')
  })

  test('a broken first row is not followed by complaints about another one', () => {
    expect(read('id,"na"me\n1,a,b\n2\n').problems.map(({ row }) => row)).toEqual([1])
  })

  test.each([
    ['nothing', '', 'There is nothing in this sheet.'],
    ['only empty rows', '\n,,\n', 'There is nothing in this sheet.'],
    ['zeros', 'a\0b\n', 'This is not a text file'],
  ])('%s', (_, text, message) => {
    expect(read(text).problems).toMatchObject([{ row: 0 }])
    expect(read(text).problems[0]!.message).toContain(message)
  })

  test('half a character of UTF-16', () => {
    expect(read(Buffer.from([0xff, 0xfe, 0x00, 0xd8])).problems[0]!.message).toContain('UTF-16')
  })

  test('more than 50 MB', () => {
    expect(read(new Uint8Array(50 * 1024 * 1024 + 1)).problems[0]!.message).toContain('larger than 50 MB')
  })
})
