import { holdsTenant } from '../model/holds-tenant.ts'
import type { Plan, TenantPlan, TenantStatus } from '../model/plan.ts'
import { exit } from '../model/exit-code.ts'
import { accessInWords } from './access.ts'
import { calendarLines } from './calendar.ts'
import { count, some } from './count.ts'
import { dayForPeople, momentForPeople } from './days.ts'
import { paintDiagnostics } from './diagnostics.ts'
import { effortInWords } from './effort.ts'
import { paintFindings } from './gates.ts'
import type { Ink } from './ink.ts'
import { paintLine } from './paint-line.ts'
import { nextStep } from './next-steps.ts'
import { outlineOf, type Outline, type OutlineOptions, type TenantOutline } from './outline.ts'
import { chargeInWords, paintSeats } from './seat-lines.ts'
import type { SectionName } from './sections.ts'

/** How a report is painted for people. */
export interface TextOptions extends OutlineOptions {
  readonly ink: Ink
  /** Zone of the workspace, for moments that belong to no tenant. */
  readonly zone: string
}

/** A plan for people; ends with one summary line that has the digest. */
export function paintPlan(plan: Plan, options: TextOptions): string {
  const outline = outlineOf(plan, options)
  return [
    ...paintHead(outline, options),
    ...outline.tenants.flatMap((tenant) => paintTenant(tenant, { ...options, kind: plan.kind })),
    ...paintQuiet(outline, options),
    ...paintSummary(outline, options.ink),
    ...paintNext(plan, options.ink),
    '',
  ].join('\n')
}

const titles: Readonly<Record<SectionName, string>> = {
  privileged: 'Privileged access: look here first',
  leaves: 'Leaves',
  loses: 'Loses',
  joins: 'Joins',
  gains: 'Gains',
  platforms: 'On platforms: accounts, roles, and steps for people',
  objects: 'Objects',
  people: 'People',
  memberships: 'Members of groups',
  licences: 'Licences',
  groups: 'Groups and places',
}

const driftWords: Readonly<Partial<Record<TenantStatus, string>>> = {
  noChange: 'as roster left it',
  changes: 'changed behind our back',
}

const statusWords: Readonly<Record<TenantStatus, string>> = {
  noChange: 'nothing to change',
  changes: 'changes',
  waiting: 'waiting',
  blocked: 'BLOCKED by a gate, nothing would be applied',
  unreadable: 'UNREADABLE: a directory could not be read completely, nothing would be applied',
  invalid: 'INVALID: mend the files first',
}

const driftLegend =
  '+ is there and should not be, - is missing, ~ differs from what roster last saw; below, the operation that would mend it'

function paintHead({ plan, shared }: Outline, { ink, zone, everything }: TextOptions): string[] {
  const commit = commitInWords(plan.context)
  const when = momentForPeople(plan.context.asOf, zone)
  const shown = [...paintDiagnostics(shared.diagnostics, ink), ...paintFindings(shared.findings, { ink, everything })]
  const title = `${ink.strong(titleOf(plan))} ${ink.faint(`as of ${when}, ${commit}`)}`
  const legend = plan.kind === 'drift' && plan.operations.length > 0 ? [ink.faint(driftLegend)] : []
  return [title, ...legend, '', ...shown, ...(shown.length > 0 && shown.at(-1) !== '' ? [''] : [])]
}

function titleOf({ kind, context }: Plan): string {
  switch (kind) {
    case 'plan':
      return 'Plan'
    case 'drift':
      return 'Drift'
    case 'revert':
      return `Revert of apply ${context.reverts ?? ''}`
  }
}

function commitInWords({ commit, dirty }: Plan['context']): string {
  if (commit === null) return 'no git commit'
  return `commit ${commit.slice(0, 12)}${dirty === undefined ? '' : ' with changes that are not committed'}`
}

/** The options, and which sort of plan is painted. */
type Painting = TextOptions & Pick<Plan, 'kind'>

