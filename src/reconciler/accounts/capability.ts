import { hasFeature } from '../../language/validate/access/features.ts'
import type { PlatformVerb } from '../../model/kind.ts'
import type { Finding } from '../../model/plan.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { placeOf, rememberedOn } from './contract.ts'

/** Why the platform cannot be asked to make or delete this sort of account; undefined: it can. */
export function cannotBe(contract: Contract, verb: 'create' | 'delete', type: string): string | undefined {
  const { create, delete: deletes = [] } = contract.subscription.rules.capabilities ?? {}
  const can = verb === 'delete' ? deletes.includes(type) : create === undefined || (create[type]?.length ?? 0) > 0
  return can ? undefined : `${placeOf(contract)} cannot ${verb} accounts of the sort ${type}`
}

/** How accounts of this sort are made: as the contract says, where the platform can and the tier of the contract has it. */
export function wayOfCreation(contract: Contract, type: string): 'single' | 'bulk' | 'csv' {
  const bulk = bulkAsked(contract, type)
  return bulk === undefined || tierLacking(contract, bulk) !== undefined ? 'single' : bulk
}

/** Tells where people are added one at a time though the contract asks for an import of many at once. */
export function fallbacks(contract: Contract, operations: readonly PlatformDraft[]): readonly Finding[] {
  const newcomers = operations.flatMap((each) =>
    each.kind === 'account' && each.verb === 'create' ? [each.after.type] : [],
  )
  return [...new Set(newcomers)].toSorted().flatMap((type) => {
    const bulk = bulkAsked(contract, type)
    const needed = bulk === undefined ? undefined : tierLacking(contract, bulk)
    if (needed === undefined) return []
    const { tier } = contract.subscription.settings
    const has = tier === undefined ? 'the contract names no tier' : `the contract has ${tier}`
    const count = newcomers.filter((each) => each === type).length
    const message = `${count === 1 ? '1 account is' : `${count} accounts are`} made one at a time on ${placeOf(contract)}: an import (bulk: ${bulk}) needs ${needed}, and ${has}.`
    return [{ slug: 'bulk-fallback', scope: scopeOf(contract), result: 'warn', measured: count, message }]
  })
}

function bulkAsked({ subscription }: Contract, type: string): 'bulk' | 'csv' | undefined {
  const { bulk } = subscription.settings
  const can = subscription.rules.capabilities?.create?.[type] ?? []
  return bulk !== undefined && can.includes(bulk) ? bulk : undefined
}

/** The tier that an import needs, where the contract is of a lower one; in profiles it is a feature, `csvImport`. */
function tierLacking({ subscription }: Contract, bulk: 'bulk' | 'csv'): string | undefined {
  const has = hasFeature(subscription.rules, subscription.settings, `${bulk}Import`)
  return has === 'yes' ? undefined : has.needed
}

function scopeOf({ desired, subscription }: Contract): string {
  return `${desired.id}/${subscription.id}`
}

/** Roles that whoever does the work holds on the platform; undefined: nobody said, and nothing is known. */
function rolesOfOperator(contract: Contract): readonly string[] | undefined {
  const { operator, operatorRole } = contract.subscription.settings
  if (operatorRole !== undefined) return [operatorRole]
  return operator === undefined ? undefined : rememberedOn(contract, operator)?.account.roles
}

/** Blocks what whoever does the work may not do there, and tells where nobody said what they may. Nothing is begun that cannot be ended. */
export function asOperator(
  contract: Contract,
  operations: readonly PlatformDraft[],
  typeOf: (operation: PlatformDraft) => string | undefined,
): { readonly operations: readonly PlatformDraft[]; readonly findings: readonly Finding[] } {
  const held = rolesOfOperator(contract)
  const asked = new Set<string>()
  const judged = operations.map((operation): PlatformDraft => {
    const type = typeOf(operation)
    const role = type === undefined ? undefined : roleFor(contract, operation.verb, type)
    if (role === undefined || operation.status === 'blocked' || held?.includes(role) === true) return operation
    if (held === undefined) {
      asked.add(role)
      return operation
    }
    const { waitingFor: _, ...rest } = operation
    return { ...rest, status: 'blocked', blockedBy: `whoever does this on ${placeOf(contract)} needs the role ${role}` }
  })
  return { operations: judged, findings: [...asked].map((role) => untold(contract, role)) }
}

function roleFor({ subscription }: Contract, verb: PlatformVerb, type: string): string | undefined {
  const word = `${verb}${type.slice(0, 1).toUpperCase()}${type.slice(1)}`
  return subscription.rules.capabilities?.operator?.[word]
}

function untold(contract: Contract, role: string): Finding {
  const { desired, subscription } = contract
  const message = `only somebody with the role ${role} can do what is planned on ${placeOf(contract)}, and which role is held there is not known: write operatorRole in subscriptions.${subscription.id} of ${desired.id}.`
  return { slug: 'operator-unknown', scope: scopeOf(contract), result: 'warn', message }
}
