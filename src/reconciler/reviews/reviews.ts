import { after, dawn, dayIn } from '../../language/compile/calendar.ts'
import type { DesiredReview } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Entry } from '../../model/entry.ts'
import type { Finding } from '../../model/plan.ts'
import type { Judgement } from '../guard/acknowledge.ts'
import { acknowledged } from '../guard/acknowledge.ts'
import { peopleCount } from '../guard/words.ts'
import type { Memory } from '../memory.ts'

/** How long a review that was not done is only told of. */
const patience = '30 days'
const begun = '~begun'

/** Reviews of access that come round: due, overdue, and at last in the way of everything else. */
export function reviewsDue(desired: DesiredTenant, memory: Memory, asOf: Date): readonly Finding[] {
  return desired.reviews.flatMap((review) => {
    const found = standing({ desired, memory, asOf, review })
    return found === undefined ? [] : [acknowledged(found, desired.acknowledgements, asOf)]
  })
}

interface Case {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly asOf: Date
  readonly review: DesiredReview
}

function standing(kase: Case): Judgement | undefined {
  const { desired, asOf, review } = kase
  const begins = roundBegins(kase)
  if (begins === undefined) return undefined
  const zone = desired.timezone
  const due = after(begins, review.due, zone)
  const last = after(due.due.toISOString(), patience, zone)
  const asked = `the review ${review.id} of ${peopleCount(review.users.length)} by ${review.reviewers}`
  if (asOf < due.due)
    return told(kase, {
      slug: 'review-due',
      result: 'warn',
      message: `${asked} is due: it is to be done before ${due.day}.`,
    })
  const late = `${asked} was to be done before ${due.day}`
  return asOf < last.due
    ? told(kase, {
        slug: 'review-overdue',
        result: 'warn',
        message: `${late}. From ${last.day} on it holds the tenant.`,
      })
    : told(kase, {
        slug: 'review-overdue',
        result: 'block',
        message: `${late}: until it is, nothing of the tenant is applied.`,
      })
}

function told({ desired }: Case, said: Pick<Judgement, 'slug' | 'result' | 'message'>): Judgement {
  return { ...said, scope: desired.id, lint: true }
}

/** When the round that is open began (RFC 3339); undefined: none is. */
function roundBegins(kase: Case): string | undefined {
  const { desired, memory, asOf, review } = kase
  const zone = desired.timezone
  const prefix = addressFor(kase, '')
  const rounds = [...memory.done].filter(([address]) => address.startsWith(prefix) && !address.endsWith(begun))
  const lastDone =
    rounds
      .map(([, { at }]) => at)
      .toSorted()
      .at(-1) ?? ''
  const first = memory.done.get(addressFor(kase, begun))?.at ?? asOf.toISOString()
  let begins = review.starts === undefined ? first : dawn(review.starts, zone)
  for (let next = roundAfter(begins); next > begins && (next <= first || lastDone >= begins); next = roundAfter(begins))
    begins = next
  if (begins > asOf.toISOString()) return undefined
  // Nobody is late for what was asked for yesterday.
  return begins > first ? begins : first

  function roundAfter(moment: string): string {
    return after(moment, review.every, zone).due.toISOString()
  }
}

/** A round of a review: its first day, and the day before which it is to be done. */
export interface ReviewRound {
  readonly review: DesiredReview
  readonly begins: string
  readonly due: string
}

/** The rounds that are open at a moment, and those that begin until another. */
export function reviewRounds(
  desired: DesiredTenant,
  memory: Memory,
  { asOf, until }: { readonly asOf: Date; readonly until: Date },
): readonly ReviewRound[] {
  const zone = desired.timezone
  return desired.reviews.flatMap((review) => {
    const open = roundBegins({ desired, memory, asOf, review })
    const begins: string[] = open === undefined ? [] : [open]
    const first = memory.done.get(addressFor({ desired, review }, begun))?.at ?? asOf.toISOString()
    const start = review.starts === undefined ? first : dawn(review.starts, zone)
    // One that comes round at once (every: 0 days) has a single round.
    for (let last = '', next = start; next > last && next <= until.toISOString();) {
      if (next > asOf.toISOString()) begins.push(next)
      last = next
      next = after(last, review.every, zone).due.toISOString()
    }
    return begins.map((moment) => ({
      review,
      begins: dayIn(zone, new Date(moment)),
      due: after(moment, review.due, zone).day,
    }))
  })
}

/** Reviews that an apply sees for the first time: their rounds count from then on. */
export function reviewsBegun(desired: DesiredTenant, memory: Memory): readonly Entry[] {
  return desired.reviews
    .map((review) => addressFor({ desired, review }, begun))
    .filter((address) => !memory.done.has(address))
    .map((address): Entry => ({ type: 'done', address, by: 'roster' }))
}

function addressFor({ desired, review }: Pick<Case, 'desired' | 'review'>, round: string): string {
  return `${desired.id}/roster/review/${review.id}/${round}`
}
