import type { AdministrativeUnit, User } from '@microsoft/microsoft-graph-types'
import type { ObservedUser } from '../../model/observed.ts'
import { literal, path } from './graph/quote.ts'
import type { Graph, GraphAnswer, GraphRequest } from './graph/request.ts'
import { guestName } from './dialect.ts'
import { foundIn, restOf } from './listing.ts'
import { idOf, select, textIn } from './row.ts'
import type { Row } from './row.ts'
import { userExpand, userSelect } from './translate.ts'
import type { Desk } from './write-desk.ts'
import { asUser, userQuestion } from './write-look.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { pauses } from './write-unseen.ts'

/** How patiently something is looked for: `once`, or as long as what was just made may stay unseen here. */
export type Patience = 'once' | 'patiently'

/** Whoever asks again looks for as long as what was made may stay unseen. */
export function patienceOf(turn: 'first' | 'again'): Patience {
  return turn === 'first' ? 'once' : 'patiently'
}

/** Who has this sign-in name. */
export async function* holderOf(upn: string, patience: Patience, desk: Desk): Story<ObservedUser | undefined> {
  const [row] = yield* lookFor([userQuestion(upn, desk.terms)], patience, desk)
  return row === undefined ? undefined : asUser(row, desk.terms)
}

/** Somebody who was met at an address. */
export interface AtAddress {
  readonly user: ObservedUser
  readonly isGuest: boolean
}

/** Whoever is at the address of an invitation: by the address, and by the sign-in name that Entra ID makes of it. */
export async function* peopleAt(mail: string, patience: Patience, desk: Desk): Story<readonly AtAddress[]> {
  const { terms } = desk
  const byMail: GraphRequest = {
    method: 'GET',
    path: '/users',
    query: { $filter: `mail eq ${literal(mail)}`, $select: userSelect(terms), ...userExpand(terms) },
  }
  const rows = yield* lookFor([byMail, userQuestion(guestName(mail, terms), terms)], patience, desk)
  const apart = new Map(rows.map((row) => [idOf(row), row]))
  return [...apart.values()].map((row) => ({
    user: asUser(row, terms),
    isGuest: textIn<Row<User>>(row, 'userType') === 'Guest',
  }))
}

/** The administrative units of this name. */
export async function* unitsNamed(name: string, patience: Patience, desk: Desk): Story<readonly Row[]> {
  const named: GraphRequest = {
    method: 'GET',
    path: '/directory/administrativeUnits',
    query: {
      $filter: `displayName eq ${literal(name)}`,
      $select: select<AdministrativeUnit>('id', 'displayName', 'description'),
    },
  }
  return yield* lookFor([named], patience, desk)
}

/** A group by the name that roster gave it for good. */
export async function* groupOfUniqueName(unique: string, desk: Desk): Story<Row | undefined> {
  const named: GraphRequest = {
    method: 'GET',
    path: path`/groups(uniqueName='${unique}')`,
    query: { $select: 'id' },
  }
  const [row] = yield* lookFor([named], 'patiently', desk)
  return row
}

/** Whether somebody holds a directory role by themselves, whatever they are called. Throws DirectoryFault. */
export async function* administers(id: string, { graph }: Pick<Desk, 'graph'>): Story<boolean> {
  const query = { $filter: `principalId eq ${literal(id)}`, $select: 'id' }
  const held = yield* ask({ method: 'GET', path: '/roleManagement/directory/roleAssignments', query })
  return (await restOf(held, 'reading who holds roles', graph)).length > 0
}

/** Everything that these questions find. What could not be looked for is not nothing. Throws DirectoryFault. */
async function* lookFor(
  questions: readonly GraphRequest[],
  patience: Patience,
  { sleep, graph }: Pick<Desk, 'sleep' | 'graph'>,
): Story<readonly Row[]> {
  for (const pause of [0, ...(patience === 'once' ? [] : pauses)]) {
    if (pause > 0) await sleep(pause)
    const answers = yield questions
    const found = await Promise.all(questions.map(async (question, i) => rowsOf(question, answers[i], graph)))
    if (found.some((rows) => rows.length > 0)) return found.flat()
  }
  return []
}

async function rowsOf(
  { path: at, query }: GraphRequest,
  answer: GraphAnswer = { outcome: 'lost', detail: 'no answer came' },
  graph: Pick<Graph, 'pages'>,
): Promise<readonly Row[]> {
  const doing = `looking whether it is there already (${at})`
  return query?.['$filter'] === undefined ? [foundIn(answer, doing) ?? []].flat() : restOf(answer, doing, graph)
}