function paintTenant(outline: TenantOutline, options: Painting): string[] {
  const { ink } = options
  const { tenant } = outline
  return [
    `${ink.strong(tenant.tenant)}: ${statusInk(outline, options)}${exitNote(tenant, options)}`,
    ...paintReads(tenant, ink),
    ...(tenant.effort ?? []).map((effort) => `  ${ink.faint(`to carry it out, ${effortInWords(effort)}`)}`),
    ...paintPeople(outline, ink),
    ...paintSections(outline, options, (name) => name === 'privileged'),
    ...paintAccess(outline, options),
    ...paintSeats(outline.seats, ink),
    ...paintSections(outline, options, (name) => name !== 'privileged'),
    ...paintGates(outline, options),
    ...paintCalendar(outline, options),
    ...paintLeftAlone(outline, options),
    ...paintDiagnostics(outline.diagnostics, ink).map((line) => (line === '' ? '' : `  ${line}`)),
    ...(outline.diagnostics.length > 0 ? [] : ['']),
  ]
}

function paintSections(
  { sections }: TenantOutline,
  options: Painting,
  isWanted: (name: SectionName) => boolean,
): string[] {
  const { ink } = options
  return sections
    .filter(({ name }) => isWanted(name))
    .flatMap((section) => [
      `  ${ink.strong(titles[section.name])} ${ink.faint(`(${section.operations})`)}`,
      ...section.lines.flatMap((line) => paintLine(line, options)),
    ])
}

/** What people can do afterwards, and what not any more; this, not the operations, is what is approved. */
function paintAccess({ access }: TenantOutline, options: Painting): string[] {
  if (access.lines.length === 0) return []
  const { ink } = options
  const rest =
    access.more > 0 ? [`    ${ink.faint(`and ${count(access.more, 'change')} more (--verbose shows them)`)}`] : []
  return [
    `  ${ink.strong('Access')} ${ink.plain(accessInWords(access))}`,
    ...access.lines.flatMap((line) => paintLine(line, options)),
    ...rest,
  ]
}

/** A plan with changes ends with 2 only where that was asked for, which the plan does not know. */
function exitNote({ exitCode }: TenantPlan, { ink, kind }: Painting): string {
  if (kind !== 'drift' && (exitCode === exit.done || exitCode === exit.changes)) return ''
  return ` ${ink.faint(`(exit ${exitCode})`)}`
}

function statusInk({ tenant, findings }: TenantOutline, { ink, kind }: Painting): string {
  const isByGate = findings.some(holdsTenant)
  const usual =
    tenant.status === 'blocked' && !isByGate
      ? 'BLOCKED: what is noted as blocked below would not be applied'
      : ((kind === 'drift' ? driftWords[tenant.status] : undefined) ?? statusWords[tenant.status])
  const words = tenant.exitCode === exit.unexpected ? 'STOPPED by an unexpected error, nothing would be applied' : usual
  switch (tenant.status) {
    case 'noChange':
      return ink.good(words)
    case 'changes':
    case 'waiting':
      return ink.change(words)
    case 'blocked':
    case 'unreadable':
    case 'invalid':
      return ink.remove(words)
  }
}

const readNouns = { user: 'person', group: 'group', organizationalUnit: 'container' } as const

function paintReads(tenant: TenantPlan, ink: Ink): string[] {
  const directories = [...new Set(tenant.reads.map((read) => read.directory))]
  return directories.map((directory) => {
    const reads = tenant.reads.filter((read) => read.directory === directory)
    const counted = reads.map(
      (read) => `${count(read.count, readNouns[read.kind])}${read.complete ? '' : ' (INCOMPLETE)'}`,
    )
    return `  ${ink.faint(`read ${directory}: ${counted.join(', ')}`)}`
  })
}

function paintPeople({ people }: TenantOutline, ink: Ink): string[] {
  if (people.join + people.gain + people.lose + people.leave === 0) return []
  const told = `${people.join} join, ${people.gain} gain, ${people.lose} lose, ${people.leave} leave`
  return [`  ${ink.strong('People')} ${ink.plain(told)}`]
}

function paintGates({ findings }: TenantOutline, { ink, everything }: TextOptions): string[] {
  const shown = findings.filter((one) => everything || one.result !== 'pass' || (one.measured ?? 0) > 0)
  const passed = findings.length - shown.length
  if (shown.length === 0) return []
  const rest = passed > 0 ? [`    ${ink.faint(`and ${count(passed, 'check')} passed with nothing to measure`)}`] : []
  return [`  ${ink.strong('Gates')}`, ...paintFindings(shown, { ink, everything }), ...rest]
}

