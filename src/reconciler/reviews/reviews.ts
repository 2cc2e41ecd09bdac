import { after, dayIn } from '../../language/compile/calendar.ts'
import type { DesiredReview } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Finding } from '../../model/plan.ts'
import type { Judgement } from '../guard/acknowledge.ts'
import { acknowledged } from '../guard/acknowledge.ts'
import type { Memory } from '../memory.ts'

/** How long a review that was not done is only told of. */
const patience = '30 days'

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
  if (begins === 'never') return undated(kase)
  if (begins === undefined) return undefined
  const zone = desired.timezone
  const due = after(begins, review.due, zone)
  const last = after(due.due.toISOString(), patience, zone)
  const people = review.users.length === 1 ? '1 person' : `${review.users.length} people`
  const asked = `the review ${review.id} of ${people} by ${review.reviewers}`
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

/** When the round that is open began (RFC 3339); undefined: none is; never: nobody said from when on they count. */
function roundBegins({ desired, memory, asOf, review }: Case): string | undefined | 'never' {
  const zone = desired.timezone
  const prefix = `${desired.id}/roster/review/${review.id}/`
  const rounds = [...memory.done].filter(([address]) => address.startsWith(prefix)).map(([, { at }]) => at)
  const lastDone = rounds.toSorted().at(-1)
  let begins =
    review.starts ?? (lastDone === undefined ? undefined : after(lastDone, review.every, zone).due.toISOString())
  if (begins === undefined) return 'never'
  if (lastDone !== undefined && review.starts !== undefined)
    while (after(begins, '0 days', zone).due.toISOString() <= lastDone) begins = next(begins, review.every, zone)
  return after(begins, '0 days', zone).due <= asOf ? begins : undefined
}

function next(begins: string, every: string, zone: string): string {
  return after(begins, every, zone).due.toISOString()
}

function undated(kase: Case): Judgement {
  const { desired, asOf, review } = kase
  const message = `nothing says when the review ${review.id} begins, so that it never becomes due: write starts: ${dayIn(desired.timezone, asOf)}.`
  return told(kase, { slug: 'review-due', result: 'warn', message })
}
