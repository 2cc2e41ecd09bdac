import { undeclaredId } from '../../model/address.ts'
import type { Contract } from '../accounts/contract.ts'
import { knownOn, loginOf, rememberedOn } from '../accounts/contract.ts'

/** How a login is compared: nobody tells two apart by their capitals. */
export function foldedLogin(login: string): string {
  return login.trim().normalize('NFC').toLowerCase()
}

/** The id under which the account of somebody nobody declared is known. */
export function strangerOf(login: string): string {
  return undeclaredId(foldedLogin(login))
}

/** Folded login -> id of whose it is by the files: everybody who is to have an account on the contract. */
export function declaredLogins(contract: Contract): ReadonlyMap<string, string> {
  const logins = new Map<string, string>()
  for (const { subscription, user, type } of contract.access.accounts.values()) {
    const person = subscription === contract.subscription.id ? contract.desired.people.get(user) : undefined
    if (person !== undefined) logins.set(foldedLogin(loginOf(contract, person, type)), user)
  }
  return logins
}

/**
 * Whose the accounts of a list are, by their logins: whoever the ledger knows by one, then whoever is declared with it, else
 * a stranger. Nobody has two: the login that the ledger knows counts.
 */
export function idsOf(contract: Contract, logins: readonly string[]): ReadonlyMap<string, string> {
  const declared = declaredLogins(contract)
  const known = knownLogins(contract)
  const ids = new Map<string, string>()
  for (const login of logins) {
    const id = known.get(foldedLogin(login))
    if (id !== undefined) ids.set(login, id)
  }
  const taken = new Set(ids.values())
  for (const login of logins) {
    if (ids.has(login)) continue
    const id = declared.get(foldedLogin(login))
    ids.set(login, id === undefined || taken.has(id) ? strangerOf(login) : id)
  }
  return ids
}

/** Folded login -> id of those that the ledger knows and somebody declared. */
function knownLogins(contract: Contract): ReadonlyMap<string, string> {
  const people = knownOn(contract).filter((id) => !id.startsWith('~'))
  // Of two people with one login, whoever works there has it.
  const resting = (id: string): number => (rememberedOn(contract, id)?.account.state === 'disabled' ? 0 : 1)
  return new Map(
    people
      .toSorted((a, b) => resting(a) - resting(b) || (a < b ? -1 : 1))
      .map((id) => [foldedLogin(rememberedOn(contract, id)?.account.login ?? ''), id] as const),
  )
}
