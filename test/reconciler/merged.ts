import type { Court, MergedRequest } from '../../src/approval/judge.ts'
import { judgeOf } from '../../src/approval/judge.ts'
import type { Terms } from '../../src/approval/terms.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { PostedPlan } from '../../src/model/posted-plan.ts'
import { isWhole, postedOf } from '../../src/reconciler/posted.ts'
import type { Consent } from '../../src/reconciler/run.ts'
import type { Bench } from './bench.ts'

/** How a request came to be merged; what is not said is as usual. */
export interface Merge {
  readonly number?: number
  /** Who approved it after its plan was shown; none: somebody merged it past everybody. */
  readonly approvedBy?: readonly string[]
  readonly files?: readonly string[]
  /** The commit on the base branch: of a merge, of a squash. */
  readonly commit?: string
  /** What somebody made of the plan on record. */
  readonly tamper?: (posted: PostedPlan) => PostedPlan
}

const terms: Terms = { forgeAccounts: { ben: 'msp/ben', cleo: 'msp/cleo', ana: 'acme/ana-li', zoe: 'acme/zoe' } }

/** A request whose plan was shown, approved and merged. */
export function merged(plan: Plan, merge: Merge = {}): MergedRequest {
  const { number = 12, approvedBy = ['ben'], files = [], commit = 'f'.repeat(40), tamper = (posted) => posted } = merge
  const head = String(number % 10).repeat(40)
  const at = Date.parse(plan.context.observedAt)
  const moment = (minutes: number): string => new Date(at + minutes * 60_000).toISOString()
  const account = (login: string) => ({ login, isBot: false })
  const posted = postedOf(plan, {
    repository: 'msp/access',
    number,
    head,
    base: 'b'.repeat(40),
    postedAt: moment(1),
  })
  return {
    facts: {
      repository: 'msp/access',
      pull: {
        number,
        state: 'merged',
        author: account('opener'),
        base: { ref: 'main', commit: 'b'.repeat(40) },
        head: { ref: 'edit', commit: head },
        isFork: false,
        updatedAt: moment(9),
        merged: { commit, at: moment(8), by: account('opener') },
      },
      reviews: approvedBy.map((login) => ({
        by: account(login),
        state: 'approved' as const,
        commit: head,
        at: moment(2),
      })),
      commits: [{ commit: head, people: [account('opener')] }],
      files: files.map((path) => ({ path })),
    },
    posted: [tamper(posted)],
  }
}

/** Consent by what was merged, judged at the bench's moment. */
export function reviewed(bench: Bench, requests: readonly MergedRequest[], more: Partial<Court> = {}): Consent {
  const judge = judgeOf({
    requests,
    termsAt: () => terms,
    people: { members: () => undefined, mayWrite: () => true },
    tool: bench.run().tool,
    isWhole,
    now: bench.now,
    ...more,
  })
  return { how: 'reviewed', judge }
}
