import type { OperationEffect } from '../../generated/platform.ts'
import type { Finding } from '../../model/plan.ts'
import { effectAllowed } from '../guard/acknowledge.ts'
import type { Contract } from './contract.ts'
import { addressOn, nameOf, placeOf } from './contract.ts'
import { spokenList } from './spoken.ts'

/** An operation on somebody's account, and what the platform's profile says of it. */
export interface Destroying {
  readonly user: string
  readonly verb: 'disable' | 'delete'
  readonly effects: readonly OperationEffect[]
}

/** What would be gone for good holds an operation, until each of it is accepted with the leaving or acknowledged. */
export function destruction(
  contract: Contract,
  { user, verb, effects }: Destroying,
): { readonly blockedBy?: string; readonly findings: readonly Finding[] } {
  const accepted = contract.desired.people.get(user)?.leaving?.accept ?? []
  const open = effects
    .flatMap(({ destroys = [] }) => destroys)
    .filter(
      (word) =>
        !accepted.includes(word) && effectAllowed(contract.desired.acknowledgements, word, contract.asOf) === undefined,
    )
  if (open.length === 0) return { findings: [] }
  const acknowledgements = open.map((word) => `effect: ${word}`).join(', ')
  const message = `to ${verb} the account of ${nameOf(contract, user)} on ${placeOf(contract)} erases ${spokenList(open)} for good. Save what is needed; then write leaving: { accept: [${open.join(', ')}] } at the person, or add an acknowledgement (${acknowledgements}).`
  return {
    blockedBy: `destroys ${open.join(', ')}`,
    findings: [{ slug: 'effect-destroys', scope: addressOn(contract, 'account', user), result: 'warn', message }],
  }
}
