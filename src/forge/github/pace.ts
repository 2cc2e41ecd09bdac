/** How fast a connection goes. */
export interface Pace {
  /** Milliseconds that stand for a second of waiting. */
  readonly secondMs: number
}

/** Options of the two plugins that wait; without a pace they keep to GitHub's own advice. */
export function paced(pace: Pace | undefined): object {
  return pace === undefined ? {} : { retryAfterBaseValue: pace.secondMs, write: atOnce, notifications: atOnce }
}

/** Stands for a queue of the throttling plugin that lets everybody through. */
const atOnce = {
  key: () => ({ schedule: async (_options: unknown, work: () => Promise<unknown>) => work() }),
}
