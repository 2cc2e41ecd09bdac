import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Memory } from '../../reconciler/memory.ts'
import { reviewRounds } from '../../reconciler/reviews/reviews.ts'
import type { AgendaEntry } from '../../report/agenda.ts'
import { count } from '../../report/count.ts'

/** Reviews of access: the day on which a round begins, and the day before which it is to be done. */
export function reviewDays(
  desired: DesiredTenant,
  memory: Memory,
  time: { readonly asOf: Date; readonly until: Date },
): readonly AgendaEntry[] {
  return reviewRounds(desired, memory, time).flatMap(({ review, begins, due }): readonly AgendaEntry[] => {
    const shared = { tenant: desired.id, event: 'review' as const, about: review.id }
    const who = `the review ${review.id} of ${count(review.users.length, 'person')} by ${review.reviewers}`
    return [
      { ...shared, date: begins, summary: `${who} begins` },
      { ...shared, date: due, summary: `${who} is to be done before this day` },
    ]
  })
}
