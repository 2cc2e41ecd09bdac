import { recall } from '../../reconciler/checkpoints/recall.ts'
import { exit } from '../../model/exit-code.ts'
import type { RememberedOrder, RememberedStep } from '../../reconciler/work-orders/remembered.ts'
import { isProven } from '../../reconciler/work-orders/remembered.ts'
import { dayIn } from '../../report/days.ts'
import { tasksAnswer, type Task, type TaskStanding } from '../../report/tasks.ts'
import { attestCommand, observeCommand, orderFile } from '../../report/work-order.ts'
import { refuseTwoForms, tell } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot } from '../workspace.ts'

/** What `roster tasks` can be told. */
export interface TasksOptions {
  readonly tenant?: readonly string[]
  readonly all?: boolean
  readonly csv?: boolean
}

/** `roster tasks`: what people are asked to do, read from the ledger. */
export async function tasks(session: Session, options: TasksOptions): Promise<number> {
  refuseTwoForms(session, options)
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  const ledger = await openLedger(root, settings, session)
  const known = await ledger.tenants()
  checkTenants(root, options.tenant, known)
  const found: Task[] = []
  for (const tenant of options.tenant ?? known) {
    const { orders } = await recall(ledger, tenant)
    const today = dayIn(new Date().toISOString(), settings.zoneOf(tenant))
    for (const order of orders.values()) found.push(...tasksIn(order, { tenant, today, all: options.all === true }))
  }
  return tell(session, options, { ...tasksAnswer(found.toSorted(byPlace)), exitCode: exit.done })
}

interface View {
  readonly tenant: string
  readonly today: string
  /** What is closed too. */
  readonly all: boolean
}

function tasksIn(order: RememberedOrder, view: View): readonly Task[] {
  return order.steps.flatMap((step, at) => {
    // What is open of an order that another took the place of is in that one.
    if (order.replacedBy !== undefined && step.attested === undefined) return []
    return view.all || !isClosed(order, step) ? [taskOf(order, { step, number: at + 1 }, view)] : []
  })
}

/** A contradicted one is planned anew: it is over once another order has it. */
function isClosed({ replacedBy }: RememberedOrder, step: RememberedStep): boolean {
  return isProven(step) || (step.contradicted !== undefined && replacedBy !== undefined)
}

interface Numbered {
  readonly step: RememberedStep
  readonly number: number
}

function taskOf(order: RememberedOrder, { step, number }: Numbered, { tenant, today }: View): Task {
  const { title, assignee, due, attested, contradicted, verify } = step
  const isOpen = attested === undefined
  const whose = assignee === undefined ? {} : { assignee }
  return {
    tenant,
    order: order.order,
    step: number,
    title,
    ...whose,
    due,
    overdue: isOpen && due < today,
    standing: standingOf(step),
    verify,
    after: step.after.filter((before) => order.steps[before - 1]?.attested === undefined),
    ...(attested === undefined ? {} : { attestedBy: attested.by, attestedOn: attested.on }),
    ...(contradicted === undefined ? {} : { why: contradicted.why }),
    ...commandOf(tenant, order, { step, number }),
    file: orderFile(tenant, order.order),
  }
}

function commandOf(
  tenant: string,
  order: RememberedOrder,
  { step, number }: { readonly step: RememberedStep; readonly number: number },
): Pick<Task, 'command'> {
  const { attested, assignee } = step
  if (attested === undefined) {
    const whose = assignee === undefined ? {} : { assignee }
    return { command: attestCommand(tenant, order.order, { number, ...whose }) }
  }
  if (!isUnseen(step)) return {}
  const seats = order.steps.some((each) => isUnseen(each) && each.operations.some(({ kind }) => kind === 'seat'))
  return { command: observeCommand(tenant, order.order, { seats }) }
}

/** Attested, and a list can still show it. */
function isUnseen({ attested, verified, contradicted, verify }: RememberedStep): boolean {
  return attested !== undefined && verify === 'export' && verified === undefined && contradicted === undefined
}

function standingOf({ attested, verified, contradicted }: RememberedStep): TaskStanding {
  if (contradicted !== undefined) return 'contradicted'
  if (verified !== undefined) return 'verified'
  return attested === undefined ? 'open' : 'attested'
}

function byPlace(a: Task, b: Task): number {
  if (a.tenant !== b.tenant) return a.tenant < b.tenant ? -1 : 1
  if (a.order !== b.order) return a.order.localeCompare(b.order, 'en', { numeric: true })
  return a.step - b.step
}
