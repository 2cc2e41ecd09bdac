import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Contract } from '../accounts/contract.ts'
import { nameOf } from '../accounts/contract.ts'
import type { Memory } from '../memory.ts'
import type { OpenOrder, OpenStep } from '../run.ts'
import { contractsOf } from '../seats/contracts.ts'
import { isImport } from './bundles.ts'
import { importSheet } from './import-sheet.ts'
import type { OrderEntry } from './issue.ts'
import { openOrders } from './issue.ts'
import type { RememberedOrder } from './remembered.ts'
import { orderIssued } from './remembered.ts'

interface Tenant {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly asOf: Date
}

/** The orders that are open once some were given out, as people are told of them; one that was taken back is among them without steps. */
export function openAfter({ desired, memory, asOf }: Tenant, issued: readonly OrderEntry[]): readonly OpenOrder[] {
  const orders = new Map(memory.orders)
  for (const entry of issued) orderIssued(orders, entry)
  const fresh = new Map(issued.map((entry) => [entry.order, entry]))
  const contracts = new Map(contractsOf(desired, memory, asOf).map((each) => [each.subscription.id, each]))
  const open = [...openOrders({ orders }).values()]
  const takenBack = issued.flatMap(({ order, steps }) => (steps.length > 0 ? [] : (orders.get(order) ?? [])))
  return [...open, ...takenBack]
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .map((order): OpenOrder => {
      const replaces = fresh.get(order.order)?.replaces
      const contract = contracts.get(order.directory)
      return {
        order: order.order,
        directory: order.directory,
        place: contract?.subscription.rules.name ?? desired.name,
        on: order.on,
        isNew: fresh.has(order.order),
        ...(replaces === undefined ? {} : { replaces }),
        steps: stepsOf(order, { desired, contract }),
      }
    })
}

interface Told {
  readonly desired: DesiredTenant
  readonly contract: Contract | undefined
}

function stepsOf({ steps }: RememberedOrder, { desired, contract }: Told): readonly OpenStep[] {
  return steps.map((step, at): OpenStep => {
    const { operations, assignee } = step
    const isFile = contract !== undefined && isImport(contract, operations)
    return {
      ...step,
      number: at + 1,
      ...(assignee === undefined ? {} : { who: nameOf({ desired }, assignee) }),
      ...(isFile ? { sheet: importSheet(contract, operations) } : {}),
    }
  })
}
