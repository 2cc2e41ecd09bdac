import type { Address } from '../../model/address.ts'
import { addressOf } from '../../model/address.ts'
import type { GateName, Limit, RemovalLimits } from '../../model/gate.ts'
import type { Operation } from '../../model/operation.ts'
import type { Draft } from '../digest.ts'
import { addressIn } from '../diff/world.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

/** What a removal gate needs to know about itself. */
export interface RemovalGate {
  readonly gate: GateName
  readonly limits: RemovalLimits
  /** How many there are to remove from. */
  readonly population: number
  readonly scope: string
  /** «people», «memberships»: what is counted. */
  readonly noun: string
  readonly counts: (operation: Draft | Operation) => boolean
  /** Tells two counted operations of one thing apart from two things. */
  readonly key?: (operation: Draft | Operation) => string
}

/**
 * More than max(absolute, percent of the population) removals, over this plan and the last 24 hours, hold the tenant.
 * Removals whose own line went away are measured apart from those that follow from something else.
 */
export function removalFindings(gate: RemovalGate, evidence: Evidence): readonly Judgement[] {
  return (['explicit', 'derived'] as const).flatMap((sort): readonly Judgement[] => {
    const keysOf = (operations: readonly (Draft | Operation)[]): readonly string[] =>
      operations
        .filter((operation) => operation.derived === (sort === 'derived') && gate.counts(operation))
        .map(gate.key ?? idOf)
    const now = new Set(keysOf(evidence.operations.filter(({ status }) => status === 'planned')))
    const counted = new Set([...now, ...keysOf(evidence.recent)])
    if (counted.size === 0) return []
    const limit = allowed(gate.limits[sort], gate.population)
    const base = { slug: gate.gate, gate: gate.gate, scope: gate.scope, measured: counted.size, limit }
    const said = `${counted.size} of ${gate.population} ${gate.noun} ${removed(isTakenBack(evidence) ? 'takenBack' : sort, counted.size - now.size)}; the limit is ${limit}`
    if (counted.size <= limit) return [{ ...base, result: 'pass' as const, message: `${said}.` }]
    return [
      {
        ...base,
        result: 'block' as const,
        message: `${said}.`,
        advice: `Split the change, or add an acknowledgement (gate: ${gate.gate}, max: ${counted.size}).`,
      },
    ]
  })
}

type Sort = 'explicit' | 'derived' | 'takenBack'

function removed(sort: Sort, earlier: number): string {
  if (earlier === 0)
    return `would be removed (${sort === 'explicit' ? 'their lines went away in this change' : because[sort]})`
  return `count as removed, ${earlier} of them in the last 24 hours (${because[sort]})`
}

const because: Readonly<Record<Sort, string>> = {
  explicit: 'their lines went away',
  derived: 'as a consequence, not by a line of their own',
  takenBack: 'an apply is taken back',
}

/** Whether the plan takes an apply back: no line went away then. */
function isTakenBack({ operations }: Evidence): boolean {
  return operations.some(({ reason }) => reason === 'reverted')
}

/** The largest number that still passes. */
export function allowed(limit: Limit, population: number): number {
  return Math.max(limit.absolute, Math.floor((limit.percent * population) / 100))
}

function idOf({ id }: Draft | Operation): string {
  return id
}

/**
 * Tells the revocations that count by themselves from those of people whose account goes: the latter count in
 * `usersRemoved` alone. An account goes when its disabling is planned, was done lately, or had been done before.
 */
export function revocationsThatCount(evidence: Evidence): (operation: Draft | Operation) => boolean {
  const gone = accountsGone(evidence)
  return (operation) => {
    if (operation.kind !== 'membership' || operation.verb !== 'revoke') return false
    const { tenant, directory, before } = operation
    const user = addressOf({ tenant, directory, kind: 'user', id: before.member })
    return operation.effects.length === 0 || !gone.has(user)
  }
}

/** Accounts of directories that go or are gone: `usersRemoved` counts them, or did. */
export function accountsGone({ operations, recent, worlds }: Evidence): ReadonlySet<Address> {
  const gone = new Set<Address>()
  for (const operation of [...operations.filter(({ status }) => status === 'planned'), ...recent]) {
    if (operation.kind === 'user' && (operation.verb === 'disable' || operation.verb === 'delete'))
      gone.add(operation.address)
  }
  for (const world of worlds) {
    for (const users of [world.matches.users, world.matches.orphanUsers]) {
      for (const [id, { state }] of users) if (state === 'disabled') gone.add(addressIn(world, 'user', id))
    }
  }
  return gone
}
