import type { Finding } from '../../model/plan.ts'
import type { SecurityRules } from '../../model/policy.ts'
import type { Contract } from './contract.ts'
import { addressOn, nameOf, placeOf, rememberedOn, roleName, typeRules } from './contract.ts'

/** How somebody stands to the second factors that a role asks for. */
export type SecondFactor = 'notAsked' | 'enough' | 'lacking' | 'unknown'

/** Whom it is about: a person, their sort of account, and the role they are to get. */
export interface Candidate {
  readonly user: string
  readonly type: string
  readonly role: string
}

/** Whether the person has set up what the role asks for. Administrators are always asked, unless a waiver says otherwise. */
export function secondFactor(contract: Contract, candidate: Candidate): SecondFactor {
  if (!isAsked(contract, candidate)) return 'notAsked'
  const methods = rememberedOn(contract, candidate.user)?.account.mfaMethods
  if (methods === undefined) return 'unknown'
  const rules: SecurityRules = contract.desired.people.get(candidate.user)?.security?.rules ?? {}
  const allowed = rules['mfa.methods']
  const counted = allowed === undefined ? methods : methods.filter((method) => allowed.includes(method))
  return counted.length >= Math.max(1, rules['mfa.minMethods'] ?? 1) ? 'enough' : 'lacking'
}

function isAsked({ desired, subscription, access }: Contract, { user, type, role }: Candidate): boolean {
  const held = access.roles.get(role)
  if (held?.requires.mfa === true) return true
  const administers = held?.administrator === true || typeRules(subscription.rules, type).administrator === true
  return administers && !isWaived(desired.waivers, user)
}

function isWaived(waivers: Contract['desired']['waivers'], user: string): boolean {
  return waivers.some(
    (waiver) => waiver.rule === 'security.mfa.required' && waiver.user === user && waiver.value === 'none',
  )
}

/** Said where it is not known: the role is given, and somebody has to look. Of roles that ask for it themselves another check tells. */
export function unknownFactor(contract: Contract, { user, role }: Candidate): readonly Finding[] {
  if (contract.access.roles.get(role)?.requires.mfa === true) return []
  const message = `whether ${nameOf(contract, user)} has a second factor on ${placeOf(contract)} is not known, and ${roleName(contract, role)} asks for one: look there before the role is given.`
  return [{ slug: 'mfa-unknown', scope: addressOn(contract, 'account', user), result: 'warn', message }]
}
