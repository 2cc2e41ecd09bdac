import type { Acknowledgement } from '../model/gate.ts'
import { lintGroups } from './lint-groups.ts'
import type { LintFinding, LintInput } from './lint-input.ts'
import { lintPeople } from './lint-people.ts'
import { lintRoles } from './lint-roles.ts'

/** A finding, and the acknowledgement that lifts it. */
export interface Judged extends LintFinding {
  readonly acknowledgedBy?: string
}

/** Everything that gives more than is needed on one platform, in the order of the files. */
export function lint(input: LintInput): readonly LintFinding[] {
  const found = [...lintRoles(input), ...lintGroups(input), ...lintPeople(input)]
  return found.toSorted(
    (a, b) =>
      order(a.source.file, b.source.file) ||
      a.source.line - b.source.line ||
      order(a.slug, b.slug) ||
      order(a.about, b.about),
  )
}

/** People with a role of critical risk, of a platform's access. */
export function criticalHolders({ access }: LintInput['evaluation']): readonly string[] {
  return [...access.accounts.values()]
    .filter(({ state, roles }) => state === 'active' && roles.some((id) => access.roles.get(id)?.risk === 'critical'))
    .map(({ user }) => user)
}

const longestMs = 72 * 3_600_000

/** Findings with the acknowledgements that lift them: those of their name that hold now, for as many as they say. */
export function acknowledged(
  findings: readonly LintFinding[],
  acknowledgements: readonly Acknowledgement[],
  asOf: Date,
): readonly Judged[] {
  const valid = acknowledgements.filter(({ expires }) => {
    const left = Date.parse(expires) - asOf.getTime()
    return left > 0 && left <= longestMs
  })
  return findings.map((finding) => {
    const same = findings.filter(({ slug }) => slug === finding.slug).length
    const lifting = valid.find(({ lint: slug, max = Infinity }) => slug === finding.slug && same <= max)
    return lifting === undefined ? finding : { ...finding, acknowledgedBy: lifting.id }
  })
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
