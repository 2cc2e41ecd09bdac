import { literal, path } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { globalAdministrator } from './roles.ts'
import { textIn } from './translate.ts'
import { listIn, objectIn } from './write-answer.ts'

interface Holder {
  readonly id: string
  readonly canSignIn: boolean
}

/**
 * Whoever can administer the tenant: the last of them is neither kept out nor deleted nor taken out of the role, whatever a plan says.
 * People of whom several are taken down at the same moment are counted down one by one.
 */
export class Keyholders {
  readonly #graph: Graph
  readonly #leaving = new Set<string>()
  readonly #coming = new Set<string>()
  #read: Promise<readonly Holder[]> | undefined

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** What was read so far may no longer hold. */
  forget(): void {
    this.#read = undefined
  }

  /** Somebody was let into the role: they count, even where that is not visible yet. */
  joined(id: string): void {
    this.#coming.add(id)
    this.forget()
  }

  /** Begins to take somebody down; gives why that must not be. Whoever may be taken down counts no more from here on. */
  async takeDown(id: string): Promise<string | undefined> {
    const holders = await (this.#read ??= this.#holders())
    if (!holders.some((holder) => holder.id === id && holder.canSignIn)) return undefined
    const others = holders.filter((holder) => holder.id !== id && holder.canSignIn && !this.#leaving.has(holder.id))
    if (others.length === 0) return lastOne
    this.#leaving.add(id)
    return undefined
  }

  /** It came to nothing: they count again. */
  stays(id: string): void {
    this.#leaving.delete(id)
  }

  /** Where roles may not be read, none can be taken from anybody either, nor an administrator kept out: Entra ID itself sees to that. */
  async #holders(): Promise<readonly Holder[]> {
    const assignments = await this.#graph.ask({
      method: 'GET',
      path: '/roleManagement/directory/roleAssignments',
      query: {
        $filter: `roleDefinitionId eq ${literal(globalAdministrator)}`,
        $select: 'id,principalId',
      },
    })
    const ids = [
      ...new Set([
        ...listIn(assignments).flatMap((each) => textIn(each, 'principalId')?.toLowerCase() ?? []),
        ...this.#coming,
      ]),
    ]
    const accounts = await this.#graph.all(
      ids.map((id) => ({ method: 'GET', path: path`/users/${id}`, query: { $select: 'id,accountEnabled' } })),
    )
    return ids.map((id, i) => ({ id, canSignIn: objectIn(accounts[i])?.['accountEnabled'] === true }))
  }
}

const lastOne =
  'nobody else who can sign in is Global Administrator: without them nobody could administer the tenant any more. Let somebody else have that role first.'
