import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { evaluate } from '../../access/evaluate.ts'
import { pairsLost } from '../../access/impact.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import { addressIn } from '../diff/world.ts'
import type { PlatformView } from '../access/view.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { accountsGone, allowed } from './removals.ts'

/**
 * How many pairs of a person and an entity (or a platform as a whole) lose access: whoever has it now, or had it 24 hours ago,
 * and is not to have it after this plan. A leaver's own count in `usersRemoved` alone, where that counts them: whoever has no
 * account in a directory counts here.
 */
export function accessPairsLost(evidence: Evidence): readonly Judgement[] {
  const { desired, access } = evidence
  const counted = countedIn(evidence)
  const now = [
    ...pairsLost(access.flatMap(({ gated }) => counted(gated))),
    ...access.flatMap((view) => contractsLost(view, view.baseline)),
  ]
  const known = new Set(now.map(nameOf))
  const before = [
    ...pairsLost(access.flatMap(({ ofDay }) => counted(ofDay))),
    ...access.flatMap((view) => contractsLost(view, view.dayAgo)),
  ]
  const earlier = before.filter((pair) => !known.has(nameOf(pair)))
  if (now.length + earlier.length === 0) return []
  const population = access.reduce((sum, view) => sum + pairsOf(view), 0)
  return (['explicit', 'derived'] as const).flatMap((sort): readonly Judgement[] => {
    const isOfSort = ({ explicit }: Lost): boolean => explicit === (sort === 'explicit')
    const lately = earlier.filter(isOfSort).length
    const measured = now.filter(isOfSort).length + lately
    if (measured === 0) return []
    const limit = allowed(desired.limits.accessPairsLost[sort], population)
    const why = sort === 'explicit' ? 'their lines went away' : 'as a consequence, not by a line of their own'
    const said = `${measured} of ${population} pairs of a person and what they reach would be lost (${why})${lately === 0 ? '' : `, ${lately} of them in the last 24 hours`}; the limit is ${limit}.`
    const base = { slug: 'accessPairsLost', gate: 'accessPairsLost', scope: desired.id, measured, limit } as const
    if (measured <= limit) return [{ ...base, result: 'pass' as const, message: said }]
    const advice = `Look at «Access» in the plan. Split the change, or add an acknowledgement (gate: accessPairsLost, max: ${measured}).`
    return [{ ...base, result: 'block' as const, message: said, advice }]
  })
}

/** What is lost, without those whose going is counted with their account. */
function countedIn(evidence: Evidence): (groups: readonly AccessGroupChange[]) => readonly AccessGroupChange[] {
  const gone = accountsGone(evidence)
  const isCounted = (user: string): boolean => evidence.worlds.some((world) => gone.has(addressIn(world, 'user', user)))
  return (groups) =>
    groups.flatMap((group): readonly AccessGroupChange[] => {
      if (group.change !== 'lost') return []
      if (group.cause !== 'leaver') return [group]
      const users = group.users.filter((user) => !isCounted(user))
      return users.length === 0 ? [] : [{ ...group, users }]
    })
}

/**
 * Accounts under one contract that go while their owners keep one under another for the same platform: what they can do there is
 * as it was, but not where this contract is.
 */
function contractsLost({ platform, after }: PlatformView, from: PlatformAccess | undefined): readonly Lost[] {
  const isActive = (account: AccessAccount | undefined): boolean => account?.state === 'active'
  const kept = new Set([...after.accounts.values()].filter(isActive).map(({ user }) => user))
  return [...(from?.accounts ?? [])].flatMap(([key, account]): readonly Lost[] => {
    const { user, subscription, route } = account
    if (!isActive(account) || !kept.has(user) || isActive(after.accounts.get(key))) return []
    return [{ user, platform: `${platform}/${subscription}`, explicit: route === 'own' }]
  })
}

type Lost = ReturnType<typeof pairsLost>[number]

function nameOf({ user, platform, entity }: Lost): string {
  return `${platform}\n${user}\n${entity ?? ''}`
}

/** The larger of the two: what was granted today counts, and what was lost today did. */
function pairsOf({ baseline, dayAgo }: PlatformView): number {
  const [now, then] = [baseline, dayAgo].map((access) => (access === undefined ? 0 : evaluate(access).pairs))
  return Math.max(now ?? 0, then ?? 0)
}
