import { inFileOrder, type Diagnostic } from '../../model/diagnostic.ts'
import { grouped } from '../../model/grouped.ts'
import type { Finding, Plan, TenantPlan, TenantStatus } from '../../model/plan.ts'
import { count } from '../count.ts'
import { clipped, sentence, value } from '../markdown.ts'
import { joined, readNouns, section } from './pieces.ts'
import type { Rung } from './rung.ts'
import type { TenantNames } from './tenant-names.ts'

/** How guardrails are told: on which step of the ladder, and how tenants are named. */
export interface GuardrailStyle {
  readonly rung: Rung
  readonly names: TenantNames
}

/** What holds a plan or a part of it, what warns, and what passed: gates, access tests, directories that were not read, mistakes. */
export function guardrails(plan: Plan, style: GuardrailStyle): readonly string[] {
  const by = grouped(plan.findings, ({ result }) => result)
  return section('Guardrails and access tests', [
    ...findingLines('**BLOCKS**', by.get('block') ?? [], style),
    ...statusLines(plan, style),
    ...heldLines(plan, style),
    ...diagnosticLines(plan.diagnostics, style),
    ...warnings(by.get('warn') ?? [], style),
    ...passed(by.get('pass') ?? []),
  ])
}

function findingLines(mark: string, findings: readonly Finding[], style: GuardrailStyle): readonly string[] {
  if (style.rung.losses === 'lines') return findings.map((finding) => findingLine(mark, finding))
  return [...grouped(findings, nameOf).values()].flatMap((ones) => {
    const [first] = ones
    if (first === undefined) return []
    if (ones.length === 1) return [findingLine(mark, first)]
    const where = style.names(new Set(ones.map(tenantOf)))
    const number = ones.length.toLocaleString('en-GB')
    return [
      `- ${mark} ${value(nameOf(first))}${where === '' ? '' : ` in ${where}`}. One of ${number}: ${sentence(clipped(message(first), 250))}`,
    ]
  })
}

function findingLine(mark: string, finding: Finding): string {
  const { scope, acknowledgedBy } = finding
  const isTold = acknowledgedBy === undefined || finding.message.includes(`(${acknowledgedBy})`)
  const lifted = isTold ? '' : ` (acknowledged by ${value(acknowledgedBy)})`
  return `- ${mark} ${value(nameOf(finding))}: ${sentence(message(finding))}${lifted}${scope === '' ? '' : ` · ${value(scope)}`}`
}

/** What a bug says after its first line is for the log. What was measured, and the limit, are in the gate's own words. */
function message({ message: words }: Finding): string {
  return clipped(words.split('\n', 1)[0] ?? '', 600)
}

const statusWords: Readonly<Partial<Record<TenantStatus, string>>> = {
  unreadable: '**NOT READ** completely, so nothing is planned or removed',
  invalid: '**MISTAKES** in the files, so nothing is planned',
}

/** Tenants without a plan, by name. */
function statusLines({ tenants }: Plan, { names }: GuardrailStyle): readonly string[] {
  return (['unreadable', 'invalid'] as const).flatMap((status) => {
    const ones = tenants.filter((tenant) => tenant.status === status)
    if (ones.length === 0) return []
    return [`- ${statusWords[status]}: ${names(new Set(ones.map(({ tenant }) => tenant)))}`, ...incomplete(ones)]
  })
}

const mostReads = 20

/** Which directories of them were not read to the end. */
function incomplete(tenants: readonly TenantPlan[]): readonly string[] {
  const reads = tenants.flatMap(({ tenant, reads: all }) =>
    all.filter(({ complete }) => !complete).map((read) => ({ ...read, tenant })),
  )
  if (reads.length > mostReads) return []
  return reads.map(
    ({ tenant, directory, kind, count: number }) =>
      `  - ${value(`${tenant}/${directory}`)}: only ${count(number, readNouns[kind])} came before it ended`,
  )
}

/** Operations that cannot be done as they are, by what holds them. */
function heldLines({ operations }: Plan, { names, rung }: GuardrailStyle): readonly string[] {
  const held = operations.filter(({ status }) => status === 'blocked')
  const told = (why: string): string => (rung.losses === 'byKind' || rung.losses === 'byKindCounted' ? '' : why)
  return [...grouped(held, ({ blockedBy = 'by a gate' }) => told(blockedBy))].map(([why, ones]) => {
    const what = ones.length === 1 ? (ones[0]?.summary ?? '') : count(ones.length, 'operation')
    const where = names(new Set(ones.map(({ tenant }) => tenant)))
    return `- **BLOCKED** ${joined([`${sentence(what)}${why === '' ? '' : `: ${sentence(clipped(why, 600))}`}`, where])}`
  })
}

const mostDiagnostics = 25

function diagnosticLines(diagnostics: readonly Diagnostic[], { rung }: GuardrailStyle): readonly string[] {
  const sorted = inFileOrder(diagnostics).toSorted((a, b) =>
    a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1,
  )
  const most = rung.everything ? mostDiagnostics : rung.losses === 'lines' ? 10 : 3
  const rest = sorted.length - most
  return [
    ...sorted.slice(0, most).map((one) => {
      const fix = one.fix === undefined ? '' : ` Fix: ${sentence(clipped(one.fix, 400))}`
      return `- ${one.severity === 'error' ? '**ERROR**' : 'warning'} ${value(`${one.file}:${one.line}:${one.column}`)} ${sentence(clipped(one.message, 400))}${fix}`
    }),
    ...(rest > 0 ? [`- and ${count(rest, 'mistake')} more: ${value('roster validate')} shows all`] : []),
  ]
}

function warnings(findings: readonly Finding[], style: GuardrailStyle): readonly string[] {
  if (style.rung.everything) return findings.map((finding) => findingLine('warns', finding))
  return [...grouped(findings, nameOf)].map(([name, ones]) => `- warns ${value(name)}: ${count(ones.length, 'time')}`)
}

function passed(findings: readonly Finding[]): readonly string[] {
  const told = findings.filter(({ measured = 0 }) => measured > 0)
  return told.length === 0 ? [] : [`- ${count(told.length, 'check')} measured something and passed`]
}

function nameOf({ gate, slug }: Finding): string {
  return gate ?? slug
}

function tenantOf({ scope }: Finding): string {
  return scope.split('/', 1)[0] ?? ''
}
