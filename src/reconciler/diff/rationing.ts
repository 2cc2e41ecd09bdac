import type { Draft } from '../digest.ts'
import { needing } from './draft.ts'

/** Units of one licence, who is to get one, and who gives one back; both in the order in which they are served. */
export interface Ration {
  /** Units that nobody uses; negative where more are in use than were bought. */
  readonly free: number
  readonly grants: readonly Draft[]
  readonly revocations: readonly Draft[]
  /** Taken by the directory already, and not visible yet: its unit is gone. */
  readonly isOnItsWay: (grant: Draft) => boolean
}

/**
 * Gives out what is free, then what comes back, each unit once: whoever gets one that comes back waits for the one who gives
 * it. For the others there is none. At no moment are more in use than were bought.
 */
export function rationed({ free, grants, revocations, isOnItsWay }: Ration): {
  readonly operations: readonly Draft[]
  readonly short: number
} {
  const coming = revocations.filter(({ status }) => status === 'planned')
  const debt = coming.slice(0, Math.max(0, -free)).map(({ id }) => id)
  const waiting = grants.filter(({ status }) => status === 'planned')
  const served = [...waiting.filter(isOnItsWay), ...waiting.filter((grant) => !isOnItsWay(grant))]
  const units = Math.max(0, free + coming.length)
  const given = new Map(
    served.map((grant, at): [string, Draft] => {
      if (at >= units) return [grant.id, { ...grant, status: 'blocked', blockedBy: 'licence' }]
      const giver = at < free ? undefined : coming[at - free]?.id
      return [grant.id, needing(grant, [...debt, ...(giver === undefined ? [] : [giver])])]
    }),
  )
  return {
    operations: [...revocations, ...grants.map((grant) => given.get(grant.id) ?? grant)],
    short: Math.max(0, served.length - units),
  }
}
