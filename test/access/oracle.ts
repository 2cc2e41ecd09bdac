import type { AccessAccount, AccessGroup, AccessRole, AccessScope, PlatformAccess } from '../../src/access/access.ts'
import type { Level } from '../../src/model/level.ts'
import { levels } from '../../src/model/level.ts'

/**
 * Access worked out the plain way: one person, one permission, one entity at a time, by the words of the rules and
 * nothing else. Slow; what it says is what the evaluator has to say.
 */
export interface Oracle {
  /** Level of an account on an entity, or (without one) of a permission that holds everywhere. */
  readonly level: (account: string, key: string, entity?: string) => Level
  readonly value: (account: string, key: string) => Level
  readonly reaches: (account: string, entity: string) => boolean
  /** The best of all accounts of a person. */
  readonly ofPerson: (user: string, key: string, entity?: string) => Level
}

/** Reads what a tenant says. */
export function oracle(access: PlatformAccess): Oracle {
  const active = (key: string): AccessAccount | undefined => {
    const account = access.accounts.get(key)
    const sort = access.rules.accountTypes?.[account?.type ?? '']
    const canHave = sort?.platformAccess !== false && sort?.roles?.max !== 0
    return account?.state === 'active' && canHave ? account : undefined
  }
  const level = (key: string, permission: string, entity?: string): Level => {
    const account = active(key)
    if (account === undefined) return 'none'
    if (!isScoped(access, permission)) return chain(access, account, permission, account.roles)
    return entity === undefined ? 'none' : onEntity(access, account, permission, entity)
  }
  return {
    level,
    value: (key, permission) => {
      const account = active(key)
      return account === undefined ? 'none' : chain(access, account, permission, account.roles)
    },
    reaches: (key, entity) => {
      const account = active(key)
      return (
        account !== undefined &&
        rolesWhere(access, account, (role) => reachedBy(access, account, role, entity)).length > 0
      )
    },
    ofPerson: (user, permission, entity) =>
      highest(
        [...access.accounts].filter(([, one]) => one.user === user).map(([key]) => level(key, permission, entity)),
      ),
  }
}

/** Which permissions there are. */
export function keysIn({ rules }: PlatformAccess): readonly string[] {
  return Object.keys(rules.permissions ?? {})
}

/** Whether a permission is about entities. */
export function isScoped({ rules }: PlatformAccess, key: string): boolean {
  const from = rules.reach?.from ?? 'none'
  return from !== 'none' && (rules.permissions?.[key]?.scoped ?? 'everywhere') !== 'everywhere'
}

/** base, roles, department, override; then guard and ceilings; what the platform forces stands above all. */
function chain(access: PlatformAccess, account: AccessAccount, key: string, roles: readonly string[]): Level {
  const { rules } = access
  for (const id of roles.toReversed()) {
    const forced = access.roles.get(id)?.builtIn === true ? rules.builtInRoles?.[id]?.forced?.[key] : undefined
    if (forced !== undefined) return forced
  }
  const overrides = account.overrides.filter((override) => override.key === key).map(({ level }) => level)
  const said =
    lowest(overrides) ??
    access.departments.get(account.department ?? '')?.permissions[key] ??
    ofRoles(access, key, roles) ??
    access.base.findLast(({ permissions }) => permissions[key] !== undefined)?.permissions[key] ??
    'none'
  const isGuarded = access.guards.some(
    ({ keys, subscription }) =>
      keys.includes(key) && (subscription === undefined || subscription === account.subscription),
  )
  if (isGuarded) return 'none'
  const most = [rules.permissions?.[key]?.atMost, ...access.ceilings.map(({ permissions }) => permissions[key])]
  return lowest([said, ...most.filter((level) => level !== undefined)]) ?? 'none'
}

function ofRoles(access: PlatformAccess, key: string, roles: readonly string[]): Level | undefined {
  const said = roles.flatMap((id) => ofRole(access, access.roles.get(id), key) ?? [])
  if (said.length === 0) return undefined
  return said.includes('none') ? 'none' : highest(said)
}

function ofRole(access: PlatformAccess, role: AccessRole | undefined, key: string): Level | undefined {
  if (role === undefined) return undefined
  const own = role.permissions[key]
  if (own !== undefined) return own
  if (givesEverything(access, role)) return access.rules.categories[key.split('/')[0] ?? '']?.levels.at(-1)
  return role.builtIn && access.rules.builtInRoles?.[role.id]?.grants === 'nothing' ? 'none' : undefined
}

function givesEverything({ rules }: PlatformAccess, { grants, flags }: AccessRole): boolean {
  return grants === 'everything' || flags.some((flag) => rules.roleFlags?.[flag]?.grants === 'everything')
}

function onEntity(access: PlatformAccess, account: AccessAccount, key: string, entity: string): Level {
  const spec = access.rules.permissions?.[key]
  const kind = access.entities.get(entity)?.kind
  if (kind === undefined) return 'none'
  const stakeholders = keysIn(access).find((one) => access.rules.permissions?.[one]?.stakeholders === true)
  const isStakeholder = access.rules.entityKinds?.[kind]?.stakeholder === true
  const inside = rolesWhere(access, account, (role) => reachedBy(access, account, role, entity))
  if (spec?.scoped === 'neighbours') {
    const near = rolesWhere(access, account, (role) =>
      linkedWith(access, entity).some((other) => reachedBy(access, account, role, other)),
    )
    const isOfStakeholders = key === stakeholders
    if (isOfStakeholders && !isStakeholder) return 'none'
    const counting = isOfStakeholders && inside.length > 0 ? inside : inside.length > 0 ? [] : near
    return counting.length > 0 ? chain(access, account, key, rolesOf(counting)) : 'none'
  }
  const left = rolesWhere(access, account, (role) => leftOutBy(access, role, entity))
  const level = inReach(access, account, key, { inside, left })
  if (!isStakeholder || stakeholders === undefined || key === stakeholders) return level
  const counting = inside.length > 0 ? inside : left
  if (counting.length === 0) return 'none'
  const shown = chain(access, account, stakeholders, rolesOf(counting))
  const isDone = access.rules.categories[key.split('/')[0] ?? '']?.levels.at(-1) === 'allow'
  if (isDone) return rank(shown) >= rank('view') ? level : 'none'
  return lowest([level, shown]) ?? 'none'
}

