import type { Detail } from './context.ts'

/** One step of the ladder of detail: what is told at length on it. */
export interface Rung {
  readonly detail: Detail
  /** Losses and what is privileged: line by line; folded over all tenants by cause, or by kind; or with tenants only counted. */
  readonly losses: 'lines' | 'byCause' | 'byKind' | 'byKindCounted'
  /** Of folded lines: who is named. */
  readonly names: 'all' | 'privileged' | 'none'
  /** Gains, other changes, warnings, and the details of each tenant. */
  readonly everything: boolean
  /** How many tenants have a row. */
  readonly rows: number
}

/** From everything to as little as may be said. */
export const ladder: readonly Rung[] = [
  { detail: 'full', losses: 'lines', names: 'all', everything: true, rows: 0 },
  { detail: 'lossesOnly', losses: 'lines', names: 'all', everything: false, rows: Infinity },
  { detail: 'summaryRows', losses: 'byCause', names: 'all', everything: false, rows: Infinity },
  { detail: 'summaryRows', losses: 'byCause', names: 'privileged', everything: false, rows: Infinity },
  { detail: 'summaryRows', losses: 'byCause', names: 'none', everything: false, rows: Infinity },
  { detail: 'topRows', losses: 'byCause', names: 'privileged', everything: false, rows: 200 },
  { detail: 'topRows', losses: 'byCause', names: 'privileged', everything: false, rows: 20 },
  { detail: 'topRows', losses: 'byCause', names: 'none', everything: false, rows: 20 },
  { detail: 'topRows', losses: 'byKind', names: 'privileged', everything: false, rows: 200 },
  { detail: 'topRows', losses: 'byKind', names: 'none', everything: false, rows: 20 },
  { detail: 'topRows', losses: 'byKindCounted', names: 'none', everything: false, rows: 10 },
]
