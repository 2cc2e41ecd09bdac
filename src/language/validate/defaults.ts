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
    spec.groups?.forEach((group, at) => findings.refer('groups', group, spot, 'groups', at))
  }
  for (const [id, { file, spec }] of world.departments) {
    const spot = { file, path: [id] }
    if (spec.parent !== undefined) findings.refer('departments', spec.parent, spot, 'parent')
    if (spec.head !== undefined) findings.refer('users', spec.head, spot, 'head')
    if (spec.template !== undefined) findings.refer('templates', spec.template, spot, 'template')
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
