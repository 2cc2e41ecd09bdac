import type { Address } from '../model/address.ts'
import { addressOf } from '../model/address.ts'
import type { VerifiedPolicy } from '../model/entry.ts'
import type { DirectoryOperation } from '../model/operation.ts'
import type { WishedAttributes } from '../model/value.ts'

/** What the ledger knows of a policy that roster keeps. Members are written as in addresses. */
export interface RememberedPolicy {
  readonly immutableId: string
  readonly name: string
  readonly attributes: VerifiedPolicy['attributes']
  readonly members: ReadonlySet<string>
}

type OnPolicy = Extract<DirectoryOperation, { kind: 'policy' }>

/** Takes in an operation on a policy that was carried out. */
export function carryOutPolicy(
  policies: Map<Address, RememberedPolicy>,
  operation: OnPolicy,
  createdId: string | undefined,
): void {
  const address = policyAddress(operation)
  const known = policies.get(address)
  if (operation.verb === 'delete') policies.delete(address)
  else {
    const now = afterPolicyOperation(known, operation)
    if (now !== undefined) policies.set(address, createdId === undefined ? now : { ...now, immutableId: createdId })
  }
}

/** What a policy looks like once an operation on it succeeded; undefined: it is gone, or nothing is known of it. */
export function afterPolicyOperation(
  known: RememberedPolicy | undefined,
  operation: OnPolicy,
): RememberedPolicy | undefined {
  switch (operation.verb) {
    case 'create':
      return { immutableId: known?.immutableId ?? '', ...operation.after, members: new Set() }
    case 'update':
      return known === undefined
        ? known
        : { ...known, attributes: changed(known.attributes, operation.after.attributes) }
    case 'grant':
      return known === undefined ? known : { ...known, members: new Set([...known.members, operation.after.member]) }
    case 'revoke': {
      const left = operation.before.member
      return known === undefined
        ? known
        : { ...known, members: new Set([...known.members].filter((member) => member !== left)) }
    }
    case 'delete':
      return undefined
  }
}

/** The address of the policy itself, that of whom it holds for as well. */
export function policyAddress(operation: OnPolicy): Address {
  const { tenant, directory, address } = operation
  if (operation.verb !== 'grant' && operation.verb !== 'revoke') return address
  const { policy } = operation.after ?? operation.before
  return addressOf({ tenant, directory, kind: 'policy', id: policy })
}

function changed(attributes: VerifiedPolicy['attributes'], changes: WishedAttributes): VerifiedPolicy['attributes'] {
  const all: WishedAttributes = { ...attributes, ...changes }
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
