import { parseAddress } from '../../model/address.ts'
import type { AnyVerb } from '../../model/kind.ts'
import type { Operation } from '../../model/operation.ts'
import { isMessage, isRunOnce } from '../../model/operation.ts'

/** One thing that an action did for a person: what, and in which directory or subscription. */
export interface Deed {
  readonly place: string
  readonly verb: AnyVerb
}

/** Action -> user id -> what it did for them. */
export type Deeds = ReadonlyMap<string, ReadonlyMap<string, readonly Deed[]>>

/** The same while a ledger is folded. */
export type DeedsDraft = Map<string, Map<string, readonly Deed[]>>

/** Notes what an operation did, if an action asked for it. */
export function noteDeed(deeds: DeedsDraft, operation: Operation): void {
  const asked = askedBy(operation)
  if (asked === undefined) return
  const { verb, directory: place } = operation
  for (const action of asked.actions) {
    const people = deeds.get(action) ?? new Map<string, readonly Deed[]>()
    deeds.set(action, people)
    people.set(asked.user, [...(people.get(asked.user) ?? []), { place, verb }])
  }
}

/** The id of a person changed. */
export function renameInDeeds(deeds: DeedsDraft, from: string, to: string): void {
  for (const people of deeds.values()) {
    const done = people.get(from)
    if (done === undefined) continue
    people.delete(from)
    people.set(to, [...(people.get(to) ?? []), ...done])
  }
}

/** The actions behind an operation, and for whom; undefined where no action is behind it. */
export function askedBy(
  operation: Operation,
): { readonly actions: readonly string[]; readonly user: string } | undefined {
  if (isRunOnce(operation)) return { actions: operation.after.actions, user: parseAddress(operation.address).id }
  if (isMessage(operation)) {
    const { action } = operation.after
    return { actions: [action], user: parseAddress(operation.address).id.slice(action.length + 1) }
  }
  if ((operation.kind === 'account' && operation.verb === 'invite') || operation.kind === 'workOrder') {
    const { action, user } = operation.after
    return action === undefined ? undefined : { actions: [action], user }
  }
  return undefined
}

/**
 * Whether an action is over for a person at a place. What it did in one directory says nothing of another; but an action that
 * was later made to do something else has had its turn with whoever it did anything for.
 */
export function isOver(
  deeds: Deeds,
  action: string,
  {
    ids,
    place,
    verb,
  }: { readonly ids: readonly (string | undefined)[]; readonly place: string; readonly verb: AnyVerb },
): boolean {
  const people = deeds.get(action)
  if (people === undefined) return false
  const done = ids.flatMap((id) => (id === undefined ? [] : (people.get(id) ?? [])))
  return done.some((deed) => deed.place === place || deed.verb !== verb)
}
