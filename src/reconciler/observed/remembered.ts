import type { Address } from '../../model/address.ts'
import { addressOf, parseAddress } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import { standsDown } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { RememberedAccount } from '../memory.ts'

/** The lists of a platform that were read last. */
export interface RememberedExport {
  readonly at: string
  readonly rows: number
  readonly sheet: string
  /** Ids of accounts that should be in a list and are not. */
  readonly missing: readonly string[]
  /** Accounts that are otherwise than was agreed: changed at the platform's own console. Sorted by address. */
  readonly changed: readonly ChangedAccount[]
}

/** An account as it was agreed, and as the platform shows it. */
export interface ChangedAccount {
  readonly address: Address
  readonly agreed: ObservedAccount
  readonly live: ObservedAccount
}

type Observed = Extract<Entry, { type: 'observed' }>

/** What is remembered of a list besides its accounts. `accounts`: as they were known before it. */
export function exportRemembered(
  entry: Observed,
  {
    accounts,
    before,
    at,
  }: {
    readonly accounts: ReadonlyMap<Address, RememberedAccount>
    readonly before: RememberedExport | undefined
    readonly at: string
  },
): RememberedExport {
  const { rows, sheet } = entry
  const missing = [...leftMissing(entry, accounts, before), ...(entry.missing ?? [])]
  return { at, rows, sheet, missing: [...new Set(missing)].toSorted(), changed: changedIn(entry, { accounts, before }) }
}

/** Those that an earlier list lacked, and that this one says nothing about. */
function leftMissing(
  entry: Observed,
  accounts: ReadonlyMap<Address, RememberedAccount>,
  before: RememberedExport | undefined,
): readonly string[] {
  return (before?.missing ?? []).filter((id) => {
    const known = accounts.get(addressIn(entry, id))
    if (known === undefined || Object.hasOwn(entry.accounts, id)) return false
    return entry.missing === undefined || entry.types?.includes(known.account.type) !== true
  })
}

function changedIn(
  entry: Observed,
  {
    accounts,
    before,
  }: { readonly accounts: ReadonlyMap<Address, RememberedAccount>; readonly before: RememberedExport | undefined },
): readonly ChangedAccount[] {
  const earlier = new Map((before?.changed ?? []).map((each) => [each.address, each]))
  const untouched = [...earlier.values()].filter(
    ({ address }) => accounts.has(address) && !Object.hasOwn(entry.accounts, parseAddress(address).id),
  )
  const now = Object.entries(entry.accounts).flatMap(([id, live]): readonly ChangedAccount[] => {
    const address = addressIn(entry, id)
    const agreed = agreedOn(accounts.get(address), earlier.get(address))
    return agreed === undefined || id.startsWith('~') || isAsAgreed(agreed, live) ? [] : [{ address, agreed, live }]
  })
  return [...untouched, ...now].toSorted((a, b) => (a.address < b.address ? -1 : 1))
}

/** What somebody said last is agreed; of what was only seen, what it was before somebody changed it. */
function agreedOn(
  known: RememberedAccount | undefined,
  earlier: ChangedAccount | undefined,
): ObservedAccount | undefined {
  if (known === undefined) return undefined
  return known.from === 'export' ? (earlier?.agreed ?? known.account) : known.account
}

/** Whether somebody works there, was seen off, or is still to come: coming in is no change behind anybody's back. */
export function isAsAgreed(agreed: ObservedAccount, live: ObservedAccount): boolean {
  return standsDown(agreed) === standsDown(live) && agreed.roles.toSorted().join() === live.roles.toSorted().join()
}

function addressIn({ tenant, subscription }: Observed, id: string): Address {
  return addressOf({ tenant, directory: subscription, kind: 'account', id })
}
