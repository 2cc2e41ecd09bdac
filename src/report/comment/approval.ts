import type { ApprovalState } from '../../model/judgement.ts'
import { capital } from '../capital.ts'
import { count } from '../count.ts'
import { clipped, sentence, value, values } from '../markdown.ts'
import type { CommentContext } from './context.ts'
import { section } from './pieces.ts'
import type { Rung } from './rung.ts'

/** How many rules are told, still open or met, and how many people of each; the others are counted. */
interface ApprovalRoom {
  readonly open: number
  readonly met: number
  readonly people: number
  /** Characters of a reason. */
  readonly why: number
}

const rooms: Readonly<Record<Rung['losses'], ApprovalRoom>> = {
  lines: { open: 40, met: 10, people: 20, why: 300 },
  byCause: { open: 12, met: 3, people: 5, why: 150 },
  byKind: { open: 12, met: 3, people: 5, why: 150 },
  byKindCounted: { open: 8, met: 0, people: 2, why: 80 },
}

/** Whose approval a request still needs and why, and which approvals count; what is missing comes first. */
export function approvals(states: CommentContext['approval'], { losses }: Rung): readonly string[] {
  if (states === 'unknown') return section('Approval', ['- Nobody looked: on the request it says whose is missing.'])
  const room = rooms[losses]
  const open = states.filter(({ missing }) => missing > 0)
  const met = states.filter(({ missing }) => missing === 0)
  const [openLeft, metLeft] = [open.length - room.open, met.length - room.met]
  return section('Approval', [
    ...open.slice(0, room.open).flatMap((state) => stateLines(state, room)),
    ...(openLeft > 0
      ? [`- and ${count(openLeft, 'rule')} more that still ${openLeft === 1 ? 'needs' : 'need'} somebody`]
      : []),
    ...met.slice(0, room.met).flatMap((state) => stateLines(state, room)),
    ...(metLeft > 0 ? [`- and ${count(metLeft, 'rule')} more that ${metLeft === 1 ? 'is' : 'are'} met`] : []),
  ])
}

function stateLines(
  { rule, by, missing, notCounted, unknown = [], obstacle }: ApprovalState,
  { people, why: longest }: ApprovalRoom,
): readonly string[] {
  const why = (text: string): string => sentence(clipped(capital(text), longest))
  const who = rule.approvers.length === 0 ? 'anybody who may write to the repository' : some(rule.approvers, people)
  const head = missing === 0 ? 'met' : `**${count(missing, 'approval')} missing**, from ${who}`
  const given = by.length === 0 ? '' : ` Approved by ${some(by, people)}.`
  return [
    `- ${value(clipped(rule.name, 80))}: ${head}. ${why(rule.why)}${ending(rule.why)}${given}`,
    ...(obstacle === undefined ? [] : [`  - ${why(obstacle)}`]),
    ...(unknown.length === 0 ? [] : [`  - Nobody said which person this is: ${some(unknown, people)}.`]),
    ...notCounted
      .slice(0, people)
      .map((one) => `  - ${value(one.by)} does not count: ${sentence(clipped(one.why, longest))}`),
    ...(notCounted.length > people ? [`  - and ${notCounted.length - people} more who do not count`] : []),
  ]
}

function some(names: readonly string[], most: number): string {
  const rest = names.length - most
  return `${values(names.slice(0, most))}${rest > 0 ? ` and ${rest} more` : ''}`
}

function ending(text: string): string {
  return /[.!?]$/.test(text) ? '' : '.'
}
