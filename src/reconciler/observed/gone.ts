import type { Entry } from '../../model/entry.ts'
import { UsageError } from '../../model/fault.ts'
import type { SeatEvent } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { addressOn, knownOn, placeOf, rememberedOn } from '../accounts/contract.ts'
import type { ExportReading } from './reading.ts'
import { foldedLogin } from './who.ts'

/** Ids of the accounts that somebody says are gone. Throws UsageError for one that nobody knows, or that the list has. */
export function idsGone(contract: Contract, logins: readonly string[], { accounts }: ExportReading): readonly string[] {
  return logins.flatMap((login) => {
    const ids = knownOn(contract).filter(
      (id) => foldedLogin(rememberedOn(contract, id)?.account.login ?? '') === foldedLogin(login),
    )
    if (ids.length === 0)
      throw new UsageError(`--gone ${login}: no such account is known on ${placeOf(contract)}. Leave it out.`)
    if (ids.some((id) => Object.hasOwn(accounts, id)))
      throw new UsageError(`--gone ${login}: the list has that account. Leave it out, or export the list again.`)
    return ids
  })
}

/** An account that somebody looked for and did not find. */
export function entriesGone(contract: Contract, ids: readonly string[]): readonly Entry[] {
  return ids.map((id) => ({
    type: 'account',
    address: addressOn(contract, 'account', id),
    account: null,
    from: 'export',
  }))
}

/** Their seats are free. */
export function seatsGone(
  { memory, subscription }: Contract,
  ids: readonly string[],
  on: string,
): readonly SeatEvent[] {
  const assigned = memory.seats.get(subscription.id)?.assigned
  return ids
    .filter((user) => assigned?.has(user) === true)
    .map((user) => ({ event: 'release', on, user, reason: 'gone' }))
}
