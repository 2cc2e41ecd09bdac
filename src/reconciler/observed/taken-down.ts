import { randomUUID } from 'node:crypto'
import type { PlatformExport } from '../../generated/platform.ts'
import { dayIn } from '../../language/compile/calendar.ts'
import type { Lease } from '../../ledger/ledger.ts'
import { headText } from '../../ledger/ledger.ts'
import { parseAddress, undeclaredIn } from '../../model/address.ts'
import { canonical } from '../../model/canonical.ts'
import type { Entry } from '../../model/entry.ts'
import { exit } from '../../model/exit-code.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { SeatDrift, SeatEvent } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { knownOn, rememberedOn } from '../accounts/contract.ts'
import { journalled } from '../journalled.ts'
import type { Run } from '../run.ts'
import { catchingUp, observation } from '../seats/events.ts'
import { foldAll } from '../../seats/fold.ts'
import { afterSeats } from '../seats/pool.ts'
import { isCounted } from '../seats/terms.ts'
import { askedAndShown } from './asked.ts'
import { entriesGone, seatsGone } from './gone.ts'
import type { ExportReading } from './reading.ts'
import type { RememberedExport } from './remembered.ts'
import { exportRemembered } from './remembered.ts'
import type { ObserveReport, ObserveRequest } from './request.ts'
import { purchasesUndone } from './undone.ts'
import type { Verdict } from './verify.ts'
import { verdictsOf } from './verify.ts'
import { notWished } from './wished.ts'
import { changeInWords } from './words.ts'

/** A list that was read without a mistake, and all that it is taken down with. */
export interface Reading {
  readonly run: Run
  readonly request: ObserveRequest
  readonly lease: Lease
  readonly contract: Contract
  /** Name of the list in the profile, and what the profile says of it. */
  readonly name: string
  readonly list: PlatformExport
  readonly read: ExportReading
  /** Ids of accounts that somebody says are gone. */
  readonly gone: readonly string[]
  /** What is written before: accounts of strangers that are somebody's by now. */
  readonly before: readonly Entry[]
}

type Observed = Extract<Entry, { type: 'observed' }>

/** What a list means, before it is written. */
interface Meaning {
  readonly entry: Observed
  readonly due: readonly SeatEvent[]
  readonly remembered: RememberedExport
  readonly verdicts: readonly Verdict[]
  readonly seatDrift: SeatDrift | undefined
}

/** Writes a list down, if it says something new, and tells what it shows. */
export async function takenDown(reading: Reading): Promise<ObserveReport> {
  const meaning = meaningOf(reading)
  const unchanged = saysNothingNew(reading, meaning)
  const head = unchanged ? undefined : await written(reading, meaning)
  return reportOf(reading, meaning, { unchanged, head })
}

function meaningOf(reading: Reading): Meaning {
  const { run, contract, gone } = reading
  const { memory, desired, subscription } = contract
  const on = dayIn(desired.timezone, run.now())
  const due = catchingUp(contract, on)
  const { purchased, accepted } = reading.request
  const now = afterSeats(contract, due)
  const events = [
    ...seatsGone(contract, gone, on),
    ...askedAndShown(now, { ...reading, on, purchased }),
    ...(purchased === undefined || accepted === undefined ? [] : purchasesUndone(now, { purchased })),
    ...observed(reading, on),
  ]
  const pool = foldAll(memory.seats.get(subscription.id), [...due, ...events])
  const entry = entryOf(reading, events)
  return {
    entry,
    due,
    remembered: exportRemembered(entry, {
      accounts: memory.accounts,
      before: memory.exports.get(subscription.id),
      at: run.now().toISOString(),
    }),
    verdicts: verdictsOf(new Map(memory.orders), entry),
    seatDrift: pool?.drift,
  }
}

