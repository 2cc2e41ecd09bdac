import type { Plan, TenantStatus } from '../../model/plan.ts'
import { dayForPeople, momentForPeople } from '../days.ts'
import type { Line } from '../line.ts'
import { outlineOf, type TenantOutline } from '../outline.ts'
import type { SectionName } from '../sections.ts'
import type { ReportLine, ReportPlan } from './data.ts'

/** A plan with more operations than this is told folded: one line for many of a kind, with who they are about. */
const spelledOut = 2000
const namesShown = 200

/** A plan, or what drifted, as a report shows it: in the order in which people read it everywhere. */
export function planPart(
  plan: Plan,
  { zone, zoneOf }: { zone: string; zoneOf: (tenant: string) => string },
): ReportPlan {
  const everything = plan.operations.length + plan.access.groups.length <= spelledOut
  const { tenants, quiet, shared } = outlineOf(plan, { everything, zoneOf })
  const { asOf, commit } = plan.context
  const at = commit === null ? 'no commit' : `commit ${commit.slice(0, 12)}`
  return {
    kind: plan.kind,
    words: `As of ${momentForPeople(asOf, zone)}, ${at}.`,
    digest: plan.digest,
    isFolded: !everything,
    tenants: [
      ...(shared.findings.length + shared.diagnostics.length === 0
        ? []
        : [
            {
              id: '',
              status: 'whole workspace',
              sections: [],
              findings: shared.findings.map(findingPart),
              notes: shared.diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`),
            },
          ]),
      ...tenants.map((outline) => tenantPart(outline, plan.kind)),
    ],
    quiet,
  }
}

function tenantPart(outline: TenantOutline, kind: Plan['kind']): ReportPlan['tenants'][number] {
  const { tenant, sections, access, seats, soon, findings, unmanaged, diagnostics } = outline
  const parts = sections.map(({ name, lines }) => ({ title: titles[name], lines: lines.map(linePart) }))
  const isFirst = ({ title }: { readonly title: string }): boolean => title === titles.privileged
  const access_ = access.lines.length === 0 ? [] : [{ title: 'Access', lines: access.lines.map(linePart) }]
  return {
    id: tenant.tenant,
    status:
      kind === 'drift' && tenant.status === 'changes' ? 'differs from what roster left' : statusWords[tenant.status],
    sections: [...parts.filter(isFirst), ...access_, ...parts.filter((part) => !isFirst(part))],
    findings: findings.filter(({ result }) => result !== 'pass').map(findingPart),
    notes: [
      ...seats.flatMap(({ words, notes }) => [words, ...notes.map(({ text }) => text)]),
      ...soon.map(({ date, event, address, summary }) => `${dayForPeople(date)}: ${summary ?? `${event} ${address}`}`),
      ...(unmanaged.length === 0 ? [] : [`${unmanaged.length} objects that no file declares are left alone.`]),
      ...(access.more === 0 ? [] : [`${access.more} more changes of access: roster show <plan> --verbose tells them.`]),
      ...diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`),
    ],
  }
}

function findingPart({ slug, gate, result, message }: Plan['findings'][number]): {
  readonly result: string
  readonly name: string
  readonly message: string
} {
  return { result, name: gate ?? slug, message }
}

function linePart({ sign, words, technical, place, why, risk, notes, changes, names }: Line): ReportLine {
  return {
    sign,
    words,
    technical,
    place,
    why,
    risk,
    ...(notes.length === 0 ? {} : { notes }),
    ...(changes.length === 0
      ? {}
      : { changes: changes.map(({ name, before = '', after = '' }) => ({ name, before, after })) }),
    ...(names.length === 0 ? {} : { names: names.slice(0, namesShown) }),
  }
}

const titles: Readonly<Record<SectionName, string>> = {
  privileged: 'Privileged: look here first',
  leaves: 'Leaves',
  loses: 'Loses',
  joins: 'Joins',
  gains: 'Gains',
  platforms: 'On platforms',
  objects: 'Objects',
  people: 'People',
  memberships: 'Members of groups',
  licences: 'Licences',
  groups: 'Groups and places',
}

const statusWords: Readonly<Record<TenantStatus, string>> = {
  noChange: 'nothing to change',
  changes: 'changes',
  waiting: 'waiting',
  blocked: 'blocked: nothing would be applied',
  unreadable: 'unreadable: a directory could not be read completely, nothing would be applied',
  invalid: 'invalid: mend the files first',
}
