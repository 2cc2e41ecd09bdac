import { strToU8, zipSync } from 'fflate'

/** A cell as the sheet's XML has it, or a text or number in the plain form. */
export type CellXml = string | number | { readonly xml: (name: string) => string }

/** What may be out of the ordinary in a workbook. */
export interface Extras {
  readonly styles?: string
  readonly shared?: string
  readonly workbook?: string
  /** XML of further sheets. */
  readonly more?: readonly string[]
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** A workbook as spreadsheet programs write it; rows of cells, the first is row 1. */
export function workbook(rows: readonly (readonly (CellXml | undefined)[])[], extras: Extras = {}): Uint8Array {
  return zipped(partsOf(sheetXml(rows), extras))
}

/** A workbook from the XML of its first sheet. */
export function workbookOf(sheet: string, extras: Extras = {}): Uint8Array {
  return zipped(partsOf(sheet, extras))
}

/** Parts, by their paths, as a file. */
export function zipped(parts: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])))
}

/** A cell with attributes and a stored value. */
export function stored(attributes: string, value: string | undefined, formula?: string): CellXml {
  const f = formula === undefined ? '' : `<f>${formula}</f>`
  const v = value === undefined ? '' : `<v>${value}</v>`
  return { xml: (name) => `<c r="${name}" ${attributes}>${f}${v}</c>` }
}

/** The parts of a workbook by their paths. */
export function partsOf(sheet: string, { styles, shared, workbook: book, more = [] }: Extras): Record<string, string> {
  const sheets = ['Sheet1', ...more.map((_, index) => `Sheet${index + 2}`)]
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${head}<Relationships><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      book ??
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships>${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="rId98" Type="${relations}/styles" Target="/xl/styles.xml"/><Relationship Id="rId99" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...Object.fromEntries(more.map((xml, index) => [`xl/worksheets/sheet${index + 2}.xml`, xml])),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `${head}<styleSheet xmlns="${main}">${styles}</styleSheet>` }),
    ...(shared === undefined ? {} : { 'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${shared}</sst>` }),
  }
}

/** The XML of a sheet. */
export function sheetXml(rows: readonly (readonly (CellXml | undefined)[])[]): string {
  const lines = rows.map((cells, index) => {
    const each = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${index + 1}`))
    return cells.length === 0 ? '' : `<row r="${index + 1}">${each.join('')}</row>`
  })
  return `${head}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

function cellXml(cell: CellXml | undefined, name: string): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return `<c r="${name}"><v>${cell}</v></c>`
  if (typeof cell === 'string') return `<c r="${name}" t="inlineStr"><is><t xml:space="preserve">${cell}</t></is></c>`
  return cell.xml(name)
}
