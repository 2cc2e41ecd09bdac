import type { RequestFacts, Review } from '../model/forge.ts'
import type { PostedPlan } from '../model/posted-plan.ts'
import type { PersonOf } from './terms.ts'

/** Somebody's approval as it stands at the end. */
export interface Approval {
  readonly by: string
  readonly isBot: boolean
  /** `<tenant>/<user>`, where it is known who that is. */
  readonly person: string | undefined
  readonly at: string
  /** Why it is worth nothing by now, in words that follow a name. */
  readonly stale?: string
}

/**
 * The plans that were shown on a request for its head, oldest first; after the merge nothing shows there. One that is posted
 * after another that was seen later does not take its place: somebody ran the job of the older one again.
 */
export function shownPlans({ repository, pull }: RequestFacts, posted: readonly PostedPlan[]): readonly PostedPlan[] {
  const until = pull.merged === undefined ? Infinity : Date.parse(pull.merged.at)
  const inTurn = posted
    .filter(
      (plan) =>
        plan.repository === repository &&
        plan.number === pull.number &&
        plan.head === pull.head.commit &&
        Date.parse(plan.postedAt) <= until,
    )
    .toSorted((a, b) => Date.parse(a.postedAt) - Date.parse(b.postedAt))
  return inTurn.filter((plan, at) => !inTurn.slice(0, at).some((before) => isNewer(before, plan)))
}

function isNewer(a: PostedPlan, b: PostedPlan): boolean {
  return Date.parse(a.observedAt) > Date.parse(b.observedAt)
}

/**
 * Whose last word is an approval: a word is an approval, a wish for changes, or a dismissal; a comment is none. All logins of one
 * person speak with one voice.
 */
export function approvalsOf(
  { pull, reviews }: RequestFacts,
  plans: readonly PostedPlan[],
  personOf: PersonOf,
): readonly Approval[] {
  const last = new Map<string, Review>()
  for (const review of reviews.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (review.state !== 'commented') last.set(personOf(review.by.login) ?? `@${review.by.login}`, review)
  }
  return [...last.values()]
    .filter(({ state }) => state === 'approved')
    .map((review) => {
      const { by, at } = review
      const stale = staleBecause(review, pull.head.commit, plans)
      return {
        by: by.login,
        isBot: by.isBot,
        person: personOf(by.login),
        at,
        ...(stale === undefined ? {} : { stale }),
      }
    })
    .toSorted((a, b) => (a.by < b.by ? -1 : 1))
}

function staleBecause(review: Review, head: string, plans: readonly PostedPlan[]): string | undefined {
  if (review.commit !== head) return 'approved an earlier commit; look at the new one'
  const seen = plans.findLast(({ postedAt }) => Date.parse(postedAt) <= Date.parse(review.at))
  if (seen === undefined) return 'approved before there was a plan to see'
  return seen.digest === plans.at(-1)?.digest ? undefined : 'approved an earlier plan; look at the new one'
}
