import { grouped } from '../../model/grouped.ts'
import type { TenantPlan, TenantStatus } from '../../model/plan.ts'
import { calendarLines } from '../calendar.ts'
import { count } from '../count.ts'
import { dayForPeople } from '../days.ts'
import type { Line } from '../line.ts'
import { markdownTable, sentence, value, values } from '../markdown.ts'
import type { Outline, TenantOutline } from '../outline.ts'
import type { CommentContext } from './context.ts'
import type { Dialect } from './dialect.ts'
import { sortOf, sortOfAccess, type Sort } from './facts.ts'
import { readNouns, section, signed } from './pieces.ts'

/** What is to be known of each tenant besides: values that change, what time brings, what was read, what is left alone. */
export function details(outline: Outline, context: CommentContext, dialect: Dialect): readonly string[] {
  const told = outline.tenants.flatMap((tenant) => {
    const lines = detailsOf(tenant, context)
    return lines.length === 0 ? [] : dialect.folded(summaryOf(tenant), lines)
  })
  const read = outline.plan.tenants.flatMap(reads)
  return [...told, ...(read.length === 0 ? [] : dialect.folded('What was read', read)), ...quiet(outline)]
}

function quiet({ quiet: tenants, plan }: Outline): readonly string[] {
  if (tenants.length === 0 || tenants.length === plan.tenants.length) return []
  const names = `${values(tenants.slice(0, 5))}${tenants.length > 5 ? ` and ${(tenants.length - 5).toLocaleString('en-GB')} more` : ''}`
  return [
    `${plan.kind === 'drift' ? 'No drift' : 'Nothing to change'} in ${count(tenants.length, 'tenant')}: ${names}.`,
    '',
  ]
}

const statusWords: Readonly<Record<TenantStatus, string>> = {
  noChange: 'nothing to change',
  changes: 'changes',
  waiting: 'waits',
  blocked: 'blocked',
  unreadable: 'not read completely',
  invalid: 'mistakes in the files',
}

function summaryOf({ tenant, sections }: TenantOutline): string {
  const operations = sections.reduce((total, one) => total + one.operations, 0)
  const much = operations === 0 ? '' : `, ${count(operations, 'operation')}`
  return `${value(tenant.tenant)}: ${statusWords[tenant.status]}${much}`
}

function detailsOf(outline: TenantOutline, context: CommentContext): readonly string[] {
  const { tenant, unmanaged, notManageable, soon, later } = outline
  const days = calendarLines(soon, false).map(({ date, words }) => `- ${dayForPeople(date)}: ${sentence(words)}`)
  const rest = later > 0 ? [`- and ${later} later`] : []
  const alone = [
    ...(unmanaged.length > 0 ? [`${count(unmanaged.length, 'object')} that nobody declared`] : []),
    ...(notManageable.length > 0 ? [`${count(notManageable.length, 'object')} that cannot be managed`] : []),
  ]
  return [
    ...paragraph('Values that change', valueRows(outline)),
    ...paragraph(
      `Next 7 days (${sentence(context.zoneOf(tenant.tenant))})`,
      days.length === 0 ? [] : [...days, ...rest],
    ),
    ...(alone.length === 0 ? [] : [`Left alone: ${alone.join(', ')}.`, '']),
  ]
}

function paragraph(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**`, '', ...lines, '']
}

/** A row for each value, the object in the first of them. */
function valueRows({ sections }: TenantOutline): readonly string[] {
  const rows = sections.flatMap(({ lines }) => lines.flatMap(rowsOf))
  return markdownTable(['what', 'value', 'before', 'after'], rows)
}

function rowsOf({ sign, words, changes }: Line): readonly (readonly string[])[] {
  return changes.map(({ name, before, after }, at) => [
    at === 0 ? `${signed(sign)} ${sentence(words)}` : '',
    value(name),
    before === undefined ? 'none' : value(before),
    after === undefined ? 'none' : value(after),
  ])
}

function reads({ tenant, reads: all }: TenantPlan): readonly string[] {
  return [...grouped(all, ({ directory }) => directory)].map(([directory, ones]) => {
    const counted = ones.map(
      (one) => `${count(one.count, readNouns[one.kind])}${one.complete ? '' : ' (**incomplete**)'}`,
    )
    return `- ${value(`${tenant}/${directory}`)}: ${counted.join(', ')}`
  })
}

interface Row {
  readonly tenant: TenantPlan
  readonly numbers: Readonly<Record<Sort, number>>
}

/** One row for each tenant with something to say, those with most at stake first. */
export function rows(
  { plan, tenants }: Outline,
  most: number,
): { readonly lines: readonly string[]; readonly left: number } {
  const operations = grouped(plan.operations, ({ tenant }) => tenant)
  const access = grouped(plan.access.groups, ({ tenant }) => tenant)
  const all = tenants.map(({ tenant }): Row => {
    const sortsOfTenant = [
      ...(operations.get(tenant.tenant) ?? []).map((operation) => sortOf(operation, plan.kind)),
      ...(access.get(tenant.tenant) ?? []).map(sortOfAccess),
    ]
    const by = grouped(sortsOfTenant, (sort) => sort)
    const of = (sort: Sort): number => by.get(sort)?.length ?? 0
    return {
      tenant,
      numbers: { privileged: of('privileged'), lost: of('lost'), gained: of('gained'), changed: of('changed') },
    }
  })
  const shown = most < all.length ? all.toSorted(byStake).slice(0, most) : all
  const head = ['tenant', 'privileged', signed('-'), signed('+'), signed('~'), 'status']
  const table = markdownTable(
    head,
    shown.map(({ tenant, numbers }) => [
      value(tenant.tenant),
      figure(numbers.privileged),
      figure(numbers.lost),
      figure(numbers.gained),
      figure(numbers.changed),
      statusWords[tenant.status],
    ]),
  )
  return { lines: section('Tenants', table), left: all.length - shown.length }
}

function figure(number: number): string {
  return number === 0 ? '' : number.toLocaleString('en-GB')
}

const urgency: Readonly<Record<TenantStatus, number>> = {
  unreadable: 0,
  invalid: 0,
  blocked: 1,
  changes: 2,
  waiting: 3,
  noChange: 4,
}

function byStake(a: Row, b: Row): number {
  return (
    b.numbers.privileged - a.numbers.privileged ||
    b.numbers.lost - a.numbers.lost ||
    urgency[a.tenant.status] - urgency[b.tenant.status]
  )
}
