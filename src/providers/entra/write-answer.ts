import type { GraphAnswer } from './graph/request.ts'
import { isRow } from './row.ts'
import type { Row } from './row.ts'

/** The object in a good answer. */
export function objectIn(answer: GraphAnswer | undefined): Row | undefined {
  return answer?.outcome === 'done' && isRow(answer.body) ? answer.body : undefined
}
