import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from '../../src/report/csv.ts'
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
