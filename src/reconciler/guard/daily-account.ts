import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { placeIn } from './words.ts'

/**
 * Whoever holds a critical role, the owner not excepted, works day to day with another account that can do less. A warning; an
 * error in production.
 */
export function dailyAccounts({ desired, access }: Evidence): readonly Judgement[] {
  const critical = new Map<
    string,
    { readonly account: AccessAccount; readonly role: string; readonly platform: string }
  >()
  for (const { platform, after } of access) {
    for (const account of after.accounts.values()) {
      const role = criticalRole(after, account)
      if (role !== undefined && !critical.has(account.user)) critical.set(account.user, { account, role, platform })
    }
  }
  return [...critical].flatMap(([user, { account, role, platform }]): readonly Judgement[] => {
    const daily = desired.people.get(user)?.dailyAccount
    if (daily === 'exempt') return []
    const wrong = whatIsWrong(daily, { critical, isDeclared: (id) => desired.people.has(id) })
    if (wrong === undefined) return []
    const message = `${user} holds the critical role ${role} on ${platform} (${placeIn(account.source)}) and ${wrong}. Write dailyAccount: the id of their everyday account, or exempt.`
    const scope = desired.production ? desired.id : `${desired.id}/${account.subscription}/account/${user}`
    return [{ slug: 'daily-account', scope, result: desired.production ? 'block' : 'warn', message, lint: true }]
  })
}

interface Known {
  readonly critical: ReadonlyMap<string, unknown>
  readonly isDeclared: (id: string) => boolean
}

function whatIsWrong(daily: string | undefined, { critical, isDeclared }: Known): string | undefined {
  if (daily === undefined) return 'has no everyday account'
  if (!isDeclared(daily)) return `their everyday account ${daily} is not declared`
  return critical.has(daily) ? `their everyday account ${daily} holds a critical role as well` : undefined
}

function criticalRole({ roles }: PlatformAccess, { state, roles: held }: AccessAccount): string | undefined {
  if (state !== 'active') return undefined
  const found = held.flatMap((id) => roles.get(id) ?? []).find(({ risk }) => risk === 'critical')
  return found?.name
}
