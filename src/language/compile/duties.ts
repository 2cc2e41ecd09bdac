import type { Policies, Waiver } from '../../generated/policies.ts'
import type { Written } from '../load/source.ts'
import { lapse } from './calendar.ts'
import type { DesiredSeparation, DesiredWaiver } from './desired-platforms.ts'

/** Duties that nobody may have together, of all policies: one of the same id further in stands beside it, and lifts nothing. */
export function compileSeparation(policies: readonly Written<Policies>[]): readonly DesiredSeparation[] {
  return policies.flatMap(({ file, line, spec }) =>
    Object.entries(spec.separationOfDuties ?? {}).map(([id, { sets, atMost, effect, reason }]): DesiredSeparation => ({
      id,
      sets: sets.map(({ permissions = {}, roles = {} }) => ({ permissions, roles })),
      atMost: atMost ?? 1,
      effect: effect ?? 'enforce',
      ...(reason === undefined ? {} : { reason }),
      source: { file, line, via: [], path: ['separationOfDuties', id] },
    })),
  )
}

/** Waivers of people of the tenant that hold at a moment. */
export function compileWaivers(
  policies: readonly Written<Policies>[],
  {
    zone,
    moment,
    isPerson,
  }: { readonly zone: string; readonly moment: string; readonly isPerson: (id: string) => boolean },
): readonly DesiredWaiver[] {
  return policies.flatMap(({ file, line, spec }) =>
    (spec.waivers ?? []).flatMap((written, index): readonly DesiredWaiver[] => {
      const until = lapse(written.expires, zone)
      if (until <= moment || !isPerson(written.user)) return []
      const source = { file, line, via: [], path: ['waivers', index] }
      return [{ ...waived(written), until, source }]
    }),
  )
}

function waived({ rule, user, value, reason, approver }: Waiver): Omit<DesiredWaiver, 'until' | 'source'> {
  // Validation let only these two sorts of rule through.
  const known = rule as DesiredWaiver['rule']
  return { rule: known, user, ...(value === undefined ? {} : { value }), reason, approver }
}
