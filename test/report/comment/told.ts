import { signs } from '../../../src/report/line.ts'
import type { Operation } from '../../../src/model/operation.ts'
import type { Plan } from '../../../src/model/plan.ts'

/** A body as somebody reads it: references resolved, elements gone. */
export function readable(body: string): string {
  return body
    .replaceAll(/<[^>]+>/g, (tag) => (tag.includes('code') ? '`' : ''))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

/** What a plan takes from somebody, or gives that is privileged: decided here, not by what renders it. */
export function mustBeTold(plan: Plan): readonly Operation[] {
  return plan.operations.filter(({ verb, escalation, risk }) => signs[verb] === '-' || escalation || risk === 'lockout')
}

/** The lines of a body under the headings of what must be told. */
export function toldLines(body: string): readonly string[] {
  const text = readable(body)
  const parts = text.split(/^\*\*|^#### |^---$/m)
  return parts
    .filter((part) => part.startsWith('Privileged') || part.startsWith('Lost'))
    .flatMap((part) => part.split('\n').filter((line) => line.startsWith('- ')))
}

/** How many changes the lines stand for, by the figures they begin with. */
export function toldNumber(lines: readonly string[]): number {
  return lines.reduce((sum, line) => {
    const [, figure] = /^- `.` ([\d,]+) /.exec(line) ?? []
    return sum + (figure === undefined ? 1 : Number(figure.replaceAll(',', '')))
  }, 0)
}

/** Whether one of the lines names a tenant: by itself, in a row, as one of all, or as one between two. */
export function namesTenant(lines: readonly string[], all: readonly string[]): (tenant: string) => boolean {
  const named = new Set<string>()
  const between = (from: string, to: string): void => {
    for (const tenant of all.slice(all.indexOf(from), all.indexOf(to) + 1)) named.add(tenant)
  }
  for (const line of lines) {
    if (/all [\d,]+ tenants/.test(line)) between(all[0] ?? '', all.at(-1) ?? '')
    for (const [, names = ''] of line.matchAll(/`([^`]+)`/g)) for (const name of names.split(', ')) named.add(name)
    for (const [, from = '', to = ''] of line.matchAll(/`([^`]+)` to `([^`]+)`/g)) between(from, to)
    for (const [, from = '', to = ''] of line.matchAll(/between `([^`]+)` and `([^`]+)`/g)) between(from, to)
  }
  return (tenant) => named.has(tenant)
}

/** Elements that are opened and closed, and fences: as many of each. */
export function isClosed(body: string): boolean {
  const number = (sign: RegExp): number => body.match(sign)?.length ?? 0
  const fences = body.split('\n').filter((line) => line.startsWith('```')).length
  const pairs = ['details', 'summary', 'code', 'pre', 'del', 'sub', 'b'].every(
    (name) => number(new RegExp(`<${name}>`, 'g')) === number(new RegExp(`</${name}>`, 'g')),
  )
  return pairs && fences % 2 === 0
}
