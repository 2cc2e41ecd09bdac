import { path } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { idOf } from './translate.ts'
import { objectIn } from './write-answer.ts'

/** Emergency accounts (`breakGlass`), by their ids: whatever they are in or hold, nobody takes from them. Read once. */
export class Emergency {
  readonly #graph: Graph
  readonly #names: readonly string[]
  #read: Promise<ReadonlySet<string>> | undefined

  /** Takes folded sign-in names and ids. */
  constructor(graph: Graph, names: readonly string[]) {
    this.#graph = graph
    this.#names = names
  }

  /** Throws DirectoryFault. */
  async has(id: string): Promise<boolean> {
    return (await (this.#read ??= this.#ids())).has(id)
  }

  async #ids(): Promise<ReadonlySet<string>> {
    const named = this.#names.filter((name) => name.includes('@'))
    const answers = await this.#graph.all(
      named.map((name) => ({ method: 'GET', path: path`/users/${name}`, query: { $select: 'id' } })),
    )
    const ids = answers.map(objectIn).flatMap((row) => (row === undefined ? [] : [idOf(row)]))
    return new Set([...this.#names, ...ids])
  }
}

/** Why nothing is taken from an emergency account. */
export const emergency = 'it is an emergency account (breakGlass): nothing is taken from it.'
