import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, importCsvOf } from '../../src/report/csv.ts'
import { readCsv } from '../../src/sheets/csv.ts'

const columns = [{ name: 'text', title: 'TEXT' }]

function cellOf(text: string): string {
  return csvOf({ columns, rows: [[text]] }).slice('"text"\r\n'.length, -'\r\n'.length)
}

test.each([
  '=1+1',
  '+1',
  '-1',
  '@a',
  '\tx',
  '\rx',
  '\nx',
  '\0x',
  '＝1',
  '＋1',
  '－1',
  '＠a',
  '  =1',
  '\u00a0=1',
  '\u3000=1',
])('SEC-33 %j is text for a spreadsheet', (text) => {
  expect(cellOf(text).startsWith(`"'`)).toBe(true)
})

test('SEC-33 what is no formula stays as it is, quotes and line ends included', () => {
  assert(
    property(string(), (text) => {
      const [, row] = readCsv(Buffer.from(csvOf({ columns, rows: [[`x${text}`]] }))).rows
      expect(row?.cells).toEqual([`x${text}`])
    }),
  )
  expect(cellOf('a "b", c')).toBe('"a ""b"", c"')
})

test.each(['+31 20 123-4567', '+31(0)201234567', '+ (31) 20', '+3120'])(
  'SEC-33 the telephone number %j stays as it is for a product that imports it, and is text in an answer',
  (phone) => {
    expect(importCsvOf({ columns, rows: [[phone]] })).toBe(`"text"\r\n"${phone}"\r\n`)
    expect(cellOf(phone)).toBe(`"'${phone}"`)
  },
)

test.each(['+1+1', '+1,2', '+A1', '+', '+1\t', '+1\n', '＋31', '-31', ' +31', '+31*2', '=+31', '+31 ext 4'])(
  'SEC-33 %j is no telephone number: it is text for whoever imports it too',
  (text) => {
    expect(importCsvOf({ columns, rows: [[text]] })).toBe(`"text"\r\n"'${text}"\r\n`)
  },
)
