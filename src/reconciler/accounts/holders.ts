import type { Invariant } from '../../generated/platform.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { PlatformDraft } from './contract.ts'
import { settled } from './standing.ts'

/** What is known of an account for the question who holds a role. */
export type Holding = Pick<ObservedAccount, 'state' | 'roles'>

/** Accounts by person, before anything is done; the operations in the order in which they are done. */
export interface Course {
  readonly accounts: ReadonlyMap<string, Holding>
  readonly operations: readonly PlatformDraft[]
}

/** Who holds a role after an operation; `id` is none for the state before the first. */
export interface HoldersThen {
  readonly id?: string
  readonly holders: readonly string[]
}

/** Who holds a role of an invariant before anything is done, and after every single operation: a run may be cut off at any of them. */
export function holdersAfterEachStep(
  { role, counting = 'active' }: Pick<Invariant, 'role' | 'counting'>,
  { accounts, operations }: Course,
): readonly HoldersThen[] {
  const now = new Map(accounts)
  const holders = (): readonly string[] =>
    [...now]
      .filter(
        ([, account]) => account.roles.includes(role) && (counting === 'all' || settled(account.state) === 'active'),
      )
      .map(([user]) => user)
      .toSorted()
  const steps: HoldersThen[] = [{ holders: holders() }]
  for (const operation of operations) {
    const user = userOf(operation)
    const next = user === undefined ? undefined : afterStep(now.get(user), operation)
    if (user !== undefined && next !== undefined) now.set(user, next)
    steps.push({ id: operation.id, holders: holders() })
  }
  return steps
}

/** Whom an operation on a platform is about; roles and steps for people are about nobody's account. */
export function userOf(operation: PlatformDraft): string | undefined {
  if (operation.kind === 'role' || operation.kind === 'workOrder' || operation.kind === 'seat') return undefined
  return operation.address.slice(operation.address.lastIndexOf('/') + 1)
}

function afterStep(account: Holding | undefined, operation: PlatformDraft): Holding | undefined {
  const { state, roles } = account ?? { state: 'invited' as const, roles: [] }
  switch (operation.kind) {
    case 'role':
    case 'workOrder':
    case 'seat':
      return account
    case 'roleAssignment': {
      const left = roles.filter((role) => role !== operation.before?.role)
      return { state, roles: operation.after === null ? left : [...left, operation.after.role] }
    }
    case 'account':
      switch (operation.verb) {
        case 'create':
          return { state: 'invited', roles: operation.after.roles }
        case 'enable':
        case 'disable':
          return { state: operation.after.state, roles }
        case 'delete':
          return { state: 'disabled', roles: [] }
        case 'invite':
        case 'update':
        case 'rename':
          return account
      }
  }
}
