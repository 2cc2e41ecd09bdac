import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'

/** Accounts that somebody else disabled stay so until a person decides: the operation is blocked, the tenant is not. */
export function disabledElsewhere({ operations }: Evidence): readonly Finding[] {
  return operations
    .filter(({ blockedBy }) => blockedBy === 'disabledElsewhere')
    .map(({ address, summary }) => ({
      slug: 'disabledElsewhere',
      scope: address,
      result: 'warn' as const,
      message: `${summary}: blocked, because somebody else disabled the account. Enable it there, declare state: disabled, or add an acknowledgement (gate: disabledElsewhere, max: 1).`,
    }))
}
