import type { Pool } from '../../model/seats.ts'
import type { Mover, Sequence } from '../../seats/sequence.ts'
import { sequence } from '../../seats/sequence.ts'
import { usable } from '../../seats/pool.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { rememberedOn } from '../accounts/contract.ts'
import { userOf } from '../accounts/holders.ts'
import { wantedByGroups } from './by-groups.ts'
import { takesSeat } from './terms.ts'

/** What the changes of a plan do with the seats of a contract. */
export interface Movement {
  /** Who is to take a seat, and who frees one, by user id. */
  readonly takers: readonly string[]
  readonly freers: readonly string[]
  /** Ids of the operations that free one. */
  readonly departures: readonly string[]
  /** In which order it costs least; its ids are those of operations. */
  readonly sequence: Sequence
}

/** Who takes a seat by this plan and who frees one, and the order that buys the fewest. */
export function movementOf(contract: Contract, pool: Pool, operations: readonly PlatformDraft[]): Movement {
  if (contract.subscription.delivery === 'groups') return throughGroups(contract, pool)
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const moving = operations.flatMap((operation) => {
    const takes = takesOne(contract, pool, operation)
    return takes === undefined ? [] : [{ operation, takes }]
  })
  const ids = new Set(moving.map(({ operation }) => operation.id))
  const movers = moving.map(({ operation, takes }): Mover => ({
    id: operation.id,
    takes,
    needs: [...comingBefore(operation, byId)].filter((id) => ids.has(id)).toSorted(),
    usable: takes || (operation.blockedBy !== 'lastHolder' && canReuse(contract)),
    urgent: operation.urgent,
  }))
  const going = moving.filter(({ operation: { blockedBy } }) => blockedBy !== 'lastHolder')
  const users = (takes: boolean): readonly string[] =>
    going.filter((each) => each.takes === takes).map(({ operation }) => userOf(operation) ?? '')
  return {
    takers: users(true),
    freers: users(false),
    departures: going.filter(({ takes }) => !takes).map(({ operation }) => operation.id),
    sequence: sequence(usable(pool), movers),
  }
}

/** Whether an operation takes a seat or frees one; undefined: neither. Who is blocked takes none. */
function takesOne(contract: Contract, pool: Pool, operation: PlatformDraft): boolean | undefined {
  const user = userOf(operation)
  if (operation.kind !== 'account' || user === undefined) return undefined
  const hasOne = pool.assigned.has(user)
  const type = typeAfter(contract, operation, user)
  if (type === undefined || !takesSeat(contract, type)) return hasOne && leaves(operation) ? false : undefined
  return hasOne || operation.status === 'blocked' ? undefined : true
}

/** The sort of account that somebody works with afterwards; undefined: none. */
function typeAfter(
  contract: Contract,
  operation: Extract<PlatformDraft, { kind: 'account' }>,
  user: string,
): string | undefined {
  switch (operation.verb) {
    case 'create':
    case 'update':
      return operation.after.type
    case 'enable':
      return rememberedOn(contract, user)?.account.type
    case 'disable':
    case 'delete':
    case 'invite':
    case 'rename':
      return undefined
  }
}

function leaves(operation: Extract<PlatformDraft, { kind: 'account' }>): boolean {
  if (operation.verb === 'update') return operation.after.type !== undefined
  return operation.verb === 'disable' || operation.verb === 'delete'
}

function canReuse({ subscription }: Contract): boolean {
  return subscription.rules.billing?.reuseFreedSeat !== false
}

/** Ids of everything that has to be done before an operation. */
function comingBefore(operation: PlatformDraft, byId: ReadonlyMap<string, PlatformDraft>): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...operation.needs]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(byId.get(id)?.needs ?? []))
  }
  return found
}

/** Nobody at a console gives these seats out, so nobody can be told an order: there are to be enough for everybody in the end. */
function throughGroups(contract: Contract, pool: Pool): Movement {
  const wanted = wantedByGroups(contract)
  const takers = [...wanted].filter((user) => !pool.assigned.has(user)).toSorted()
  const freers = [...pool.assigned.keys()].filter((user) => !wanted.has(user)).toSorted()
  const purchases = Math.max(0, takers.length - freers.length - usable(pool))
  return {
    takers,
    freers,
    departures: [],
    sequence: { purchases, needs: new Map(), bought: new Set(), addingFirst: purchases },
  }
}
