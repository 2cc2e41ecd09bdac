import type { ApplyReport, Settled, TenantReport } from '../reconciler/run.ts'
import { count, some } from './count.ts'
import { grouped } from '../model/grouped.ts'
import type { Ink } from './ink.ts'
import { signs } from './line.ts'
import { nextStep } from './next-steps.ts'
import { orderDocument, paintOrders } from './orders-given.ts'
import { operationWithoutSensitive, withoutSensitive } from './sensitive.ts'

/** What became of an operation. */
export type Status = Settled['outcome']['status']

/** What an apply did, for people: what was not done first, each with its cause; then counts, and what to do next. */
export function paintApply(report: ApplyReport, options: { readonly ink: Ink; readonly everything: boolean }): string {
  const { ink, everything } = options
  const busy = report.tenants.filter((tenant) => everything || hasNews(tenant))
  const quiet = report.tenants.filter((tenant) => !busy.includes(tenant))
  return [
    ...busy.flatMap((tenant) => paintTenant(tenant, options)),
    ...paintQuiet(quiet, ink),
    paintSummary(report, ink),
    ...whatNext(report, ink),
    '',
  ].join('\n')
}

/** Tenants in which nothing was to be done; the first apply of one records who is there already, so it has a head all the same. */
function paintQuiet(quiet: readonly TenantReport[], ink: Ink): string[] {
  if (quiet.length === 0) return []
  const names = quiet.map(({ tenant }) => tenant)
  const heads = quiet
    .slice(0, fewQuiet)
    .flatMap(({ tenant, head }) => (head === undefined ? [] : [`  ${ink.faint(`ledger head of ${tenant} ${head}`)}`]))
  const open = quiet
    .flatMap(({ orders = [] }) => orders.flatMap(({ steps }) => steps))
    .filter(({ attested }) => !attested)
  const asked =
    open.length === 0
      ? []
      : [ink.plain(`${count(open.length, 'step')} of work orders still open: roster tasks lists them.`)]
  return [
    ink.plain(`Nothing to do in ${count(quiet.length, 'tenant')}: ${some(names, fewQuiet)}.`),
    ...asked,
    ...heads,
    '',
  ]
}

const fewQuiet = 5

/** The same as one document for machines. */
export function applyDocument(report: ApplyReport): object {
  return {
    formatVersion: '1.0',
    tool: report.plan.tool,
    kind: 'apply',
    exitCode: report.exitCode,
    digest: report.plan.digest,
    plan: withoutSensitive(report.plan),
    tenants: report.tenants.map(({ settled, orders = [], ...tenant }) => ({
      ...tenant,
      ...(orders.length === 0 ? {} : { orders: orders.map((order) => orderDocument(tenant.tenant, order)) }),
      settled: settled.map(({ operation, outcome }) => ({
        operation: operationWithoutSensitive(operation).id,
        outcome,
      })),
    })),
  }
}

function hasNews(tenant: TenantReport): boolean {
  const { settled, held, exitCode, orders = [] } = tenant
  return settled.length > 0 || held !== undefined || exitCode !== 0 || orders.some(({ isNew }) => isNew)
}

const words: Readonly<Record<Status, string>> = {
  applied: 'done',
  accepted: 'taken, not yet visible',
  unchanged: 'already so',
  conflict: 'the live value had moved, left alone',
  failed: 'FAILED',
  skipped: 'not tried',
}

/** The same in a row of figures. */
export const statusWords: Readonly<Record<Status, string>> = { ...words, conflict: 'in conflict', failed: 'failed' }

/** What went wrong comes first. */
export const statusOrder: readonly Status[] = ['failed', 'conflict', 'skipped', 'accepted', 'applied', 'unchanged']

function paintTenant(
  tenant: TenantReport,
  { ink, everything }: { readonly ink: Ink; readonly everything: boolean },
): string[] {
  const by = grouped(tenant.settled, (one) => one.outcome.status)
  const held = tenant.held === undefined ? [] : [`  ${ink.warn('held:')} ${ink.plain(tenant.held)}`]
  const told = statusOrder.flatMap((status) => {
    const ones = by.get(status) ?? []
    if (ones.length === 0) return []
    return [
      `  ${statusInk(status, ink)} ${ink.faint(`(${ones.length})`)}`,
      ...paintStatus(status, ones, { ink, everything }),
    ]
  })
  // A tenant that was refused before it began has no apply.
  const run = tenant.apply === '' ? '' : `apply ${tenant.apply}, `
  return [
    `${ink.strong(tenant.tenant)} ${ink.faint(`(${run}exit ${tenant.exitCode})`)}`,
    ...held,
    ...told,
    ...firstPasswords(tenant, ink),
    ...paintOrders(tenant, { ink, everything }),
    ...(tenant.head === undefined ? [] : [`  ${ink.faint(`ledger head ${tenant.head}`)}`]),
    '',
  ]
}

