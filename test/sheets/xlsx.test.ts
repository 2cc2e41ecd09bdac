import { describe, expect, test } from 'vitest'
import { readSheet } from '../../src/sheets/sheet.ts'
import type { Sheet } from '../../src/sheets/table.ts'
import { partsOf, sheetXml, stored, workbook, workbookOf, zipped } from './workbooks.ts'

function read(bytes: Uint8Array): Sheet {
  return readSheet(bytes, 'people.xlsx')
}

/** Rows as plain values. */
function values({ rows, problems }: Sheet) {
  expect(problems).toEqual([])
  return rows.map(({ row, cells }) => [row, ...cells.values()])
}

/** What a number shows as in a format. */
function shown(value: number, format: string): string {
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`
  const sheet = read(workbook([['n'], [stored('s="1"', String(value))]], { styles }))
  return String(values(sheet)[0]?.[1])
}

describe('UX-09 an XLSX workbook', () => {
  test('gives texts, shared or in their cells, whole or in runs, without how they are pronounced', () => {
    const shared =
      '<si><t>id</t></si><si><r><t>Na</t></r><r><rPr/><t>me</t></r></si><si><t xml:space="preserve"> 課きく_x000D_\n&amp;</t><rPh sb="0" eb="1"><t>カ</t></rPh></si>'
    const rows = [
      [stored('t="s"', '0'), stored('t="s"', '1')],
      ['0045123', stored('t="s"', '2')],
    ]
    expect(values(read(workbook(rows, { shared })))).toEqual([[2, '0045123', '課きく\n&']])
  })

  test('gives numbers as digits, truth as it is shown, formulas as their stored results', () => {
    const rows = [
      ['a', 'b', 'c', 'd', 'e', 'f'],
      [45123, 31205550101, stored('t="b"', '1'), stored('t="str"', 'Ana', 'A1'), stored('', '7', 'A2+1'), 0.1 + 0.2],
    ]
    expect(values(read(workbook(rows)))).toEqual([[2, '45123', '31205550101', 'TRUE', 'Ana', '7', '0.3']])
  })

  test.each([
    [45123, '0000000', '0045123'],
    [45123, '0000-000', '0045-123'],
    [31205550, '+00" "000000', '+31 205550'],
    [45123, '#,##0', '45123'],
    [45123, '0.00', '45123'],
    [0.5, '0%', '0.5'],
    [45123, '@', '45123'],
    [45123, 'General', '45123'],
    [45123, '"EMP"00000', 'EMP45123'],
    [-5, '[Red]0;-0', '-5'],
  ])('%d in the format %s is %s', (value, format, text) => {
    expect(shown(value, format)).toBe(text)
  })

  test.each([
    [46357, 'yyyy-mm-dd', '2026-12-01'],
    [46357, 'd/m/yy', '2026-12-01'],
    [46357, '[$-407]d. mmmm yyyy;@', '2026-12-01'],
    [46357.5, 'dd/mm/yyyy hh:mm', '2026-12-01T12:00:00'],
    [46357.75, 'h:mm', '18:00'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
  ])('the day %d in the format %s is %s', (value, format, text) => {
    expect(shown(value, format)).toBe(text)
  })

  test('knows the formats that need not be written down, and workbooks that count from 1904', () => {
    const styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    expect(values(read(workbook([['d'], [stored('s="1"', '46357')]], { styles })))).toEqual([[2, '2026-12-01']])
    const parts = partsOf(sheetXml([['d'], [stored('s="1"', '44895')]]), { styles })
    const book = parts['xl/workbook.xml']!.replace('<sheets>', '<workbookPr date1904="1"/><sheets>')
    expect(values(read(zipped({ ...parts, 'xl/workbook.xml': book })))).toEqual([[2, '2026-12-01']])
    expect(values(read(workbook([['d'], [stored('t="d"', '2026-12-01T00:00:00')]])))).toEqual([[2, '2026-12-01']])
  })

  test('counts rows as they are shown; cells and rows may be left out, or have no names', () => {
    const rows = [[], ['id', 'name', 'city'], ['1', undefined, 'Bern'], [], ['2']]
    expect(values(read(workbook(rows)))).toEqual([
      [3, '1', '', 'Bern'],
      [5, '2', '', ''],
    ])
    const bare =
      '<x:worksheet><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c/><x:c t="str"><x:v>b</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(values(read(workbookOf(bare)))).toEqual([[2, '1', '']])
  })

  test('gives the first sheet that people can see, and names the others', () => {
    const parts = partsOf(sheetXml([['hidden'], ['x']]), { more: [sheetXml([['seen'], ['y']]), sheetXml([['z']])] })
    const book = parts['xl/workbook.xml']!.replace('name="Sheet1"', 'name="Sheet1" state="veryHidden"')
    const sheet = read(zipped({ ...parts, 'xl/workbook.xml': book }))
    expect(sheet).toMatchObject({ headers: ['seen'], unread: ['Sheet3'] })
  })

  test('of 5,000 rows takes less than a second of CPU', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [
      `person-${index}`,
      `First ${index}`,
      `Last ${index}`,
      `p${index}@x.example`,
      index,
      'vpn-users, printers',
      stored('s="1"', String(46000 + (index % 300))),
      'Zürich',
    ])
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const file = workbook([['id', 'first', 'last', 'email', 'number', 'groups', 'starts', 'city'], ...rows], { styles })
    const before = process.cpuUsage()
    const sheet = read(file)
    const { user, system } = process.cpuUsage(before)
    expect(sheet.rows).toHaveLength(5000)
    expect((user + system) / 1e6).toBeLessThan(1)
  })
})

describe('UX-09 what is wrong with a workbook is told with the row, all at once', () => {
  test('errors, formulas without results, numbers that lost digits, cells without a name, names that come twice', () => {
    const rows = [
      ['id', 'Name', 'name '],
      [stored('t="e"', '#N/A'), stored('', undefined, 'A1')],
      [1234567890123456, 'x', 'y', 'z'],
    ]
    const { problems } = read(workbook(rows))
    expect(problems.map(({ row, message }) => [row, message])).toEqual([
      [1, 'The columns B and C have the same name, "name".'],
      [2, 'Cell A2 shows the error "#N/A".'],
      [2, 'Cell B2 holds a formula without its result.'],
      [3, 'Cell A3 holds a number of more than 15 digits ("1234567890123456"), of which spreadsheets forget the last.'],
      [3, '"z" stands in column D, which has no name in the first row.'],
    ])
  })

  test.each([
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'old form .xls, or one with a password'],
    ['a text of another name', Buffer.from('id,name\n'), 'not a workbook, whatever its name says'],
    ['a cut file', workbook([['id']]).subarray(0, 400), 'damaged'],
    ['another sort of ZIP', zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }), 'not an XLSX'],
    ['broken XML', workbookOf('<worksheet><sheetData><row>'), 'damaged'],
    ['a missing shared text', workbook([[stored('t="s"', '7')]]), 'damaged'],
    ['a cell far out', workbookOf('<worksheet><row><c r="XFE1"><v>1</v></c></row></worksheet>'), 'damaged'],
    [
      'entities of its own',
      workbookOf('<!DOCTYPE x [<!ENTITY a "b">]><worksheet><row><c t="str"><v>&a;</v></c></row></worksheet>'),
      'damaged',
    ],
  ])('%s', (_, bytes, message) => {
    const { problems, rows } = read(bytes)
    expect(rows).toEqual([])
    expect(problems).toMatchObject([{ row: 0 }])
    expect(problems[0]!.message).toContain(message)
    expect(problems[0]!.fix).not.toBe('')
  })

  test('a part that unpacks to more than 50 MB, whatever its size is said to be', () => {
    const big = `<worksheet>${' '.repeat(51 * 1024 * 1024)}</worksheet>`
    const honest = workbookOf(big)
    expect(honest.length).toBeLessThan(200_000)
    expect(read(honest).problems[0]!.message).toContain('more than 50 MB when it is unpacked')
    const lying = Buffer.from(honest)
    const size = Buffer.byteLength(big)
    let lies = 0
    for (let at = 0; at < lying.length - 4; at++) {
      if (lying.readUInt32LE(at) !== size) continue
      lying.writeUInt32LE(1000, at)
      lies++
    }
    expect(lies).toBe(2)
    expect(read(lying).problems[0]!.message).toContain('more than 50 MB when it is unpacked')
  })
})
