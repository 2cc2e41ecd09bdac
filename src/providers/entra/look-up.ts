import type { ObservedUser } from '../../model/observed.ts'
import { literal, path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { guestName } from './dialect.ts'
import { userExpand, userSelect } from './translate.ts'
import type { Row } from './translate.ts'
import { listIn, objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { asUser, userQuestion } from './write-look.ts'
import type { Story } from './write-story.ts'
import { pauses } from './write-unseen.ts'

/** How patiently something is looked for: `once`, or as long as what was just made may stay unseen here. */
export type Patience = 'once' | 'patiently'

/** Who has this sign-in name. */
export async function* holderOf(upn: string, patience: Patience, desk: Desk): Story<ObservedUser | undefined> {
  const row = yield* lookFor([userQuestion(upn, desk.terms)], patience, desk)
  return row === undefined ? undefined : asUser(row, desk.terms)
}

/** The guest who was invited at this address: by the address, and by the sign-in name that Entra ID makes of it. */
export async function* guestAt(mail: string, patience: Patience, desk: Desk): Story<ObservedUser | undefined> {
  const { terms } = desk
  const byMail: GraphRequest = {
    method: 'GET',
    path: '/users',
    query: { $filter: `mail eq ${literal(mail)}`, $select: userSelect(terms), ...userExpand(terms) },
  }
  const row = yield* lookFor([byMail, userQuestion(guestName(mail, terms), terms)], patience, desk)
  return row === undefined ? undefined : asUser(row, terms)
}

/** The administrative units of this name. */
export async function* unitsNamed(name: string, patience: Patience, desk: Desk): Story<Row | undefined> {
  const named: GraphRequest = {
    method: 'GET',
    path: '/directory/administrativeUnits',
    query: { $filter: `displayName eq ${literal(name)}`, $select: 'id,displayName,description' },
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
  return yield* lookFor([named], 'patiently', desk)
}

/** The first thing that any of these questions finds. */
async function* lookFor(
  questions: readonly GraphRequest[],
  patience: Patience,
  { sleep }: Pick<Desk, 'sleep'>,
): Story<Row | undefined> {
  for (const pause of [0, ...(patience === 'once' ? [] : pauses)]) {
    if (pause > 0) await sleep(pause)
    const found = (yield questions).map(firstIn).find((row) => row !== undefined)
    if (found !== undefined) return found
  }
  return undefined
}

function firstIn(answer: GraphAnswer): Row | undefined {
  const object = objectIn(answer)
  return object !== undefined && 'value' in object ? listIn(answer)[0] : object
}
