import type { RequestTrace } from '../../model/forge.ts'
import type { Operation } from '../../model/operation.ts'

/** An apply of one tenant that is to be taken back, as its ledger knows it. */
export interface Reverted {
  readonly apply: string
  /** RFC 3339: when it was begun. */
  readonly at: string
  readonly commit: string | null
  /** Requests on the forge that had allowed it. */
  readonly requests: readonly Pick<RequestTrace, 'number' | 'author'>[]
  /** What it carried out. What nobody knows the outcome of is among it: the directory says whether it was done. */
  readonly operations: readonly Operation[]
  /** Work orders that it gave out. */
  readonly orders: readonly string[]
}
