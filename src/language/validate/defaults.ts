import { checkAttributes } from './attributes.ts'
import { checkName } from './known-name.ts'
import type { Findings, World } from './world.ts'
import { below } from './world.ts'

/** Departments and templates: whom and what they point to. */
export function checkDefaults(world: World, findings: Findings): void {
  const used = templatesInUse(world)
  for (const [id, { file, spec }] of world.templates) {
    const spot = { file, path: [id] }
    // What is handed down concerns a tenant only where somebody names it.
    if (!used.has(id) && !file.startsWith(`tenants/${world.id}/`)) continue
    if (spec.attributes !== undefined) checkAttributes(below(spot, 'attributes'), spec.attributes, findings)
    for (const [at, group] of (spec.groups ?? []).entries()) {
      findings.reference({ ...below(spot, 'groups', at), kind: 'groups', id: group })
    }
  }
  for (const [id, { file, spec }] of world.departments) {
    const spot = { file, path: [id] }
    if (spec.parent !== undefined)
      findings.reference({ ...below(spot, 'parent'), kind: 'departments', id: spec.parent })
    if (spec.head !== undefined) findings.reference({ ...below(spot, 'head'), kind: 'users', id: spec.head })
    if (spec.template !== undefined)
      findings.reference({ ...below(spot, 'template'), kind: 'templates', id: spec.template })
    if (spec.attributes !== undefined) checkAttributes(below(spot, 'attributes'), spec.attributes, findings)
  }
  for (const [id, { file, spec }] of world.acknowledgements) {
    const spot = { file, path: [id, 'approver'] }
    checkName({ findings, spot, what: 'approver', name: spec.approver, names: [...world.approvers] })
  }
}

function templatesInUse(world: World): ReadonlySet<string | null | undefined> {
  const users = [...world.users.values()].map(({ spec }) => spec.template)
  const departments = [...world.departments.values()].map(({ spec }) => spec.template)
  const personas = Object.values(world.tenant?.spec.defaults?.personas ?? {}).map(({ template }) => template)
  return new Set([...users, ...departments, ...personas])
}
