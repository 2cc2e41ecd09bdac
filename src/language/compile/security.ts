import { grouped } from '../../model/grouped.ts'
import type { Role } from '../../generated/roles.ts'
import type { User } from '../../generated/users.ts'
import type { PersonSecurity, RuleName, SecurityLayer, SecurityRules } from '../../model/policy.ts'
import { settledSecurity } from '../../model/policy.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import { ownLayer, securityRules, tenantLayers } from '../validate/security-rules.ts'
import type { Assigned } from './assignments.ts'
import { isCurrent } from './assignments.ts'
import type { DesiredWaiver } from './desired-platforms.ts'
import { compileWaivers } from './duties.ts'
import type { TenantInput } from './input.ts'

/** What is asked of how a person signs in; undefined: nothing. People of one department share one value. */
export type SecurityOf = (
  id: string,
  user: Written<User>,
  department: string,
  assignments: readonly Assigned[],
) => PersonSecurity | undefined

/** The layers that hold for people of a tenant: workspace, parent, tenant, then roles, department, their own; then their waivers. */
export function securityOfPeople(
  { policies, departments, roles, users }: TenantInput,
  { zone, moment }: { readonly zone: string; readonly moment: string },
): SecurityOf {
  const above = tenantLayers(policies)
  const ofRoles = roleLayers(roles)
  const waivers = waiversOf(compileWaivers(policies, { zone, moment, isPerson: (id) => users.has(id) }))
  const shared = new Map<string, PersonSecurity | undefined>()
  const settled = (layers: readonly SecurityLayer[]): PersonSecurity | undefined =>
    layers.length === 0 ? undefined : settledSecurity(layers).settled
  const ofDepartment = (department: string): readonly SecurityLayer[] =>
    ownLayer('department', department, departments.get(department))
  return (id, user, department, assignments) => {
    const held = ofRoles.size === 0 || assignments.length === 0 ? noLayers : layersHeld(ofRoles, assignments, moment)
    const own = ownLayer('user', id, user)
    const waived = waivers.get(id)
    if (held.length + own.length === 0 && waived === undefined) {
      if (!shared.has(department)) shared.set(department, settled([...above, ...ofDepartment(department)]))
      return shared.get(department)
    }
    return lightened(settled([...above, ...held, ...ofDepartment(department), ...own]), waived ?? [])
  }
}

const noLayers: readonly SecurityLayer[] = []

function roleLayers(roles: WrittenKind<Role>): ReadonlyMap<string, SecurityLayer> {
  const found = new Map<string, SecurityLayer>()
  for (const [id, written] of roles) for (const layer of ownLayer('role', id, written)) found.set(id, layer)
  return found
}

/** What the roles ask that somebody holds by now, each once. */
function layersHeld(
  ofRoles: ReadonlyMap<string, SecurityLayer>,
  assignments: readonly Assigned[],
  moment: string,
): readonly SecurityLayer[] {
  const ids = assignments.flatMap((each) => (isCurrent(each, moment) ? each.roles : []))
  return [...new Set(ids)].toSorted().flatMap((id) => ofRoles.get(id) ?? [])
}

function waiversOf(waivers: readonly DesiredWaiver[]): ReadonlyMap<string, readonly DesiredWaiver[]> {
  const ofSecurity = waivers.filter(({ rule }) => rule.startsWith('security.'))
  return grouped(ofSecurity, ({ user }) => user)
}

/** The same, with the value of each waived rule replaced. A rule that nobody states is not made by waiving it. */
function lightened(
  security: PersonSecurity | undefined,
  waivers: readonly DesiredWaiver[],
): PersonSecurity | undefined {
  if (security === undefined) return undefined
  return waivers.reduce<PersonSecurity>((kept, { rule: path, value, source }) => {
    const rule = path.slice('security.'.length) as RuleName
    if (kept.rules[rule] === undefined || value === undefined) return kept
    const { file, line } = source
    return {
      rules: { ...kept.rules, ...ruleOf(rule, value) },
      from: { ...kept.from, [rule]: { file, line, via: ['waiver'] } },
    }
  }, security)
}

/** One rule by its path and the value that is written for it, read as `security` itself would be. */
function ruleOf(rule: string, value: unknown): SecurityRules {
  const written = rule.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
  return securityRules(written as Parameters<typeof securityRules>[0])
}
