import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { fewNames } from './words.ts'

/**
 * Somebody gains something privileged on a platform: a role, access group or entity marked so, a built-in administrator, or a key
 * of critical risk. Judged on what people can do afterwards, so that no way to it is left out; and on what their accounts come
 * to hold, since a person can do no more by a second contract for a platform where they can do all of it by the first.
 */
export function privilegedAccess({ desired, access }: Evidence): readonly Judgement[] {
  return access.flatMap((view): readonly Judgement[] => {
    const { platform, gated, ofDay } = view
    const gains = gated.filter(isGain)
    const known = usersOf(gains)
    const holdings = comeToHold(view).filter(({ user }) => !known.has(user))
    const people = new Set([...known, ...holdings.map(({ user }) => user)])
    if (people.size === 0) return []
    const measured = new Set([...people, ...usersOf(ofDay.filter(isGain))]).size
    const earlier = measured - people.size
    const all = [...gains, ...holdings].map(({ summary }) => summary)
    const told = all.slice(0, 3)
    const rest = all.length > 3 ? `; and ${all.length - 3} more` : ''
    const before = earlier === 0 ? '' : ` ${earlier} more did in the last 24 hours.`
    const message = `${fewNames([...people])} ${people.size === 1 ? 'gains' : 'gain'} privileged access on ${platform}: ${told.join('; ')}${rest}.${before}`
    const advice = `Add an acknowledgement (gate: privilegedGain, max: ${measured}).`
    const base = { slug: 'privilegedGain', gate: 'privilegedGain', scope: `${desired.id}/${platform}` } as const
    return [{ ...base, result: 'block', measured, limit: 0, message, advice }]
  })
}

function isGain({ change, privileged, cause }: AccessGroupChange): boolean {
  return change === 'gained' && privileged && cause !== 'drift'
}

function usersOf(groups: readonly AccessGroupChange[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ users }) => users))
}

interface Holding {
  readonly user: string
  readonly summary: string
}

/** Accounts that come to hold a role or an access group marked privileged, whatever else their owners can do. */
function comeToHold({ baseline, after }: PlatformView): readonly Holding[] {
  const states = baseline === undefined ? [after] : [baseline, after]
  return [...after.accounts].flatMap(([key, account]) => {
    if (account.state !== 'active') return []
    const before = baseline?.accounts.get(key)
    const had = new Set(before?.state === 'active' ? markedOf(before, states) : [])
    const { user, subscription } = account
    return markedOf(account, states)
      .filter((what) => !had.has(what))
      .map((what) => ({ user, summary: `${user} comes to hold ${what} on ${subscription}` }))
  })
}

/** A mark counts in whichever state it stands. */
function markedOf({ roles, accessGroups }: AccessAccount, states: readonly PlatformAccess[]): readonly string[] {
  const isMarked = (id: string): boolean =>
    states.some((state) => state.roles.get(id)?.privileged === true || state.roles.get(id)?.administrator === true)
  const isMarkedGroup = (id: string): boolean => states.some(({ groups }) => groups.get(id)?.privileged === true)
  return [
    ...roles.filter(isMarked).map((id) => `the role ${id}`),
    ...accessGroups.filter(isMarkedGroup).map((id) => `the access group ${id}`),
  ]
}
