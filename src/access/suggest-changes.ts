import type { AccessAccount, AccessEntity, AccessGroup, AccessRole, AccessSource, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'

/** Something in the files that access may hang on, and what they would say without it. */
export interface Removal {
  /** What is taken out, in plain words. */
  readonly what: string
  /** `account`: the account as a whole goes, and everything with it. */
  readonly part: 'account' | 'assignment' | 'permission' | 'selection' | 'tag' | 'place'
  readonly source: AccessSource
  readonly from: (access: PlatformAccess) => PlatformAccess
}

type Change = (access: PlatformAccess) => PlatformAccess

/** An account otherwise. */
export function ofAccount(
  { subscription, user }: AccessAccount,
  change: (one: AccessAccount) => AccessAccount,
): Change {
  const key = accountKey(subscription, user)
  return (access) => ({ ...access, accounts: changed(access.accounts, key, change) })
}

/** An account otherwise, and with it all that are given by the same line of a template or the like. */
export function ofAccounts(account: AccessAccount, change: (one: AccessAccount) => AccessAccount): Change {
  if (account.route === 'own') return ofAccount(account, change)
  const line = lineOf(account)
  return (access) => ({
    ...access,
    accounts: new Map([...access.accounts].map(([key, one]) => [key, lineOf(one) === line ? change(one) : one])),
  })
}

function lineOf({ source, subscription, route }: AccessAccount): string {
  return JSON.stringify([route, subscription, source.file, source.line, source.path])
}

/** A role otherwise. */
export function ofRole(id: string, change: (one: AccessRole) => AccessRole): Change {
  return (access) => ({ ...access, roles: changed(access.roles, id, change) })
}

/** The scope of a role otherwise. */
export function ofScope(id: string, change: (scope: NonNullable<AccessRole['scope']>) => AccessRole['scope']): Change {
  return ofRole(id, (role) => {
    const scope = role.scope === undefined ? undefined : change(role.scope)
    return scope === undefined ? role : { ...role, scope }
  })
}

/** An access group otherwise. */
export function ofGroup(id: string, change: (one: AccessGroup) => AccessGroup): Change {
  return (access) => ({ ...access, groups: changed(access.groups, id, change) })
}

/** An entity otherwise. */
export function ofEntity(id: string, change: (one: AccessEntity) => AccessEntity): Change {
  return (access) => ({ ...access, entities: changed(access.entities, id, change) })
}

function changed<T>(map: ReadonlyMap<string, T>, key: string, change: (one: T) => T): ReadonlyMap<string, T> {
  const one = map.get(key)
  return one === undefined ? map : new Map(map).set(key, change(one))
}

/** A map without one of its entries. */
export function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const copy = new Map(map)
  copy.delete(key)
  return copy
}

/** Levels without one of them. */
export function leave(levels: AccessRole['permissions'], key: string): AccessRole['permissions'] {
  const { [key]: _, ...rest } = levels
  return rest
}
