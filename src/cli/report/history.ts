import { runs, type Run } from '../../history/runs.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import { grouped } from '../../model/grouped.ts'
import type { ReportApply } from '../../report/html/data.ts'
import { momentForPeople } from '../../report/days.ts'
import { whomOf } from '../../report/sections.ts'
import type { Book } from './book.ts'

/** More applies of a tenant than this, and more rows of one person, are left to `roster log` and `roster timeline`. */
const appliesShown = 200
const rowsShown = 40

/** What was done for one person: the apply, what, and what became of it. */
export type DoneRow = readonly [apply: number, what: string, status: number]

/** What was applied to a tenant, newest first, and what of it was for whom. */
export interface HistoryPart {
  readonly applies: readonly ReportApply[]
  readonly rows: ReadonlyMap<string, readonly DoneRow[]>
  /** How many older applies there are. */
  readonly older: number
}

interface Telling {
  readonly tenant: { readonly id: string; readonly number: number; readonly zone: string }
  readonly book: Book
  /** Number of the first of these applies in the report. */
  readonly first: number
}

/** Reads a tenant's chain. */
export function historyPart(chain: readonly ChainedEntry[], { tenant, book, first }: Telling): HistoryPart {
  const all = runs(tenant.id, chain).toReversed()
  const shown = all.slice(0, appliesShown)
  const rows = new Map<string, DoneRow[]>()
  for (const [offset, { operations }] of shown.entries()) {
    for (const { operation, status } of operations.toReversed()) {
      const [user = ''] = whomOf(operation).split('/')
      const list = rows.get(user) ?? []
      if (list.length === rowsShown) continue
      rows.set(user, list)
      list.push([first + offset, operation.summary, book.word(status)])
    }
  }
  return { applies: shown.map((run) => applyPart(run, tenant)), rows, older: all.length - shown.length }
}

/** One row for each apply: the first thing that it did, and how many more there were. */
export function byApply(rows: readonly DoneRow[]): readonly DoneRow[] {
  return [...grouped(rows, ([apply]) => String(apply)).values()].flatMap((own): readonly DoneRow[] => {
    // Newest first: the last of them is where the apply began.
    const first = own.at(-1)
    if (first === undefined) return []
    const [apply, what, status] = first
    return own.length === 1 ? [first] : [[apply, `${what}, and ${own.length - 1} more`, status]]
  })
}

function applyPart(
  { apply, at, operator, commit, result, operations, requests }: Run,
  { number, zone }: Telling['tenant'],
): ReportApply {
  return {
    tenant: number,
    apply,
    at,
    words: momentForPeople(at, zone),
    by: operator,
    commit,
    result,
    changes: operations.length,
    requests: requests.map(({ number: request, author, approvals }) => ({
      number: request,
      author,
      approvers: approvals.map(({ by }) => by),
    })),
  }
}
