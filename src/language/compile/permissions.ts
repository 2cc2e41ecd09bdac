import type { GuardLayer, PermissionLayer } from '../../access/access.ts'
import type { Department } from '../../generated/departments.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import type { TenantInput } from './input.ts'

/** What everybody of the tenant starts from on a platform. A parent does not hand this down. */
export function compileBase(platform: string, { tenant }: TenantInput): readonly PermissionLayer[] {
  return layer(tenant, platform, 'permissions', [])
}

/** What nobody gets, by the parent's word and the tenant's own. */
export function compileGuards(platform: string, { tenant, parent }: TenantInput): readonly GuardLayer[] {
  return [...guard(parent, platform, viaParent(tenant)), ...guard(tenant, platform, [])]
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