interface Around {
  readonly inside: readonly Holding[]
  readonly left: readonly Holding[]
}

function inReach(access: PlatformAccess, account: AccessAccount, key: string, { inside, left }: Around): Level {
  const full = inside.length > 0 ? chain(access, account, key, rolesOf(inside)) : 'none'
  if (rolesOf(inside).some((id) => ofRole(access, access.roles.get(id), key) === 'none')) return full
  if (left.length === 0) return full
  const shown = access.rules.categories[key.split('/')[0] ?? '']?.whenExcluded ?? 'none'
  return highest([full, lowest([chain(access, account, key, rolesOf(left)), shown]) ?? 'none'])
}

/** A role, or (where reach is the person's own) all of them together. */
interface Holding {
  readonly roles: readonly string[]
  readonly role?: AccessRole
}

function rolesOf(holdings: readonly Holding[]): readonly string[] {
  return holdings.flatMap(({ roles }) => roles)
}

function rolesWhere(
  access: PlatformAccess,
  account: AccessAccount,
  holds: (one: Holding) => boolean,
): readonly Holding[] {
  const from = access.rules.reach?.from ?? 'none'
  if (from === 'none') return []
  const all: readonly Holding[] =
    from === 'accessGroup'
      ? [{ roles: account.roles }]
      : account.roles.flatMap((id) => {
          const role = access.roles.get(id)
          return role === undefined ? [] : [{ roles: [id], role }]
        })
  return all.filter(holds)
}

function reachedBy(access: PlatformAccess, account: AccessAccount, { role }: Holding, entity: string): boolean {
  if (!isAboutAccess(access, entity)) return false
  if (role === undefined) {
    if (account.roles.some((id) => access.roles.get(id)?.administrator === true)) return true
    return account.accessGroups.some((id) => chosenBy(access, access.groups.get(id), entity))
  }
  if (role.administrator) return true
  if (role.scope === undefined) return givesEverything(access, role)
  return inScope(access, role.scope, entity) && !isLeft(access, role.scope, entity)
}

function leftOutBy(access: PlatformAccess, { role }: Holding, entity: string): boolean {
  if (role?.scope === undefined || role.administrator || !isAboutAccess(access, entity)) return false
  return inScope(access, role.scope, entity) && isLeft(access, role.scope, entity)
}

function inScope(access: PlatformAccess, scope: AccessScope, entity: string): boolean {
  if (scope.all) return true
  if (upwards(access, entity).some((id) => scope.chosen.includes(id))) return true
  return scope.accessGroups.some((id) => chosenBy(access, access.groups.get(id), entity))
}

function isLeft(access: PlatformAccess, { except }: AccessScope, entity: string): boolean {
  return upwards(access, entity).some((id) => except.includes(id))
}

function chosenBy(access: PlatformAccess, group: AccessGroup | undefined, entity: string): boolean {
  const select = group?.select
  if (select === undefined) return false
  switch (select.by) {
    case 'all':
      return true
    case 'names':
      return upwards(access, entity).some((id) => select.names.includes(id))
    case 'tags':
      return upwards(access, entity).some((id) => {
        const has = (tag: string): boolean => access.entities.get(id)?.tags.includes(tag) === true
        return select.tags.length > 0 && (select.match === 'all' ? select.tags.every(has) : select.tags.some(has))
      })
  }
}

/** Whether scoped permissions are about an entity: one of the kinds that are reached, or inside one. */
function isAboutAccess(access: PlatformAccess, entity: string): boolean {
  const { kinds } = access.rules.reach ?? {}
  if (!access.entities.has(entity)) return false
  return (
    kinds === undefined || upwards(access, entity).some((id) => kinds.includes(access.entities.get(id)?.kind ?? ''))
  )
}

function upwards({ entities }: PlatformAccess, entity: string): readonly string[] {
  const found: string[] = []
  for (let id: string | undefined = entity; id !== undefined && entities.has(id); id = entities.get(id)?.inside) {
    if (found.includes(id)) break
    found.push(id)
  }
  return found
}

function linkedWith({ entities }: PlatformAccess, entity: string): readonly string[] {
  return [...entities.values()]
    .filter(({ id, links }) => {
      const own = entities.get(entity)?.links.some(({ to }) => to === id) === true
      return id !== entity && (own || links.some(({ to }) => to === entity))
    })
    .map(({ id }) => id)
}

function rank(level: Level): number {
  return levels.indexOf(level)
}

function highest(some: readonly Level[]): Level {
  return some.toSorted((a, b) => rank(b) - rank(a))[0] ?? 'none'
}

function lowest(some: readonly Level[]): Level | undefined {
  return some.toSorted((a, b) => rank(a) - rank(b))[0]
}
