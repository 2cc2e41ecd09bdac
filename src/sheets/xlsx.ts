import { numberText } from './number.ts'
import type { SheetProblem } from './problem.ts'
import { columnName, problemOf, quoted } from './problem.ts'
import type { RawRow, RawTable } from './table.ts'
import type { Workbook } from './workbook.ts'
import { workbookOf } from './workbook.ts'
import { readXml } from './xml.ts'
import { damaged, Zip } from './zip.ts'

/** Columns that a sheet can have. */
const mostColumns = 16_384

/** Reads the first visible sheet of an XLSX workbook (ECMA-376 part 1, 18.3). */
export function readXlsx(file: Buffer): RawTable {
  const workbook = workbookOf(new Zip(file))
  const reading = new SheetReading(workbook)
  readXml(workbook.sheet, reading)
  return { rows: reading.rows, problems: reading.problems, even: false, unread: workbook.others }
}

interface Cell {
  readonly column: number
  readonly type: string
  readonly style: number
  /** What is stored, or a text that stands in the cell itself. */
  stored: string | undefined
  formula: boolean
}

class SheetReading {
  readonly rows: RawRow[] = []
  readonly problems: SheetProblem[] = []
  readonly #workbook: Workbook
  #row = 0
  #cells: (string | undefined)[] = []
  #column = -1
  #cell: Cell | undefined
  #said: string | undefined
  #aside = false

  constructor(workbook: Workbook) {
    this.#workbook = workbook
  }

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    switch (name) {
      case 'row':
        this.#row = attributes['r'] === undefined ? this.#row + 1 : Number(attributes['r'])
        this.#cells = []
        this.#column = -1
        this.rows.push({ row: this.#row, cells: this.#cells })
        break
      case 'c':
        this.#column = attributes['r'] === undefined ? this.#column + 1 : columnOf(attributes['r'])
        this.#cell = {
          column: this.#column,
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          stored: undefined,
          formula: false,
        }
        break
      case 'f':
        if (this.#cell !== undefined) this.#cell.formula = true
        break
      case 'rPh':
        this.#aside = true
        break
      case 'v':
      case 't':
        if (this.#cell !== undefined && !this.#aside) this.#said = ''
        break
    }
  }

  readonly text = (text: string): void => {
    if (this.#said !== undefined) this.#said += text
  }

  readonly close = (name: string): void => {
    if (name === 'rPh') this.#aside = false
    if ((name === 'v' || name === 't') && this.#said !== undefined && this.#cell !== undefined) {
      this.#cell.stored = (this.#cell.stored ?? '') + this.#said
      this.#said = undefined
    }
    if (name !== 'c' || this.#cell === undefined) return
    this.#cells[this.#cell.column] = this.#textOf(this.#cell)
    this.#cell = undefined
  }

  #textOf({ column, type, style, stored, formula }: Cell): string {
    if (stored === undefined || stored === '') {
      if (formula && stored === undefined && type !== 'str') {
        this.#problem(
          column,
          'holds a formula without its result',
          'Open the workbook in a spreadsheet program and save it.',
        )
      }
      return ''
    }
    switch (type) {
      case 's':
        return unescaped(this.#workbook.sharedStrings[Number(stored)] ?? this.#lost())
      case 'str':
      case 'inlineStr':
        return unescaped(stored)
      case 'b':
        return stored === '1' ? 'TRUE' : 'FALSE'
      case 'd':
        return stored.replace(/T00:00:00(?:\.0+)?Z?$/, '')
      case 'e':
        this.#problem(column, `shows the error ${quoted(stored)}`, 'Mend the formula, or type the value.')
        return ''
      default:
        return this.#number(column, stored, this.#workbook.formats[style] ?? 'General')
    }
  }

  #number(column: number, stored: string, code: string): string {
    const value = Number(stored)
    if (!Number.isFinite(value)) return stored
    if (Math.abs(value) >= 1e15) {
      const message = `holds a number of more than 15 digits (${quoted(stored)}), of which spreadsheets forget the last`
      this.#problem(column, message, 'Give the column the format “Text” and type the number again.')
    }
    return numberText({ value, code, from1904: this.#workbook.from1904 })
  }

  #problem(column: number, what: string, fix: string): void {
    this.problems.push(problemOf(this.#row, `Cell ${columnName(column)}${this.#row} ${what}.`, fix))
  }

  #lost(): never {
    throw damaged()
  }
}

/** The column of a cell's name: `B7` is 1. */
function columnOf(name: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(name)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  if (column < 1 || column > mostColumns) throw damaged()
  return column - 1
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}
