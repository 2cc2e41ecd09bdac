import type { OpenOrder, OpenStep, TenantReport } from '../reconciler/run.ts'
import { count } from './count.ts'
import { dayForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { orderFile, sheetFile } from './work-order.ts'

const fewSteps = 10

/** Work orders that an apply gave out, and those that are still open: where the file lies, and what is in it. */
export function paintOrders(
  { tenant, orders = [] }: Pick<TenantReport, 'tenant' | 'orders'>,
  { ink, everything }: { readonly ink: Ink; readonly everything: boolean },
): string[] {
  return orders.flatMap((order) => {
    const file = ink.plain(orderFile(tenant, order.order))
    if (order.steps.length === 0)
      return [`  ${ink.warn('taken back')} ${ink.plain(`${order.replaces}: nothing of it is asked for any more`)}`]
    const open = order.steps.filter(({ attested }) => attested === undefined)
    if (!order.isNew)
      return [`  ${ink.change('still open')} ${ink.plain(`${count(open.length, 'step')} of ${order.order}`)}: ${file}`]
    const instead = order.replaces === undefined ? '' : `, in place of ${order.replaces}`
    const shown = everything ? open : open.slice(0, fewSteps)
    const rest = open.length - shown.length
    return [
      `  ${ink.change('work order')} ${ink.plain(`${order.order} (${order.place}, ${count(open.length, 'step')}${instead})`)}: ${file}`,
      ...shown.map((step) => `    ${ink.plain(`${step.number}. ${step.title}`)} ${ink.faint(whoAndWhen(step))}`),
      ...(rest > 0 ? [`    ${ink.faint(`and ${rest} more (--verbose shows all)`)}`] : []),
    ]
  })
}

/** A work order as a document: what machines need to find the file and the steps. */
export function orderDocument(tenant: string, { steps, ...order }: OpenOrder): object {
  return {
    ...order,
    file: orderFile(tenant, order.order),
    steps: steps.map(({ number, title, assignee, due, verify, after, attested, operations, sheet }) => ({
      step: number,
      title,
      ...(assignee === undefined ? {} : { assignee }),
      due,
      verify,
      after,
      operations: operations.map(({ id }) => id),
      ...(attested === undefined ? {} : { attested: { by: attested.by, on: attested.on } }),
      ...(sheet === undefined ? {} : { file: sheetFile(tenant, order.order, number) }),
    })),
  }
}

function whoAndWhen({ who, due }: OpenStep): string {
  return `(${who === undefined ? '' : `${who}, `}by ${dayForPeople(due)})`
}
