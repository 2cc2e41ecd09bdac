import type { Invariant } from '../../generated/platform.ts'
import type { Finding } from '../../model/plan.ts'
import { needing } from '../diff/draft.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { addressOn, invariantsOf, knownOn, nameOf, placeOf, rememberedOn, roleName } from './contract.ts'
import type { Holding } from './holders.ts'
import { userOf } from './holders.ts'
import { settled } from './standing.ts'
import { wishesOf } from './wish.ts'

/** Operations among which nobody loses a role that somebody must hold before a successor has it. */
export interface Succession {
  readonly operations: readonly PlatformDraft[]
  readonly findings: readonly Finding[]
}

/** Puts successors before predecessors, wherever a platform asks that somebody holds a role at every moment. */
export function succession(contract: Contract, operations: readonly PlatformDraft[]): Succession {
  const invariants = invariantsOf(contract)
  return invariants.reduce<Succession>(
    (settledSoFar, invariant) => {
      const next = settledFor(contract, invariant, settledSoFar.operations)
      return { operations: next.operations, findings: [...settledSoFar.findings, ...next.findings] }
    },
    { operations, findings: [] },
  )
}

/** Takes successors one by one; a predecessor for whom there is none stays. */
function settledFor(contract: Contract, invariant: Invariant, operations: readonly PlatformDraft[]): Succession {
  const accounts = accountsOn(contract)
  const { role, atLeast } = invariant
  const counts = ({ state, roles }: Holding): boolean =>
    roles.includes(role) && (invariant.counting === 'all' || settled(state) === 'active')
  const holders = new Set([...accounts].filter(([, account]) => counts(account)).map(([user]) => user))
  const leaving = operations.filter((each) => takesFrom(each, role) && holders.has(userOf(each) ?? ''))
  if (leaving.length === 0) return { operations, findings: [] }

  const successors = successorsIn(contract, { role, operations, accounts })
  let spare = holders.size - atLeast
  const changed = new Map<string, PlatformDraft>()
  const findings: Finding[] = []
  for (const operation of leaving.toSorted(byUrgency)) {
    if (operation.status === 'blocked') continue
    if (spare > 0) {
      spare -= 1
      continue
    }
    const successor = successors.shift()
    changed.set(operation.id, successor === undefined ? stayed(operation) : behind(operation, successor))
    if (successor === undefined) findings.push(lastOne(contract, operation, invariant))
  }
  return { operations: operations.map((each) => changed.get(each.id) ?? each), findings }
}

/** Everybody known, by person. */
export function accountsOn(contract: Contract): ReadonlyMap<string, Holding> {
  return new Map(
    knownOn(contract).flatMap((user) => {
      const account = rememberedOn(contract, user)?.account
      return account === undefined ? [] : [[user, account] as const]
    }),
  )
}

/** Somebody who comes to hold the role: by an operation, or by signing in for the first time. */
interface Successor {
  readonly needs: readonly string[]
  readonly waitingFor: string
}

function successorsIn(
  contract: Contract,
  {
    role,
    operations,
    accounts,
  }: {
    readonly role: string
    readonly operations: readonly PlatformDraft[]
    readonly accounts: ReadonlyMap<string, Holding>
  },
): Successor[] {
  const gains = operations.filter((each) => each.status !== 'blocked' && gives(each, role))
  const byGrant = gains.map((gain): Successor => {
    const account = accounts.get(userOf(gain) ?? '')
    const isThere =
      account !== undefined && settled(account.state) !== 'invited' && settled(account.state) !== 'incomplete'
    return { needs: [gain.id], waitingFor: isThere ? (gain.waitingFor ?? 'manual') : 'firstLogin' }
  })
  const expected = wishesOf(contract).filter(({ user, state }) => {
    const account = accounts.get(user)
    const isPending = account?.state === 'invited' || account?.state === 'incomplete'
    return state === 'active' && isPending && account.roles.includes(role)
  })
  const bySigningIn = expected.map((): Successor => ({ needs: [], waitingFor: 'firstLogin' }))
  const isSoon = ({ waitingFor }: Successor): number => Number(waitingFor !== 'manual')
  return [...byGrant, ...bySigningIn].toSorted((a, b) => isSoon(a) - isSoon(b))
}

function gives(operation: PlatformDraft, role: string): boolean {
  if (operation.kind === 'roleAssignment') return operation.after?.role === role
  if (operation.kind !== 'account' || operation.verb !== 'create') return false
  return operation.after.roles.includes(role)
}

function takesFrom(operation: PlatformDraft, role: string): boolean {
  if (operation.kind === 'roleAssignment') return operation.before?.role === role
  return operation.kind === 'account' && (operation.verb === 'disable' || operation.verb === 'delete')
}

function behind(operation: PlatformDraft, { needs, waitingFor }: Successor): PlatformDraft {
  return { ...needing(operation, needs), waitingFor }
}

function stayed(operation: PlatformDraft): PlatformDraft {
  const { waitingFor: _, ...rest } = operation
  return { ...rest, status: 'blocked', blockedBy: 'lastHolder' }
}

function lastOne(contract: Contract, operation: PlatformDraft, { role, atLeast }: Invariant): Finding {
  const user = userOf(operation) ?? ''
  const fewest = atLeast === 1 ? 'somebody' : `at least ${atLeast} people`
  const message = `${nameOf(contract, user)} stays as they are on ${placeOf(contract)}: ${fewest} must hold ${roleName(contract, role)} there at every moment, and no successor is declared. Give the role to somebody in the same change.`
  return {
    slug: 'last-holder',
    scope: addressOn(contract, 'account', user),
    result: 'block',
    measured: atLeast - 1,
    limit: atLeast,
    message,
  }
}

function byUrgency(a: PlatformDraft, b: PlatformDraft): number {
  return Number(b.urgent) - Number(a.urgent) || (a.address < b.address ? -1 : 1)
}
