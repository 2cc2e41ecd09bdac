import { graphFault, notAnObject } from './faults.ts'
import { pageIn } from './graph/pages.ts'
import { path } from './graph/quote.ts'
import type { Graph, GraphAnswer, GraphRequest } from './graph/request.ts'
import { idOf, isRow } from './row.ts'
import type { Row } from './row.ts'

/** Objects a page where Graph gives its most: `$top` of users and groups. */
export const fullPage = 999

/** How listings are asked. */
export interface Asking {
  readonly graph: Graph
  readonly pageSize: number
}

/** Pages of a listing to its end. Throws DirectoryFault where it cannot be finished. */
export async function* pagesOf(
  roadTo: string,
  query: Readonly<Record<string, string>>,
  { graph, pageSize }: Asking,
): AsyncGenerator<readonly Row[]> {
  const request = { method: 'GET', path: roadTo, query: { ...query, $top: String(pageSize) } } as const
  for await (const { items } of graph.pages<Row>(request)) yield items
}

/** A listing as a whole; for what there are only hundreds of. */
export async function allOf(
  roadTo: string,
  query: Readonly<Record<string, string>>,
  asking: Asking,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const page of pagesOf(roadTo, query, asking)) rows.push(...page)
  return rows
}

/** A listing that knows no `$top`: https://learn.microsoft.com/graph/api/subscribedsku-list */
export async function wholeOf(
  roadTo: string,
  query: Readonly<Record<string, string>>,
  { graph }: Pick<Asking, 'graph'>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const { items } of graph.pages<Row>({ method: 'GET', path: roadTo, query })) rows.push(...items)
  return rows
}

/** The body of an answer; undefined: there is no such object. Throws DirectoryFault for all else that is no answer. */
export function foundIn(answer: GraphAnswer, doing: string): Row | undefined {
  if (answer.outcome === 'refused' && answer.status === 404) return undefined
  if (answer.outcome !== 'done') throw graphFault(answer, doing)
  if (isRow(answer.body)) return answer.body
  throw notAnObject(doing)
}

/** What several collections hold (`/groups/<id>/members`), read side by side. `unknown`: it may not be seen, or is not there. */
export async function linksOf(
  collections: readonly string[],
  { graph, pageSize }: Asking,
): Promise<readonly (readonly string[] | 'unknown')[]> {
  const query = { $select: 'id', $top: String(pageSize) }
  const answers = await graph.all(collections.map((each): GraphRequest => ({ method: 'GET', path: each, query })))
  return Promise.all(answers.map(async (answer, index) => linksIn(answer, collections[index] ?? '', graph)))
}

/** Members may be hidden from whoever reads groups (HiddenMembership), and a group that was just made is not everywhere at once. */
async function linksIn(answer: GraphAnswer, collection: string, graph: Graph): Promise<readonly string[] | 'unknown'> {
  if (answer.outcome === 'refused' && (answer.status === 404 || answer.status === 403)) return 'unknown'
  // Graph tells members in whatever order: who left and came back would look like a difference.
  return (await restOf(answer, `reading ${collection}`, graph)).map(idOf).toSorted()
}

/** A listing whose first page was asked for already, within a batch or by itself, to its end. Throws DirectoryFault. */
export async function restOf(answer: GraphAnswer, doing: string, graph: Pick<Graph, 'pages'>): Promise<readonly Row[]> {
  const { page, nextLink } = pageIn<Row>(answer, doing)
  const rows = [...page.items]
  if (nextLink !== undefined) for await (const { items } of graph.pages<Row>({ link: nextLink })) rows.push(...items)
  return rows
}

/** Asks for several objects by their ids; those that are not there are left out. */
export async function objectsOf(
  ids: readonly string[],
  query: Readonly<Record<string, string>>,
  { graph, under }: Pick<Asking, 'graph'> & { readonly under: 'users' | 'groups' | 'directory/administrativeUnits' },
): Promise<readonly Row[]> {
  const roads = { users: usersRoad, groups: groupsRoad, 'directory/administrativeUnits': unitsRoad } as const
  const requests = ids.map((id): GraphRequest => ({ method: 'GET', path: roads[under](id), query }))
  const answers = await graph.all(requests)
  const found = answers.map((answer) => foundIn(answer, `reading ${under}`))
  return found.filter((row) => row !== undefined)
}

const usersRoad = (id: string): string => path`/users/${id}`
const groupsRoad = (id: string): string => path`/groups/${id}`
const unitsRoad = (id: string): string => path`/directory/administrativeUnits/${id}`
