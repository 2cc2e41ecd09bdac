import type { Entry, WorkStep } from '../../model/entry.ts'

/** What orders are about that hold steps of checklists, and no contract. */
export const checklists = 'roster'

/** A work order as the ledger knows it. */
export interface RememberedOrder {
  readonly order: string
  /** The contract that it is about; `roster`: checklists. */
  readonly directory: string
  /** The calendar day of the apply. */
  readonly on: string
  readonly steps: readonly RememberedStep[]
  /** The order that its open steps went into. */
  readonly replacedBy?: string
}

/** A step, and how far it has come: open, attested, then verified or contradicted by what the platform shows. */
export interface RememberedStep extends WorkStep {
  readonly attested?: { readonly by: string; readonly recordedBy: string; readonly on: string; readonly at: string }
  /** RFC 3339: when the platform was seen to show it. */
  readonly verified?: string
  readonly contradicted?: { readonly at: string; readonly why: string }
}

/** Name -> order. */
export type Orders = Map<string, RememberedOrder>

/** Somebody is asked to do something. */
export function orderIssued(orders: Orders, entry: Extract<Entry, { type: 'workOrder' }>): void {
  const { order, directory, on, steps, replaces } = entry
  const replaced = replaces === undefined ? undefined : orders.get(replaces)
  if (replaced !== undefined) orders.set(replaced.order, { ...replaced, replacedBy: order })
  orders.set(order, { order, directory, on, steps })
}

/** Somebody says that a step is done. */
export function stepAttested(orders: Orders, entry: Extract<Entry, { type: 'attested' }>, at: string): void {
  const { by, recordedBy, on } = entry
  revise(orders, entry.order, entry.step, (step) => ({ ...step, attested: { by, recordedBy, on, at } }))
}

/** Changes one step of an order. */
export function revise(
  orders: Orders,
  name: string,
  number: number,
  change: (step: RememberedStep) => RememberedStep,
): void {
  const order = orders.get(name)
  const step = order?.steps[number - 1]
  if (order === undefined || step === undefined) return
  orders.set(name, { ...order, steps: order.steps.with(number - 1, change(step)) })
}

/** Whether something in it is still to be done. */
export function isOpen({ steps, replacedBy }: RememberedOrder): boolean {
  return replacedBy === undefined && steps.some(({ attested }) => attested === undefined)
}

/** Whether a step is done for all that anybody can know: the platform was seen to show it, or nothing but somebody's word can. */
export function isProven({ verify, attested, verified, contradicted }: RememberedStep): boolean {
  return contradicted === undefined && (verified !== undefined || (verify === 'attest' && attested !== undefined))
}
