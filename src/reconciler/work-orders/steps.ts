import type { WorkStep } from '../../model/entry.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { Contract } from '../accounts/contract.ts'
import type { Bundle } from './bundles.ts'
import { bundled, isImport } from './bundles.ts'
import { dueOf } from './due.ts'
import { proofOf } from './proof.ts'
import { typedFor } from './typed.ts'
import { wordingOf } from './wording.ts'

/** What people can do now, of one contract; `contract` is not there for checklists. */
export interface Work {
  readonly contract?: Contract
  readonly operations: readonly PlatformOperation[]
  /** The calendar day in the zone of the tenant. */
  readonly today: string
}

/** The steps of a work order, in the order in which they are done. */
export function stepsOf(work: Work): readonly WorkStep[] {
  const bundles = bundled(work.contract, work.operations)
  const numbers = new Map(bundles.flatMap((bundle, at) => bundle.map(({ id }) => [id, at + 1] as const)))
  return bundles.map((bundle) => ({ ...stepFor(work, bundle), after: numbersOf(bundle, numbers) }))
}

function stepFor({ contract, today }: Work, bundle: Bundle): Omit<WorkStep, 'after'> {
  const wording = wordingOf(contract, bundle)
  const assignee = assigneeOf(contract, bundle)
  return {
    title: wording.title,
    clicks: wording.clicks,
    fields: fieldsOf(contract, bundle),
    effects: [...new Set(bundle.flatMap(({ effects }) => effects))],
    ...(assignee === undefined ? {} : { assignee }),
    due: dueOf(bundle, today),
    verify: proofOf(contract, wording, bundle[0]),
    operations: bundle,
  }
}

function fieldsOf(contract: Contract | undefined, bundle: Bundle): WorkStep['fields'] {
  const [first] = bundle
  if (contract === undefined || first === undefined) return []
  // What is imported stands in the sheet beside the order.
  if (isImport(contract, bundle)) return [{ label: 'people in the file', value: String(bundle.length) }]
  return typedFor(contract, first)
}

function assigneeOf(contract: Contract | undefined, [first]: Bundle): string | undefined {
  const named = first?.kind === 'workOrder' ? first.after.assignee : undefined
  return named ?? contract?.subscription.settings.operator
}

function numbersOf(bundle: Bundle, numbers: ReadonlyMap<string, number>): readonly number[] {
  const found = bundle.flatMap(({ needs }) => needs).map((need) => numbers.get(need))
  return [...new Set(found.filter((number) => number !== undefined))].toSorted((a, b) => a - b)
}
