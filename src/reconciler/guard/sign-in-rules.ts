import type { Enforceability } from '../../generated/platform.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { addressOf } from '../../model/address.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Finding } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Memory } from '../memory.ts'
import type { Evidence } from './guard.ts'
import { fewNames, peopleCount, placeIn } from './words.ts'

/**
 * Whether people keep to what is asked of how they sign in: single sign-on for all, a second factor and one in reserve. Said of
 * each platform with how sure it is: enforced there, verified by what was read, or advisory, which is never shown as done.
 */
export function signInRules({ desired, access, memory }: Evidence): readonly Finding[] {
  return access.flatMap((view) => (['sso', 'mfa'] as const).flatMap((rule) => judge({ desired, memory, view, rule })))
}

interface Case {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly view: PlatformView
  readonly rule: 'sso' | 'mfa'
}

type Verdict = 'keeps' | 'unknown' | { readonly broken: string }

function judge({ desired, memory, view, rule }: Case): readonly Finding[] {
  const verdicts = new Map<string, Verdict>()
  let source: Source | undefined
  for (const { user, subscription, state, roles } of view.after.accounts.values()) {
    const person = desired.people.get(user)
    if (person === undefined || state !== 'active' || !isAsked(person, rule, () => isAdministrator(view, roles)))
      continue
    const address = addressOf({ tenant: desired.id, directory: subscription, kind: 'account', id: user })
    verdicts.set(user, verdictOf(rule, person, memory.accounts.get(address)?.account))
    source ??= person.security?.from[rule === 'sso' ? 'sso.required' : 'mfa.required']
  }
  if (verdicts.size === 0) return []
  return told({ desired, view, rule, source, verdicts })
}

function isAsked({ security }: Person, rule: 'sso' | 'mfa', administers: () => boolean): boolean {
  if (security === undefined) return false
  if (rule === 'sso') return security.rules['sso.required'] === true
  const whom = security.rules['mfa.required']
  return whom === 'all' || (whom === 'admins' && administers())
}

function isAdministrator({ after }: PlatformView, roles: readonly string[]): boolean {
  return roles.some((role) => after.roles.get(role)?.administrator === true)
}

function verdictOf(rule: 'sso' | 'mfa', { security }: Person, live: ObservedAccount | undefined): Verdict {
  if (rule === 'sso') {
    const methods = live?.signInMethods
    if (methods === undefined) return 'unknown'
    return methods.every((method) => method === 'sso')
      ? 'keeps'
      : { broken: `can still use ${methods.filter((each) => each !== 'sso').join(', ')}` }
  }
  const methods = live?.mfaMethods
  if (methods === undefined) return 'unknown'
  const least = security?.rules['mfa.minMethods'] ?? 1
  if (methods.length >= least) return 'keeps'
  return {
    broken: methods.length === 0 ? 'no second factor' : `${methods.length} of ${least} methods: the backup is missing`,
  }
}

interface Judged {
  readonly desired: DesiredTenant
  readonly view: PlatformView
  readonly rule: 'sso' | 'mfa'
  readonly source: Source | undefined
  readonly verdicts: ReadonlyMap<string, Verdict>
}

function told({ desired, view, rule, source, verdicts }: Judged): readonly Finding[] {
  const how: Enforceability = view.after.rules.capabilities?.enforces?.[rule] ?? 'advisory'
  const asked = `${rule === 'sso' ? 'Single sign-on' : 'A second factor'} is asked of ${peopleCount(verdicts.size)} on ${view.platform}${source === undefined ? '' : ` (${placeIn(source)})`}`
  const scope = `${desired.id}/${view.platform}`
  const broken = [...verdicts].flatMap(([user, verdict]) =>
    typeof verdict === 'object' ? [`${user}: ${verdict.broken}`] : [],
  )
  const unknown = [...verdicts].flatMap(([user, verdict]) => (verdict === 'unknown' ? [user] : []))
  const findings: Finding[] = []
  if (broken.length > 0)
    findings.push({
      slug: 'security-violated',
      scope,
      result: 'warn',
      measured: broken.length,
      limit: 0,
      message: `${asked}; ${peopleCount(broken.length)} ${broken.length === 1 ? 'does' : 'do'} not keep to it: ${fewNames(broken, 10)}.`,
    })
  const rest = verdicts.size - broken.length - unknown.length
  const seen = `${rest} keep to it, of ${unknown.length} it is not known`
  findings.push(certainty({ asked, seen, scope, how, isKnown: unknown.length === 0 }))
  return findings
}

interface Certainty {
  readonly asked: string
  readonly seen: string
  readonly scope: string
  readonly how: Enforceability
  readonly isKnown: boolean
}

function certainty({ asked, seen, scope, how, isKnown }: Certainty): Finding {
  switch (how) {
    case 'enforced':
      return {
        slug: 'security-enforced',
        scope,
        result: 'pass',
        message: `${asked}: enforced, the platform can be told to let nobody in otherwise; ${seen}.`,
      }
    case 'verified':
      return {
        slug: isKnown ? 'security-enforced' : 'policy-advisory',
        scope,
        result: isKnown ? 'pass' : 'warn',
        message: `${asked}: verified by what is read of accounts; ${seen}.`,
      }
    case 'advisory':
      return {
        slug: 'policy-advisory',
        scope,
        result: 'warn',
        message: `${asked}: advisory, nothing makes people keep to it there; ${seen}. Whoever runs the place sets it by hand.`,
      }
  }
}
