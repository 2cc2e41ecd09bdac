import type { AccessAccount, AccessRole, PlatformAccess } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Finding } from '../../model/plan.ts'
import type { Judgement } from './acknowledge.ts'
import { fewNames, placeIn } from './words.ts'

/**
 * Roles that more people hold than they allow, now or at a moment to come. What a tenant says of its own role is kept; what a
 * platform's profile says of a built-in one is advice.
 */
export function roleHolders({ id, access }: DesiredTenant, asOf: Date): readonly Judgement[] {
  return [...access].flatMap(([platform, each]) =>
    [...each.roles.values()].flatMap((role): readonly Finding[] => {
      const { maxAssignees } = role
      if (maxAssignees === undefined) return []
      const crowd = mostAtOnce(role, each, asOf)
      if (crowd.people.length <= maxAssignees) return []
      const now = asOf.toISOString()
      const when = crowd.at <= now ? '' : ` from ${crowd.at} on`
      const message = `${crowd.people.length} people would hold ${role.name} on ${platform}${when}, ${role.builtIn ? 'more than is advised' : 'more than it allows'} (${placeIn(role.source)}): ${fewNames(crowd.people, 10)}. Take it from somebody, or raise maxAssignees.`
      const result = role.builtIn ? 'warn' : 'block'
      const figures = { measured: crowd.people.length, limit: maxAssignees }
      return [{ slug: 'role-holders', scope: `${id}/${platform}`, result, ...figures, message }]
    }),
  )
}

interface Crowd {
  readonly at: string
  readonly people: readonly string[]
}

/** The first moment at which the most people hold a role together. */
function mostAtOnce(role: AccessRole, { accounts }: PlatformAccess, asOf: Date): Crowd {
  const now = asOf.toISOString()
  const holders = [...accounts.values()].filter(
    ({ roles, state, until }) => state === 'active' && roles.includes(role.id) && (until === undefined || until > now),
  )
  const starts = new Set([now, ...holders.flatMap(({ from }) => (from !== undefined && from > now ? [from] : []))])
  let most: Crowd = { at: now, people: [] }
  for (const at of [...starts].toSorted()) {
    const people = [...new Set(holders.filter((account) => holdsAt(account, at)).map(({ user }) => user))]
    if (people.length > most.people.length) most = { at, people }
  }
  return most
}

function holdsAt({ from, until }: AccessAccount, at: string): boolean {
  return (from === undefined || from <= at) && (until === undefined || until > at)
}
