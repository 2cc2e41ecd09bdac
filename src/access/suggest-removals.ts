import type { AccessAccount, AccessRole, AccessSource, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'
import { below } from './source.ts'
import type { Removal } from './suggest-changes.ts'
import { leave, ofAccount, ofRole, without } from './suggest-changes.ts'
import { reachRemovals } from './suggest-reach.ts'

/** What is asked about, and what of the files shows only there. */
export interface Hanging {
  /** Not there: whatever the person has on the entity. */
  readonly key?: string | undefined
  /** The entity and what bears on who reaches it. */
  readonly around: ReadonlySet<string>
  /** The person's own entry. */
  readonly person: AccessSource
  /** The account that is left to the person without their own lines for it, by a template or the like. */
  readonly left?: AccessAccount | undefined
}

/** Everything on the ways from an account to a permission, and to the entities around the one that is asked about. */
export function removalsOf(
  access: PlatformAccess,
  account: AccessAccount,
  { key, around, person, left }: Hanging,
): readonly Removal[] {
  const roles = account.roles.flatMap((id) => access.roles.get(id) ?? [])
  return [
    wholeAccount(account, person, left),
    ...assignments(access, account),
    ...(key === undefined
      ? []
      : [
          ...overrides(account, key),
          ...roles.flatMap((role) => permissionsOf(role, key)),
          ...layers(access, account, key),
        ]),
    ...reachRemovals(access, account, around),
  ]
}

/** What a template or the like gives is not taken from all it gives it to: the person is left out. */
function wholeAccount(account: AccessAccount, person: AccessSource, left: AccessAccount | undefined): Removal {
  const { user, subscription, route, source } = account
  const key = accountKey(subscription, user)
  const isOwn = route === 'own'
  const what = `the account of ${user} on ${subscription}`
  return {
    what: isOwn ? what : `${what} (\`without: { platforms: [${subscription}] }\` at ${user})`,
    part: 'account',
    source: isOwn ? source : person,
    from: (access) => {
      const accounts = without(access.accounts, key)
      return { ...access, accounts: isOwn && left !== undefined ? new Map(accounts).set(key, left) : accounts }
    },
  }
}

/** What must be there is not proposed: the files would be refused without it. */
function assignments(access: PlatformAccess, account: AccessAccount): readonly Removal[] {
  const { user, subscription, roles, accessGroups, source, type } = account
  const atLeast = access.rules.accountTypes?.[type]
  const some = (ids: readonly string[], least: number | undefined): readonly string[] =>
    ids.length > (least ?? 0) ? ids : []
  return [
    ...some(roles, atLeast?.roles?.min).map((id, at) => ({
      what: `the role ${id} of ${user} on ${subscription}`,
      part: 'assignment' as const,
      source: below(source, 'roles', at),
      from: ofAccount(account, (one) => ({ ...one, roles: one.roles.filter((other) => other !== id) })),
    })),
    ...some(accessGroups, atLeast?.accessGroups?.min).map((id, at) => ({
      what: `the access group ${id} of ${user} on ${subscription}`,
      part: 'assignment' as const,
      source: below(source, 'accessGroups', at),
      from: ofAccount(account, (one) => ({ ...one, accessGroups: one.accessGroups.filter((other) => other !== id) })),
    })),
  ]
}

function overrides(account: AccessAccount, key: string): readonly Removal[] {
  return account.overrides
    .filter((one) => one.key === key)
    .map((override) => ({
      what: `the override ${key}: ${override.level} of ${account.user}`,
      part: 'permission' as const,
      source: override.source,
      from: ofAccount(account, (one) => ({ ...one, overrides: one.overrides.filter((other) => other.key !== key) })),
    }))
}

/** Roles that come with the platform cannot be changed. */
function permissionsOf(role: AccessRole, key: string): readonly Removal[] {
  if (role.builtIn) return []
  const { id, source, preset, permissions } = role
  const own: readonly Removal[] =
    permissions[key] === undefined
      ? []
      : preset === undefined
        ? [
            {
              what: `${key} of the role ${id}`,
              part: 'permission',
              source: below(source, 'permissions', key),
              from: ofRole(id, (one) => ({ ...one, permissions: leave(one.permissions, key) })),
            },
          ]
        : [
            {
              what: `the preset ${preset} of the role ${id}`,
              part: 'permission',
              source: below(source, 'preset'),
              from: ofRole(id, (one) => ({ ...one, permissions: {} })),
            },
          ]
  const flags = role.flags.map((flag): Removal => ({
    what: `the switch ${flag} of the role ${id}`,
    part: 'permission',
    source: below(source, flag),
    from: ofRole(id, (one) => ({ ...one, flags: one.flags.filter((other) => other !== flag) })),
  }))
  return [...own, ...flags]
}

function layers(access: PlatformAccess, account: AccessAccount, key: string): readonly Removal[] {
  const department = account.department === undefined ? undefined : access.departments.get(account.department)
  const ofDepartment: readonly Removal[] =
    department === undefined || account.department === undefined || department.permissions[key] === undefined
      ? []
      : [departmentLayer(account.department, department.source, key)]
  const ofTenant = access.base.flatMap(({ permissions, source }, index): readonly Removal[] =>
    permissions[key] === undefined
      ? []
      : [
          {
            what: `${key} in the permissions that everybody has`,
            part: 'permission',
            source: below(source, key),
            from: (one) => ({
              ...one,
              base: one.base.map((layer, at) =>
                at === index ? { ...layer, permissions: leave(layer.permissions, key) } : layer,
              ),
            }),
          },
        ],
  )
  return [...ofDepartment, ...ofTenant]
}

function departmentLayer(id: string, source: AccessSource, key: string): Removal {
  return {
    what: `${key} of the department ${id}`,
    part: 'permission',
    source: below(source, key),
    from: (access) => {
      const layer = access.departments.get(id)
      if (layer === undefined) return access
      const changed = { ...layer, permissions: leave(layer.permissions, key) }
      return { ...access, departments: new Map(access.departments).set(id, changed) }
    },
  }
}
