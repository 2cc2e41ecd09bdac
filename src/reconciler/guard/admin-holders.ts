import type { AccessAccount } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Finding } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Evidence } from './guard.ts'
import { fewNames } from './words.ts'

/**
 * Somebody always administers a platform, under each contract for it: who does so under one lets nobody in under another. One left
 * is told, none left is never lifted: nobody could let anybody in again. Where nobody was known to do so before, it is told
 * that roster does not know who does.
 */
export function adminHolders({ desired, access }: Evidence): readonly Finding[] {
  return access.flatMap((view) => {
    if (!desired.access.has(view.platform)) return []
    const stations = stationsOf(desired, view)
    return demandsOf(view).flatMap((demand) => stations.flatMap((station) => judge(desired.id, station, demand)))
  })
}

/** The accounts of a platform that one administrator can look after: those of one contract. */
interface Station {
  readonly platform: string
  /** How it is called: the platform, and the contract where there are several. */
  readonly place: string
  readonly before: readonly AccessAccount[]
  readonly after: readonly AccessAccount[]
}

function stationsOf({ subscriptions }: DesiredTenant, { platform, baseline, after }: PlatformView): readonly Station[] {
  const [was, is] = [[...(baseline?.accounts.values() ?? [])], [...after.accounts.values()]]
  const contracts = [...subscriptions.values()].filter((each) => each.platform === platform)
  // Under the parent's contract it is the parent that administers.
  const own = contracts.filter(({ settings }) => settings.from !== 'parent')
  if (contracts.length === 1 && own.length === 1) return [{ platform, place: platform, before: was, after: is }]
  return own.map(({ id }) => {
    const isOf = ({ subscription }: AccessAccount): boolean => subscription === id
    return { platform, place: `${platform} (${id})`, before: was.filter(isOf), after: is.filter(isOf) }
  })
}

/** Roles of which somebody must be left, and how many. */
interface Demand {
  readonly roles: readonly string[]
  readonly name: string
  readonly atLeast: number
}

function demandsOf({ after, baseline }: PlatformView): readonly Demand[] {
  const administrators = [...after.roles.values()].filter(({ administrator }) => administrator)
  const invariants = Object.values(after.rules.invariants ?? baseline?.rules.invariants ?? {})
  const covered = new Set(administrators.map(({ id }) => id))
  const own = invariants.filter(({ role }) => !covered.has(role))
  const least = Math.max(1, ...invariants.filter(({ role }) => covered.has(role)).map(({ atLeast }) => atLeast))
  return [
    ...(administrators.length === 0
      ? []
      : [{ roles: [...covered], name: administrators.map(({ name }) => name).join(' or '), atLeast: least }]),
    ...own.map(({ role, atLeast }) => ({ roles: [role], name: after.roles.get(role)?.name ?? role, atLeast })),
  ]
}

function judge(tenant: string, { platform, place, before, after }: Station, demand: Demand): readonly Finding[] {
  const [left, held] = [holdersOf(after, demand.roles), holdersOf(before, demand.roles)]
  const { name, atLeast } = demand
  const base = { slug: 'adminHolders', scope: `${tenant}/${platform}`, measured: left.size } as const
  if (left.size < atLeast && held.size > 0) {
    const who = fewNames([...held])
    const message = `${left.size === 0 ? 'nobody' : fewNames([...left])} would hold ${name} on ${place}, now held by ${who}; at least ${atLeast} must stay. Give it to a successor in the same change. No acknowledgement lifts this.`
    return [{ ...base, limit: atLeast, result: 'block', message }]
  }
  if (left.size === 0) {
    if (after.length === 0) return []
    const message = `nobody declared holds ${name} on ${place}: who does is not known to roster. Declare them, so that the last one cannot go unseen.`
    return [{ ...base, limit: 2, result: 'warn', message }]
  }
  if (left.size === 1) {
    const message = `only ${fewNames([...left])} holds ${name} on ${place}: one absence, and nobody can let anybody in. Give it to a second person.`
    return [{ ...base, limit: 2, result: 'warn', message }]
  }
  return [{ ...base, limit: 2, result: 'pass', message: `${left.size} people hold ${name} on ${place}.` }]
}

function holdersOf(accounts: readonly AccessAccount[], roles: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { user, state, roles: held } of accounts)
    if (state === 'active' && held.some((role) => roles.includes(role))) found.add(user)
  return found
}
