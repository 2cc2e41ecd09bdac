import type { Address } from '../../model/address.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import { wayOfCreation } from '../accounts/capability.ts'
import type { Contract } from '../accounts/contract.ts'
import { addressOn } from '../accounts/contract.ts'
import { effectsOf } from '../accounts/effects.ts'
import { valuesOf } from './filled.ts'

/** Before the word in the step that sets again what an import lost. */
const stepPrefix = 'set.'

/** The step, for one person, that sets again what an import lost. */
export function stepToSet(word: string): string {
  return `${stepPrefix}${word}`
}

/** What is lost when somebody is made on a platform in the way in which it is done there, as far as there is anything to lose. */
export function lostAtCreation(
  contract: Contract,
  { type, user }: { readonly type: string; readonly user: string },
): readonly string[] {
  const person = contract.desired.people.get(user)
  if (person === undefined) return []
  const values = valuesOf(person)
  const drops = effectsOf(contract.subscription.rules, {
    verb: 'create',
    type,
    by: wayOfCreation(contract, type),
  }).flatMap(({ drops: words = [] }) => words)
  return [...new Set(drops)].filter((word) => values.has(word))
}

/** What is still to be set afterwards for whom, once operations were done. */
export function dropsAfter(
  contract: Contract,
  operations: readonly PlatformOperation[],
): Readonly<Record<Address, readonly string[]>> {
  const drops: Record<Address, readonly string[]> = {}
  for (const operation of operations) {
    if (operation.kind === 'account' && operation.verb === 'create') {
      const lost = lostAtCreation(contract, operation.after)
      if (lost.length > 0) drops[addressOn(contract, 'account', operation.after.user)] = lost
    }
    if (operation.kind === 'workOrder' && operation.after.step.startsWith(stepPrefix)) {
      const account = addressOn(contract, 'account', operation.after.user)
      const word = operation.after.step.slice(stepPrefix.length)
      const open = drops[account] ?? contract.memory.dropped.get(account) ?? []
      drops[account] = open.filter((each) => each !== word)
    }
  }
  return drops
}
