import type { Policies } from '../../generated/policies.ts'
import type { CostLimit, GateLimits, Limit, RemovalLimits } from '../../model/gate.ts'
import { minorOf } from '../../model/money.ts'

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
  const others = combined(limits, gates, (limit, wish) => ({
    percent: wish?.percent ?? limit.percent,
    absolute: wish?.absolute ?? limit.absolute,
  }))
  return { ...others, cost: costs(limits, gates, (_, wish) => wish) }
}

function stricterLimits(limits: GateLimits, { gates }: Policies): GateLimits {
  const others = combined(limits, gates, (limit, wish) => ({
    percent: Math.min(limit.percent, wish?.percent ?? Infinity),
    absolute: Math.min(limit.absolute, wish?.absolute ?? Infinity),
  }))
  return { ...others, cost: costs(limits, gates, Math.min) }
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

/** Amounts are written as text; where one side says nothing, the other holds. */
function costs(
  { cost }: GateLimits,
  gates: Policies['gates'],
  both: (limit: number, wish: number) => number,
): GateLimits['cost'] {
  const side = (name: keyof GateLimits['cost']): CostLimit => {
    const { percent, ...amounts } = gates?.cost?.[name] ?? {}
    const wished: CostLimit = {
      ...Object.fromEntries(Object.entries(amounts).map(([each, amount]) => [each, minorOf(amount)])),
      ...(percent === undefined ? {} : { percent }),
    }
    const known = cost[name]
    const joined = costNames.flatMap((each) => {
      const [limit, wish] = [known[each], wished[each]]
      const value = limit === undefined || wish === undefined ? (wish ?? limit) : both(limit, wish)
      return value === undefined ? [] : [[each, value] as const]
    })
    return Object.fromEntries(joined)
  }
  return { warn: side('warn'), block: side('block') }
}

const costNames = ['now', 'absolute', 'percent', 'total'] as const