/** Whoever hands the passwords on has to know that there are some, and where. */
function firstPasswords({ settled }: TenantReport, ink: Ink): string[] {
  const made = settled.filter(({ operation, outcome }) => hasPassword(operation) && wasWritten(outcome.status))
  if (made.length === 0) return []
  const noun = made.every(({ operation }) => operation.verb === 'create') ? 'first password' : 'new password'
  const file = `<folder of initialPasswords, else .roster/secrets>/<tenant>/<directory>/<person>.age`
  return [`  ${ink.plain(`${count(made.length, noun)}, encrypted to the recipients: ${file}`)}`]
}

function hasPassword(operation: Settled['operation']): boolean {
  const makesOne = operation.verb === 'create' || operation.verb === 'resetPassword'
  return operation.kind === 'user' && makesOne && operation.after.passwordFor !== undefined
}

function wasWritten(status: Status): boolean {
  return status === 'applied' || status === 'accepted'
}

/** What went wrong is told in full; of what went well, the first few lines. */
function paintStatus(
  status: Status,
  ones: readonly Settled[],
  { ink, everything }: { readonly ink: Ink; readonly everything: boolean },
): string[] {
  if (everything || status === 'failed' || status === 'conflict' || status === 'skipped') {
    return ones.flatMap((one, i) => paintSettled(one, { ink, before: ones[i - 1] }))
  }
  const rest = ones.length - fewDone
  return [
    ...ones
      .slice(0, fewDone)
      .map(({ operation }) => `    ${ink.plain(`${signs[operation.verb]} ${operation.summary}`)}`),
    ...(rest > 0 ? [`    ${ink.faint(`and ${rest} more (--verbose shows all)`)}`] : []),
  ]
}

const fewDone = 10

/** A reason that is that of the one before is not told twice: a directory that lets nobody in says the same of everything. */
function paintSettled(
  { operation, outcome }: Settled,
  { ink, before }: { readonly ink: Ink; readonly before: Settled | undefined },
): string[] {
  const why = reasonOf(outcome)
  const detail = why !== undefined && before !== undefined && why === reasonOf(before.outcome) ? sameReason : why
  return [
    `    ${ink.plain(`${signs[operation.verb]} ${operation.summary}`)}`,
    `        ${ink.faint(operation.id)}`,
    ...(detail === undefined ? [] : [`        ${ink.plain(detail)}`]),
  ]
}

const sameReason = 'for the same reason'

function reasonOf(outcome: Settled['outcome']): string | undefined {
  if (outcome.status === 'failed') return `${outcome.class}: ${outcome.detail}`
  return 'detail' in outcome ? outcome.detail : undefined
}

function statusInk(status: Status, ink: Ink): string {
  switch (status) {
    case 'applied':
    case 'unchanged':
      return ink.good(words[status])
    case 'accepted':
      return ink.change(words[status])
    case 'conflict':
    case 'failed':
    case 'skipped':
      return ink.remove(words[status])
  }
}

function paintSummary(report: ApplyReport, ink: Ink): string {
  const all = grouped(
    report.tenants.flatMap((tenant) => tenant.settled),
    (one) => one.outcome.status,
  )
  const told = statusOrder.flatMap((status) => {
    const number = all.get(status)?.length ?? 0
    return number > 0 ? [`${number.toLocaleString('en-GB')} ${statusWords[status]}`] : []
  })
  const given = report.tenants.flatMap(({ orders = [] }) =>
    orders.filter(({ isNew, steps }) => isNew && steps.length > 0),
  )
  if (given.length > 0) told.push(`${count(given.length, 'work order')} given out`)
  const what = told.length === 0 ? 'nothing was written' : told.join(', ')
  return `${ink.strong('Summary')} ${ink.plain(`${what}. Exit ${report.exitCode}. Digest ${report.plan.digest}`)}`
}

function whatNext(report: ApplyReport, ink: Ink): string[] {
  const step = nextStep(report.exitCode, report.plan)
  return step === undefined ? [] : [ink.plain(`Next: ${step}`)]
}
