/** How much of something somebody may see or do, the least first; `allow` is for what is done rather than seen. */
export const levels = ['none', 'listed', 'masked', 'view', 'edit', 'full', 'allow'] as const

/** One of these levels. */
export type Level = (typeof levels)[number]

/** Where a level stands among the others: 0 for none. `allow` stands above all, and is never compared with the ones between. */
export function rankOf(level: Level): number {
  return levels.indexOf(level)
}

/** How much harm a role or a permission can do. */
export type Risk = 'basic' | 'elevated' | 'critical'
