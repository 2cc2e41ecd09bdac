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

/** Whether an outcome means that the directory is so now, even where nobody has seen it yet. */
export function isDone(status: string): boolean {
  return isVerified(status) || status === 'accepted'
}

/** Whether an outcome means that the directory was read back, and is so. */
export function isVerified(status: string): boolean {
  return status === 'applied' || status === 'unchanged'
}
