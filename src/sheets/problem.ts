/** Something wrong in a spreadsheet, and what to do about it. */
export interface SheetProblem {
  /** As the spreadsheet shows it, from 1; 0: the file as a whole. */
  readonly row: number
  readonly message: string
  readonly fix: string
}

/** Says what is wrong, where, and what to do. */
export function problemOf(row: number, message: string, fix: string): SheetProblem {
  return { row, message, fix }
}

/** Trouble with a file as a whole; thrown and caught inside this folder. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly problem: SheetProblem
  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problemOf(0, message, fix)
  }
}

/** The letters that a spreadsheet shows above a column, counted from 0. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (column % 26))
}

/** The text in quotes, cut to a length that fits into a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}
