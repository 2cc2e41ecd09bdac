import type { GraphAnswer } from './graph/request.ts'
import { isRow } from './translate.ts'
import type { Row } from './translate.ts'

/** The object in a good answer. */
export function objectIn(answer: GraphAnswer | undefined): Row | undefined {
  return answer?.outcome === 'done' && isRow(answer.body) ? answer.body : undefined
}
