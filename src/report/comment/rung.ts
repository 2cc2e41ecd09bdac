import type { Detail } from './context.ts'

/** One step of the ladder of detail: what is told at length on it. */
export interface Rung {
  readonly detail: Detail
  /** Losses and what is privileged: line by line; folded over all tenants by cause, or by kind; or with tenants only counted. */
  readonly losses: 'lines' | 'byCause' | 'byKind' | 'byKindCounted'
  /** Gains, other changes, warnings, and the details of each tenant. */
  readonly everything: boolean
  /** How many tenants have a row. */
  readonly rows: number
}

/** From everything to as little as may be said. */
export const ladder: readonly Rung[] = [
  { detail: 'full', losses: 'lines', everything: true, rows: 0 },
  { detail: 'lossesOnly', losses: 'lines', everything: false, rows: Infinity },
  { detail: 'summaryRows', losses: 'byCause', everything: false, rows: Infinity },
  { detail: 'topRows', losses: 'byCause', everything: false, rows: 20 },
  { detail: 'topRows', losses: 'byKind', everything: false, rows: 20 },
  { detail: 'topRows', losses: 'byKindCounted', everything: false, rows: 10 },
]
