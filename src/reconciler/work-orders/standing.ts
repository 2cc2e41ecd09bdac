import { recall } from '../checkpoints/recall.ts'
import type { OpenOrder, Run } from '../run.ts'
import { filesOf, type Files } from './files.ts'
import { openAfter } from './open.ts'
import type { Orders } from './remembered.ts'

/** The work orders of a tenant, without planning anything. */
export interface StandingOrders {
  /** Every one that was ever given out. */
  readonly orders: Orders
  /** Those of which something is still to be done, as people are told of them. */
  readonly open: readonly OpenOrder[]
  readonly files: Pick<Files, 'tenant' | 'zone' | 'people' | 'parent'>
}

/** Reads the work orders of a tenant; undefined: it never had any; `mistake`: its files cannot be read, as a sentence. */
export async function standingOrders(
  run: Run,
  tenant: string,
): Promise<StandingOrders | { readonly mistake: string } | undefined> {
  const memory = await recall(run.ledger, tenant)
  const orders: Orders = new Map(memory.orders)
  if (orders.size === 0) return undefined
  const files = filesOf(run, tenant)
  if ('mistake' in files) return files
  const open = openAfter({ desired: files.desired(memory), memory, asOf: run.asOf }, [])
  return { orders, open: open.map((order) => ({ ...order, ...before(orders, order.order) })), files }
}

/** The order that one took the place of. */
function before(orders: Orders, name: string): Pick<OpenOrder, 'replaces'> {
  const old = [...orders.values()].findLast(({ replacedBy }) => replacedBy === name)
  return old === undefined ? {} : { replaces: old.order }
}
