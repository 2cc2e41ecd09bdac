import type { AccessAccount, AccessRole, PlatformAccess } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import type { Evaluation } from '../../access/evaluate.ts'
import { evaluate } from '../../access/evaluate.ts'

/** A role with the access groups it is held with; `only`: as if it were about this one of its groups. */
export type Holding =
  | { readonly role: string; readonly accessGroups: readonly string[] }
  | { readonly role: string; readonly only: string }

/** The entities that a holding reaches, in order. */
export type EntitiesReached = (holding: Holding) => readonly string[]

/**
 * What is reached is asked of the evaluator, of one account for each holding there is: all at once when a pattern first
 * asks for entities, since there may be many of those.
 */
export function entitiesReached(subscription: string, access: PlatformAccess): EntitiesReached {
  const known = new Map<string, readonly string[]>()
  let isRead = false
  const read = (holdings: readonly Holding[]): void => {
    const evaluation = evaluate(withHoldings(subscription, access, holdings))
    for (const holding of holdings) {
      const name = nameOf(holding)
      if (!known.has(name)) known.set(name, reachedBy(evaluation, accountKey(subscription, name)))
    }
  }
  return (holding) => {
    const name = nameOf(holding)
    if (!known.has(name)) read(isRead ? [holding] : [...holdingsIn(subscription, access), holding])
    isRead = true
    return known.get(name) ?? []
  }
}

/** Everything that somebody holds on the subscription, each once. */
function holdingsIn(subscription: string, access: PlatformAccess): readonly Holding[] {
  const found = new Map<string, Holding>()
  for (const { subscription: theirs, roles, accessGroups } of access.accounts.values()) {
    if (theirs !== subscription) continue
    for (const role of roles) {
      const groups = accessGroups.length > 0 ? accessGroups : (access.roles.get(role)?.scope?.accessGroups ?? [])
      for (const holding of [{ role, accessGroups }, ...groups.map((only) => ({ role, only }))])
        found.set(nameOf(holding), holding)
    }
  }
  return [...found.values()]
}

function nameOf(holding: Holding): string {
  return 'only' in holding ? `${holding.role}@${holding.only}` : [holding.role, ...holding.accessGroups].join('+')
}

/** The same platform with nobody on it but one account for each holding. */
function withHoldings(subscription: string, access: PlatformAccess, holdings: readonly Holding[]): PlatformAccess {
  const roles = new Map(access.roles)
  const accounts = new Map<string, AccessAccount>()
  for (const holding of holdings) {
    const user = nameOf(holding)
    const role = access.roles.get(holding.role)
    if (role === undefined) continue
    if ('only' in holding) roles.set(user, aboutOnly(role, holding.only))
    accounts.set(accountKey(subscription, user), {
      user,
      subscription,
      type: '',
      state: 'active',
      roles: ['only' in holding ? user : holding.role],
      accessGroups: 'only' in holding ? [holding.only] : holding.accessGroups,
      overrides: [],
      route: 'own',
      source: role.source,
    })
  }
  return { ...access, roles, accounts }
}

function aboutOnly(role: AccessRole, group: string): AccessRole {
  if (role.scope === undefined) return role
  return { ...role, scope: { all: false, chosen: [], accessGroups: [group], except: role.scope.except } }
}

function reachedBy(evaluation: Evaluation, account: string): readonly string[] {
  const reach = evaluation.reach(account)
  if (reach !== 'all') return [...reach].toSorted()
  return [...evaluation.access.entities.keys()].filter((entity) => evaluation.reaches(account, entity)).toSorted()
}
