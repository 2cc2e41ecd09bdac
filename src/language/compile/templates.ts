import type { User } from '../../generated/users.ts'
import type { TemplateGiven } from './assignments.ts'
import type { TenantInput } from './input.ts'

/** The template of a person: the one they name, else that of their persona, else that of their department. */
export function templatesOfPeople(input: TenantInput): (spec: User) => TemplateGiven | undefined {
  const { personas = {}, attributes } = input.tenant.spec.defaults ?? {}
  const named = new Map<string, TemplateGiven>()
  for (const [id, written] of input.templates) named.set(id, { id, route: 'template', written })
  const ofPersonas = through(
    input,
    'persona',
    Object.entries(personas).map(([id, { template }]) => [id, template]),
  )
  const ofDepartments = through(
    input,
    'department',
    [...input.departments].map(([id, { spec }]) => [id, spec.template]),
  )
  return ({ template, persona, department = attributes?.department }) => {
    if (template !== undefined) return template === null ? undefined : named.get(template)
    const ofPersona = typeof persona === 'string' ? ofPersonas.get(persona) : undefined
    return ofPersona ?? (typeof department === 'string' ? ofDepartments.get(department) : undefined)
  }
}

/** Templates as people come to them by a persona or a department: made once, people share them. */
function through(
  { templates }: TenantInput,
  route: 'persona' | 'department',
  named: Iterable<readonly [string, string | undefined]>,
): ReadonlyMap<string, TemplateGiven> {
  const found = new Map<string, TemplateGiven>()
  for (const [place, id] of named) {
    const written = id === undefined ? undefined : templates.get(id)
    if (id !== undefined && written !== undefined) found.set(place, { id, route, through: place, written })
  }
  return found
}
