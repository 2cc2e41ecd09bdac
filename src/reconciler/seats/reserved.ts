import { foldedAddress } from '../../seats/pool.ts'
import type { Contract } from '../accounts/contract.ts'
import { knownOn, rememberedOn, typeRules } from '../accounts/contract.ts'

/** Whose an address is on a platform. */
export interface Owners {
  /** People who have it or ever had it, as far as that keeps it taken. */
  readonly of: (address: string) => readonly string[]
  /** People whose account has it now. */
  readonly live: (address: string) => readonly string[]
}

/** Addresses of accounts that are there, disabled ones too, and those that the ledger keeps for good where the platform does. */
export function ownersOf(contract: Contract): Owners {
  const live = new Map<string, string[]>()
  for (const user of knownOn(contract)) {
    const account = rememberedOn(contract, user)?.account
    if (account === undefined || !isKept(contract, account.type)) continue
    const address = foldedAddress(account.login)
    live.set(address, [...(live.get(address) ?? []), user])
  }
  const { reserved } = contract.memory.seats.get(contract.subscription.id) ?? {}
  const forGood = keepsForGood(contract) ? reserved : undefined
  const find = (address: string): readonly string[] => live.get(foldedAddress(address)) ?? []
  return {
    live: find,
    of: (address) => {
      const former = forGood?.get(foldedAddress(address))
      return former === undefined ? find(address) : [...new Set([...find(address), former])].toSorted()
    },
  }
}

function isKept({ subscription: { rules } }: Contract, type: string): boolean {
  return typeRules(rules, type).loginReserved !== undefined
}

function keepsForGood({ subscription: { rules } }: Contract): boolean {
  return Object.values(rules.accountTypes ?? {}).some(({ loginReserved }) => loginReserved === 'forever')
}
