import type { Finding } from '../../model/plan.ts'
import { liftedBy } from '../guard/acknowledge.ts'
import type { Contract, PlatformDraft } from './contract.ts'

/** Why an account that somebody else disabled is not enabled. */
export const disabledElsewhere = 'disabledElsewhere'

/** Accounts that somebody else disabled stay so, unless an acknowledgement covers all that there are on this platform. */
export function decidedByOthers(
  { desired, asOf }: Contract,
  operations: readonly PlatformDraft[],
): { readonly operations: readonly PlatformDraft[]; readonly findings: readonly Finding[] } {
  const held = operations.filter(isHeld)
  if (held.length === 0) return { operations, findings: [] }
  if (liftedBy(desired.acknowledgements, asOf)(disabledElsewhere, held.length))
    return { operations: operations.map((each) => (isHeld(each) ? freed(each) : each)), findings: [] }
  const findings = held.map(({ address, summary }): Finding => {
    const message = `${summary}: blocked, because somebody else disabled the account. Enable it there, declare state: disabled, or add an acknowledgement (gate: disabledElsewhere, max: ${held.length}).`
    return { slug: disabledElsewhere, scope: address, result: 'warn', message }
  })
  return { operations, findings }
}

function isHeld({ blockedBy }: PlatformDraft): boolean {
  return blockedBy === disabledElsewhere
}

function freed(operation: PlatformDraft): PlatformDraft {
  const { blockedBy: _, ...rest } = operation
  return { ...rest, status: 'waiting', waitingFor: 'manual' }
}
