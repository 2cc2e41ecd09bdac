import type { UnifiedRoleAssignment, User } from '@microsoft/microsoft-graph-types'
import { literal, path } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { foundIn, fullPage, linksOf, restOf } from './listing.ts'
import { readOnce } from './read-once.ts'
import { globalAdministrator } from './roles.ts'
import { idOf, select, textIn } from './row.ts'
import type { Row } from './row.ts'

interface Holder {
  readonly id: string
  /** The role itself, or the group through which it is held. */
  readonly by: string
}

/**
 * Whoever can administer the tenant: the last of them is neither kept out nor deleted nor taken out of the role, or of the group that
 * holds it, whatever a plan says. People of whom several are taken down at the same moment are counted down one by one.
 */
export class Keyholders {
  readonly #graph: Graph
  /** People, groups, and `<group or role>/<person>`: what is being taken away. */
  readonly #leaving = new Set<string>()
  readonly #coming = new Set<string>()
  #read: () => Promise<readonly Holder[]>

  constructor(graph: Graph) {
    this.#graph = graph
    this.#read = readOnce(async () => this.#holders())
  }

  /** What was read so far may no longer hold. */
  forget(): void {
    this.#read = readOnce(async () => this.#holders())
  }

  /** Somebody was let into the role: they count, even where that is not visible yet. */
  joined(id: string): void {
    this.#coming.add(id)
    this.#leaving.delete(wayOf(id, globalAdministrator))
    this.forget()
  }

  /**
   * Begins to take somebody down, or out of the role or group alone that is named; gives why that must not be. What may be taken counts
   * no more from here on. Throws DirectoryFault.
   */
  async takeDown(id: string, from?: string): Promise<string | undefined> {
    const holders = await this.#read()
    const isHeld = holders.some((holder) => this.#stands(holder))
    const mark = wayOf(id, from)
    this.#leaving.add(mark)
    if (!isHeld || holders.some((holder) => this.#stands(holder))) return undefined
    this.#leaving.delete(mark)
    return lastOne
  }

  /** It came to nothing: they count again. */
  stays(id: string, from?: string): void {
    this.#leaving.delete(wayOf(id, from))
  }

  #stands({ id, by }: Holder): boolean {
    return ![id, by, wayOf(id, by)].some((mark) => this.#leaving.has(mark))
  }

  /** Where roles may not be read, none can be taken from anybody either, nor an administrator kept out: Entra ID itself sees to that. */
  async #holders(): Promise<readonly Holder[]> {
    const answer = await this.#graph.ask({
      method: 'GET',
      path: '/roleManagement/directory/roleAssignments',
      query: {
        $filter: `roleDefinitionId eq ${literal(globalAdministrator)}`,
        $select: select<UnifiedRoleAssignment>('id', 'principalId'),
      },
    })
    const mayRead = answer.outcome !== 'refused' || answer.status !== 403
    const assignments = mayRead ? await restOf(answer, 'reading who administers the tenant', this.#graph) : []
    const principals = assignments.flatMap((each) => textIn(each, 'principalId')?.toLowerCase() ?? [])
    const direct = [...new Set([...principals, ...this.#coming])].map((id) => ({ id, by: globalAdministrator }))
    const people = await this.#signingIn(direct)
    const groups = direct.filter((holder) => !people.known.has(holder.id)).map(({ id }) => id)
    const members = await linksOf(
      groups.map((id) => path`/groups/${id}/members`),
      { graph: this.#graph, pageSize: fullPage },
    )
    const through = groups.flatMap((by, i) => {
      const ids = members[i] ?? 'unknown'
      return ids === 'unknown' ? [] : ids.map((id) => ({ id, by }))
    })
    return [...people.able, ...(await this.#signingIn(through)).able]
  }

  /** Those who can sign in, and the ids of all that are people. */
  async #signingIn(
    holders: readonly Holder[],
  ): Promise<{ readonly able: readonly Holder[]; readonly known: ReadonlySet<string> }> {
    const answers = await this.#graph.all(
      holders.map(({ id }) => ({
        method: 'GET',
        path: path`/users/${id}`,
        query: { $select: select<User>('id', 'accountEnabled') },
      })),
    )
    const rows = answers.map((answer): Row<User> | undefined => foundIn(answer, 'reading who can sign in'))
    return {
      able: holders.filter((_, i) => rows[i]?.accountEnabled === true),
      known: new Set(rows.flatMap((row) => (row === undefined ? [] : [idOf(row)]))),
    }
  }
}

function wayOf(id: string, from: string | undefined): string {
  return from === undefined ? id : `${from}/${id}`
}

const lastOne =
  'nobody else who can sign in is Global Administrator: without them nobody could administer the tenant any more. Let somebody else have that role first.'
