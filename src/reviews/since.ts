import type { AccessAccount } from '../access/access.ts'
import { accountInEffect, accountOfKey } from '../history/in-effect.ts'
import { keysIn } from '../history/of-access.ts'
import { replay, type Moment } from '../history/replay.ts'
import type { ChainedEntry } from '../model/entry.ts'
import { parseAddress } from '../model/address.ts'
import { isDone } from '../model/outcome.ts'
import { itemKey, type ReviewItem } from './item.ts'
import { partsOf } from './live.ts'

/** Since when each thing has been in effect without a break, as the ledger knows it: item key -> moment. One pass over the chain. */
export function sinceWhen(tenant: string, chain: readonly ChainedEntry[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  const ofAccount = new Map<string, readonly string[]>()
  const came = (item: ReviewItem, at: string): void => void known.set(itemKey(item), known.get(itemKey(item)) ?? at)
  for (const moment of replay(chain)) {
    const { entry, at } = moment
    if (entry.type === 'members') {
      for (const person of entry.added) came(memberOf(entry.group, person), at)
      for (const person of entry.removed) known.delete(itemKey(memberOf(entry.group, person)))
    }
    const moved = entry.type === 'outcome' && isDone(entry.status) ? movedBy(moment) : undefined
    if (moved?.isIn === true) came(moved.item, at)
    else if (moved !== undefined) known.delete(itemKey(moved.item))
    for (const [platform, key] of keysIn(moment)) {
      const account = accountOfKey(key)
      if (account === undefined) continue
      const element = accountInEffect(moment.memory, { tenant, platform, account })
      // The ledger keeps an account as the evaluator knows it.
      const parts = element === undefined ? [] : partsOf(element as unknown as AccessAccount)
      const now = parts.map(itemKey)
      for (const gone of ofAccount.get(account) ?? []) if (!now.includes(gone)) known.delete(gone)
      for (const part of parts) came(part, at)
      ofAccount.set(account, now)
    }
  }
  return known
}

function memberOf(group: string, person: string): ReviewItem {
  const { kind, id, directory } = parseAddress(group)
  return { person, has: kind === 'licence' ? 'licence' : 'group', id, where: directory }
}

function movedBy({ operation }: Moment): { readonly item: ReviewItem; readonly isIn: boolean } | undefined {
  if (operation?.kind !== 'membership' && operation?.kind !== 'licence') return undefined
  const { id, directory } = parseAddress(operation.address)
  const slash = id.indexOf('/')
  const has = operation.kind === 'licence' ? 'licence' : 'group'
  const item: ReviewItem = { person: id.slice(slash + 1), has, id: id.slice(0, slash), where: directory }
  return { item, isIn: operation.verb === 'grant' }
}
