import type { AccessAccount, AccessRole } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { addressOf } from '../../model/address.ts'
import type { Finding } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Memory } from '../memory.ts'
import type { Evidence } from './guard.ts'
import { placeIn } from './words.ts'

const soon = 30 * 24 * 3_600_000

/** What roles ask of whoever holds them: certifications that have not run out, and a second factor. */
export function requirements({ desired, access, memory, asOf }: Evidence): readonly Finding[] {
  return access.flatMap((view) =>
    [...view.after.accounts].flatMap(([key, account]): readonly Finding[] => {
      if (account.state !== 'active') return []
      const roles = account.roles.flatMap((role) => view.after.roles.get(role) ?? [])
      const asking = roles.filter(({ requires }) => requires.mfa || requires.certifications.length > 0)
      return asking.flatMap((role) => [
        ...certified({ desired, view, key, account, role, asOf }),
        ...secondFactor({ desired, memory, account, role }),
      ])
    }),
  )
}

interface Case {
  readonly desired: DesiredTenant
  readonly view: PlatformView
  readonly key: string
  readonly account: AccessAccount
  readonly role: AccessRole
  readonly asOf: Date
}

/** Who comes to a role must be certified by then; who has it already is told, and loses nothing by the clock alone. */
function certified({ desired, view, key, account, role, asOf }: Case): readonly Finding[] {
  const held = desired.people.get(account.user)?.certifications ?? {}
  const hasIt = view.baseline?.accounts.get(key)?.roles.includes(role.id) === true
  const now = asOf.toISOString()
  return role.requires.certifications.flatMap((name): readonly Finding[] => {
    const end = held[name]
    const scope = hasIt ? scopeOf(desired, account) : desired.id
    const who = `${account.user} (${placeIn(account.source)})`
    const asks = `${role.name} on ${view.platform} asks for the certification ${name}`
    const result = hasIt ? 'warn' : 'block'
    const next = `Renew it in users.yaml, or take the role away.`
    if (end === undefined)
      return [{ slug: 'requirement-missing', scope, result, message: `${asks}, which ${who} does not have. ${next}` }]
    if (end !== null && end <= now)
      return [
        { slug: 'requirement-missing', scope, result, message: `${asks}; that of ${who} ran out at ${end}. ${next}` },
      ]
    if (end === null || Date.parse(end) - asOf.getTime() > soon) return []
    const days = Math.max(1, Math.ceil((Date.parse(end) - asOf.getTime()) / (24 * 3_600_000)))
    const message = `${asks}; that of ${who} runs out in ${days} ${days === 1 ? 'day' : 'days'}, at ${end}. Renew it before then.`
    return [{ slug: 'requirement-ends', scope, result: 'warn', measured: days, limit: 30, message }]
  })
}

interface Factor {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly account: AccessAccount
  readonly role: AccessRole
}

function secondFactor({ desired, memory, account, role }: Factor): readonly Finding[] {
  if (!role.requires.mfa) return []
  const scope = scopeOf(desired, account)
  const methods = memory.accounts.get(scope)?.account.mfaMethods
  const asks = `${role.name} on ${account.subscription} asks for a second factor`
  if (methods === undefined)
    return [
      { slug: 'mfa-unknown', scope, result: 'warn', message: `${asks}; whether ${account.user} has one is not known.` },
    ]
  if (methods.length > 0) return []
  const message = `${asks}, and ${account.user} has none. Let them set one up; until then the role is not safe with them.`
  return [{ slug: 'mfa-missing', scope, result: 'warn', measured: 0, limit: 1, message }]
}

function scopeOf(desired: DesiredTenant, { subscription, user }: AccessAccount): string {
  return addressOf({ tenant: desired.id, directory: subscription, kind: 'account', id: user })
}
