import type { Platform } from '../generated/platform.ts'
import type { Cycle } from './cycle.ts'

/**
 * What seats bought on a day of a cycle cost until its end, in hundredths: price x remaining days / days of the cycle, half up,
 * rounded once for the whole purchase. On day 0, or where nothing is prorated, the full price.
 */
export function prorated(
  price: { readonly unitMinor: number; readonly count: number },
  cycle: Cycle,
  proration: 'daily' | 'none',
): number {
  const remaining = proration === 'none' ? cycle.days : cycle.days - cycle.day
  return share(price.unitMinor * price.count, remaining, cycle.days)
}

/** How a platform charges seats that are bought within a cycle; by the day, where its profile does not say. */
export function prorationOf({ billing }: Pick<Platform, 'billing'>): 'daily' | 'none' {
  return billing?.proration ?? 'daily'
}

/** An amount x part / whole in hundredths, half up. Exact: the product of large amounts and days is beyond what a number holds. */
export function share(minor: number, part: number, whole: number): number {
  return Number((2n * BigInt(minor) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}
