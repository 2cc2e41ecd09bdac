import { parseAddress } from '../../model/address.ts'
import { standsDown } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Contract } from '../accounts/contract.ts'
import { nameOf, placeOf, roleName } from '../accounts/contract.ts'
import type { ChangedAccount } from './remembered.ts'

/** What somebody changed at the platform's own console, in one sentence. */
export function changeInWords(contract: Contract, { address, agreed, live }: ChangedAccount): string {
  const who = nameOf(contract, parseAddress(address).id)
  const said = [...standing(agreed, live), ...roles(contract, agreed, live)]
  return `${who} on ${placeOf(contract)}: ${said.join('; ')}`
}

function standing(agreed: ObservedAccount, live: ObservedAccount): readonly string[] {
  if (standsDown(agreed) === standsDown(live)) return []
  return [standsDown(live) ? 'was disabled there' : 'was enabled there']
}

function roles(contract: Contract, agreed: ObservedAccount, live: ObservedAccount): readonly string[] {
  if (agreed.roles.toSorted().join() === live.roles.toSorted().join()) return []
  return [`has ${named(contract, live.roles)}, agreed is ${named(contract, agreed.roles)}`]
}

/** Roles as people call them; one that the files do not know by the name that the platform shows. */
function named(contract: Contract, ids: readonly string[]): string {
  if (ids.length === 0) return 'no role'
  return ids
    .map((id) => (id.startsWith('~') ? `${id.slice(1)} (a role that no file declares)` : roleName(contract, id)))
    .join(', ')
}
