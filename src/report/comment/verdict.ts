import type { Plan, TenantPlan, TenantStatus } from '../../model/plan.ts'
import { exit } from '../../model/exit-code.ts'
import { capital } from '../capital.ts'
import { accessInWords } from '../access.ts'
import { count } from '../count.ts'
import { effortOfPlan } from '../effort.ts'
import { sentence, value } from '../markdown.ts'
import type { Outline, TenantOutline } from '../outline.ts'
import { chargeInWords } from '../seat-lines.ts'
import type { CommentContext } from './context.ts'

/** What a reviewer knows after one line, and below it how much there is. */
export function verdict(outline: Outline, context: CommentContext): readonly string[] {
  const [title = '', ...rest] = [...troubles(outline), ...standing(outline, context)]
  const also = rest.length === 0 ? '' : ` Also: ${rest.join('; ')}.`
  return [
    `### ${kinds[outline.plan.kind]}${capital(title)}`,
    '',
    `${figures(outline)}.${also}`,
    ...obstacleIn(context),
    ...notRead(outline),
    '',
  ]
}

const kinds: Readonly<Record<Plan['kind'], string>> = { plan: '', revert: 'Taking back: ', drift: 'Drift: ' }

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
  ]
}

function invalidInWords(tenants: number): string {
  return tenants === 0 ? 'mistakes in the files' : `mistakes in the files of ${count(tenants, 'tenant')}`
}

function standing({ plan }: Outline, { approval, obstacle }: CommentContext): readonly string[] {
  if (isQuiet(plan)) return ['nothing to change']
  if (plan.operations.length === 0 && plan.access.groups.length === 0) return []
  if (obstacle !== undefined) return ['cannot be approved']
  if (approval === 'unknown') return ['what would be done']
  if (approval.some(({ missing }) => missing > 0)) return ['needs approval']
  const runs = plan.tenants.filter(({ status }) => status === 'changes').length
  if (runs > 0)
    return [plan.tenants.every(isSound) ? 'ready to apply once it is merged' : `ready in ${count(runs, 'tenant')}`]
  return plan.tenants.every(isSound) ? ['nothing to apply now: it waits'] : []
}

function isQuiet(plan: Plan): boolean {
  const isEmpty = plan.operations.length === 0 && plan.access.groups.length === 0 && plan.diagnostics.length === 0
  return isEmpty && plan.tenants.every(({ status }) => status === 'noChange')
}

function isSound({ status, exitCode }: TenantPlan): boolean {
  return (status === 'noChange' || status === 'changes' || status === 'waiting') && exitCode !== exit.unexpected
}

function figures(outline: Outline): string {
  const { plan, tenants } = outline
  if (isQuiet(plan)) return `The directories already are as these files say, in ${count(plan.tenants.length, 'tenant')}`
  const changed = new Set([...plan.operations, ...plan.access.groups].map(({ tenant }) => tenant))
  const only = plan.tenants.length === 1 ? plan.tenants[0]?.tenant : undefined
  const all = count(plan.tenants.length, 'tenant')
  const where = only === undefined ? `in ${changed.size.toLocaleString('en-GB')} of ${all}` : `in ${value(only)}`
  const access = { gain: total(tenants, (one) => one.access.gain), lose: total(tenants, (one) => one.access.lose) }
  return [
    `${count(plan.operations.length, plan.kind === 'drift' ? 'difference' : 'operation')} ${where}`,
    ...peopleInWords(outline),
    ...(access.gain + access.lose === 0 ? [] : [`access: ${accessInWords(access)}`]),
    ...[chargeInWords(plan.seats), effortOfPlan(plan)].filter((words) => words !== undefined).map(sentence),
  ].join(' · ')
}

function total(tenants: readonly TenantOutline[], of: (tenant: TenantOutline) => number): number {
  return tenants.reduce((sum, tenant) => sum + of(tenant), 0)
}

function peopleInWords({ tenants }: Outline): readonly string[] {
  const told = (['join', 'gain', 'lose', 'leave'] as const)
    .map((key) => [total(tenants, ({ people }) => people[key]), key] as const)
    .filter(([number]) => number > 0)
    .map(([number, key], at) => {
      const who = at === 0 ? count(number, 'person') : number.toLocaleString('en-GB')
      return `${who} ${number === 1 ? `${key}s` : key}`
    })
  return told.length === 0 ? [] : [told.join(', ')]
}

function obstacleIn({ obstacle }: CommentContext): readonly string[] {
  return obstacle === undefined ? [] : ['', `**This plan cannot be approved:** ${sentence(obstacle)}`]
}

function notRead({ plan }: Outline): readonly string[] {
  if (plan.tenants.every(({ status }) => status !== 'unreadable')) return []
  return [
    '',
    '**A directory that was not read completely is not an empty one:** for such a tenant nothing is planned, nothing is removed, and nothing would be applied.',
  ]
}
