import type { CompileProblem } from '../../language/compile/desired-tenant.ts'
import type { Reclaim } from '../../model/desired.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { nameOf, placeOf, rememberedOn, typeRules } from '../accounts/contract.ts'
import { idOn } from '../accounts/draft.ts'
import { userOf } from '../accounts/holders.ts'
import { standingOf } from '../accounts/standing.ts'
import { needing } from '../diff/draft.ts'
import { renaming } from './renaming.ts'
import { ownersOf } from './reserved.ts'
import type { Owners } from './reserved.ts'

/** Operations whose addresses are free by the time they are needed, and those for which that cannot be. */
export interface Addressed {
  readonly operations: readonly PlatformDraft[]
  readonly problems: readonly CompileProblem[]
}

/**
 * Nobody gets an address that is taken on the platform: a disabled account keeps its own for good. It can be reclaimed, where somebody
 * says so: the old account is renamed first.
 */
export function addressed(contract: Contract, operations: readonly PlatformDraft[]): Addressed {
  const asking = operations.flatMap((operation) => {
    const login = loginAskedFor(contract, operation)
    return login === undefined ? [] : [{ operation, login }]
  })
  if (asking.length === 0) return { operations, problems: [] }
  const owners = ownersOf(contract)
  const needs = new Map<string, string>()
  const renamings: PlatformDraft[] = []
  const problems: CompileProblem[] = []
  for (const { operation, login } of asking) {
    const claim = claimOf(contract, { operation, login, owners, operations })
    if (claim === undefined) continue
    if ('message' in claim) problems.push(claim)
    else {
      needs.set(operation.id, claim.id)
      if (!operations.includes(claim)) renamings.push(claim)
    }
  }
  const changed = operations.map((operation) => {
    const before = needs.get(operation.id)
    return before === undefined ? operation : needing(operation, [before])
  })
  return { operations: [...renamings, ...changed], problems }
}

/** The address that an operation gives somebody, where the platform keeps addresses. */
function loginAskedFor(contract: Contract, operation: PlatformDraft): string | undefined {
  if (operation.kind !== 'account' || (operation.verb !== 'create' && operation.verb !== 'update')) return undefined
  const type = operation.after.type ?? rememberedOn(contract, userOf(operation) ?? '')?.account.type ?? ''
  return typeRules(contract.subscription.rules, type).loginReserved === undefined ? undefined : operation.after.login
}

interface Asked {
  readonly operation: PlatformDraft
  readonly login: string
  readonly owners: Owners
  readonly operations: readonly PlatformDraft[]
}

/** What has to be done before somebody can have an address, or why they cannot; undefined: it is free, or theirs. */
function claimOf(contract: Contract, asked: Asked): PlatformDraft | CompileProblem | undefined {
  const { operation, login, owners, operations } = asked
  const user = userOf(operation) ?? ''
  const others = owners.of(login).filter((owner) => owner !== user)
  const [owner] = others
  if (owner === undefined) return undefined
  const reclaim = contract.desired.people.get(user)?.reclaims?.[contract.subscription.id]
  if (reclaim === undefined) return problem(contract, operation, taken(contract, { user, owner, login }))
  if (!others.includes(reclaim.from))
    return problem(contract, operation, wrongOwner(contract, { owner, login, reclaim }))
  // Renamed by now: the ledger remembers the address as theirs for good, and they do not have it any more.
  if (!owners.live(login).some((each) => each !== user)) return undefined
  const change = operations.find(({ id }) => id === idOn(contract, 'account', reclaim.from, 'update'))
  if (change?.kind === 'account' && change.verb === 'update' && change.after.login !== undefined) return change
  if (!isGoing(contract, reclaim.from, operations))
    return problem(contract, operation, stillWorking(contract, { login, reclaim }))
  const barred = owners.of(reclaim.renameOldTo).find((each) => each !== reclaim.from)
  if (barred !== undefined) return problem(contract, operation, newOneTaken(contract, { owner: barred, reclaim }))
  return renaming(contract, operation, { login, reclaim, operations })
}

function isGoing(contract: Contract, user: string, operations: readonly PlatformDraft[]): boolean {
  const standing = standingOf(rememberedOn(contract, user)?.account)
  const disabling = idOn(contract, 'account', user, 'disable')
  return standing === 'disabled' || operations.some(({ id }) => id === disabling)
}

function problem(contract: Contract, { source }: PlatformDraft, message: string): CompileProblem {
  return { source, slug: 'seat-address-reserved', message }
}

interface Taken {
  readonly user: string
  readonly owner: string
  readonly login: string
}

function taken(contract: Contract, { user, owner, login }: Taken): string {
  const { id } = contract.subscription
  const whose = nameOf(contract, owner)
  return `${login} is taken on ${placeOf(contract)} for good: it is, or was, the address of ${whose}. If they are the same person, enable that account again (state: active at ${owner}); if ${nameOf(contract, user)} is to have the address, write reclaimEmail: { from: ${owner}, renameOldTo: old.${login}, reason: ... } into platforms.${id}.`
}

interface Claimed {
  readonly login: string
  readonly reclaim: Reclaim
}

function wrongOwner(contract: Contract, { owner, login, reclaim }: Claimed & { readonly owner: string }): string {
  return `reclaimEmail takes ${login} from ${reclaim.from} on ${placeOf(contract)}, and it is, or was, the address of ${nameOf(contract, owner)}: write from: ${owner}.`
}

function stillWorking(contract: Contract, { login, reclaim }: Claimed): string {
  return `reclaimEmail takes ${login} on ${placeOf(contract)} from ${nameOf(contract, reclaim.from)}, whose account works: change their address at ${reclaim.from}, or disable the account first.`
}

function newOneTaken(
  contract: Contract,
  { owner, reclaim }: { readonly owner: string; readonly reclaim: Reclaim },
): string {
  return `renameOldTo ${reclaim.renameOldTo} is taken on ${placeOf(contract)} too, by ${nameOf(contract, owner)}: choose an address that nobody ever had there.`
}
