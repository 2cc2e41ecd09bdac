import type { TenantStatus } from '../../model/plan.ts'
import { exit } from '../../model/exit-code.ts'
import { count } from '../count.ts'
import { sentence, value } from '../markdown.ts'
import type { Outline } from '../outline.ts'
import { chargeInWords } from '../seat-lines.ts'
import type { CommentContext } from './context.ts'

/** What a reviewer knows after one line, and below it how much there is. */
export function verdict(outline: Outline, { approval }: CommentContext): readonly string[] {
  const { plan } = outline
  const trouble = troubles(outline)
  const missing = approval.filter((state) => state.missing > 0).length
  const [title] = [...trouble, ...standing(outline, missing)]
  const rest = trouble.slice(1)
  return [
    `### ${plan.kind === 'revert' ? 'Revert: ' : plan.kind === 'drift' ? 'Drift: ' : ''}${title ?? ''}`,
    '',
    ...(rest.length === 0 ? [] : [`Also: ${rest.join('; ')}.`, '']),
    `${joinedFigures(outline)}.`,
    ...notRead(outline),
    '',
  ]
}

/** What keeps a plan, or a part of it, from being applied; worst first. */
function troubles({ plan, shared }: Outline): readonly string[] {
  const by = (status: TenantStatus): number =>
    plan.tenants.filter((tenant) => tenant.status === status && tenant.exitCode !== exit.unexpected).length
  const stopped = plan.tenants.filter(({ exitCode }) => exitCode === exit.unexpected).length
  const hasErrors = shared.diagnostics.some(({ severity }) => severity === 'error')
  return [
    ...(stopped > 0 ? [`stopped by an unexpected error in ${count(stopped, 'tenant')}`] : []),
    ...(by('unreadable') > 0 ? [`not read completely: ${count(by('unreadable'), 'tenant')}`] : []),
    ...(by('invalid') > 0 || hasErrors ? [invalidInWords(by('invalid'))] : []),
    ...(by('blocked') > 0 ? [`blocked: ${count(by('blocked'), 'tenant')}`] : []),
  ].map((words, at) => (at === 0 ? capital(words) : words))
}

function invalidInWords(tenants: number): string {
  return tenants === 0 ? 'mistakes in the files' : `mistakes in the files of ${count(tenants, 'tenant')}`
}

function standing({ plan }: Outline, missing: number): readonly string[] {
  const isNothing = plan.operations.length === 0 && plan.access.groups.length === 0
  if (isNothing && plan.tenants.every(({ status }) => status === 'noChange')) return ['Nothing to change']
  if (missing > 0) return ['Needs approval']
  return plan.tenants.every(({ status }) => status === 'waiting' || status === 'noChange')
    ? ['Nothing to apply now: it waits']
    : ['Ready to apply once it is merged']
}

function joinedFigures(outline: Outline): string {
  const { plan } = outline
  const changed = new Set([...plan.operations, ...plan.access.groups].map(({ tenant }) => tenant))
  const only = plan.tenants.length === 1 ? plan.tenants[0]?.tenant : undefined
  const where =
    only === undefined
      ? `in ${changed.size.toLocaleString('en-GB')} of ${count(plan.tenants.length, 'tenant')}`
      : `in ${value(only)}`
  return [
    `${count(plan.operations.length, plan.kind === 'drift' ? 'difference' : 'operation')} ${where}`,
    ...peopleInWords(outline),
    ...[chargeInWords(plan.seats)].filter((charge) => charge !== undefined).map(sentence),
  ].join(' · ')
}

function peopleInWords({ tenants }: Outline): readonly string[] {
  const sum = (key: 'join' | 'gain' | 'lose' | 'leave'): number =>
    tenants.reduce((total, { people }) => total + people[key], 0)
  const told = (['join', 'gain', 'lose', 'leave'] as const)
    .map((key) => [sum(key), key] as const)
    .filter(([number]) => number > 0)
    .map(([number, key]) => `${number.toLocaleString('en-GB')} ${number === 1 ? `${key}s` : key}`)
  return told.length === 0 ? [] : [`people: ${told.join(', ')}`]
}

function notRead({ plan }: Outline): readonly string[] {
  if (plan.tenants.every(({ status }) => status !== 'unreadable')) return []
  return [
    '',
    '**A directory that was not read completely is not an empty one:** for such a tenant nothing is planned, nothing is removed, and nothing would be applied.',
  ]
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
