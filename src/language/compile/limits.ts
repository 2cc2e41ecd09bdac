import type { Policies } from '../../generated/policies.ts'
import type { GateLimits, Limit, RemovalLimits } from '../../model/gate.ts'

/** The limits that hold where nobody says anything. */
export const usualLimits: GateLimits = {
  usersRemoved: { explicit: { percent: 10, absolute: 5 }, derived: { percent: 5, absolute: 3 } },
  groupMembersRemoved: { explicit: { percent: 50, absolute: 0 }, derived: { percent: 30, absolute: 0 } },
  membershipsRemoved: { explicit: { percent: 20, absolute: 10 }, derived: { percent: 10, absolute: 5 } },
  accessPairsLost: { explicit: { percent: 20, absolute: 10 }, derived: { percent: 10, absolute: 5 } },
  population: { percent: 20 },
  cost: { warn: {}, block: {} },
}

/** The workspace's own policies replace the usual limits; a tenant's and its parent's may only be stricter. */
export function gateLimits(workspace: readonly Policies[], tenant: readonly Policies[]): GateLimits {
  return tenant.reduce(stricterLimits, workspace.reduce(replacedLimits, usualLimits))
}

function replacedLimits(limits: GateLimits, { gates }: Policies): GateLimits {
  return combined(limits, gates, (limit, wish) => ({
    percent: wish?.percent ?? limit.percent,
    absolute: wish?.absolute ?? limit.absolute,
  }))
}

function stricterLimits(limits: GateLimits, { gates }: Policies): GateLimits {
  return combined(limits, gates, (limit, wish) => ({
    percent: Math.min(limit.percent, wish?.percent ?? Infinity),
    absolute: Math.min(limit.absolute, wish?.absolute ?? Infinity),
  }))
}

type Combine = (limit: Limit, wish: { readonly [Name in keyof Limit]?: Limit[Name] | undefined } | undefined) => Limit

function combined(limits: GateLimits, gates: Policies['gates'], combine: Combine): GateLimits {
  const both = (gate: Exclude<keyof GateLimits, 'population' | 'cost'>): RemovalLimits => ({
    explicit: combine(limits[gate].explicit, gates?.[gate]?.explicit),
    derived: combine(limits[gate].derived, gates?.[gate]?.derived),
  })
  const { percent } = combine({ ...limits.population, absolute: 0 }, gates?.population)
  return {
    usersRemoved: both('usersRemoved'),
    groupMembersRemoved: both('groupMembersRemoved'),
    membershipsRemoved: both('membershipsRemoved'),
    accessPairsLost: both('accessPairsLost'),
    population: { percent },
    cost: limits.cost,
  }
}