function paintCalendar({ tenant, soon, later }: TenantOutline, { ink, everything, zoneOf }: TextOptions): string[] {
  if (soon.length === 0) return []
  const days = calendarLines(soon, everything)
  const heading = everything ? 'Calendar' : 'Next 7 days'
  const rest = later > 0 ? [`    ${ink.faint(`and ${later} later (--verbose shows them)`)}`] : []
  return [
    `  ${ink.strong(heading)} ${ink.faint(`(days in ${zoneOf(tenant.tenant)})`)}`,
    ...days.map(
      ({ date, words, address }) => `    ${ink.plain(`${dayForPeople(date)}  ${words}`)} ${ink.faint(`· ${address}`)}`,
    ),
    ...rest,
  ]
}

function paintLeftAlone({ unmanaged, notManageable }: TenantOutline, { ink, everything }: TextOptions): string[] {
  const hint = everything ? '' : ' (--verbose names them)'
  const lines: string[] = []
  if (unmanaged.length > 0)
    lines.push(`  ${ink.faint(`left alone: ${count(unmanaged.length, 'object')} that nobody declared${hint}`)}`)
  if (everything) lines.push(...unmanaged.map((address) => `    ${ink.faint(address)}`))
  if (notManageable.length > 0)
    lines.push(
      `  not manageable: ${count(notManageable.length, 'object')} that the files ask to change; nothing is done there`,
    )
  const named = everything ? notManageable : notManageable.slice(0, mostUnmanageable)
  lines.push(...named.map((one) => `    ${ink.faint(`${one.address}: ${one.why}`)}`))
  const more = notManageable.length - named.length
  if (more > 0) lines.push(`    ${ink.faint(`and ${more} more (--verbose names them)`)}`)
  return lines
}

/** Files that ask for what is not done are told with the reason; of many these stand for the others. */
const mostUnmanageable = 5

function paintQuiet({ quiet, plan }: Outline, { ink }: TextOptions): string[] {
  if (quiet.length === 0) return []
  const nothing = { plan: 'Nothing to change', drift: 'No drift', revert: 'Nothing to take back' }[plan.kind]
  return [ink.plain(`${nothing} in ${count(quiet.length, 'tenant')}: ${some(quiet, 5)}.`), '']
}

function paintSummary({ plan }: Outline, ink: Ink): string[] {
  const changed = new Set(plan.operations.map((operation) => operation.tenant)).size
  const by = (status: TenantStatus) => plan.tenants.filter((tenant) => tenant.status === status).length
  const told = [
    `${count(plan.operations.length, plan.kind === 'drift' ? 'difference' : 'operation')} in ${changed} of ${count(plan.tenants.length, 'tenant')}`,
    ...(['blocked', 'unreadable', 'invalid', 'waiting'] as const).flatMap((status) =>
      by(status) > 0 ? [`${by(status)} ${status}`] : [],
    ),
    ...[chargeInWords(plan.seats)].filter((charge) => charge !== undefined),
  ]
  return [`${ink.strong('Summary')} ${ink.plain(`${told.join('; ')}. Digest ${plan.digest}`)}`]
}

const waysWithDrift =
  'roster adopt <address> writes what is there into the files, roster forget <address> leaves it until a day, and an apply undoes it once its plan is approved. roster drift --pr asks for each in a pull request.'

/** What to do about the tenants that an apply would leave out; of drift, which ways there are. */
function paintNext(plan: Plan, ink: Ink): string[] {
  const codes = new Set(plan.tenants.map((tenant) => tenant.exitCode))
  if (plan.kind === 'drift') return codes.has(exit.changes) ? [ink.plain(`Next: ${waysWithDrift}`)] : []
  return [exit.unreadable, exit.invalid, exit.blocked].flatMap((code) => {
    const step = codes.has(code) ? nextStep(code, plan) : undefined
    return step === undefined ? [] : [ink.plain(`Next: ${step}`)]
  })
}
