import type { Operation } from './operation.ts'
import type { AccessGroupChange, Finding } from './plan.ts'

/** What a plan does, as far as it can be too much for the usual agreement. */
export interface Weighed {
  readonly operations: readonly Operation[]
  readonly access: readonly AccessGroupChange[]
  readonly findings: readonly Finding[]
}

/** Why what is done is critical, one sentence each: privilege by any way to it, a gate that is lifted, and whatever can lock somebody out. None: it is not. */
export function weightsOf({ operations, access, findings }: Weighed): readonly string[] {
  return [
    ...operations.filter(isHeavy).map(({ summary }) => summary),
    ...access.filter((group) => group.privileged && isGain(group)).map(({ summary }) => summary),
    ...findings
      .filter((finding) => (finding.gate === 'privilegedGain' && finding.result !== 'pass') || isLifted(finding))
      .map(({ message }) => message),
  ]
}

/** Whether an acknowledgement lifts a gate: whoever wrote it says in whose name, and that is not their agreement. */
function isLifted({ gate, acknowledgedBy }: Finding): boolean {
  return gate !== undefined && acknowledgedBy !== undefined
}

/** Whether it takes more than the usual agreement by itself. */
export function isHeavy({ escalation, risk }: Operation): boolean {
  return escalation || risk === 'lockout'
}

/** Whether people get more by a plan; what somebody else did in the directory is nobody's gain by it. */
export function isGain({ change, cause }: AccessGroupChange): boolean {
  return change === 'gained' && cause !== 'drift'
}
