import type { Template } from '../../generated/templates.ts'
import type { Conformance } from './desired-tenant.ts'
import type { Draft } from './people.ts'

/** What templates give, by person; people who refuse nothing of theirs share one value. */
export function conformanceOf(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Conformance> {
  const shared = new Map<string, Conformance>()
  const found = new Map<string, Conformance>()
  for (const [id, { spec, template, templateId }] of drafts) {
    if (template === undefined || templateId === undefined) continue
    const refused = spec.groups?.length === 0 ? (template.groups ?? []) : (spec.without?.groups ?? [])
    const whole = shared.get(templateId) ?? given(templateId, template, [])
    shared.set(templateId, whole)
    found.set(id, refused.length === 0 ? whole : given(templateId, template, refused))
  }
  return found
}

function given(template: string, { conformance, groups = [] }: Template, refused: readonly string[]): Conformance {
  const effect = conformance ?? 'report'
  return { template, effect, groups: new Set(groups.filter((group) => !refused.includes(group))) }
}
