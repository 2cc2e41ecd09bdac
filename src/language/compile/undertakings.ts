import type { Policies, Review, Step } from '../../generated/policies.ts'
import type { Written } from '../load/source.ts'
import type { ChecklistStep, DesiredAction, DesiredReview } from './desired-platforms.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'
import type { Selects } from './selection.ts'
import { selectedPeople } from './selection.ts'

/** The people of a tenant, and how some of them are selected. */
export interface Crowd {
  readonly drafts: ReadonlyMap<string, Draft>
  readonly selects: Selects
}

/** What is done once, with the people that are selected today. */
export function compileActions({ actions }: TenantInput, { drafts, selects }: Crowd): readonly DesiredAction[] {
  return [...actions].map(([id, { spec, file, line }]): DesiredAction => {
    const { select, ...said } = spec
    return { id, ...said, users: selectedPeople(select, drafts, selects), source: { file, line, via: [] } }
  })
}

/** Reviews of all policies. Of one id the outermost holds: a tenant adds reviews of its own, and puts off none of the others. */
export function compileReviews(policies: readonly Written<Policies>[], crowd: Crowd): readonly DesiredReview[] {
  const found = new Map<string, DesiredReview>()
  for (const { file, line, spec } of policies)
    for (const [id, review] of Object.entries(spec.reviews ?? {}))
      if (!found.has(id))
        found.set(id, { ...reviewOf(id, review, crowd), source: { file, line, via: [], path: ['reviews', id] } })
  return [...found.values()]
}

function reviewOf(id: string, review: Review, { drafts, selects }: Crowd): Omit<DesiredReview, 'source'> {
  const { every, due, reviewers, onTimeout = 'escalate', escalation, starts, select } = review
  const users = selectedPeople(select, drafts, selects)
  return {
    id,
    every,
    due,
    reviewers,
    onTimeout,
    ...(escalation === undefined ? {} : { escalation }),
    ...(starts === undefined ? {} : { starts }),
    users,
  }
}

/** Checklists by id; of one id the innermost, since a list of steps is what a tenant works by. */
export function compileChecklists(
  policies: readonly Written<Policies>[],
): ReadonlyMap<string, readonly ChecklistStep[]> {
  const found = new Map<string, readonly ChecklistStep[]>()
  for (const { spec } of policies)
    for (const [id, steps] of Object.entries(spec.checklists ?? {})) found.set(id, steps.map(stepOf))
  return found
}

/** The checklist for leavers: the innermost policies that name one. */
export function offboardingOf(policies: readonly Written<Policies>[]): string | undefined {
  return policies.findLast(({ spec }) => spec.offboarding !== undefined)?.spec.offboarding
}

/** Steps that roster does itself; all others are for people. */
const known: readonly string[] = ['disable', 'revokeSessions', 'welcomeMail']

function stepOf({ by, ...step }: Step): ChecklistStep {
  return { ...step, by: by ?? (known.includes(step.step) ? 'roster' : 'person') }
}
