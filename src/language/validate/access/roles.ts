import type { Role } from '../../../generated/roles.ts'
import type { Written } from '../../load/source.ts'
import { fold } from '../fold.ts'
import { seen } from '../problem.ts'
import type { Findings, World } from '../world.ts'
import { checkRoleAlone } from './role-alone.ts'
import { checkScopeHere } from './role-scope.ts'

type Entry = readonly [id: string, written: Written<Role>]

/** The tenant's own roles, and what those that are handed down name in it. */
export function checkRoles(world: World, findings: Findings): void {
  if (world.roles.size === 0) return
  const isOwn = ([, { file }]: Entry): boolean => file.startsWith(`tenants/${world.id}/`)
  const own = [...world.roles].filter(isOwn)
  // What is handed down is judged by itself with its library, and here only where somebody has it.
  const handed = [...world.roles].filter((entry) => !isOwn(entry))
  for (const entry of own) checkRoleAlone(world, findings, entry)
  const used = handed.some(([, { spec }]) => spec.scope !== undefined) ? rolesNamed(world) : new Set<string>()
  for (const [id, { file, spec }] of [...own, ...handed.filter(([id]) => used.has(id))]) {
    const platform = world.platforms.get(spec.platform)?.spec
    if (platform === undefined || spec.scope === undefined) continue
    const spot = { file, path: [id, 'scope'] }
    checkScopeHere({ world, findings, spot, platformId: spec.platform, scope: spec.scope, platform })
  }
  // Of two of a name it is the tenant's own that gives way.
  checkNames(world, [...handed, ...own], findings)
}

function rolesNamed({ users, templates, tenant }: World): ReadonlySet<string | undefined> {
  const assigned = [...users.values(), ...templates.values()].flatMap(({ spec }) => Object.values(spec.platforms ?? {}))
  const applications = Object.values(tenant?.spec.applications ?? {})
  return new Set([
    ...assigned.flatMap(({ role, roles = [] }) => [role, ...roles]),
    ...applications.map(({ role }) => role),
  ])
}

/** A name is what people choose by: of one platform no two roles have the same, those that come with it included. */
function checkNames(world: World, roles: readonly Entry[], findings: Findings): void {
  const taken = new Map<string, string>()
  for (const platform of new Set(roles.map(([, { spec }]) => spec.platform))) {
    for (const [id, { name }] of Object.entries(world.platforms.get(platform)?.spec.builtInRoles ?? {})) {
      taken.set(`${platform}/${fold(name)}`, id)
    }
  }
  for (const [id, { file, spec }] of roles) {
    const key = `${spec.platform}/${fold(spec.name)}`
    const other = taken.get(key)
    if (other === undefined) taken.set(key, id)
    else if (other !== id) {
      findings.mistake(
        { file, path: [id, 'name'] },
        {
          slug: 'duplicate-role-name',
          message: `The name ${seen(spec.name)} belongs to the role \`${other}\` of \`${spec.platform}\` already.`,
          fix: 'Give one of the two another.',
        },
      )
    }
  }
}
