import { UsageError } from '../../model/fault.ts'
import { exit } from '../../model/exit-code.ts'
import type { Memory } from '../memory.ts'
import type { RememberedOrder, RememberedStep } from './remembered.ts'

/** Which steps of which order somebody says are done, and when. */
export interface Claim {
  readonly order: string
  readonly steps: readonly number[]
  readonly by: string
  /** The calendar day on which it was done, and today's, in the zone of the tenant. */
  readonly on: string
  readonly today: string
}

/** A step that somebody says is done. */
export interface ClaimedStep {
  readonly number: number
  readonly step: RememberedStep
}

/** What can be taken down, and what was before. */
export interface Accepted {
  readonly order: RememberedOrder
  readonly open: readonly ClaimedStep[]
  readonly known: readonly ClaimedStep[]
}

/** `held`: nothing can be taken down, and why. */
export type Judgement = Accepted | { readonly held: string; readonly exitCode: number }

/** Judges a claim as a whole, before anything of it is written. Throws UsageError where it speaks of what is not there. Pure. */
export function judged({ orders }: Pick<Memory, 'orders'>, claim: Claim): Judgement {
  const order = orders.get(claim.order)
  if (order === undefined) throw new UsageError(`There is no work order ${claim.order}. ${whichThereAre(orders)}`)
  checkDay(order, claim)
  const claimed = [...new Set(claim.steps)].toSorted((a, b) => a - b).map((number) => claimedIn(order, number))
  const known = claimed.filter(({ step }) => step.attested !== undefined)
  const open = claimed.filter(({ step }) => step.attested === undefined)
  const [first] = open
  if (first !== undefined && order.replacedBy !== undefined) return replaced(orders, { order, first, by: claim.by })
  checkOrder(order, open, claim.by)
  return { order, open, known }
}

function whichThereAre(orders: Memory['orders']): string {
  const open = [...orders.values()].filter(({ replacedBy }) => replacedBy === undefined).map(({ order }) => order)
  return open.length === 0
    ? 'None was given out yet: roster apply does that.'
    : `There are: ${open.toSorted().slice(0, 20).join(', ')}. roster tasks lists them.`
}

function checkDay({ order, on }: RememberedOrder, claim: Claim): void {
  if (claim.on > claim.today)
    throw new UsageError(`--on ${claim.on} is to come: today is ${claim.today}. Write the day on which it was done.`)
  if (claim.on < on)
    throw new UsageError(
      `--on ${claim.on} is before ${order} was given out, on ${on}. Write the day on which it was done; what was done earlier shows in an export (roster observe).`,
    )
}

function claimedIn(order: RememberedOrder, number: number): ClaimedStep {
  const step = order.steps[number - 1]
  if (step !== undefined) return { number, step }
  const count = order.steps.length
  throw new UsageError(
    `${order.order} has no step ${number}: it has ${count === 1 ? 'step 1 only' : count === 0 ? 'none' : `steps 1 to ${count}`}. roster tasks lists them.`,
  )
}

/** Whoever does a step without the one before it has done something else than was agreed. */
function checkOrder({ order, steps }: RememberedOrder, open: readonly ClaimedStep[], by: string): void {
  const done = new Set(steps.flatMap(({ attested }, at) => (attested === undefined ? [] : [at + 1])))
  for (const { number, step } of open) {
    const missing = step.after.filter((before) => !done.has(before))
    if (missing.length > 0)
      throw new UsageError(
        `Step ${number} of ${order} comes after ${missing.length === 1 ? 'step' : 'steps'} ${missing.join(' and ')}, which nobody has attested. Do that first, and attest both: roster attest ${order} ${missing.join(' ')} ${number} --by ${by}`,
      )
    done.add(number)
  }
}

interface Superseded {
  readonly order: RememberedOrder
  readonly first: ClaimedStep
  readonly by: string
}

function replaced(orders: Memory['orders'], { order, first, by }: Superseded): Judgement {
  let latest = order
  for (let next = latest.replacedBy; next !== undefined; next = latest.replacedBy) {
    const found = orders.get(next)
    if (found === undefined) break
    latest = found
  }
  const wanted = new Set(first.step.operations.map(({ fingerprint }) => fingerprint))
  const at = latest.steps.findIndex(({ operations }) => operations.some(({ fingerprint }) => wanted.has(fingerprint)))
  const instead =
    at < 0
      ? `step ${first.number} is not asked for any more. If it was done all the same, an export of the platform shows it (roster observe); roster plan says what is to be done now.`
      : `there it is step ${at + 1}: roster attest ${latest.order} ${at + 1} --by ${by}`
  return { held: `${order.order} was replaced by ${latest.order}; ${instead}`, exitCode: exit.stale }
}
