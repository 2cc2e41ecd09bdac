import type { Diagnostic } from '../model/diagnostic.ts'
import type { Operation } from '../model/operation.ts'
import type { CalendarEntry, Finding, Plan, TenantPlan } from '../model/plan.ts'
import { accessOutlineOf, type AccessOutline } from './access.ts'
import { dayIn, daysAfter } from './days.ts'
import { grouped } from '../model/grouped.ts'
import { linesOf } from './fold.ts'
import { asFound, type Line } from './line.ts'
import { seatParagraphs, type SeatParagraph } from './seat-lines.ts'
import { driftSectionOf, peopleOf, sectionOf, sectionOrder, type SectionName } from './sections.ts'
import { withoutSensitive } from './sensitive.ts'

/** A plan in the order people read it. Text, and later markdown and HTML, only paint it. */
export interface Outline {
  readonly plan: Plan
  /** Mistakes that stop everything, and findings about the run as a whole. */
  readonly shared: { readonly diagnostics: readonly Diagnostic[]; readonly findings: readonly Finding[] }
  /** Tenants with something to say. */
  readonly tenants: readonly TenantOutline[]
  /** Ids of the tenants with nothing to say. */
  readonly quiet: readonly string[]
}

/** One tenant's part of an outline. */
export interface TenantOutline {
  readonly tenant: TenantPlan
  readonly people: Readonly<Record<'join' | 'gain' | 'lose' | 'leave', number>>
  readonly sections: readonly {
    readonly name: SectionName
    readonly operations: number
    readonly lines: readonly Line[]
  }[]
  readonly access: AccessOutline
  /** Paid seats and licences, and what they cost. */
  readonly seats: readonly SeatParagraph[]
  readonly findings: readonly Finding[]
  /** What time will bring in the next 7 days. */
  readonly soon: readonly CalendarEntry[]
  /** How many entries of the calendar lie further ahead. */
  readonly later: number
  readonly unmanaged: readonly string[]
  readonly notManageable: Plan['notManageable']
  readonly diagnostics: readonly Diagnostic[]
}

/** How to make an outline: everything spelled out or shortened, and in which zone each tenant lives. */
export interface OutlineOptions {
  readonly everything: boolean
  readonly zoneOf: (tenant: string) => string
}

/** Brings a plan into the order people read it: pure, and linear in the size of the plan. */
export function outlineOf(plan: Plan, options: OutlineOptions): Outline {
  const parts = partsOf(withoutSensitive(plan))
  const all = plan.tenants.map((tenant) => outlineTenant(tenant, plan, parts, options))
  return {
    plan,
    shared: { diagnostics: parts.diagnostics.get('') ?? [], findings: parts.findings.get('') ?? [] },
    tenants: all.filter((one) => options.everything || hasNews(one)),
    quiet: options.everything ? [] : all.filter((one) => !hasNews(one)).map((one) => one.tenant.tenant),
  }
}

type Parts = ReturnType<typeof partsOf>

/** Everything of a plan by tenant; '' holds what belongs to none. */
function partsOf(plan: Plan) {
  const known = new Set(plan.tenants.map((tenant) => tenant.tenant))
  const ownerOf = (scope: string): string => {
    const tenant = scope.split('/', 1)[0] ?? ''
    return known.has(tenant) ? tenant : ''
  }
  return {
    operations: grouped(plan.operations, (operation) => operation.tenant),
    access: grouped(plan.access.groups, (group) => group.tenant),
    seats: grouped(plan.seats, (line) => line.tenant),
    findings: grouped(plan.findings, (finding) => ownerOf(finding.scope)),
    calendar: grouped(plan.calendar, (entry) => entry.tenant),
    unmanaged: grouped(plan.unmanaged, ownerOf),
    notManageable: grouped(plan.notManageable, (one) => ownerOf(one.address)),
    diagnostics: grouped(plan.diagnostics, (diagnostic) => ownerOf(diagnostic.tenant ?? '')),
  }
}

function outlineTenant(tenant: TenantPlan, plan: Plan, parts: Parts, options: OutlineOptions): TenantOutline {
  const id = tenant.tenant
  const operations = parts.operations.get(id) ?? []
  const drift = plan.kind === 'drift'
  const people = peopleOf(drift ? [] : operations)
  const calendar = parts.calendar.get(id) ?? []
  // What is declared nowhere and yet changed is told where it changes; it is not left alone.
  const touched = new Set(operations.map(({ address }) => address))
  const soon = soonOf(calendar, plan.context.asOf, options, id)
  return {
    tenant,
    people: {
      join: people.joins.size,
      gain: people.gains.size,
      lose: people.loses.size,
      leave: people.leaves.size,
    },
    sections: drift ? driftSectionsOf(operations) : sectionsOf(operations, people, options.everything),
    access: accessOutlineOf(parts.access.get(id) ?? [], options.everything),
    seats: seatParagraphs(parts.seats.get(id) ?? [], options.everything),
    findings: parts.findings.get(id) ?? [],
    soon: soon.toSorted((a, b) => compare(a.date, b.date) || compare(a.address, b.address)),
    later: calendar.length - soon.length,
    unmanaged: (parts.unmanaged.get(id) ?? []).filter((address) => !touched.has(address)),
    notManageable: [...grouped(parts.notManageable.get(id) ?? [], ({ address }) => address).values()].flatMap((same) =>
      same.slice(0, 1),
    ),
    diagnostics: parts.diagnostics.get(id) ?? [],
  }
}

/** What the next seven days bring. The day is worked out only where there is something to hold against it: most tenants have nothing. */
function soonOf(
  calendar: readonly CalendarEntry[],
  asOf: string,
  { everything, zoneOf }: OutlineOptions,
  tenant: string,
): readonly CalendarEntry[] {
  if (everything || calendar.length === 0) return calendar
  const lastDay = daysAfter(dayIn(asOf, zoneOf(tenant)), 7)
  return calendar.filter((entry) => entry.date <= lastDay)
}

function sectionsOf(
  operations: readonly Operation[],
  people: ReturnType<typeof peopleOf>,
  everything: boolean,
): TenantOutline['sections'] {
  return inOrder(
    grouped(operations, (operation) => sectionOf(operation, people)),
    (name, inSection) => linesOf(name, inSection, everything),
  )
}

/** Drift is told in full: each line is something that somebody did. */
function driftSectionsOf(operations: readonly Operation[]): TenantOutline['sections'] {
  return inOrder(grouped(operations, driftSectionOf), (_name, inSection) => inSection.map(asFound))
}

function inOrder(
  bySection: ReadonlyMap<SectionName, readonly Operation[]>,
  lines: (name: SectionName, operations: readonly Operation[]) => readonly Line[],
): TenantOutline['sections'] {
  return sectionOrder.flatMap((name) => {
    const inSection = bySection.get(name)
    return inSection === undefined ? [] : [{ name, operations: inSection.length, lines: lines(name, inSection) }]
  })
}

function hasNews(outline: TenantOutline): boolean {
  return (
    outline.tenant.status !== 'noChange' ||
    outline.sections.length > 0 ||
    outline.access.lines.length > 0 ||
    outline.seats.length > 0 ||
    outline.soon.length > 0 ||
    outline.diagnostics.length > 0 ||
    outline.notManageable.length > 0 ||
    outline.findings.some((finding) => finding.result !== 'pass')
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
