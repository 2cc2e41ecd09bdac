import { dayIn } from '../../language/compile/calendar.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Entry, WorkStep } from '../../model/entry.ts'
import type { Operation, PlatformOperation } from '../../model/operation.ts'
import type { Contract } from '../accounts/contract.ts'
import type { Memory } from '../memory.ts'
import { contractsOf } from '../seats/contracts.ts'
import { readyNow } from './ready.ts'
import type { RememberedOrder } from './remembered.ts'
import { isOpen } from './remembered.ts'
import { stepsOf } from './steps.ts'

/** A work order as the ledger takes it down. */
export type OrderEntry = Extract<Entry, { type: 'workOrder' }>

/** A plan that was applied: what is in it, and ids of what was carried out. */
export interface Issuing {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly asOf: Date
  readonly operations: readonly Operation[]
  readonly carriedOut: ReadonlySet<string>
}

/**
 * Work orders that an apply gives out: one for each contract where other things can be done now than its open order asks for.
 * One without steps takes back an order of which nothing is asked for any more.
 */
export function ordersFor({ desired, memory, asOf, operations, carriedOut }: Issuing): readonly OrderEntry[] {
  const ready = readyNow({ operations, carriedOut })
  const open = openOrders(memory)
  const directories = [...new Set([...ready.keys(), ...open.keys()])].toSorted()
  if (directories.length === 0) return []
  const contracts = new Map(contractsOf(desired, memory, asOf).map((each) => [each.subscription.id, each]))
  const today = dayIn(desired.timezone, asOf)
  return directories.flatMap((directory) =>
    orderFor({
      directory,
      wanted: ready.get(directory) ?? [],
      open: open.get(directory),
      contract: contracts.get(directory),
      number: lastNumber(memory, directory) + 1,
      today,
    }),
  )
}

/** The order of each contract that still has something to do. */
export function openOrders({ orders }: Pick<Memory, 'orders'>): ReadonlyMap<string, RememberedOrder> {
  const open = [...orders.values()].filter(isOpen)
  return new Map(open.map((order) => [order.directory, order]))
}

interface Place {
  readonly directory: string
  readonly wanted: readonly PlatformOperation[]
  readonly open: RememberedOrder | undefined
  readonly contract: Contract | undefined
  readonly number: number
  readonly today: string
}

function orderFor({ directory, wanted, open, contract, number, today }: Place): readonly OrderEntry[] {
  const asked =
    open?.steps.filter(({ attested }) => attested === undefined).flatMap(({ operations }) => operations) ?? []
  if (isSame(asked, wanted)) return []
  const made = stepsOf({ ...(contract === undefined ? {} : { contract }), operations: wanted, today })
  const steps = made.map((step) => ({ ...step, due: [step.due, ...daysAsked(step, open)].toSorted()[0] ?? step.due }))
  const replaces = open === undefined ? {} : { replaces: open.order }
  return [{ type: 'workOrder', order: `${directory}-${number}`, directory, on: today, steps, ...replaces }]
}

/** Days by which an earlier order asked for something of a step: a new order puts nothing off. */
function daysAsked({ operations }: WorkStep, open: RememberedOrder | undefined): readonly string[] {
  const own = new Set(operations.map(({ fingerprint }) => fingerprint))
  const before = open?.steps.filter((step) => step.operations.some(({ fingerprint }) => own.has(fingerprint))) ?? []
  return before.filter(({ attested }) => attested === undefined).map(({ due }) => due)
}

function isSame(a: readonly PlatformOperation[], b: readonly PlatformOperation[]): boolean {
  const known = new Set(a.map(({ fingerprint }) => fingerprint))
  return a.length === b.length && b.every(({ fingerprint }) => known.has(fingerprint))
}

function lastNumber({ orders }: Memory, directory: string): number {
  const numbers = [...orders.values()].flatMap((order) =>
    order.directory === directory ? [Number(order.order.slice(directory.length + 1))] : [],
  )
  return Math.max(0, ...numbers)
}
