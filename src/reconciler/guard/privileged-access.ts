import type { AccessGroupChange } from '../../model/plan.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { fewNames } from './words.ts'

/**
 * Somebody gains something privileged on a platform: a role, access group or entity marked so, a built-in administrator, or a key
 * of critical risk. Judged on what people can do afterwards, so that no way to it is left out.
 */
export function privilegedAccess({ desired, access }: Evidence): readonly Judgement[] {
  return access.flatMap(({ platform, gated, ofDay }): readonly Judgement[] => {
    const gains = gated.filter(isGain)
    if (gains.length === 0) return []
    const people = usersOf(gains)
    const measured = new Set([...people, ...usersOf(ofDay.filter(isGain))]).size
    const earlier = measured - people.size
    const told = gains.slice(0, 3).map(({ summary }) => summary)
    const rest = gains.length > 3 ? `; and ${gains.length - 3} more` : ''
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
