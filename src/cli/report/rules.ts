import { overTime } from '../../reconciler/access/over-time.ts'
import { separationOfDuties } from '../../reconciler/guard/separation.ts'
import type { Memory } from '../../reconciler/memory.ts'
import { reviewRounds, reviewsDue } from '../../reconciler/reviews/reviews.ts'
import type { ReportDuty, ReportReview } from '../../report/html/data.ts'
import type { Asked } from '../inquiry.ts'
import type { Book } from './book.ts'

/** How far ahead rounds of reviews are told. */
const daysAhead = 400

interface Looked {
  readonly asked: Asked
  readonly tenant: number
  readonly book: Book
}

/** Separation of duties: each rule, and everybody who has more together than it allows, now or at a later moment. */
export function dutiesPart(
  { asked: { desired, asOf }, tenant, book }: Looked,
  personOf: (user: string) => number | undefined,
): readonly ReportDuty[] {
  if (desired.separation.length === 0) return []
  const { evaluations, people } = overTime(desired.access, asOf)
  return desired.separation.map((rule) => ({
    tenant,
    id: rule.id,
    effect: rule.effect,
    atMost: rule.atMost,
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
    at: book.at(rule.source),
    clashes: [...people].flatMap(([user, moments]) => {
      const person = personOf(user)
      const [found] = separationOfDuties(
        { ...desired, separation: [rule] },
        { evaluations, people: new Map([[user, moments]]) },
      )
      return person === undefined || found === undefined
        ? []
        : [{ person, result: found.result, message: found.message }]
    }),
  }))
}

/** Reviews of access that come round, and what is to be said about them now. */
export function reviewsPart(
  { asked: { desired, asOf }, tenant, book }: Looked,
  memory: Memory,
): readonly ReportReview[] {
  const until = new Date(asOf.getTime() + daysAhead * 86_400_000)
  const rounds = reviewRounds(desired, memory, { asOf, until })
  return desired.reviews.map((review) => ({
    tenant,
    id: review.id,
    every: review.every,
    reviewers: review.reviewers,
    people: review.users.length,
    onTimeout: review.onTimeout,
    rounds: rounds.filter((round) => round.review.id === review.id).map(({ begins, due }) => ({ begins, due })),
    findings: reviewsDue({ ...desired, reviews: [review] }, memory, asOf).map(({ result, message }) => ({
      result,
      message,
    })),
    at: book.at(review.source),
  }))
}
