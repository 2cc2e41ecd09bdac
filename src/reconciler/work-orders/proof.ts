import type { WorkStep } from '../../model/entry.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { Contract } from '../accounts/contract.ts'
import type { Wording } from './wording.ts'

/** How it is known that a step was done: by an export, where the platform gives one that shows it; else by somebody's word. */
export function proofOf(
  contract: Contract | undefined,
  { verify = 'export' }: Wording,
  operation: PlatformOperation | undefined,
): WorkStep['verify'] {
  const shown = operation === undefined ? undefined : shownBy(operation)
  const observes: readonly string[] = contract?.subscription.rules.capabilities?.observes ?? []
  return verify !== 'attest' && shown !== undefined && observes.includes(shown) ? 'export' : 'attest'
}

/** What an export has to list; how a role is defined stands in none, nor what a contract is for. */
function shownBy({ kind, verb }: PlatformOperation): string | undefined {
  switch (kind) {
    case 'account':
      return 'users'
    case 'roleAssignment':
      return 'roles'
    case 'seat':
      return verb === 'update' ? undefined : 'seats'
    case 'role':
    case 'workOrder':
      return undefined
  }
}
