import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { WriteContext, Writer } from '../provider.ts'
import type { Graph } from './graph/request.ts'
import type { Terms } from './terms.ts'

/** What a writer is made of. */
export interface WriterParts {
  readonly graph: Graph
  readonly terms: Terms
  readonly context: WriteContext
  readonly place: { readonly tenant: string; readonly id: string }
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Not there: real time. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The only thing that changes a tenant of Entra ID. */
export class EntraWriter implements Writer {
  readonly parallel = 4
  readonly batch = 20
  readonly together = 20
  readonly #graph: Graph

  constructor({ graph }: WriterParts) {
    this.#graph = graph
  }

  async apply(batch: readonly DirectoryOperation[]): Promise<readonly Outcome[]> {
    return batch.map(() => ({ status: 'failed', class: 'invalid', detail: 'to come' }))
  }

  async close(): Promise<void> {
    await this.#graph.close()
  }
}
