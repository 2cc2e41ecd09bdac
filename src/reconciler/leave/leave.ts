import type { Leave } from '../../model/leave.ts'
import { left } from '../../model/leave.ts'
import type { Change, Naming } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import { spokenChange } from '../diff/words.ts'
import type { Draft } from '../digest.ts'

/** Holds back what the workspace leaves as it is for now; of an update of which only a part is left the rest goes on. */
export function leftAsIs(drafts: readonly Draft[], leaves: readonly Leave[], asOf: Date): readonly Draft[] {
  const standing = leaves.filter((leave) => holds(leave, asOf))
  if (standing.length === 0) return drafts
  return drafts.map((draft) =>
    standing
      .filter(({ address }) => address === draft.address || address === draft.previousAddress)
      .reduce(leftBy, draft),
  )
}

/** Leaves whose day is over: what they kept is planned again. */
export function expiredLeaves(leaves: readonly Leave[], asOf: Date): readonly Finding[] {
  return leaves
    .filter((leave) => !holds(leave, asOf))
    .map(({ id, address, until }) => ({
      slug: 'leave-expired',
      scope: address,
      result: 'warn',
      message: `the leave ${id} ended with ${until} and keeps nothing any more; remove it`,
    }))
}

function holds({ over }: Leave, asOf: Date): boolean {
  return asOf.getTime() < Date.parse(over)
}

function leftBy(draft: Draft, leave: Leave): Draft {
  if (draft.status === 'waiting') return draft
  if (leave.only === undefined) return waiting(draft, leave)
  const only = new Set(leave.only.map((name) => name.toLowerCase()))
  const isLeft = (name: string): boolean => only.has(name.toLowerCase())
  if (draft.verb === 'rename') return namesIn(draft.after).every(isLeft) ? waiting(draft, leave) : draft
  if (draft.verb !== 'update' || draft.kind === 'policy') return draft
  const names = [...Object.keys(draft.after.attributes), ...Object.keys(draft.after.references)]
  const kept = names.filter(isLeft)
  if (kept.length === 0) return draft
  if (kept.length === names.length) return waiting(draft, leave)
  const [before, after] = [without(draft.before, isLeft), without(draft.after, isLeft)]
  return {
    ...draft,
    before: { ...draft.before, ...before },
    after,
    summary: resaid(draft.summary, [draft.before, draft.after], [before, after]),
    effects: [...draft.effects, `${kept.join(', ')} ${kept.length === 1 ? 'is' : 'are'} ${words(leave)}`],
  }
}

function waiting(draft: Draft, leave: Leave): Draft {
  const { blockedBy: _, ...rest } = draft
  return { ...rest, status: 'waiting', waitingFor: left, effects: [...draft.effects, words(leave)] }
}

function words({ until, reason }: Leave): string {
  return `left as it is until ${until}: ${reason}`
}

/** The names of what a renaming changes, as `only` may say them. */
function namesIn({ attributes = {}, ...names }: Naming): readonly string[] {
  return [...Object.keys(names), ...Object.keys(attributes)]
}

function without({ attributes, references }: Change, isLeft: (name: string) => boolean): Change {
  const kept = <T>(of: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(of).filter(([name]) => !isLeft(name)))
  return { attributes: kept(attributes), references: kept(references) }
}

/** The sentence of an update, with what is still to change. */
function resaid(summary: string, [before, after]: readonly [Change, Change], now: readonly [Change, Change]): string {
  const all = spokenChange(before, after)
  return summary.endsWith(all) ? `${summary.slice(0, summary.length - all.length)}${spokenChange(...now)}` : summary
}
