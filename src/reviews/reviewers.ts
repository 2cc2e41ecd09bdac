import type { DesiredReview } from '../language/compile/desired-platforms.ts'
import type { Person } from '../model/desired.ts'

type People = ReadonlyMap<string, Pick<Person, 'id' | 'manager' | 'state' | 'dailyAccount'>>

/** Whose review somebody's access is: a person, or a body of approvers. */
export type Reviewer =
  | { readonly is: 'person'; readonly id: string }
  | { readonly is: 'approvers'; readonly id: string }
  /** Nobody else is there: they review themselves, for a reason that was recorded. */
  | { readonly is: 'self'; readonly id: string }

/** What decides where no manager can. */
export interface Instead {
  readonly escalation?: string
  /** Why people may review themselves where nobody else is there. */
  readonly ownAccess?: string
}

/**
 * Who reviews somebody's access: the nearest manager above them who is somebody else and works here; then the body that reviews are
 * escalated to; then, where a reason is recorded, they themselves. undefined: nobody.
 */
export function reviewerOf(
  user: string,
  { reviewers }: Pick<DesiredReview, 'reviewers'>,
  people: People,
  { escalation, ownAccess }: Instead,
): Reviewer | undefined {
  if (reviewers !== 'manager') return { is: 'approvers', id: reviewers }
  const manager = managerOf(user, people)
  if (manager !== undefined) return { is: 'person', id: manager }
  if (escalation !== undefined) return { is: 'approvers', id: escalation }
  return ownAccess === undefined ? undefined : { is: 'self', id: user }
}

function managerOf(user: string, people: People): string | undefined {
  const passed = new Set([user])
  for (let next = people.get(user)?.manager; typeof next === 'string'; next = people.get(next)?.manager) {
    if (passed.has(next)) return undefined
    passed.add(next)
    if (people.get(next)?.state === 'active' && !isSamePerson(user, next, people)) return next
  }
  return undefined
}

/** Whether two ids are one human: somebody with critical roles may have an everyday account beside. */
export function isSamePerson(a: string, b: string, people: People): boolean {
  return human(a, people) === human(b, people)
}

function human(id: string, people: People): string {
  const daily = people.get(id)?.dailyAccount
  return daily === undefined || daily === 'exempt' ? id : daily
}
