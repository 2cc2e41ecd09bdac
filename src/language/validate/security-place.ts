import type { Security } from '../../generated/policies.ts'
import { networkOf } from '../../model/network.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

interface Place {
  readonly world: World
  readonly findings: Findings
  /** `security` of an entry, or of policies. */
  readonly spot: Spot
  readonly security: Security | undefined
  /** Whether somebody approved that this one person does without a second factor. */
  readonly withoutMfa?: boolean
}

/** What one place asks of how people sign in, by itself. */
export function checkPlace(place: Place): void {
  checkNetworks(place)
  checkDurations(place)
  checkProvider(place)
  checkSecondFactor(place)
}

function checkNetworks({ findings, spot, security }: Place): void {
  for (const [at, network] of (security?.ipAllow ?? []).entries()) {
    if (networkOf(network) !== undefined) continue
    findings.mistake(below(spot, 'ipAllow', at), {
      slug: 'wrong-form',
      message: `${seen(network)} is not a network: an address with no bits beyond its length, and the length.`,
      fix: 'Write for example `203.0.113.0/24`, or `203.0.113.7/32` for one address.',
    })
  }
}

function checkDurations({ findings, spot, security }: Place): void {
  const durations = [
    ['password', 'maxAge', security?.password?.maxAge],
    ['password', 'lockout', 'duration', security?.password?.lockout?.duration],
    ['session', 'idle', security?.session?.idle],
  ]
  for (const path of durations) {
    const duration = path.pop()
    if (duration?.startsWith('0') !== true || !/^0+ /.test(duration)) continue
    findings.mistake(below(spot, ...path.filter((part) => part !== undefined)), {
      slug: 'out-of-range',
      message: `${seen(duration)} is no time at all.`,
      fix: 'Write at least `1 minutes`, or remove the line.',
    })
  }
}

/** What a library names may lie in each of the tenants it serves. */
function checkProvider({ world, findings, spot, security }: Place): void {
  const provider = security?.sso?.provider
  if (provider === undefined || world.tenant === undefined || !spot.file.startsWith(`tenants/${world.id}/`)) return
  const { directories, identityProviders } = world.tenant.spec
  const names = [...Object.keys(identityProviders ?? {}), ...Object.keys(directories ?? {})]
  checkName({ findings, spot: below(spot, 'sso', 'provider'), what: 'identity-provider', name: provider, names })
}

/** That administrators have a second factor is asked of everybody, whatever is written; a waiver can let a single person off. */
function checkSecondFactor({ findings, spot, security, withoutMfa = false }: Place): void {
  if (security?.mfa?.required !== 'none' || withoutMfa) return
  findings.mistake(below(spot, 'mfa', 'required'), {
    slug: 'policy-weaker',
    message:
      '`mfa.required: none` is less strict than what roster asks of everybody: a second factor of administrators.',
    fix: 'Write `admins` or `all`, or remove the line; for a single person add a waiver of `security.mfa.required`.',
  })
}
