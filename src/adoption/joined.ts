import type { Department } from '../generated/departments.ts'
import type { Template } from '../generated/templates.ts'
import type { TenantInput } from '../language/compile/input.ts'
import type { Written, WrittenKind } from '../language/load/source.ts'
import type { Workplace } from './workplace.ts'

/** The tenant as compiling sees it, with what comes with the import. */
export function joinedInput(
  { documents }: Workplace,
  departments: ReadonlyMap<string, Department>,
  templates: ReadonlyMap<string, Template>,
): TenantInput {
  return {
    ...documents,
    departments: joined(documents.departments, departments),
    templates: joined(documents.templates, templates),
  }
}

function joined<Spec>(before: WrittenKind<Spec>, added: ReadonlyMap<string, Spec>): WrittenKind<Spec> {
  const fresh = [...added].map(([id, spec]): [string, Written<Spec>] => [id, { file: '', line: 1, spec }])
  return new Map([...before, ...fresh])
}
