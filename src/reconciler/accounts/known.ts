import type { Address } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import { standsDown } from '../../model/observed.ts'
import type { Operation } from '../../model/operation.ts'
import type { RememberedAccount } from '../memory.ts'

/** Before the word, in the step that saves what an operation on an account would erase. */
export const savePrefix = 'save.'

/** Account address -> what is known of it. */
type Accounts = Map<Address, RememberedAccount>

/** Somebody looked at an account. Seen working, it is not disabled by roster any more, whoever disables it next. */
export function lookedAt(accounts: Accounts, entry: Extract<Entry, { type: 'account' }>, at: string): void {
  const { address, account, from } = entry
  if (account === null) {
    accounts.delete(address)
    return
  }
  const disabled = accounts.get(address)?.disabled
  accounts.set(address, { account, from, at, ...(standsDown(account) && disabled !== undefined ? { disabled } : {}) })
}

/** Somebody said that an operation on an account is done: when and why roster had it disabled cannot be read anywhere else. */
export function doneTo(accounts: Accounts, operation: Extract<Operation, { kind: 'account' }>, at: string): void {
  const known = accounts.get(operation.address)
  if (known === undefined) return
  const { disabled: _, ...rest } = known
  switch (operation.verb) {
    case 'create':
    case 'invite':
    case 'update':
    case 'rename':
      return
    case 'enable':
    case 'disable': {
      const { reason, derived, verb, after } = operation
      const account = { ...known.account, state: after.state }
      accounts.set(operation.address, {
        ...rest,
        account,
        ...(verb === 'disable' ? { disabled: { at, reason, derived } } : {}),
      })
      return
    }
    case 'delete':
      accounts.delete(operation.address)
  }
}
