import type { PlatformWorkOrder } from '../../generated/platform.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import { wayOfCreation } from '../accounts/capability.ts'
import type { Contract } from '../accounts/contract.ts'
import { typeOn } from '../accounts/contract.ts'
import type { Bundle } from './bundles.ts'
import { fieldsFor, filled, personOf } from './filled.ts'

/** What a step says: its title and the clicks that carry it out. */
export interface Wording {
  readonly title: string
  readonly clicks: readonly string[]
  /** How the platform's profile says it is known to be done; not there where it says nothing. */
  readonly verify?: PlatformWorkOrder['verify']
}

/** The words for a turn at the console: those of the platform's profile, else the plan's own. */
export function wordingOf(contract: Contract | undefined, bundle: Bundle): Wording {
  const [first] = bundle
  const entry = contract === undefined || first === undefined ? undefined : entryFor(contract, first)
  if (contract === undefined || first === undefined || entry === undefined)
    return { title: plainTitle(bundle), clicks: [] }
  const fields = fieldsFor(contract, first)
  return {
    title: filled(entry.title, fields),
    clicks: entry.steps.map((click) => filled(click, fields)),
    verify: entry.verify,
  }
}

function plainTitle([first]: Bundle): string {
  if (first === undefined) return ''
  if (first.kind === 'workOrder') return first.after.title
  const { summary } = first
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}`
}

/** The profile's entry for an operation. One that names no way of doing it serves all of them. */
function entryFor(contract: Contract, operation: PlatformOperation): PlatformWorkOrder | undefined {
  const { workOrders = [] } = contract.subscription.rules
  const of = subjectOf(contract, operation)
  const verb = verbOf(operation)
  const by = operation.verb === 'create' && of !== undefined ? wayOfCreation(contract, of) : 'single'
  const fitting = workOrders.filter((entry) => entry.verb === verb && entry.of === of)
  return fitting.find((entry) => entry.by === by) ?? fitting.find((entry) => entry.by === undefined)
}

/** What is done once by an action is a verb of its own in profiles. */
function verbOf(operation: PlatformOperation): string {
  if (operation.kind === 'workOrder') return operation.after.step
  return operation.verb === 'invite' ? 'resendInvitation' : operation.verb
}

/** What an entry of a profile is about: the sort of account, `role` or `seat`. */
function subjectOf(contract: Contract, operation: PlatformOperation): string | undefined {
  if (operation.kind === 'role' || operation.kind === 'seat') return operation.kind
  if (operation.kind === 'account' && operation.verb === 'create') return operation.after.type
  const user = personOf(operation)
  return user === undefined ? undefined : typeOn(contract, user)
}
