import type { AccessAccount, AccessRole, PlatformAccess } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import type { AccountLifecycle, AccountType, Invariant, InvitationRules, Platform } from '../../generated/platform.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import type { CompileProblem, DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Address } from '../../model/address.ts'
import { addressOf, parseAddress, undeclaredIn } from '../../model/address.ts'
import type { Person } from '../../model/desired.ts'
import type { Entry } from '../../model/entry.ts'
import type { PlatformKind } from '../../model/kind.ts'
import type { Finding } from '../../model/plan.ts'
import type { SeatLine } from '../../model/seats.ts'
import type { AnyDraft } from '../digest.ts'
import { displayName } from '../diff/called.ts'
import type { Memory, RememberedAccount } from '../memory.ts'

/** Everything the accounts of one contract with a platform are judged by. */
export interface Contract {
  readonly desired: DesiredTenant
  readonly subscription: DesiredSubscription
  /** All that is said about access on the platform, what begins later or has ended included. */
  readonly access: PlatformAccess
  readonly memory: Memory
  readonly asOf: Date
}

/** An operation on a platform that does not have its fingerprint yet. */
export type PlatformDraft = Extract<AnyDraft, { kind: PlatformKind }>

/** An operation that a later day will bring. */
export interface Later {
  readonly date: string
  readonly event: 'start' | 'end' | 'delete'
  readonly operation: PlatformDraft
}

/** What one contract, or one account of it, comes to. */
export interface AccountDifference {
  readonly operations: readonly PlatformDraft[]
  readonly later: readonly Later[]
  readonly findings: readonly Finding[]
}

/** What one contract comes to, its paid seats included. */
export interface ContractDifference extends AccountDifference {
  readonly seats: readonly SeatLine[]
  /** What is asked for and cannot be, which shows only with the ledger. */
  readonly problems: readonly CompileProblem[]
  /** What an apply writes down before anything else. */
  readonly entries: readonly Entry[]
}

/** Nothing is to be done. */
export const noDifference: AccountDifference = { operations: [], later: [], findings: [] }

/** Several differences in one, in their order. */
export function together(parts: readonly AccountDifference[]): AccountDifference {
  return {
    operations: parts.flatMap(({ operations }) => operations),
    later: parts.flatMap(({ later }) => later),
    findings: parts.flatMap(({ findings }) => findings),
  }
}

/** The address of something on the platform of a contract. */
export function addressOn({ desired, subscription }: Contract, kind: PlatformKind, id: string): Address {
  return addressOf({ tenant: desired.id, directory: subscription.id, kind, id })
}

/** How people call the platform of a contract. */
export function placeOf({ subscription }: Contract): string {
  return subscription.rules.name
}

/** What the ledger knows of somebody's account. */
export function rememberedOn(contract: Contract, user: string): RememberedAccount | undefined {
  return contract.memory.accounts.get(addressOn(contract, 'account', user))
}

/** What the files ask for of somebody's account. */
export function declaredOn({ access, subscription }: Contract, user: string): AccessAccount | undefined {
  return access.accounts.get(accountKey(subscription.id, user))
}

/** The sort of account that somebody has, else the one that they are to have. */
export function typeOn(contract: Contract, user: string): string | undefined {
  return rememberedOn(contract, user)?.account.type ?? declaredOn(contract, user)?.type
}

/** Ids of the people of whom an account is known on this contract; `~...` for somebody nobody declared. */
export function knownOn({ desired, subscription, memory }: Contract): readonly string[] {
  const found: string[] = []
  for (const address of memory.accounts.keys()) {
    const { tenant, directory, id } = parseAddress(address)
    if (tenant === desired.id && directory === subscription.id) found.push(id)
  }
  return found
}

/** How people call somebody; whoever is not declared any more by their id. */
export function nameOf({ desired }: { readonly desired: DesiredTenant }, user: string): string {
  const person = desired.people.get(user)
  return person === undefined ? user : displayName(person)
}

/** What the platform says of a type of account; nothing where it does not know the type. */
export function typeRules(rules: Platform, type: string): AccountType {
  return rules.accountTypes?.[type] ?? {}
}

/** How accounts of a type come and go on the platform; nothing where it does not say. */
export function lifecycleOf(rules: Platform, type: string): AccountLifecycle {
  return rules.lifecycle?.[type] ?? {}
}

/** How people of this sort are invited: the contract's own words before the platform's. */
export function invitationOf({ subscription }: Contract, type: string): InvitationRules {
  const { notify, ...own } = subscription.settings.invitation ?? {}
  const usual = lifecycleOf(subscription.rules, type).invitation
  const mail = notify === false ? { mail: false } : {}
  return { ...usual, ...own, ...mail }
}

/** What a new account is by itself, whatever role was asked for; undefined: what was asked for. */
export function roleOfNewcomers(rules: Platform, type: string): string | undefined {
  const role = lifecycleOf(rules, type).created?.role
  return role === 'declared' ? undefined : role
}

/** What must hold on the platform at every moment. It is judged where the contract is, not where a parent's is used. */
export function invariantsOf({ subscription: { rules, settings } }: Contract): readonly Invariant[] {
  return settings.from === 'parent' ? [] : Object.values(rules.invariants ?? {})
}

/** How people call a role. */
export function roleName({ access }: Contract, role: string): string {
  return access.roles.get(role)?.name ?? undeclaredIn(role) ?? role
}

/** Whether holding a role is a matter of its own for those who review. */
export function isWeighty(role: AccessRole | undefined): boolean {
  return role !== undefined && (role.administrator || role.privileged || role.risk === 'critical')
}

/** What somebody signs in with on the platform. */
export function loginOf({ subscription }: Contract, person: Person, type: string): string {
  const written = person.values['email']
  const mail = typeof written === 'string' ? written : undefined
  switch (typeRules(subscription.rules, type).login ?? 'email') {
    case 'email':
      return mail ?? person.upn ?? person.username
    case 'upn':
      return person.upn ?? person.username
    case 'username':
      return person.username
  }
}
