import type { Acknowledgement } from '../../model/gate.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import { counts } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

/** Accounts that somebody else disabled or deleted, enabled or restored where an acknowledgement covers all that there are. */
export function enabledAgain(
  operations: readonly Draft[],
  acknowledgements: readonly Acknowledgement[],
  asOf: Date,
): readonly Draft[] {
  const held = operations.filter(isHeld).length
  const lifted = acknowledgements.some(
    (each) => each.gate === 'disabledElsewhere' && counts(each, asOf) && held <= (each.max ?? Infinity),
  )
  if (held === 0 || !lifted) return operations
  return operations.map((operation): Draft => {
    if (!isHeld(operation)) return operation
    const { blockedBy: _, ...rest } = operation
    return { ...rest, status: 'planned' }
  })
}

/** Accounts that somebody else disabled or deleted stay so until a person decides: the operation is blocked, the tenant is not. */
export function disabledElsewhere({ operations }: Evidence): readonly Finding[] {
  const held = operations.filter(isHeld)
  return held.map(({ address, summary, verb }) => {
    const [did, undo] = verb === 'restore' ? ['deleted', 'Restore'] : ['disabled', 'Enable']
    return {
      slug: 'disabledElsewhere',
      scope: address,
      result: 'warn' as const,
      message: `${summary}: blocked, because somebody else ${did} the account. ${undo} it there, declare state: disabled, or add an acknowledgement (gate: disabledElsewhere, max: ${held.length}).`,
    }
  })
}

function isHeld({ blockedBy }: Draft): boolean {
  return blockedBy === 'disabledElsewhere'
}
