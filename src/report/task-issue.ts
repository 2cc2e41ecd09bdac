import type { OpenOrder, OpenStep } from '../reconciler/run.ts'
import { count } from './count.ts'
import { dayForPeople } from './days.ts'
import { clipped, sentence, value } from './markdown.ts'
import { printable } from './printable.ts'
import { boxLine, doneLine, orderFile, stepText } from './work-order.ts'

/** How long the issue of a work order may be; a forge takes 65,536 characters. */
const budget = 60_000

/** What people did in an issue, and what became of that. */
export interface Marks {
  /** Steps whose box is ticked. */
  readonly ticked: ReadonlySet<number>
  /** Step -> why somebody's word for it is not recorded, a sentence. */
  readonly unclear: ReadonlyMap<number, string>
}

/** A work order as an issue: its steps as boxes, each with what to click and type. */
export function taskIssue(
  tenant: string,
  order: OpenOrder,
  { ticked, unclear }: Marks,
): { readonly title: string; readonly body: string } {
  const lines = head(tenant, order)
  const room = rooms(lines.join('\n').length)
  const left: number[] = []
  for (const step of order.steps) {
    const why = unclear.get(step.number)
    const isTicked = ticked.has(step.number)
    const told = { step, isTicked, last: why === undefined ? [] : [`**Not recorded:** ${sentence(why)}`] }
    const whole = step.attested === undefined ? stepText(tenant, order, told) : shortText(step, isTicked)
    const chosen = [whole, shortText(step, isTicked)].find((text, at) => room.takes(text, at))
    if (chosen === undefined) left.push(step.number)
    else lines.push('', ...chosen)
  }
  return { title: titleOf(tenant, order), body: [...lines, ...rest(tenant, order, left), ''].join('\n') }
}

/** The issue of a work order of which nothing is to be done any more. */
export function closedTask(
  steps: readonly Pick<OpenStep, 'number' | 'title' | 'attested'>[],
  replacedBy: string | undefined,
): string {
  const word =
    replacedBy === undefined
      ? 'Every step is done, and recorded.'
      : `**Do nothing of this any more:** ${value(replacedBy)} took the place of this work order.`
  const lines = [`> ${word}`]
  const room = rooms(lines.join('\n').length)
  for (const step of steps) {
    const text = shortText(step, false)
    if (room.takes(text, 0)) lines.push('', ...text)
  }
  return [...lines, ''].join('\n')
}

/** Steps whose boxes are ticked in the text of an issue. */
export function ticksIn(body: string): ReadonlySet<number> {
  return new Set([...body.matchAll(/^- \[[xX]\] \*\*([1-9]\d{0,5})\.\*\*/gm)].map(([, number]) => Number(number)))
}

/** Steps that a comment says are done: a line `done 1 2`, with nothing else in it. */
export function doneIn(comment: string): readonly number[] {
  return comment.split(/\r?\n/).flatMap((line) => {
    const [, said] = /^\s*done\b[\s:]*(.*)$/i.exec(line) ?? []
    const words = (said ?? '').split(/[\s,#.]+/).filter((word) => !/^(?:steps?|and|)$/i.test(word))
    return words.every((word) => /^[1-9]\d{0,5}$/.test(word)) ? words.map(Number) : []
  })
}

/** Titles are no Markdown; what a forge might act on is left out of them all the same. */
function titleOf(tenant: string, { order, place }: OpenOrder): string {
  const plain = printable(place).replaceAll(/[^\p{L}\p{M}\p{N} .,&'()+‹›-]+/gu, ' ')
  return `Work order ${order} (${tenant}): ${clipped(plain.replaceAll(/ +/g, ' ').trim(), 120)}`
}

function head(tenant: string, { order, on, replaces, steps }: OpenOrder): string[] {
  const instead = replaces === undefined ? [] : [`It takes the place of ${value(replaces)}.`]
  return [
    [
      `Work order ${value(order)} for the tenant ${value(tenant)}, given out on ${dayForPeople(on)}: ${count(steps.length, 'step')}.`,
      ...instead,
    ].join(' '),
    '',
    'Do them in this order, and then say so, in one of two ways. A comment `done 1 2` counts as your word, if `forgeAccounts` of roster.yaml says who you are. A ticked box counts as the word of whoever is asked to do the step.',
    'roster records it with its next look. Everything else that is written into this text is put back.',
    ...(steps.some(({ sheet }) => sheet !== undefined)
      ? ['Files lie in the artifact `roster-work-orders` of the newest run of the workflow that applies.']
      : []),
  ]
}

function shortText(step: Pick<OpenStep, 'number' | 'title' | 'attested'>, isTicked: boolean): readonly string[] {
  return [boxLine(step, isTicked), ...doneLine(step).flatMap((line) => ['', `  ${line}`])]
}

/** Two thirds are for what a step says in full; what is left then, for boxes alone. */
function rooms(begun: number): { takes(text: readonly string[], at: number): boolean } {
  let used = begun + 500
  return {
    takes(text, at) {
      const length = text.reduce((all, line) => all + line.length + 1, 1)
      if (used + length > (at === 0 ? (budget * 2) / 3 : budget)) return false
      used += length
      return true
    },
  }
}

/** What there was no room for, and where it is. */
function rest(tenant: string, { order }: OpenOrder, left: readonly number[]): readonly string[] {
  const [first] = left
  const file = value(orderFile(tenant, order))
  const more =
    first === undefined
      ? []
      : [`${count(left.length, 'more step')}, from ${first} on, without a box here: comment \`done ${first}\`.`]
  return ['', [...more, `In full it is ${file}, in the artifact \`roster-work-orders\` of the newest apply.`].join(' ')]
}
