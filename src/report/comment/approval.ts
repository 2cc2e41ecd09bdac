import type { ApprovalState } from '../../model/judgement.ts'
import { count } from '../count.ts'
import { sentence, value, values } from '../markdown.ts'
import { section } from './pieces.ts'

/** Whose approval a request still needs and why, and which approvals count; what is missing comes first. */
export function approvals(states: readonly ApprovalState[]): readonly string[] {
  const open = states.filter(({ missing }) => missing > 0)
  const met = states.filter(({ missing }) => missing === 0)
  const rest = open.length - mostOpen
  return section('Approval', [
    ...open.slice(0, mostOpen).flatMap(lineOf),
    ...(rest > 0 ? [`- and ${count(rest, 'rule')} more that still ${rest === 1 ? 'needs' : 'need'} somebody`] : []),
    ...met.slice(0, mostMet).flatMap(lineOf),
    ...(met.length > mostMet
      ? [`- and ${count(met.length - mostMet, 'rule')} more that ${met.length - mostMet === 1 ? 'is' : 'are'} met`]
      : []),
  ])
}

const mostOpen = 40
const mostMet = 10
const mostPeople = 20

function lineOf({ rule, by, missing, notCounted, unknown = [], obstacle }: ApprovalState): readonly string[] {
  const who = rule.approvers.length === 0 ? 'anybody who may write to the repository' : some(rule.approvers)
  const head = missing === 0 ? 'met' : `**${count(missing, 'approval')} missing**, from ${who}`
  const given = by.length === 0 ? '' : ` Approved by ${some(by)}.`
  return [
    `- ${value(rule.name)}: ${head}. ${sentence(capital(rule.why))}${ending(rule.why)}${given}`,
    ...(obstacle === undefined ? [] : [`  - ${sentence(capital(obstacle))}`]),
    ...(unknown.length === 0 ? [] : [`  - Nobody said which person this is: ${some(unknown)}.`]),
    ...notCounted.slice(0, mostPeople).map((one) => `  - ${value(one.by)} does not count: ${sentence(one.why)}`),
    ...(notCounted.length > mostPeople ? [`  - and ${notCounted.length - mostPeople} more who do not count`] : []),
  ]
}

function some(names: readonly string[]): string {
  const rest = names.length - mostPeople
  return `${values(names.slice(0, mostPeople))}${rest > 0 ? ` and ${rest} more` : ''}`
}

function ending(text: string): string {
  return /[.!?]$/.test(text) ? '' : '.'
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
