/** Something in a list of a platform that cannot be taken. */
export interface SheetMistake {
  /** As the spreadsheet shows it, from 1; 0: the file as a whole. */
  readonly row: number
  /** The column by its name; not there: the row as a whole. */
  readonly column?: string
  readonly message: string
  readonly fix: string
}
