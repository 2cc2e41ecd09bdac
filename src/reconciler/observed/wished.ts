import { parseAddress } from '../../model/address.ts'
import { standsDown } from '../../model/observed.ts'
import type { Contract } from '../accounts/contract.ts'
import { declaredOn } from '../accounts/contract.ts'
import type { ChangedAccount } from './remembered.ts'
import { isAsAgreed } from './remembered.ts'

/** Accounts that somebody changed at the platform's own console, and that are not what the files ask for by now. */
export function stillOtherwise(contract: Contract): readonly ChangedAccount[] {
  const { memory, subscription } = contract
  // Of what somebody said was done since, the next list tells.
  const changed = (memory.exports.get(subscription.id)?.changed ?? []).filter(
    ({ address }) => memory.accounts.get(address)?.from === 'export',
  )
  return notWished(contract, changed)
}

/** Those that nobody has declared since. */
export function notWished(contract: Contract, changed: readonly ChangedAccount[]): readonly ChangedAccount[] {
  return changed.filter((each) => !isWished(contract, each))
}

/** Whether the files ask for what is live: then somebody has declared it since. */
function isWished(contract: Contract, { address, live }: ChangedAccount): boolean {
  const wished = declaredOn(contract, parseAddress(address).id)
  if (wished === undefined) return standsDown(live)
  const { roles } = wished
  return isAsAgreed({ ...live, roles, state: wished.state === 'active' ? 'active' : 'disabled' }, live)
}
