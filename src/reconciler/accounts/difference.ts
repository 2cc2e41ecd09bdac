import { accountDifferenceOf } from './account.ts'
import { asOperator, fallbacks } from './capability.ts'
import type { Contract, ContractDifference, PlatformDraft } from './contract.ts'
import { noDifference, together, typeOn } from './contract.ts'
import { followUps } from './follow-ups.ts'
import { userOf } from './holders.ts'
import { behindBlocked } from './behind-blocked.ts'
import { decidedByOthers } from './others-decision.ts'
import { afterDefinitions, roleDefinitions } from './role-definitions.ts'
import { succession } from './succession.ts'
import { wishesOf } from './wish.ts'
import { addressed } from '../seats/addresses.ts'
import { seating } from '../seats/seating.ts'

/**
 * What is to be done on the platform of one contract: roles, accounts, who has which role. Where directory groups carry
 * access, accounts come and go with them, and only the roles themselves are made by hand; seats are paid by hand everywhere.
 */
export function accountDifference(contract: Contract): ContractDifference {
  const definitions = roleDefinitions(contract)
  const isByHand = contract.subscription.delivery !== 'groups'
  const accounts = isByHand
    ? together(wishesOf(contract).map((wish) => accountDifferenceOf(contract, wish)))
    : noDifference
  const defined = afterDefinitions(accounts, definitions)
  const decided = decidedByOthers(contract, defined.operations)
  const followed = [...decided.operations, ...followUps(contract, decided.operations)]
  const permitted = asOperator(contract, followed, (operation) => typeOf(contract, operation))
  const succeeded = succession(contract, behindBlocked(permitted.operations))
  const named = addressed(contract, succeeded.operations)
  const seated = seating(contract, named.operations)
  return {
    operations: behindBlocked(seated.operations),
    later: defined.later,
    findings: [
      ...defined.findings,
      ...decided.findings,
      ...permitted.findings,
      ...fallbacks(contract, followed),
      ...succeeded.findings,
      ...seated.findings,
    ],
    seats: seated.lines,
    problems: [...named.problems, ...seated.problems],
    entries: seated.entries,
  }
}

/** The sort of account that an operation is about. */
function typeOf(contract: Contract, operation: PlatformDraft): string | undefined {
  if (operation.kind === 'account' && operation.verb === 'create') return operation.after.type
  const user = userOf(operation)
  return user === undefined ? undefined : typeOn(contract, user)
}
