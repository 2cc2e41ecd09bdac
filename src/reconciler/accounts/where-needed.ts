import type { Occasion, OnPlatforms } from './on-platforms.ts'

/** Nobody is asked for anything. */
export const nothingOnPlatforms: OnPlatforms = {
  operations: [],
  findings: [],
  calendar: [],
  seats: [],
  problems: [],
  unmanaged: [],
  entries: [],
}

/** What is to be done on platforms, by checklists and for reviews. A tenant without any of them does not load what works it out. */
export async function onPlatformsWhereNeeded(occasion: Occasion): Promise<OnPlatforms> {
  const { desired, memory } = occasion
  const { subscriptions, checklists, reviews } = desired
  if (subscriptions.size + checklists.size + reviews.length + memory.accounts.size === 0) return nothingOnPlatforms
  const { onPlatforms } = await import('./on-platforms.ts')
  return onPlatforms(occasion)
}
