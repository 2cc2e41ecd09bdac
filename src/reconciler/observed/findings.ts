import { dayIn } from '../../language/compile/calendar.ts'
import type { Finding } from '../../model/plan.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { placeOf } from '../accounts/contract.ts'
import type { RememberedOrder, RememberedStep } from '../work-orders/remembered.ts'

/** A step that somebody said was done, and that a list can show. */
interface Told {
  readonly order: string
  readonly number: number
  readonly step: RememberedStep & { readonly attested: NonNullable<RememberedStep['attested']> }
}

/** What somebody said was done and no list has shown yet, and what a list showed to be otherwise. */
export function attestedFindings(contract: Contract, operations: readonly PlatformDraft[]): readonly Finding[] {
  const told = [...contract.memory.orders.values()].flatMap((order) => toldIn(contract, order))
  return [
    ...unseen(
      contract,
      told.filter(({ step }) => step.verified === undefined && step.contradicted === undefined),
    ),
    ...told.flatMap((each) => otherwise(contract, each, { operations, told })),
  ]
}

function toldIn({ subscription }: Contract, { order, directory, steps }: RememberedOrder): readonly Told[] {
  if (directory !== subscription.id) return []
  return steps.flatMap((step, index): readonly Told[] => {
    const { attested, verify } = step
    return attested === undefined || verify !== 'export'
      ? []
      : [{ order, number: index + 1, step: { ...step, attested } }]
  })
}

function unseen(contract: Contract, told: readonly Told[]): readonly Finding[] {
  const [first] = told.map(({ step }) => step.attested.on).toSorted()
  if (first === undefined) return []
  const { desired, subscription } = contract
  const steps = told.length === 1 ? '1 step' : `${told.length} steps`
  return [
    {
      slug: 'attested-unverified',
      scope: `${desired.id}/${subscription.id}`,
      result: 'warn',
      measured: told.length,
      message: `${steps} on ${placeOf(contract)} ${told.length === 1 ? 'is' : 'are'} attested since ${first}, and not seen yet: ${howToSee(contract, told)}.`,
    },
  ]
}

function howToSee({ subscription: { id, platform, rules } }: Contract, told: readonly Told[]): string {
  const { exports } = rules
  if (exports === undefined)
    return `its profile names no list that could show it. Add one under exports: in platforms/${platform}.yaml`
  const places = Object.values(exports).flatMap(({ where }) => (where === undefined ? [] : [where]))
  const found = places.length === 0 ? '' : ` (${places.join('; or ')})`
  const isOfSeats = told.some(({ step }) => step.operations.some(({ address }) => address.endsWith('/seat/pool')))
  const paid = isOfSeats ? ' --purchased <seats paid there>' : ''
  return `export its list${found} and read it with roster observe ${id} <file>${paid}`
}

/**
 * A contradiction is told as long as it matters: the plan asks for the same again, or an account that was said to be made
 * is not in the list. Somebody who says anew that it is done is heard first.
 */
function otherwise(
  contract: Contract,
  { order, number, step }: Told,
  { operations, told }: { readonly operations: readonly PlatformDraft[]; readonly told: readonly Told[] },
): readonly Finding[] {
  const { contradicted, attested } = step
  if (contradicted === undefined) return []
  const ids = new Set(step.operations.map(({ id }) => id))
  const isSaidAnew = told.some(
    (other) => other.step.attested.at > contradicted.at && other.step.operations.some(({ id }) => ids.has(id)),
  )
  const isPlanned = operations.some(({ id }) => ids.has(id))
  const isMissing = step.operations.some((each) => isAway(contract, each.address))
  if (isSaidAnew || (!isPlanned && !isMissing)) return []
  const { desired, subscription } = contract
  const day = dayIn(desired.timezone, new Date(contradicted.at))
  const next = isPlanned
    ? 'This plan asks for it again.'
    : `Look there, and read a new list; roster observe ${subscription.id} <file> --gone <address> says that an account is not there any more.`
  const message = `${step.title}: ${attested.by} said on ${attested.on} that it was done (step ${number} of ${order}), and the list of ${placeOf(contract)} that was read on ${day} shows otherwise: ${contradicted.why}. ${next}`
  return [{ slug: 'attested-contradicted', scope: scopeOf(contract, step), result: 'warn', message }]
}

function isAway({ memory, subscription }: Contract, address: string): boolean {
  const missing = memory.exports.get(subscription.id)?.missing ?? []
  return missing.some((id) => address.endsWith(`/account/${id}`))
}

function scopeOf({ desired, subscription }: Contract, { operations: [first] }: RememberedStep): string {
  return first?.address ?? `${desired.id}/${subscription.id}`
}
