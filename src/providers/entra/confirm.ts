import type { DirectoryOperation } from '../../model/operation.ts'
import type { WriteContext } from '../provider.ts'
import type { Graph } from './graph/request.ts'
import type { Terms } from './terms.ts'

/** What it takes to hold an operation against what is there. */
export interface Standpoint {
  readonly graph: Graph
  readonly terms: Terms
  readonly locate: WriteContext['locate']
}

/** Reads back whether what these operations ask for is the case now, in their order. */
export async function confirmed(
  operations: readonly DirectoryOperation[],
  _at: Standpoint,
): Promise<readonly boolean[]> {
  return operations.map(() => false)
}
