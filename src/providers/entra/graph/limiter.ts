import { changes, costOf, laneOf, limits } from './effort.ts'
import type { Counted, Lane } from './effort.ts'

/** Keeps below Graph's limits before Graph has to say so. Pure but for what it counts: moments are milliseconds, and come from outside. */
export interface Limiter {
  /** How long to wait before these go out, in milliseconds; from then on they count as sent. */
  reserve(questions: readonly Counted[], now: number): number
  /** What an answer said of our share: units it really cost (`x-ms-resource-unit`), and from 0.8 on how much of the limit is used up. */
  note(told: Told, now: number): void
  /** Graph said how long nothing more should come. */
  hold(path: string, ms: number, now: number): void
}

interface Told {
  readonly expected: number
  readonly units: number | undefined
  /** `x-ms-throttle-limit-percentage`: 0.8 to 1.8. */
  readonly used: number | undefined
}

/** A limiter for one application in one tenant. */
export function limiter(): Limiter {
  const buckets = {
    units: bucketOf(limits.units),
    writes: bucketOf(limits.writes),
    conditionalAccess: bucketOf(limits.conditionalAccess),
    reports: bucketOf(limits.reports),
  }
  const heldUntil: Record<Lane, number> = { directory: 0, conditionalAccess: 0, reports: 0 }
  const reserveOne = (question: Counted, now: number): number => {
    const lane = laneOf(question.path)
    const held = heldUntil[lane] - now
    if (lane !== 'directory') return Math.max(held, buckets[lane].take(1, now))
    const units = buckets.units.take(costOf(question), now)
    return Math.max(held, units, changes(question) ? buckets.writes.take(1, now) : 0)
  }
  return {
    reserve: (questions, now) => Math.max(0, ...questions.map((question) => reserveOne(question, now))),
    note: ({ expected, units = expected, used = 0 }, now) => {
      buckets.units.take(units - expected, now)
      heldUntil.directory = Math.max(heldUntil.directory, now + breather(used))
    },
    hold: (path, ms, now) => {
      const lane = laneOf(path)
      heldUntil[lane] = Math.max(heldUntil[lane], now + ms)
    },
  }
}

/** At 0.8 of the limit nothing, at the limit two seconds, at most the ten seconds after which the bucket is full again. */
function breather(used: number): number {
  return Math.min(10_000, Math.max(0, used - 0.8) * 10_000)
}

/** What is taken beyond the burst has to be waited for, in the order in which it was taken. */
function bucketOf({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }): {
  take(amount: number, now: number): number
} {
  let level: number = burst
  let at: number | undefined
  return {
    take: (amount, now) => {
      const gained = (Math.max(0, now - (at ?? now)) / 1000) * perSecond
      level = Math.min(burst, level + gained) - amount
      at = now
      return level >= 0 ? 0 : (-level / perSecond) * 1000
    },
  }
}
