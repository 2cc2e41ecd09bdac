import type { Security } from '../../generated/policies.ts'
import type { SecurityLayer, SecurityRules } from '../../model/policy.ts'
import { tidy } from '../../model/policy.ts'
import type { Written } from '../load/source.ts'

/** What one place says of `security`, as rules: durations in seconds, lists in order. */
export function securityRules({ password, authentication, mfa, sso, session, ipAllow }: Security): SecurityRules {
  return tidy(
    stated({
      'password.minLength': password?.minLength,
      'password.complexity': password?.complexity,
      'password.maxAge': seconds(password?.maxAge),
      'password.history': password?.history,
      'password.lockout.attempts': password?.lockout?.attempts,
      'password.lockout.duration': seconds(password?.lockout?.duration),
      'authentication.methods': authentication?.methods,
      'mfa.required': mfa?.required,
      'mfa.minMethods': mfa?.minMethods,
      'mfa.methods': mfa?.methods,
      'sso.required': sso?.required,
      'sso.provider': sso?.provider === undefined ? undefined : [sso.provider],
      'session.idle': seconds(session?.idle),
      'session.maxConcurrent': session?.maxConcurrent,
      'session.trackDevices': session?.trackDevices,
      ipAllow,
    }),
  )
}

/** The policies that hold for all of a tenant, outermost first: the workspace's, its parent's, its own. */
export function tenantLayers(policies: readonly Written<{ readonly security?: Security }>[]): readonly SecurityLayer[] {
  return policies.flatMap(({ file, line, spec }) =>
    spec.security === undefined
      ? []
      : [{ rules: securityRules(spec.security), source: { file, line, via: ['policies'] } }],
  )
}

/** What a role, a department or a person asks besides. `via` says which: `role:owner`, `department:desk`, `user:ana-li`. */
export function ownLayer(
  kind: 'role' | 'department' | 'user',
  id: string,
  written: Written<{ readonly security?: Security }> | undefined,
): readonly SecurityLayer[] {
  if (written?.spec.security === undefined) return []
  const { file, line, spec } = written
  return [{ rules: securityRules(spec.security ?? {}), source: { file, line, via: [`${kind}:${id}`] } }]
}

const lengths = {
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 7 * 86_400,
  months: 30 * 86_400,
  years: 365 * 86_400,
} as const

/** A duration of the language as a fixed length, which is what directories hold. */
function seconds(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined
  const [amount = '', unit = ''] = duration.split(' ')
  return Number(amount) * (lengths[unit as keyof typeof lengths] ?? 0)
}

type Loose = { readonly [Name in keyof SecurityRules]: SecurityRules[Name] | undefined }

function stated(rules: Loose): SecurityRules {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
}
