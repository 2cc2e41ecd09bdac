import { dayIn } from '../../language/compile/calendar.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import { usualBilling } from '../../language/validate/access/seats.ts'
import type { SeatTerms } from '../../model/seats.ts'
import type { Cycle } from '../../seats/cycle.ts'
import { cycleOf } from '../../seats/cycle.ts'
import type { Contract } from '../accounts/contract.ts'
import { typeRules } from '../accounts/contract.ts'

/** Whether seats of this contract are counted here: they are paid, and not by the parent. */
export function isCounted({ settings }: DesiredSubscription): boolean {
  return settings.seats !== undefined && settings.from !== 'parent'
}

/** Whether accounts of a type take a paid seat. */
export function takesSeat({ subscription }: Contract, type: string): boolean {
  return (typeRules(subscription.rules, type).seats ?? 0) > 0
}

/** What the files say a contract is for. */
export function termsOf({ rules, settings }: DesiredSubscription): SeatTerms {
  const { edition, tier, billing, addons = [] } = settings
  return {
    ...(edition === undefined ? {} : { edition }),
    ...(tier === undefined ? {} : { tier }),
    ...usualBilling(rules, billing),
    addons: addons.toSorted(),
    ...(billing?.price === undefined ? {} : { agreed: billing.price }),
  }
}

/** The day of the plan in the zone of the tenant. */
export function today({ desired, asOf }: Contract): string {
  return dayIn(desired.timezone, asOf)
}

/** A day on which a cycle began; cycles of contracts that do not say are those of the calendar. */
export function anchorOf({ settings }: DesiredSubscription): string {
  return settings.billing?.anchor ?? '2000-01-01'
}

/** The cycle that a day lies in, as the contract has it: what the files ask for instead counts once it is agreed to. */
export function cycleOn({ subscription, memory }: Contract, day: string): Cycle {
  const { cycle } = memory.seats.get(subscription.id)?.terms ?? termsOf(subscription)
  return cycleOf(anchorOf(subscription), cycle, day)
}
