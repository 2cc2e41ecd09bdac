import type { MergedRequest } from '../../approval/judge.ts'
import { type Forge, ForgeFault } from '../../forge/forge.ts'
import type { ApplyReport, Progress } from '../../reconciler/run.ts'
import { applyingComment } from '../../report/comment/applying.ts'
import { outcomeComment } from '../../report/comment/outcome.ts'
import type { Session } from '../session.ts'
import { linked } from './run-link.ts'
import { replaceSticky, standing } from './sticky.ts'

/** Number of a request -> tenants in which it was judged. */
export type Asked = Map<number, ReadonlySet<string>>

/** What finishes what an apply left. */
export const resumeCommand = 'roster apply --reviewed'

const everyMs = 15_000

interface Telling {
  readonly forge: Forge
  readonly requests: readonly MergedRequest[]
  /** Filled while the apply goes on. */
  readonly asked: Asked
  readonly merge: string
}

/** Says on the requests that are carried out how far that is, and in the end what became of it. */
export function tellRequests(
  session: Session,
  { forge, requests, asked, merge }: Telling,
): { readonly advance: (event: Progress) => void; readonly end: (report: ApplyReport) => Promise<void> } {
  const since = new Date().toISOString()
  const link = linked(session)
  const tenants = new Map<string, Progress>()
  let last = 0
  let posting = Promise.resolve()

  const replace = async (
    body: (number: number) => string,
    mayStay: (number: number) => boolean = () => false,
  ): Promise<void> => {
    for (const { facts } of requests) {
      const { number, head } = facts.pull
      if (!asked.has(number) || (mayStay(number) && (await isFinal(forge, number)))) continue
      const observedAt = new Date().toISOString()
      await replaceSticky(forge, number, { body: body(number), head: head.commit, observedAt })
    }
  }
  return {
    advance(event) {
      if (event.phase !== 'apply') return
      tenants.set(event.tenant, event)
      if (Date.now() - last < everyMs) return
      last = Date.now()
      const sum = (of: (event: Progress) => number): number =>
        [...tenants.values()].reduce((all, each) => all + of(each), 0)
      const body = applyingComment({
        merge,
        since,
        done: sum(({ done }) => done),
        total: sum(({ total = 0 }) => total),
        ...link,
      })
      // How far it is, is not worth a failed apply.
      posting = posting
        .then(() => replace(() => body))
        .catch((error: unknown) => {
          if (!(error instanceof ForgeFault)) throw error
        })
    },
    async end(report) {
      await posting
      const ownOf = (number: number): ApplyReport['tenants'] =>
        report.tenants.filter(({ tenant }) => asked.get(number)?.has(tenant) === true)
      await replace(
        (number) => outcomeComment({ ...report, tenants: ownOf(number) }, { merge, resumeCommand, ...link }).body,
        (number) => ownOf(number).every(({ held, settled }) => held === undefined && settled.length === 0),
      )
    },
  }
}

/** Whether it is told already that everything was applied: a later run that has nothing to do there knows less of it. */
async function isFinal(forge: Forge, number: number): Promise<boolean> {
  return (await standing(forge, number))?.text.startsWith('### Applied\n') === true
}
