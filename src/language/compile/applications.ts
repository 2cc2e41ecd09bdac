import type { Application } from '../../generated/tenant.ts'
import type { User } from '../../generated/users.ts'
import type { Source } from '../../model/desired.ts'
import type { Written } from '../load/source.ts'
import type { TemplateGiven } from './assignments.ts'
import type { TenantInput } from './input.ts'

/** An application that somebody uses, and what gave it to them. */
export interface GivenApplication {
  readonly id: string
  readonly application: Application
  /** true: it came with a template that applies at creation only. */
  readonly onCreate: boolean
  readonly source: Source
}

const nothing: readonly GivenApplication[] = []

/** The applications somebody uses: those they list, and those of the template that they are not taken out of. */
export function applicationsOf(
  { tenant }: TenantInput,
  written: Written<User>,
  template: TemplateGiven | undefined,
): readonly GivenApplication[] {
  const applications = tenant.spec.applications
  if (applications === undefined) return nothing
  const { spec, file, line } = written
  const given = (ids: readonly string[], via: readonly string[], onCreate: boolean): readonly GivenApplication[] =>
    ids.flatMap((id) => {
      const application = applications[id]
      return application === undefined ? [] : [{ id, application, onCreate, source: { file, line, via } }]
    })
  const own = spec.applications ?? []
  const out = new Set([...own, ...(spec.without?.applications ?? [])])
  const inherited =
    own.length === 0 && spec.applications !== undefined ? [] : (template?.written.spec.applications ?? [])
  return [
    ...given(own, [], false),
    ...given(
      inherited.filter((id) => !out.has(id)),
      [`template:${template?.id ?? ''}`],
      template?.written.spec.applies !== 'continuous',
    ),
  ]
}

/** Groups of applications that somebody's own entry takes them out of. */
export function applicationGroupsWithout({ tenant }: TenantInput, spec: User): readonly string[] {
  const applications = tenant.spec.applications
  if (applications === undefined) return []
  const without = spec.applications?.length === 0 ? Object.keys(applications) : (spec.without?.applications ?? [])
  return without.flatMap((id) => applications[id]?.group ?? [])
}
