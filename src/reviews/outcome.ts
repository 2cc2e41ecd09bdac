import type { Campaign, Line } from './campaign.ts'
import type { Judged, Word } from './decisions.ts'

/** What becomes of a thing. */
export interface Outcome {
  readonly line: Line
  readonly word: Word
  readonly reason: string
  /** `<tenant>/<user>` and the commit that says so; not there: nobody decided. */
  readonly by?: { readonly person: string; readonly commit: string }
  /** Nobody decided in time; or the person themselves did, for a recorded reason. */
  readonly exception?: 'silence' | 'ownAccess'
}

/** What a campaign comes to, or what it waits for. */
export type Outcomes =
  | { readonly is: 'whole'; readonly outcomes: readonly Outcome[] }
  /** Not decided yet, and there is time. */
  | { readonly is: 'open'; readonly lines: readonly Line[]; readonly until: string }
  /** Nobody decided in time: others are asked. */
  | { readonly is: 'escalated'; readonly lines: readonly Line[]; readonly to: string }

/** Puts decisions together. Silence is never a yes: what nobody decided on stays and is an exception, or goes, as the policies say. */
export function outcomesOf(
  campaign: Campaign,
  { lines, decided }: Pick<Judged, 'lines' | 'decided'>,
  { today, isEscalated }: { readonly today: string; readonly isEscalated: boolean },
): Outcomes {
  const open = lines.filter(({ item }) => !decided.has(item))
  const { due, escalatedDue, onTimeout, escalation } = campaign
  if (open.length > 0 && today < due) return { is: 'open', lines: open, until: due }
  if (open.length > 0 && onTimeout === 'escalate' && escalation !== undefined) {
    if (!isEscalated) return { is: 'escalated', lines: open, to: escalation }
    if (today < escalatedDue) return { is: 'open', lines: open, until: escalatedDue }
  }
  return { is: 'whole', outcomes: lines.map((line) => outcomeOf(campaign, line, decided.get(line.item))) }
}

function outcomeOf({ onTimeout, due }: Campaign, line: Line, found: ReturnType<Judged['decided']['get']>): Outcome {
  if (found === undefined)
    return {
      line,
      word: onTimeout === 'revoke' ? 'revoke' : 'keep',
      reason: `nobody decided before ${due}`,
      exception: 'silence',
    }
  const { word, reason, isOwn, by } = found
  return {
    line,
    word,
    reason,
    by: { person: by.person ?? by.email, commit: by.commit },
    ...(isOwn ? { exception: 'ownAccess' } : {}),
  }
}

/** How often what was decided. */
export function tally(outcomes: readonly Outcome[]): Readonly<Record<Word | 'exceptions', number>> {
  const number = (word: Word): number => outcomes.filter((outcome) => outcome.word === word).length
  const exceptions = outcomes.filter(({ exception }) => exception !== undefined).length
  return { keep: number('keep'), revoke: number('revoke'), change: number('change'), exceptions }
}
