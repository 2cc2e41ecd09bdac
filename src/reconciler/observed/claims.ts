import type { Address } from '../../model/address.ts'
import { addressOf } from '../../model/address.ts'
import type { ExportFacet } from '../../model/entry.ts'
import { standsDown } from '../../model/observed.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { ObservedAccount } from '../../model/platform.ts'

/** One thing that must be so if an operation was done. */
export interface Claim {
  readonly address: Address
  /** What it is about: a later claim about the same takes its place. */
  readonly about: string
  /** What a list has to show for it to be judged; not there: the account itself. */
  readonly facet?: ExportFacet
  /** Why it is not so; undefined: it is. `live`: undefined where a whole list lacks the account. */
  readonly against: (live: ObservedAccount | undefined) => string | undefined
}

/** What the list of a platform must show once an operation on it was done; nothing of what it cannot show. */
export function claimsOf(operation: PlatformOperation): readonly Claim[] {
  switch (operation.kind) {
    case 'account':
      return onAccount(operation)
    case 'roleAssignment':
      return onRoles(operation)
    case 'role':
    case 'workOrder':
    case 'seat':
      return []
  }
}

function onAccount(operation: Extract<PlatformOperation, { kind: 'account' }>): readonly Claim[] {
  const { address } = operation
  switch (operation.verb) {
    case 'create': {
      const { login, roles, at } = operation.after
      return [
        works(address),
        signsIn(address, login),
        ...roles.map((role) => has(address, role)),
        ...placed(address, at),
      ]
    }
    case 'invite':
      return [works(address)]
    case 'update': {
      const { login, at } = operation.after
      return [...(login === undefined ? [] : [signsIn(address, login)]), ...placed(address, at)]
    }
    case 'rename':
      return [signsIn(address, operation.after.login)]
    case 'enable':
      return [works(address)]
    case 'disable':
      return [isOff(address)]
    case 'delete':
      return [isGone(address)]
  }
}

function onRoles({
  tenant,
  directory,
  before,
  after,
}: Extract<PlatformOperation, { kind: 'roleAssignment' }>): readonly Claim[] {
  const address = addressOf({ tenant, directory, kind: 'account', id: (after ?? before)?.user ?? '' })
  const lost = before === null || before.role === after?.role ? [] : [hasNot(address, before.role)]
  return after === null ? lost : [has(address, after.role), ...lost]
}

const notListed = 'the list does not have the account'

function works(address: Address): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined =>
    live === undefined ? notListed : standsDown(live) ? 'the account is disabled there' : undefined
  return { address, about: 'state', facet: 'state', against }
}

function isOff(address: Address): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined =>
    live !== undefined && standsDown(live)
      ? undefined
      : live === undefined
        ? notListed
        : `the account is ${live.state} there`
  return { address, about: 'state', facet: 'state', against }
}

function isGone(address: Address): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined =>
    live === undefined || live.state === 'softDeleted' ? undefined : 'the account is still there'
  return { address, about: 'gone', against }
}

function signsIn(address: Address, login: string): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined => {
    if (live === undefined) return notListed
    return live.login.toLowerCase() === login.toLowerCase() ? undefined : `the address there is ${live.login}`
  }
  return { address, about: 'login', against }
}

function has(address: Address, role: string): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined => {
    if (live === undefined) return notListed
    if (live.roles.includes(role)) return undefined
    return `the role there is ${live.roles.length === 0 ? 'none' : live.roles.join(', ')}, not ${role}`
  }
  return { address, about: `role ${role}`, facet: 'roles', against }
}

function hasNot(address: Address, role: string): Claim {
  const against = (live: ObservedAccount | undefined): string | undefined => {
    if (live === undefined) return notListed
    return live.roles.includes(role) ? `the role ${role} is still there` : undefined
  }
  return { address, about: `role ${role}`, facet: 'roles', against }
}

function placed(address: Address, at: string | undefined): readonly Claim[] {
  if (at === undefined) return []
  const against = (live: ObservedAccount | undefined): string | undefined => {
    if (live === undefined) return notListed
    return live.at === at ? undefined : `the account belongs to ${live.at ?? 'nothing'} there, not ${at}`
  }
  return [{ address, about: 'at', facet: 'at', against }]
}
