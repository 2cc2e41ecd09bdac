import type { PlatformAccess } from '../access/access.ts'
import type { Address } from '../model/address.ts'
import { addressOf, parseAddress } from '../model/address.ts'
import type { Element, Elements } from '../reconciler/access/elements.ts'
import { accessFrom } from '../reconciler/access/elements.ts'
import { accountAsSeen } from '../reconciler/access/live.ts'
import { agreedPrefix, effective } from '../reconciler/access/remembered.ts'
import type { Memory } from '../reconciler/memory.ts'

const accountPrefix = 'account/'

/** Access on a platform as the ledger knows it to be in effect; undefined: nothing was ever applied there. */
export function accessInEffect(memory: Memory, platform: string): PlatformAccess | undefined {
  const elements = elementsInEffect(memory, platform)
  return elements.size === 0 ? undefined : accessFrom(platform, elements, undefined)
}

/**
 * The same, element by element. Accounts that people make are as they were last seen, or said to be: roles and access groups of
 * theirs are the live ones, and who was never seen working has none.
 */
export function elementsInEffect(memory: Memory, platform: string): Elements {
  const recorded = memory.access.get(platform)
  if (recorded === undefined) return new Map()
  const elements = new Map<string, Element>(effective(recorded))
  for (const address of memory.accounts.keys()) {
    const { tenant, directory, id } = parseAddress(address)
    const account = `${directory}/${id}`
    const now = accountInEffect(memory, { tenant, platform, account })
    if (now === undefined) elements.delete(accountPrefix + account)
    else elements.set(accountPrefix + account, now)
  }
  return elements
}

/** One account, `<subscription>/<user>`, as it is in effect; undefined: it is not. */
export function accountInEffect(
  { access, accounts }: Memory,
  { tenant, platform, account }: { readonly tenant: string; readonly platform: string; readonly account: string },
): Element | undefined {
  const recorded = access.get(platform) ?? new Map<string, Element>()
  const key = accountPrefix + account
  const [subscription = '', user = ''] = partsOf(account)
  const seen = accounts.get(addressOf({ tenant, directory: subscription, kind: 'account', id: user }))
  const known = recorded.get(key)
  return seen === undefined ? known : accountAsSeen(seen.account, agreedTo(recorded, key) ?? known)
}

function partsOf(account: string): readonly string[] {
  const slash = account.indexOf('/')
  return [account.slice(0, slash), account.slice(slash + 1)]
}

/** The account that a key of the ledger is about, `<subscription>/<user>`, in effect or agreed to; undefined: about something else. */
export function accountOfKey(key: string): string | undefined {
  const bare = bareKey(key)
  return bare.startsWith(accountPrefix) ? bare.slice(accountPrefix.length) : undefined
}

/** The key under which the ledger keeps the account of an address. */
export function accountKeyOf(address: Address): string {
  const { directory, id } = parseAddress(address)
  return `${accountPrefix}${directory}/${id}`
}

/** A key of the ledger without the word that says that somebody has still to bring it about. */
export function bareKey(key: string): string {
  return key.startsWith(agreedPrefix) ? key.slice(agreedPrefix.length) : key
}

function agreedTo(recorded: Elements, key: string): Element | undefined {
  const element = recorded.get(agreedPrefix + key)?.['element']
  return typeof element === 'object' && element !== null ? (element as Element) : undefined
}
