import type { Plan, Effort } from '../model/plan.ts'
import { count } from './count.ts'

/** `entra: about 150 requests, 40 seconds`. */
export function effortInWords({ directory, ...effort }: Effort): string {
  return `${directory}: ${amount(effort)}`
}

/** The same of a whole plan in one phrase; undefined: no directory of it counts requests. */
export function effortOfPlan({ tenants }: Plan): string | undefined {
  const efforts = tenants.flatMap(({ effort }) => effort ?? [])
  const [first, ...others] = efforts
  if (first === undefined) return undefined
  if (others.length === 0) return effortInWords(first)
  const sum = (of: (one: Effort) => number): number => efforts.reduce((all, one) => all + of(one), 0)
  const total = amount({ requests: sum(({ requests }) => requests), seconds: sum(({ seconds }) => seconds) })
  return `${count(efforts.length, 'directory')}: ${total}`
}

function amount({ requests, seconds }: Omit<Effort, 'directory'>): string {
  return `about ${count(requests, 'request')}, ${timeInWords(seconds)}`
}

function timeInWords(seconds: number): string {
  if (seconds < 90) return count(Math.max(1, Math.ceil(seconds)), 'second')
  return seconds < 90 * 60 ? count(Math.round(seconds / 60), 'minute') : count(Math.round(seconds / 3600), 'hour')
}
