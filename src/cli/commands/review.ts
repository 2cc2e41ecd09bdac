import { closeReview, type ReviewCloseOptions } from '../reviews/close.ts'
import { startReview, type ReviewStartOptions } from '../reviews/start.ts'
import { reviewStatus, type ReviewStatusOptions } from '../reviews/status.ts'
import { UsageError } from '../../model/fault.ts'
import type { RequestOptions } from '../reviews/request.ts'
import type { Session } from '../session.ts'

export type { ReviewCloseOptions, ReviewStartOptions, ReviewStatusOptions }

/** `roster review start`. */
export async function reviewStart(session: Session, id: string, options: ReviewStartOptions): Promise<number> {
  checkRequest(options)
  if (options.ownAccess !== undefined && !/[\p{L}\p{N}]{2}/u.test(options.ownAccess))
    throw new UsageError('--own-access takes the reason for which people may decide on their own access.')
  return startReview(session, id, options)
}

/** `roster review close`. */
export async function reviewClose(session: Session, campaign: string, options: ReviewCloseOptions): Promise<number> {
  checkRequest(options)
  return closeReview(session, campaign, options)
}

/** `roster review status`. */
export async function reviewStands(session: Session, options: ReviewStatusOptions): Promise<number> {
  return reviewStatus(session, options)
}

function checkRequest({ pr, base, repository }: RequestOptions): void {
  if (pr !== true && (base !== undefined || repository !== undefined))
    throw new UsageError('--base and --repository say where a request is made. Add --pr, or leave them out.')
}
