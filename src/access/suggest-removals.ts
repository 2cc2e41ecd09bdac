import type { AccessAccount, AccessRole, AccessSource, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'
import { below } from './source.ts'
import type { Removal } from './suggest-changes.ts'
import { leave, ofAccount, ofAccounts, ofRole, without } from './suggest-changes.ts'
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
  /** What the person's own lines name, where the account is on lines of their own; the rest is filled in from elsewhere. */
  readonly own?: Pick<AccessAccount, 'roles' | 'accessGroups'> | undefined
}

/** Everything on the ways from an account to a permission, and to the entities around the one that is asked about. */
export function removalsOf(
  access: PlatformAccess,
  account: AccessAccount,
  { key, around, person, left, own = account }: Hanging,
): readonly Removal[] {
  const roles = account.roles.flatMap((id) => access.roles.get(id) ?? [])
  return [
    wholeAccount(account, person, left),
    ...assignments(access, account, own),
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

/**
 * What must be there is not proposed: the files would be refused without it. Taken out of a template, it goes from all whom
 * the template gives the account.
 */
function assignments(
  access: PlatformAccess,
  account: AccessAccount,
  own: Pick<AccessAccount, 'roles' | 'accessGroups'>,
): readonly Removal[] {
  const { user, subscription, roles, accessGroups, source, type, route } = account
  const atLeast = access.rules.accountTypes?.[type]
  const giver = route === 'own' ? `of ${user}` : `that ${(source.via.at(-1) ?? route).replace(':', ' ')} gives`
  const among = (ids: readonly string[], least: number | undefined, stated: readonly string[]): readonly string[] =>
    ids.length > (least ?? 0) ? ids.filter((id) => route !== 'own' || stated.includes(id)) : []
  const removal = (what: string, word: 'roles' | 'accessGroups', id: string): Removal => ({
    what: `the ${what} ${id} ${giver} on ${subscription}`,
    part: 'assignment',
    source: below(source, word, account[word].indexOf(id)),
    from: ofAccounts(account, (one) => ({ ...one, [word]: one[word].filter((other) => other !== id) })),
  })
  return [
    ...among(roles, atLeast?.roles?.min, own.roles).map((id) => removal('role', 'roles', id)),
    ...among(accessGroups, atLeast?.accessGroups?.min, own.accessGroups).map((id) =>
      removal('access group', 'accessGroups', id),
    ),
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
