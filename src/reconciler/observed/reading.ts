import type { PlatformExport } from '../../generated/platform.ts'
import type { ExportFacet } from '../../model/entry.ts'
import { grouped } from '../../model/grouped.ts'
import { standsDown } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Sheet } from '../../sheets/table.ts'
import type { Contract } from '../accounts/contract.ts'
import { knownOn, rememberedOn, typeRules } from '../accounts/contract.ts'
import { accountIn } from './account.ts'
import type { Columns } from './columns.ts'
import { columnsIn } from './columns.ts'
import type { SheetMistake } from './mistake.ts'
import { namingOf } from './names.ts'
import type { ExportRow } from './row.ts'
import { listsDisabled, rowIn } from './row.ts'
import { foldedLogin, idsOf } from './who.ts'

/** What a list says of the accounts on a platform. With mistakes nothing of it may be used. */
export interface ExportReading {
  readonly mistakes: readonly SheetMistake[]
  readonly rows: number
  /** Id, or `~<login>` for somebody nobody declared -> account. Sorted. */
  readonly accounts: Readonly<Record<string, ObservedAccount>>
  readonly shows: readonly ExportFacet[]
  /** Ids of accounts that are known and that the list should have. Sorted. */
  readonly expected: readonly string[]
  /** Those of them that it does not have. */
  readonly missing: readonly string[]
}

/** Reads a list against what is known and asked for. Pure. */
export function readExport(
  contract: Contract,
  sheet: Sheet,
  { list, now }: { readonly list: PlatformExport; readonly now: Date },
): ExportReading {
  const { columns, mistakes: lacking } = columnsIn(sheet, list)
  const unreadable = sheet.problems.map(({ row, message, fix }): SheetMistake => ({ row, message, fix }))
  const early = [...unreadable, ...(sheet.headerRow === 0 ? [] : lacking)]
  // Where the names of the columns could not be read, or lack one, what stands below them is not to be judged.
  if (lacking.length > 0 || unreadable.some(({ row }) => row <= sheet.headerRow)) return nothingRead(early, sheet)
  const login = typeRules(contract.subscription.rules, list.types[0] ?? '').login ?? 'email'
  const read = sheet.rows.map((row) => rowIn(row, { list, columns, login }))
  const rows = read.map(({ said }) => said)
  const mistakes = [...early, ...read.flatMap((each) => each.mistakes), ...empty(sheet), ...twice(rows, columns)]
  if (mistakes.length > 0) return nothingRead(mistakes, sheet)
  const accounts = accountsIn(contract, rows, { list, now })
  const expected = expectedIn(contract, list)
  return {
    mistakes: [],
    rows: rows.length,
    accounts,
    shows: facetsOf(columns),
    expected,
    missing: expected.filter((id) => !Object.hasOwn(accounts, id)),
  }
}

function nothingRead(mistakes: readonly SheetMistake[], { rows }: Sheet): ExportReading {
  const sorted = mistakes.toSorted((a, b) => a.row - b.row)
  return { mistakes: sorted, rows: rows.length, accounts: {}, shows: [], expected: [], missing: [] }
}

function empty({ rows, problems }: Sheet): readonly SheetMistake[] {
  if (rows.length > 0 || problems.length > 0) return []
  const fix = 'Export it again, without a filter: a list without a row is never taken for an empty platform.'
  return [{ row: 0, message: 'The list has no account in it.', fix }]
}

function twice(rows: readonly ExportRow[], columns: Columns): readonly SheetMistake[] {
  const same = grouped(
    rows.filter(({ login }) => login !== ''),
    ({ login }) => foldedLogin(login),
  )
  return [...same].flatMap(([login, all]): readonly SheetMistake[] => {
    const [first, ...more] = all
    if (first === undefined) return []
    return more.map(({ row }) => ({
      row,
      column: columns.get('login') ?? 'login',
      message: `${login} stands in row ${first.row} and in row ${row}.`,
      fix: 'One account has one row: export the list again, or take the wrong row out.',
    }))
  })
}

function accountsIn(
  contract: Contract,
  rows: readonly ExportRow[],
  { list, now }: { readonly list: PlatformExport; readonly now: Date },
): Readonly<Record<string, ObservedAccount>> {
  const naming = namingOf(contract)
  const ids = idsOf(
    contract,
    rows.map(({ login }) => login),
  )
  const accounts = rows.map((row) => {
    const id = ids.get(row.login) ?? ''
    const known = rememberedOn(contract, id)?.account
    return [id, accountIn(contract, row, { list, naming, whose: { id, known, now } })] as const
  })
  return Object.fromEntries(accounts.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Accounts of the sorts that the list has; those that are switched off where it shows such. */
function expectedIn(contract: Contract, list: PlatformExport): readonly string[] {
  const isListed = ({ type, state }: ObservedAccount): boolean =>
    list.types.includes(type) && state !== 'softDeleted' && (listsDisabled(list) || !standsDown({ state }))
  return knownOn(contract)
    .filter((id) => {
      const known = rememberedOn(contract, id)?.account
      return known !== undefined && isListed(known)
    })
    .toSorted()
}

function facetsOf(columns: Columns): readonly ExportFacet[] {
  return [
    ...(columns.has('state') ? (['state'] as const) : []),
    ...(columns.has('role') ? (['roles'] as const) : []),
    ...(columns.has('at') ? (['at'] as const) : []),
  ]
}
