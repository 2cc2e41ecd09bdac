import { parseAddress } from '../../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Locate, Pointed } from '../already.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { foundIn } from './listing.ts'
import { places } from './group-kind.ts'
import type { Row } from './row.ts'
import { groupExpand, groupOf, groupSelect, unitOf, unitSelect } from './translate-group.ts'
import { userExpand, userOf, userSelect } from './translate.ts'
import type { Terms } from './terms.ts'
import type { Standpoint } from './confirm.ts'
import { declaredObject, targetOf } from './write-desk.ts'
import { askAt, groupPath } from './write-place.ts'
import type { GroupPlace, Probing } from './write-place.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/** Properties that are set once and never read back. */
const unread = ['mailNickname']

/** Reads one account; by its id or its sign-in name. */
export function userQuestion(key: string, terms: Terms): GraphRequest {
  return {
    method: 'GET',
    path: path`/users/${key}`,
    query: { $select: userSelect(terms), ...userExpand(terms) },
  }
}

/** The account in an answer; undefined: it is not there. Throws DirectoryFault where the question itself failed. */
export function userIn(answer: GraphAnswer, terms: Terms): ObservedUser | undefined {
  const row = foundIn(answer, 'reading an account')
  return row === undefined ? undefined : asUser(row, terms)
}

/** An account as it is compared with what is asked for. */
export function asUser(row: Row, terms: Terms): ObservedUser {
  const user = userOf(row, terms)
  return { ...user, unknown: [...user.unknown, ...unread] }
}

/** Reads one group or administrative unit. */
export function groupQuestion(place: GroupPlace, id: string): GraphRequest {
  return {
    method: 'GET',
    path: groupPath(place, id),
    query:
      place === places.groups
        ? { $select: groupSelect, ...groupExpand }
        : { $select: place === places.units ? unitSelect : 'id,displayName' },
  }
}

/** The same of a group. A directory role is part of Entra ID, and nothing that is changed about it can be read here. */
export function groupIn(answer: GraphAnswer, place: GroupPlace, terms: Terms): ObservedGroup | undefined {
  const row = foundIn(answer, 'reading a group')
  if (row === undefined) return undefined
  const group = place === places.units ? unitOf(row, 'unknown', terms) : groupOf(row, 'unknown', terms)
  const builtIn = 'it is part of Entra ID: only who holds it is changed'
  return {
    ...group,
    unknown: [...group.unknown, ...unread],
    ...(place === places.roles ? { notManageable: builtIn } : {}),
  }
}

/** The object an operation is about, as it is now: by its recorded id, whatever it is called meanwhile. */
export async function* liveEntity(
  operation: DirectoryOperation & { readonly kind: 'user' | 'group' },
  at: Standpoint & Probing,
): Story<ObservedUser | ObservedGroup | undefined> {
  const id = idOfEntity(operation, at)
  if (id === undefined) return undefined
  if (operation.kind === 'user') return userIn(yield* ask(userQuestion(id, at.terms)), at.terms)
  const { place, answer } = yield* askAt(id, (each) => groupQuestion(each, id), at)
  return groupIn(answer, place, at.terms)
}

function idOfEntity(
  operation: DirectoryOperation & { readonly kind: 'user' | 'group' },
  { locate }: Standpoint,
): string | undefined {
  const recorded = operation.before?.immutableId
  if (recorded !== undefined) return recorded
  return declaredObject(operation, operation.kind, parseAddress(operation.address).id, locate)?.immutableId
}

/** Says where references of an operation point to. */
export function locating(operation: DirectoryOperation, at: Pick<Standpoint, 'locate'>): Locate {
  return async (target) => targetOf(operation, target, at)
}

/** What an operation's references should be, without those that must be there and are not. */
export function missingReference(pointed: Pointed): string | undefined {
  const lost = Object.entries(pointed).find(([, reference]) => reference === undefined)
  return lost === undefined ? undefined : `the ${lost[0]} it is to have`
}

/** How an object is called in messages. */
export function nameOf(live: ObservedUser | ObservedGroup): string {
  return live.kind === 'user' ? live.username : live.name
}
