import { test } from 'vitest'
import type { Finding } from '../../../src/model/plan.ts'
import type { SeatLine } from '../../../src/model/seats.ts'
import { isNoticed } from './seeding.ts'
import type { SeededBug } from './seeding.ts'
import * as laws from './seat-laws.ts'

interface Evidence {
  readonly seats: readonly SeatLine[]
}
type Gate = (evidence: Evidence) => readonly Finding[]

const silent = (): Gate => () => []
const seeing =
  (change: (line: SeatLine) => SeatLine) =>
  (gate: Gate): Gate =>
  (evidence) =>
    gate({ ...evidence, seats: evidence.seats.map(change) })

const bugs: readonly SeededBug[] = [
  {
    what: 'seatPurchases says nothing',
    module: 'seat-purchases',
    name: 'seatPurchases',
    instead: silent,
    law: laws.noMoreThanAllowed,
  },
  {
    what: 'seatPurchases lets one more pass',
    module: 'seat-purchases',
    name: 'seatPurchases',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => (each.measured === (each.limit ?? 0) + 1 ? { ...each, result: 'pass' } : each)),
    law: laws.noMoreThanAllowed,
  },
  {
    what: 'seatPurchases does not know what may be bought',
    module: 'seat-purchases',
    name: 'seatPurchases',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => ({ ...each, limit: 0, result: 'block' })),
    law: laws.askedForIsAllowed,
  },
  {
    what: 'cost looks at what is charged today alone',
    module: 'cost',
    name: 'cost',
    instead: seeing((line) => ({ ...line, recurringMinor: line.recurringBeforeMinor })),
    law: laws.monthsCount,
  },
  {
    what: 'cost takes what has no price for nothing',
    module: 'cost',
    name: 'cost',
    instead: seeing((line) => ({ ...line, unitMinor: line.unitMinor ?? 0, notPriced: [] })),
    law: laws.noPriceIsNotNothing,
  },
]

test.each(bugs)('a seeded bug is noticed: $what', isNoticed)
