import type { PlatformAccess } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { parseAddress } from '../../model/address.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Memory } from '../memory.ts'
import type { Element, Elements } from './elements.ts'
import { elementsOf } from './elements.ts'

/** Whether accounts of a contract are made by people, and known by what is seen of them. */
export function isSeen({ subscriptions }: DesiredTenant, subscription: string): boolean {
  const delivery = subscriptions.get(subscription)?.delivery
  return delivery === 'manual' || delivery === 'scim'
}

/** An account with the roles that it really has; none where nobody saw it working, or nobody ever declared it. */
export function accountAsSeen(live: ObservedAccount | undefined, declared: object | undefined): Element | undefined {
  if (live === undefined || declared === undefined) return undefined
  if (live.state !== 'active' && live.state !== 'locked') return undefined
  const { roles, accessGroups, type } = live
  return { ...declared, roles, accessGroups, type, state: 'active' }
}

/**
 * What is in effect, with the accounts of a platform as they were last seen: who works there already neither gains nor loses by
 * being declared. Where nothing was applied yet, what is declared besides accounts is taken for what is there.
 */
export function asSeen(
  elements: Elements,
  full: PlatformAccess | undefined,
  { desired, memory }: { readonly desired: DesiredTenant; readonly memory: Memory },
): Elements {
  const seen = full === undefined ? [] : seenOn(full, { desired, memory })
  if (full === undefined || seen.length === 0) return elements
  const result = new Map(elements.size === 0 ? elementsOf({ ...full, accounts: new Map() }) : elements)
  for (const { key, account } of seen) {
    const element = `account/${key}`
    const now = accountAsSeen(account, full.accounts.get(key) ?? result.get(element))
    if (now === undefined) result.delete(element)
    else result.set(element, now)
  }
  return result
}

interface Seen {
  readonly key: string
  readonly account: ObservedAccount
}

function seenOn(
  { platform }: PlatformAccess,
  { desired, memory }: { readonly desired: DesiredTenant; readonly memory: Memory },
): readonly Seen[] {
  return [...memory.accounts].flatMap(([address, { account }]): readonly Seen[] => {
    const { tenant, directory, id } = parseAddress(address)
    const isHere = tenant === desired.id && desired.subscriptions.get(directory)?.platform === platform
    return isHere && isSeen(desired, directory) ? [{ key: accountKey(directory, id), account }] : []
  })
}
