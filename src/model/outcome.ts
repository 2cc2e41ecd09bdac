/** What became of a failed write. `unknown`: the answer was lost; read again before anything else. */
export type FaultClass = 'retryable' | 'forbidden' | 'invalid' | 'unknown'

/** How an object is found again: its immutable id, and how others name it. */
export interface Locator {
  readonly immutableId: string
  readonly reference: string
}

/** What came of one operation. `accepted`: taken, not yet visible. `locator`: of what was created, renamed or moved. `detail`: what stayed undone beside it. */
export type Outcome =
  | { readonly status: 'applied' | 'accepted' | 'unchanged'; readonly locator?: Locator; readonly detail?: string }
  | { readonly status: 'conflict'; readonly detail: string }
  | { readonly status: 'failed'; readonly class: FaultClass; readonly detail: string; readonly retryAfterMs?: number }
