import type { GuardLayer, PermissionLayer } from '../../access/access.ts'
import type { Department } from '../../generated/departments.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import type { DesiredSubscription } from './desired-platforms.ts'
import type { TenantInput } from './input.ts'

/** What everybody of the tenant starts from on a platform. A parent does not hand this down. */
export function compileBase(platform: string, { tenant }: TenantInput): readonly PermissionLayer[] {
  return layer(tenant, platform, 'permissions', [])
}

/** What nobody gets, by the parent's word and the tenant's own. */
export function compileGuards(
  platform: string,
  { tenant, parent }: TenantInput,
  subscriptions: ReadonlyMap<string, DesiredSubscription>,
): readonly GuardLayer[] {
  const contracts = [...subscriptions.values()].filter((each) => each.platform === platform)
  return [
    ...guard(parent, platform, viaParent(tenant)),
    ...guard(tenant, platform, []),
    ...contracts.flatMap(beyondTier),
  ]
}

/** Permissions that the tier of a contract does not have. Where no tier is named, nothing is known to be missing. */
function beyondTier({ id, rules, settings, source }: DesiredSubscription): readonly GuardLayer[] {
  const { edition = '', tier } = settings
  const tiers = rules.editions?.[edition]
  if (tier === undefined || tiers === undefined) return []
  const lacks = (gate: string | undefined): boolean => {
    const lowest = gate === undefined ? undefined : rules.tierGates?.[gate]?.[edition]
    return lowest !== undefined && tiers.indexOf(tier) < tiers.indexOf(lowest)
  }
  const keys = Object.entries(rules.permissions ?? {}).flatMap(([key, rule]) => (lacks(rule.tier) ? [key] : []))
  if (keys.length === 0) return []
  const path = [...(source.path ?? []), 'tier']
  return [{ keys, subscription: id, source: { ...source, via: [`tier:${tier}`], path } }]
}

/** What nobody gets more of, by the parent's word and the tenant's own. */
export function compileCeilings(platform: string, { tenant, parent }: TenantInput): readonly PermissionLayer[] {
  return [...layer(parent, platform, 'ceiling', viaParent(tenant)), ...layer(tenant, platform, 'ceiling', [])]
}

/** Departments that say something about a platform. */
export function compileDepartments(
  platform: string,
  departments: WrittenKind<Department>,
): Map<string, PermissionLayer> {
  const found = new Map<string, PermissionLayer>()
  for (const [id, { spec, file, line }] of departments) {
    const permissions = spec.permissions?.[platform]
    if (permissions === undefined) continue
    found.set(id, { permissions, source: { file, line, via: [], path: ['permissions', platform] } })
  }
  return found
}

function layer(
  tenant: Written<Tenant> | undefined,
  platform: string,
  which: 'permissions' | 'ceiling',
  via: readonly string[],
): readonly PermissionLayer[] {
  const permissions = tenant?.spec.defaults?.[which]?.[platform]
  if (tenant === undefined || permissions === undefined) return []
  const { file, line } = tenant
  return [{ permissions, source: { file, line, via, path: ['defaults', which, platform] } }]
}

function guard(tenant: Written<Tenant> | undefined, platform: string, via: readonly string[]): readonly GuardLayer[] {
  const keys = tenant?.spec.defaults?.guard?.[platform]
  if (tenant === undefined || keys === undefined) return []
  const { file, line } = tenant
  return [{ keys, source: { file, line, via, path: ['defaults', 'guard', platform] } }]
}

function viaParent({ spec }: Written<Tenant>): readonly string[] {
  return spec.parent === undefined ? [] : [`parent:${spec.parent}`]
}
