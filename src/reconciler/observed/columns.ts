import type { ExportColumns, PlatformExport } from '../../generated/platform.ts'
import type { Sheet } from '../../sheets/table.ts'
import type { SheetMistake } from './mistake.ts'

/** Something that a column can hold. */
export type Column = keyof ExportColumns

/** What a column is called in the sheet. */
export type Columns = ReadonlyMap<Column, string>

const inWords: Readonly<Record<Column, string>> = {
  login: 'what people sign in with',
  state: 'whether the account works',
  role: 'the role',
  name: 'the name',
  at: 'what the account belongs to',
  lastActivity: 'when people were last seen',
  firstLogin: 'when people were first there',
  invited: 'when people were invited',
  openTickets: 'how many tickets are open',
}

/** Without them a list proves nothing: an account that is not said to be off would count as working. */
const needed: readonly Column[] = ['login', 'state', 'role']

/** Finds the columns that are read; one that is needed and not there is a mistake. Others are left alone. */
export function columnsIn(
  { headers, headerRow }: Pick<Sheet, 'headers' | 'headerRow'>,
  { columns }: PlatformExport,
): { readonly columns: Columns; readonly mistakes: readonly SheetMistake[] } {
  const byName = new Map(headers.map((header) => [folded(header), header]))
  const found = new Map<Column, string>()
  const mistakes: SheetMistake[] = []
  for (const [column, names] of entriesOf(columns)) {
    const header = names.map((name) => byName.get(folded(name))).find((each) => each !== undefined)
    if (header !== undefined) found.set(column, header)
    else if (needed.includes(column)) mistakes.push(lacking(column, names, headerRow))
  }
  return { columns: found, mistakes }
}

function entriesOf(columns: ExportColumns): readonly (readonly [Column, readonly string[]])[] {
  return Object.entries(columns) as (readonly [Column, readonly string[]])[]
}

function lacking(column: Column, names: readonly string[], row: number): SheetMistake {
  const called = names.map((name) => JSON.stringify(name)).join(' or ')
  return {
    row,
    column: names[0] ?? column,
    message: `The column that says ${inWords[column]} is missing; it is called ${called}.`,
    fix: 'Export the list with it, or write what it is called into the profile of the platform.',
  }
}

/** Names alike for people are alike. */
export function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
