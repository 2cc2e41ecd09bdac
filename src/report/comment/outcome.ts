import { grouped } from '../../model/grouped.ts'
import { isDone } from '../../model/outcome.ts'
import type { ApplyReport, Settled, TenantReport } from '../../reconciler/run.ts'
import { statusOrder, statusWords } from '../apply.ts'
import { count } from '../count.ts'
import { clipped, sentence, value, values } from '../markdown.ts'
import { nextStep } from '../next-steps.ts'
import type { OutcomeContext, Rendering } from './context.ts'
import { github, type Dialect } from './dialect.ts'
import { signs } from '../line.ts'
import { link } from './footer.ts'
import { joined, section, signed } from './pieces.ts'

const mostNames = 50

/** How much is told: every operation; only what was not done; or what was not done, folded by tenant. */
type Amount = 'everything' | 'undone' | 'counted'

const amounts: readonly { readonly amount: Amount; readonly detail: Rendering['detail'] }[] = [
  { amount: 'everything', detail: 'full' },
  { amount: 'undone', detail: 'lossesOnly' },
  { amount: 'counted', detail: 'topRows' },
]

const leftOut: Readonly<Record<Amount, readonly string[]>> = {
  everything: [],
  undone: ['what was done, operation by operation'],
  counted: ['what was done, operation by operation', 'what was not done, operation by operation'],
}

/** What an apply did, for the comment of the request that asked for it: what was not done first, each with its cause. */
export function outcomeComment(report: ApplyReport, context: OutcomeContext, budget?: number): Rendering {
  const dialect = context.dialect ?? github
  const most = budget ?? dialect.budget
  let last: Rendering = { body: '', detail: 'full', omitted: [] }
  for (const { amount, detail } of amounts) {
    const omitted = [...leftOut[amount], ...(amount === 'everything' ? [] : headsLeftOut(report))]
    last = { body: outcomeBody(report, { context, dialect, amount, omitted }), detail, omitted }
    if (last.body.length <= most) break
  }
  return last
}

function outcomeBody(
  report: ApplyReport,
  {
    context,
    dialect,
    amount,
    omitted,
  }: {
    readonly context: OutcomeContext
    readonly dialect: Dialect
    readonly amount: Amount
    readonly omitted: readonly string[]
  },
): string {
  const { merge, fullReport } = context
  const everywhere = fullReport === undefined ? '' : ` · ${link('everything', fullReport)}`
  const shortened = omitted.length === 0 ? [] : [`> **Shortened.** Left out: ${omitted.join('; ')}.`, '']
  return [
    `### ${titleOf(report)}`,
    '',
    `${sumOf(report)}.`,
    '',
    ...shortened,
    ...section('Held', held(report)),
    ...section('Not done', undone(report, amount)),
    ...(amount === 'everything' ? done(report, dialect) : []),
    ...(amount === 'everything' ? heads(report, dialect) : []),
    ...next(report, context),
    `<sub>merge ${value(merge.slice(0, 12))} · plan ${value(report.plan.digest)}${everywhere}</sub>`,
    '',
  ].join('\n')
}

function titleOf({ tenants, exitCode }: ApplyReport): string {
  const wrong = tenants.filter((tenant) => tenant.exitCode !== 0)
  if (wrong.length === 0 && exitCode === 0) return 'Applied'
  const wrote = tenants.some(({ settled }) => settled.some(({ outcome }) => isDone(outcome.status)))
  const what = wrote ? 'Applied in part' : 'Not applied'
  return wrong.length === 0
    ? what
    : `${what}: ${count(wrong.length, 'tenant')} of ${tenants.length.toLocaleString('en-GB')} not finished`
}

function sumOf({ tenants }: ApplyReport): string {
  const by = grouped(
    tenants.flatMap(({ settled }) => settled),
    ({ outcome }) => outcome.status,
  )
  const told = statusOrder.flatMap((status) => {
    const number = by.get(status)?.length ?? 0
    return number === 0 ? [] : [`${number.toLocaleString('en-GB')} ${statusWords[status]}`]
  })
  const waits = tenants.reduce((sum, { orders = [] }) => sum + orders.filter(({ isNew }) => isNew).length, 0)
  const orders = waits === 0 ? [] : [`${count(waits, 'work order')} given out`]
  const all = [...told, ...orders]
  return all.length === 0 ? 'Nothing was written' : all.join(', ')
}

const mostHeld = 40

/** Tenants in which nothing was written, by the reason. */
function held({ tenants }: ApplyReport): readonly string[] {
  const reasons = grouped(
    tenants.filter((tenant) => tenant.held !== undefined),
    (tenant) => tenant.held ?? '',
  )
  const all = [...reasons]
  const lines = all.slice(0, mostHeld).map(([why, ones]) => {
    const names = ones.map(({ tenant }) => tenant)
    return `- ${some(names)}: ${sentence(clipped(why, 600))}`
  })
  const rest = all.slice(mostHeld).flatMap(([, ones]) => ones.map(({ tenant }) => tenant))
  return rest.length === 0 ? lines : [...lines, `- ${some(rest)}: each for a reason of its own, in the full report`]
}

