import type { ExportStates, PlatformExport } from '../../generated/platform.ts'
import type { AccountState } from '../../model/observed.ts'
import { quoted } from '../../sheets/problem.ts'
import type { SheetRow } from '../../sheets/table.ts'
import { countIn, dateIn, isFormula, saysNothing } from './cell.ts'
import type { Column, Columns } from './columns.ts'
import { folded } from './columns.ts'
import type { SheetMistake } from './mistake.ts'

/** What one row of a list says. What it does not say is not there. */
export interface ExportRow {
  readonly row: number
  readonly login: string
  readonly state?: AccountState
  /** As it stands there; '' where the platform shows no role. */
  readonly role?: string
  /** The name of the entity. */
  readonly at?: string
  readonly lastActivity?: string
  readonly firstLogin?: string
  readonly invited?: string
  readonly openTickets?: number
}

/** How rows of a list are read. */
export interface RowRules {
  readonly list: PlatformExport
  readonly columns: Columns
  /** What people of this sort sign in with. */
  readonly login: 'email' | 'username' | 'upn'
}

/** Reads one row; with a mistake in any of them nothing of the list is taken. */
export function rowIn(
  row: SheetRow,
  rules: RowRules,
): { readonly said: ExportRow; readonly mistakes: readonly SheetMistake[] } {
  const reading = new RowReading(row, rules)
  const said = {
    row: row.row,
    login: reading.address(),
    ...given('state', reading.state()),
    ...given('role', reading.text('role')),
    ...given('at', reading.text('at')),
    ...given('lastActivity', reading.date('lastActivity')),
    ...given('firstLogin', reading.date('firstLogin')),
    ...given('invited', reading.date('invited')),
    ...given('openTickets', reading.count('openTickets')),
  }
  // For messages only, but whoever opens the list opens this cell too.
  reading.text('name')
  return { said, mistakes: reading.mistakes }
}

/** The cells of one row, and what is wrong with them. */
class RowReading {
  readonly mistakes: SheetMistake[] = []
  readonly #row: SheetRow
  readonly #rules: RowRules

  constructor(row: SheetRow, rules: RowRules) {
    this.#row = row
    this.#rules = rules
  }

  /** What stands in a column; undefined where the list has none of that sort. */
  text(column: Column): string | undefined {
    const header = this.#rules.columns.get(column)
    if (header === undefined) return undefined
    const cell = this.#row.cells.get(header) ?? ''
    if (!isFormula(cell)) return cell
    return this.#wrong(column, `${quoted(cell)} is a formula.`, 'Export the list again: a list of accounts has none.')
  }

  date(column: Column): string | undefined {
    const cell = this.text(column)
    if (cell === undefined || saysNothing(cell)) return undefined
    const date = dateIn(cell)
    if (date !== undefined) return date
    const fix = 'Write 2026-12-01, or a moment as 2026-12-01T08:30:00Z.'
    return this.#wrong(column, `${quoted(cell)} is not a date that can be told for certain.`, fix)
  }

  count(column: Column): number | undefined {
    const cell = this.text(column)
    if (cell === undefined || saysNothing(cell)) return undefined
    const count = countIn(cell)
    if (count !== undefined) return count
    return this.#wrong(column, `${quoted(cell)} is not a whole number.`, 'Write one, or leave the cell empty.')
  }

  state(): AccountState | undefined {
    const cell = this.text('state')
    if (cell === undefined) return undefined
    const { states } = this.#rules.list
    const state = stateIn(states, cell)
    if (state !== undefined) return state
    const message = cell === '' ? 'The state is missing.' : `${quoted(cell)} is not a state that this list has.`
    return this.#wrong('state', message, `It has ${wordsIn(states)}.`)
  }

  address(): string {
    const cell = this.text('login')
    if (cell === '') this.#wrong('login', 'There is no address.', 'Export the list again, or take the row out.')
    else if (cell !== undefined && this.#rules.login !== 'username' && !/^[^\s@]+@[^\s@]+$/.test(cell))
      this.#wrong('login', `${quoted(cell)} is not an address.`, 'Export the list again, or correct the cell.')
    return cell ?? ''
  }

  #wrong(column: Column, message: string, fix: string): undefined {
    const header = this.#rules.columns.get(column) ?? column
    this.mistakes.push({ row: this.#row.row, column: header, message, fix })
  }
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [name in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in K]: V })
}

function stateIn(states: ExportStates | undefined, cell: string): AccountState | undefined {
  return wordsOf(states).find(([, words]) => words.some((word) => folded(word) === folded(cell)))?.[0]
}

/** Where a profile has no words for the states of a list, roster's own. */
function wordsOf(states: ExportStates | undefined): readonly (readonly [AccountState, readonly string[]])[] {
  const {
    active,
    disabled,
    invited = [],
    incomplete = [],
    locked = [],
  } = states ?? { active: ['active'], disabled: ['disabled'] }
  return [
    ['active', active ?? []],
    ['disabled', disabled ?? []],
    ['invited', invited],
    ['incomplete', incomplete],
    ['locked', locked],
  ]
}

function wordsIn(states: ExportStates | undefined): string {
  return wordsOf(states)
    .flatMap(([, words]) => words)
    .join(', ')
}

/** Whether a list shows accounts that are switched off too. */
export function listsDisabled({ states, columns }: PlatformExport): boolean {
  return columns.state !== undefined && (states === undefined || states.disabled !== undefined)
}
