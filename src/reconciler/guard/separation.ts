import type { Evaluation } from '../../access/evaluate.ts'
import type { DesiredSeparation, DesiredWaiver, Duty } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Finding } from '../../model/plan.ts'
import type { Moment, OverTime } from '../access/over-time.ts'
import { placeIn } from './words.ts'

/**
 * Duties that one person should not have together, judged on what people can do, not on what roles are called: now, and at every
 * later moment at which something of theirs begins or ends.
 */
export function separationOfDuties(desired: DesiredTenant, { evaluations, people }: OverTime): readonly Finding[] {
  return desired.separation.flatMap((rule) =>
    [...people].flatMap(([user, moments]): readonly Finding[] => {
      const clash = moments.find((moment) => heldOf(rule, moment, evaluations).length > rule.atMost)
      if (clash === undefined) return []
      const held = heldOf(rule, clash, evaluations)
      return [findingOf(desired, { rule, user, held, from: clash === moments[0] ? undefined : clash.at })]
    }),
  )
}

interface Clash {
  readonly rule: DesiredSeparation
  readonly user: string
  /** What the person can do of each duty they have. */
  readonly held: readonly string[]
  /** The later moment at which it begins. */
  readonly from: string | undefined
}

function findingOf({ id, waivers }: DesiredTenant, { rule, user, held, from }: Clash): Finding {
  const waiver = waivers.find((each) => each.rule === `separationOfDuties.${rule.id}` && each.user === user)
  const when = from === undefined ? '' : ` from ${from} on`
  const because = rule.reason === undefined ? '' : `: ${rule.reason}`
  const said = `${user} would have ${held.join(' and ')} together${when}; ${rule.id} allows ${rule.atMost} of them (${placeIn(rule.source)}${because})`
  const result = waiver !== undefined ? 'warn' : resultOf(rule)
  const next =
    waiver === undefined
      ? `Take one of them away, or add a waiver (rule: separationOfDuties.${rule.id}, user: ${user}) with its reason, approver and end to policies.yaml.`
      : waivedWords(waiver)
  return {
    slug: 'separation-of-duties',
    scope: id,
    result,
    measured: held.length,
    limit: rule.atMost,
    message: `${said}. ${next}`,
  }
}

function resultOf({ effect }: DesiredSeparation): Finding['result'] {
  switch (effect) {
    case 'record':
      return 'pass'
    case 'warn':
      return 'warn'
    case 'enforce':
      return 'block'
  }
}

function waivedWords({ approver, reason, until }: DesiredWaiver): string {
  return `Waived by ${approver} until ${until}: ${reason}`
}

/** What somebody can do of each duty, in words; a duty of which they can do nothing is not among it. */
function heldOf(rule: DesiredSeparation, moment: Moment, evaluations: OverTime['evaluations']): readonly string[] {
  return rule.sets.flatMap((duty): readonly string[] => {
    const [first] = moment.accounts.flatMap(({ platform, key, account }) => {
      const evaluation = evaluations.get(platform)
      const role = account.roles.find((each) => duty.roles[platform]?.includes(each) === true)
      if (role !== undefined) return [`the role ${role} on ${platform}`]
      const permission = evaluation === undefined ? undefined : permissionHeld(evaluation, key, duty, platform)
      return permission === undefined ? [] : [`${permission} on ${platform}`]
    })
    return first === undefined ? [] : [first]
  })
}

function permissionHeld(evaluation: Evaluation, account: string, duty: Duty, platform: string): string | undefined {
  const { rules } = evaluation.access
  return duty.permissions[platform]?.find((permission) => {
    if (evaluation.value(account, permission) === 'none') return false
    const scoped = rules.permissions?.[permission]?.scoped ?? 'everywhere'
    if (scoped === 'everywhere' || rules.reach === undefined || rules.reach.from === 'none') return true
    const reach = evaluation.reach(account)
    return reach === 'all' || reach.size > 0
  })
}
