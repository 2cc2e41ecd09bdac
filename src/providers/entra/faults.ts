import type { DirectoryFault } from '../../model/fault.ts'
import type { FaultClass, Outcome } from '../../model/outcome.ts'
import type { GraphAnswer, GraphError } from './graph/request.ts'

/** A delta token that ran out (410): read everything anew. */
export class DeltaExpired extends Error {
  override readonly name = 'DeltaExpired'
}

/** An answer with which nothing can be begun, as trouble with the directory as a whole. `doing`: «reading users». */
export function graphFault(_answer: Exclude<GraphAnswer, { outcome: 'done' }>, _doing: string): DirectoryFault {
  throw new Error('to come')
}

/** What an error says of one write; `conflict`: something is no longer as it was planned. */
export function classOf(_error: Pick<GraphError, 'code' | 'message'>, _status: number): FaultClass | 'conflict' {
  throw new Error('to come')
}

/** What a write that was not done comes to. `unknown` where the answer was lost: it may have been done. */
export function failedWrite(_answer: Exclude<GraphAnswer, { outcome: 'done' }>, _doing: string): Outcome {
  throw new Error('to come')
}
