import type { Address } from '../../model/address.ts'
import { addressOf, parseAddress } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import type { Operation } from '../../model/operation.ts'
import type { Pool, SeatEvent } from '../../model/seats.ts'
import { foldInPlace } from '../../seats/fold.ts'
import { lookedAt, savePrefix } from '../accounts/known.ts'
import { changeAccess } from '../access/former.ts'
import type { FormerAccess } from '../access/former.ts'
import type { RememberedAccount } from '../memory.ts'
import type { Orders, RememberedStep } from './remembered.ts'
import type { RememberedExport } from '../observed/remembered.ts'
import { exportRemembered } from '../observed/remembered.ts'
import { verdictsOf } from '../observed/verify.ts'
import { revise, stepAttested } from './remembered.ts'

/** The part of what is remembered that work by hand changes. */
export interface ByHand {
  readonly accounts: Map<Address, RememberedAccount>
  readonly dropped: Map<Address, readonly string[]>
  readonly access: Map<string, Map<string, Readonly<Record<string, unknown>>>>
  readonly accessBefore: FormerAccess[]
  readonly done: Map<Address, { by: string; at: string }>
  readonly orders: Orders
  readonly seats: Map<string, Pool>
}

/** All that follows from somebody's word that a step is done. `carryOut`: what follows from an operation as such. */
export function attestedIs(
  memory: ByHand,
  entry: Extract<Entry, { type: 'attested' }>,
  at: string,
  carryOut: (operation: Operation) => void,
): void {
  const { operations, accounts, drops = {}, access = {}, seats, by } = entry
  for (const operation of operations) {
    carryOut(operation)
    if (operation.kind === 'workOrder') memory.done.set(operation.address, { by, at })
    if (operation.kind === 'account' && (operation.verb === 'disable' || operation.verb === 'delete'))
      forgetSaved(memory.done, operation)
  }
  for (const [address, account] of Object.entries(accounts))
    lookedAt(memory.accounts, { type: 'account', address, account, from: 'attested' }, at)
  for (const [address, words] of Object.entries(drops)) {
    if (words.length === 0) memory.dropped.delete(address)
    else memory.dropped.set(address, words)
  }
  for (const [platform, elements] of Object.entries(access))
    changeAccess(memory, { type: 'access', platform, elements }, at)
  const [directory] = operations.map((operation) => operation.directory)
  if (directory !== undefined) seatsAre(memory.seats, directory, seats)
  stepAttested(memory.orders, entry, at)
}

/** What was saved served this time: whoever comes back and leaves again has other things to save. */
function forgetSaved(done: ByHand['done'], { address }: Operation): void {
  const { tenant, directory, id } = parseAddress(address)
  const saved = addressOf({ tenant, directory, kind: 'workOrder', id: savePrefix })
  for (const step of done.keys()) if (step.startsWith(saved) && step.endsWith(`/${id}`)) done.delete(step)
}

/** What became of the seats of a contract. */
export function seatsAre(pools: Map<string, Pool>, subscription: string, events: readonly SeatEvent[]): void {
  let pool = pools.get(subscription)
  for (const event of events) pool = foldInPlace(pool, event)
  if (pool !== undefined) pools.set(subscription, pool)
}

/** What an export of a platform shows. */
export function exportIs(
  memory: ByHand & { readonly exports: Map<string, RememberedExport> },
  entry: Extract<Entry, { type: 'observed' }>,
  at: string,
): void {
  const { tenant, subscription, accounts, seats } = entry
  for (const { order, step, why } of verdictsOf(memory.orders, entry))
    revise(memory.orders, order, step, judgedAt(at, why))
  const before = memory.exports.get(subscription)
  memory.exports.set(subscription, exportRemembered(entry, { accounts: memory.accounts, before, at }))
  for (const [id, account] of Object.entries(accounts)) {
    const address = addressOf({ tenant, directory: subscription, kind: 'account', id })
    lookedAt(memory.accounts, { type: 'account', address, account, from: 'export' }, at)
  }
  seatsAre(memory.seats, subscription, seats)
}

/** A step as the platform shows it: done, or otherwise than somebody said. */
function judgedAt(at: string, why: string | undefined): (step: RememberedStep) => RememberedStep {
  return (step) => {
    const { contradicted: _, ...rest } = step
    return why === undefined ? { ...rest, verified: at } : { ...rest, contradicted: { at, why } }
  }
}
