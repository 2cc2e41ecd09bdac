import type { Operation } from '../../model/operation.ts'
import type { SeatLine } from '../../model/seats.ts'
import { poolOf } from './licence-pool.ts'
import type { World } from './world.ts'

/** The units of each licence of these directories, now and once the plan is done; of one that could not be read nothing is said. */
export function licenceLines(worlds: readonly World[], planned: readonly Operation[]): readonly SeatLine[] {
  return worlds.flatMap((world) => {
    const { desired, directory } = world
    return [...desired.licences.values()].flatMap((licence): readonly SeatLine[] => {
      const pool = licence.directory === directory.id ? poolOf(world, licence) : ''
      if (typeof pool === 'string') return []
      const { purchased, holders } = pool
      const counts = (assigned: number) => ({ purchased, assigned, free: purchased - assigned })
      const moves = planned.filter(
        (each) =>
          each.kind === 'licence' &&
          each.directory === directory.id &&
          (each.after ?? each.before).licence === licence.id,
      )
      // Who gets other services of it keeps the unit.
      const change = moves.reduce(
        (sum, { verb, before }) => sum + (verb === 'revoke' ? -1 : before === null ? 1 : 0),
        0,
      )
      return [lineOf(world, licence.id, { ...counts(holders.length), after: counts(holders.length + change) })]
    })
  })
}

/** Nobody says what a unit costs: it is bought elsewhere. */
function lineOf(
  { desired, directory }: World,
  subscription: string,
  counts: Pick<SeatLine, 'purchased' | 'assigned' | 'free' | 'after'>,
): SeatLine {
  return {
    tenant: desired.id,
    platform: directory.id,
    subscription,
    pool: 'licence',
    ...counts,
    delta: 0,
    reducing: 0,
    currency: null,
    unitMinor: null,
    nowMinor: null,
    recurringMinor: null,
    recurringBeforeMinor: null,
    addons: [],
    notPriced: [],
  }
}
