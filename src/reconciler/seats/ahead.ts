import { after, dayIn } from '../../language/compile/calendar.ts'
import { grouped } from '../../model/grouped.ts'
import type { Finding } from '../../model/plan.ts'
import type { SeatLine } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { nameOf, placeOf } from '../accounts/contract.ts'
import { allowanceOf } from './allowance.ts'
import { priceOf } from './events.ts'
import type { Outcome } from './lines.ts'
import { takesSeat, today } from './terms.ts'
import { money } from '../../model/money.ts'
import { seatCount, someOf } from './words.ts'

/** Somebody who takes a seat on a later day, or frees one. */
interface Coming {
  readonly on: string
  readonly user: string
  readonly change: 1 | -1
}

/** The first day of the next 30 on which more people begin than there will be free seats: said before anything is bought by itself. */
export function runningOut(contract: Contract, outcome: Outcome, line: SeatLine): readonly Finding[] {
  let free = line.after.free - line.reducing
  if (free < 0) return []
  for (const [on, coming] of grouped(comingSoon(contract, outcome), (each) => each.on)) {
    free -= coming.reduce((sum, { change }) => sum + change, 0)
    if (free < 0) return [shortOn(contract, { on, coming, short: -free, outcome, line })]
  }
  return []
}

/** Starts and ends of the next 30 days, the earliest first. */
function comingSoon(contract: Contract, { pool, movement }: Outcome): readonly Coming[] {
  const { access, subscription, asOf, desired } = contract
  const { timezone } = desired
  const [day, last] = [today(contract), after(asOf.toISOString(), '30 days', timezone).day]
  const holders = new Set([...pool.assigned.keys(), ...movement.takers])
  for (const user of movement.freers) holders.delete(user)
  const found = [...access.accounts.values()].flatMap(
    ({ user, subscription: on, state, type, from, until }): Coming[] => {
      if (on !== subscription.id || state !== 'active' || !takesSeat(contract, type)) return []
      const [starts, ends] = [from, until].map((moment) =>
        moment === undefined ? undefined : dayIn(timezone, new Date(moment)),
      )
      const begins = starts !== undefined && starts > day && !holders.has(user)
      return [
        ...(begins ? [{ on: starts, user, change: 1 as const }] : []),
        ...(ends !== undefined && ends > day && (begins || holders.has(user))
          ? [{ on: ends, user, change: -1 as const }]
          : []),
      ]
    },
  )
  return found
    .filter(({ on }) => on <= last)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.user < b.user ? -1 : 1))
}

interface Shortage {
  readonly on: string
  readonly coming: readonly Coming[]
  readonly short: number
  readonly outcome: Outcome
  readonly line: SeatLine
}

function shortOn(contract: Contract, { on, coming, short, outcome, line }: Shortage): Finding {
  const { desired, subscription } = contract
  const users = coming.filter(({ change }) => change === 1).map(({ user }) => user)
  const who = someOf(users.map((user) => nameOf(contract, user)))
  const { unitMinor, chargedMinor } = priceOf(contract, { on, count: short })
  const lasting = line.after.purchased - line.reducing + short
  const { measured, limit } = allowanceOf(subscription.settings, { lasting, written: outcome.wished.purchased })
  const [charge, each] = [chargedMinor, unitMinor === null ? null : unitMinor * short].map((minor) =>
    money(minor, line.currency),
  )
  const cost = unitMinor === null ? 'not priced' : `${charge}, then ${each} each ${line.cycle?.every ?? 'cycle'}`
  const bought = `${seatCount(short)} would be bought (${cost})`
  const missing = `${seatCount(short)} ${short === 1 ? 'is' : 'are'} missing (${cost}), and autoPurchase does not cover it`
  const said = measured <= limit ? bought : missing
  return {
    slug: 'seats-running-out',
    scope: `${desired.id}/${subscription.id}`,
    result: 'warn',
    measured: short,
    message: `on ${on} ${who} ${users.length === 1 ? 'begins' : 'begin'} on ${placeOf(contract)}: ${said}. Free a seat before, or write ${lasting} into subscriptions.${subscription.id}.seats.purchased.`,
  }
}