function some(names: readonly string[]): string {
  const rest = names.length - mostNames
  return rest > 0 ? `${values(names.slice(0, mostNames))} and ${rest.toLocaleString('en-GB')} more` : values(names)
}

/** What was tried and not done, and what was not tried for it, with the cause; a cause that many share is told once. */
function undone({ tenants }: ApplyReport, amount: Amount): readonly string[] {
  const ones = tenants.flatMap(({ tenant, settled }) =>
    settled.filter(({ outcome }) => !isDone(outcome.status)).map((one) => ({ tenant, one })),
  )
  const keyOf = ({ tenant, one }: (typeof ones)[number]): string =>
    `${amount === 'counted' ? '' : tenant}\n${one.outcome.status}\n${amount === 'counted' ? '' : reasonOf(one)}`
  return [...grouped(ones, keyOf).values()].flatMap((together) => {
    const [first] = together
    return first === undefined ? [] : undoneLines(first.one, together, amount)
  })
}

function undoneLines(
  first: Settled,
  together: readonly { readonly tenant: string; readonly one: Settled }[],
  amount: Amount,
): readonly string[] {
  const status = statusWords[first.outcome.status]
  const tenants = some([...new Set(together.map(({ tenant }) => tenant))])
  const why = sentence(clipped(reasonOf(first), 600))
  if (amount === 'counted')
    return [`- ${count(together.length, 'operation')} ${status} in ${tenants}; the first: ${why}`]
  if (together.length === 1) return [`- ${joined([operationLine(first, tenants), status])}${because(why)}`]
  return [
    `- ${joined([`${count(together.length, 'operation')} ${status}`, tenants])}${because(why)}`,
    ...together.map(({ one }) => `  - ${operationLine(one, '')}`),
  ]
}

function because(why: string): string {
  return why === '' ? '' : `: ${why}`
}

function operationLine({ operation }: Settled, tenant: string): string {
  return joined([`${signed(signs[operation.verb])} ${sentence(operation.summary)}`, tenant])
}

/** Every operation that was done, by tenant. */
function done({ tenants }: ApplyReport, dialect: Dialect): readonly string[] {
  return tenants.flatMap(({ tenant, settled }) => {
    const ones = settled.filter(({ outcome }) => isDone(outcome.status))
    if (ones.length === 0) return []
    return dialect.folded(`${value(tenant)}: ${count(ones.length, 'operation')} done`, ones.map(doneLine))
  })
}

function doneLine(one: Settled): string {
  const { outcome } = one
  const how = outcome.status === 'applied' ? '' : statusWords[outcome.status]
  return `- ${joined([operationLine(one, ''), how, sentence(reasonOf(one))])}`
}

/** Where each ledger stands, kept where the ledger is not: a tail that is cut off later is missed by it. */
function heads({ tenants }: ApplyReport, dialect: Dialect): readonly string[] {
  const lines = tenants.flatMap(({ tenant, head }) =>
    head === undefined ? [] : [`- ${joined([value(tenant), value(head)])}`],
  )
  return lines.length === 0 ? [] : dialect.folded('Where the ledger stands', lines)
}

function headsLeftOut({ tenants }: ApplyReport): readonly string[] {
  return tenants.some(({ head }) => head !== undefined) ? ['where the ledger stands, which the log of the run has'] : []
}

function reasonOf({ outcome }: Settled): string {
  if (outcome.status === 'failed') return `${outcome.class}: ${outcome.detail}`
  return 'detail' in outcome ? (outcome.detail ?? '') : ''
}

function next({ exitCode, plan }: ApplyReport, { resumeCommand }: OutcomeContext): readonly string[] {
  const step = nextStep(exitCode, plan)
  if (exitCode === 0) return []
  return [...(step === undefined ? [] : [sentence(step), '']), `To finish: ${value(resumeCommand)}`, '']
}

/**
 * The one issue about what failed or was held, with the command that finishes it; undefined: everything was done. Its title
 * is the same each time, so that it is found again.
 */
export function failureIssue(
  report: ApplyReport,
  context: OutcomeContext,
): { readonly title: string; readonly body: string } | undefined {
  if (report.exitCode === 0 && report.tenants.every(isFinished)) return undefined
  const most = 40_000
  const amount: Amount =
    outcomeBody(report, { context, dialect: context.dialect ?? github, amount: 'undone', omitted: [] }).length > most
      ? 'counted'
      : 'undone'
  const body = [
    'The last apply did not finish. Nothing is lost: applying again does only what is missing.',
    '',
    ...section('Held', held(report)),
    ...section('Not done', undone(report, amount)),
    ...next(report, context),
    `<sub>merge ${value(context.merge.slice(0, 12))} · plan ${value(report.plan.digest)}</sub>`,
    '',
  ].join('\n')
  return { title: failureTitle, body }
}

/** What the issue about an unfinished apply is called. */
export const failureTitle = 'roster: an apply is not finished'

function isFinished({ exitCode }: TenantReport): boolean {
  return exitCode === 0
}