/** What it says of seats; of a part of a list, and of other sorts of account, what was known before. */
function observed({ contract, request, read, list, gone }: Reading, on: string): readonly SeatEvent[] {
  if (!isCounted(contract.subscription)) return []
  const unsaid = knownOn(contract).flatMap((id) => {
    const account = rememberedOn(contract, id)?.account
    const isSaid = request.partial !== true && account !== undefined && list.types.includes(account.type)
    return account === undefined || isSaid || gone.includes(id) ? [] : [[id, account] as const]
  })
  const { purchased, accepted } = request
  const accounts: Readonly<Record<string, ObservedAccount>> = { ...Object.fromEntries(unsaid), ...read.accounts }
  return [
    observation(contract, accounts, {
      on,
      ...(purchased === undefined ? {} : { purchased }),
      ...(accepted === undefined ? {} : { accepted }),
    }),
  ]
}

function entryOf({ request, read, list, gone }: Reading, seats: readonly SeatEvent[]): Observed {
  const { tenant, subscription, digest, by, recordedBy, partial } = request
  return {
    type: 'observed',
    tenant,
    subscription,
    sheet: digest,
    rows: read.rows,
    by: by ?? recordedBy,
    accounts: read.accounts,
    types: list.types,
    shows: read.shows,
    ...(partial === true ? {} : { missing: read.missing.filter((id) => !gone.includes(id)) }),
    seats,
  }
}

/** The same file, the same accounts, nothing to judge: reading it again proves nothing more. */
function saysNothingNew(reading: Reading, { verdicts, seatDrift }: Meaning): boolean {
  const { contract, request, read, before, gone } = reading
  const known = contract.memory.exports.get(contract.subscription.id)
  if (known?.sheet !== request.digest || verdicts.length + before.length + gone.length > 0) return false
  if (request.purchased !== undefined || request.accepted !== undefined) return false
  const drift = contract.memory.seats.get(contract.subscription.id)?.drift
  if (canonical({ ...seatDrift, on: '' }) !== canonical({ ...drift, on: '' })) return false
  return Object.entries(read.accounts).every(
    ([id, account]) => canonical(rememberedOn(contract, id)?.account ?? null) === canonical(account),
  )
}

async function written({ run, request, lease, contract, before, gone }: Reading, meaning: Meaning): Promise<string> {
  const { entry, due } = meaning
  const place = { ledger: run.ledger, tenant: request.tenant, apply: randomUUID(), lease }
  const head = await journalled(place, (journal) =>
    journal.record([
      ...before,
      ...(due.length === 0 ? [] : [{ type: 'seats' as const, subscription: request.subscription, events: due }]),
      entry,
      ...entriesGone(contract, gone),
    ]),
  )
  return headText(head)
}

interface Written {
  readonly unchanged: boolean
  readonly head: string | undefined
}

function reportOf(reading: Reading, meaning: Meaning, { unchanged, head }: Written): ObserveReport {
  const { request, contract, name, read } = reading
  const { remembered, verdicts, seatDrift } = meaning
  const ids = Object.keys(read.accounts)
  const contradicted = verdicts.filter(({ why }) => why !== undefined)
  const changed = notWished(contract, remembered.changed).map((each) => ({
    user: parseAddress(each.address).id,
    message: changeInWords(contract, each),
  }))
  const missing = remembered.missing.filter((id) => !id.startsWith('~'))
  const hasDrift = contradicted.length + changed.length + missing.length > 0 || seatDrift !== undefined
  return {
    tenant: request.tenant,
    subscription: request.subscription,
    export: name,
    file: request.file,
    exitCode: hasDrift ? exit.changes : exit.done,
    mistakes: [],
    rows: read.rows,
    matched: ids.filter((id) => !id.startsWith('~')).length,
    unknown: ids.flatMap((id) => undeclaredIn(id) ?? []),
    unchanged,
    verified: verdicts.filter(({ why }) => why === undefined),
    contradicted,
    changed,
    missing,
    ...(seatDrift === undefined ? {} : { seatDrift }),
    ...(head === undefined ? {} : { head }),
  }
}
