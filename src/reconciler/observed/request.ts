import type { PlatformExport } from '../../generated/platform.ts'
import { nearest } from '../../language/load/nearest.ts'
import type { SeatDrift } from '../../model/seats.ts'
import { UsageError } from '../../model/fault.ts'
import type { Sheet } from '../../sheets/table.ts'
import type { Contract } from '../accounts/contract.ts'
import { placeOf } from '../accounts/contract.ts'
import type { SheetMistake } from './mistake.ts'
import type { Verdict } from './verify.ts'

/** A list of a platform that somebody exported, and what they say about it. */
export interface ObserveRequest {
  readonly tenant: string
  readonly subscription: string
  /** Which list of the profile it is; may be left out where there is one. */
  readonly export?: string
  readonly sheet: Sheet
  /** Name of the file, and `sha256:...` of its bytes. */
  readonly file: string
  readonly digest: string
  /** Who exported it, a person of the files; and the account of the machine that reads it. */
  readonly by?: string
  readonly recordedBy: string
  /** How many seats the platform says are paid. */
  readonly purchased?: number
  /** Why what the platform shows of seats counts from now on. */
  readonly accepted?: string
  /** It is only a part of the list: nothing follows for whoever is not in it. */
  readonly partial?: boolean
  /** Logins of accounts that somebody looked for and that are not on the platform any more. */
  readonly gone?: readonly string[]
}

/** Something that a platform shows otherwise than was agreed. */
export interface ObservedChange {
  /** Id of the person. */
  readonly user: string
  readonly message: string
}

/** What became of a list. `held`: nothing was written, and why. */
export interface ObserveReport {
  readonly tenant: string
  readonly subscription: string
  readonly export: string
  readonly file: string
  readonly exitCode: number
  readonly held?: string
  readonly mistakes: readonly SheetMistake[]
  readonly rows: number
  /** Rows about people of the files, and logins of those about others. */
  readonly matched: number
  readonly unknown: readonly string[]
  /** The same was read before, and says nothing new: nothing was written. */
  readonly unchanged: boolean
  readonly verified: readonly Verdict[]
  readonly contradicted: readonly Verdict[]
  readonly changed: readonly ObservedChange[]
  /** Ids of those who should be in the list and are not. */
  readonly missing: readonly string[]
  readonly seatDrift?: SeatDrift
  /** Where the tenant's chain stands afterwards, `<seq>:<hash>`. */
  readonly head?: string
}

/**
 * The list that is meant, with its name: the one that is named, else the only one, else the one that the file is called
 * after (`technicians.2026-12.csv`). Throws UsageError where that tells none.
 */
export function exportMeant(
  contract: Contract,
  { export: given, file }: Pick<ObserveRequest, 'export' | 'file'>,
): { readonly name: string; readonly list: PlatformExport } {
  const exports = contract.subscription.rules.exports ?? {}
  const names = Object.keys(exports)
  const [only, ...others] = names
  if (only === undefined)
    throw new UsageError(
      `The profile of ${placeOf(contract)} names no list that can be read. Add one under exports: in platforms/${contract.subscription.platform}.yaml.`,
    )
  const calledAfter = names.find((name) => name.toLowerCase() === file.split('.', 1)[0]?.toLowerCase())
  const named = given ?? calledAfter
  if (named === undefined && others.length > 0)
    throw new UsageError(
      `${placeOf(contract)} has several lists: say which with --export ${names.join(' or ')}, or call the file after it.`,
    )
  const name = named ?? only
  const list = Object.hasOwn(exports, name) ? exports[name] : undefined
  if (list !== undefined) return { name, list }
  const near = nearest(name, names)
  throw new UsageError(
    `${placeOf(contract)} has no list ${name}. ${near === undefined ? `It has ${names.join(' and ')}.` : `Did you mean ${near}?`}`,
  )
}

/** Seats are counted in whole ones. Throws UsageError. */
export function wholeSeats(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new UsageError(`--purchased ${text} is no number of seats. Write the whole number that the platform shows.`)
}
