import { path } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { foundIn } from './listing.ts'
import { readOnce } from './read-once.ts'
import { idOf } from './row.ts'

/** Emergency accounts (`breakGlass`), by their ids: whatever they are in or hold, nobody takes from them. Read once. */
export class Emergency {
  readonly #ids: () => Promise<ReadonlySet<string>>

  /** Takes folded sign-in names and ids. */
  constructor(graph: Graph, names: readonly string[]) {
    this.#ids = readOnce(async () => idsOf(names, graph))
  }

  /** Throws DirectoryFault: where nobody can say who they are, anybody might be. */
  async has(id: string): Promise<boolean> {
    return (await this.#ids()).has(id)
  }

  /** Those that are not among these. Throws DirectoryFault. */
  async without(ids: readonly string[]): Promise<readonly string[]> {
    const among = new Set(ids)
    return [...(await this.#ids())].filter((id) => !among.has(id)).toSorted()
  }
}

async function idsOf(names: readonly string[], graph: Graph): Promise<ReadonlySet<string>> {
  const signIns = names.filter((name) => name.includes('@'))
  const answers = await graph.all(
    signIns.map((name) => ({ method: 'GET', path: path`/users/${name}`, query: { $select: 'id' } })),
  )
  const rows = answers.map((answer) => foundIn(answer, 'looking for the emergency accounts'))
  return new Set([
    ...names.filter((name) => !name.includes('@')),
    ...rows.flatMap((row) => (row === undefined ? [] : [idOf(row)])),
  ])
}

/** Why nothing is taken from an emergency account. */
export const emergency = 'it is an emergency account (breakGlass): nothing is taken from it.'
