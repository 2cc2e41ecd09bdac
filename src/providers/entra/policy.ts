import { lasting } from '../../model/lasting.ts'
import { commonNetworks } from '../../model/network.ts'
import type { SecurityRules } from '../../model/policy.ts'
import type { Attributes } from '../../model/value.ts'
import type { PolicyDialect } from '../provider.ts'
import { administratorRoles } from './policy-administrators.ts'
import { itsOwn, said, several } from './policy-attributes.ts'
import { demandsIn, strengths } from './policy-demands.ts'
import type { Demands } from './policy-demands.ts'
import { policyKind, reservations, ruled } from './policy-terms.ts'
import type { PolicyTerms } from './policy-terms.ts'

/**
 * Rules for signing in as Conditional Access policies, a sort for each thing they do: a second factor, how long somebody stays
 * signed in, and where from. They add up, so that none has to know of another.
 */
export function policyDialects(terms: PolicyTerms): readonly PolicyDialect[] {
  return [secondFactors(terms), sessions(terms), networks(terms)]
}

function secondFactors(terms: PolicyTerms): PolicyDialect {
  return {
    ...policyKind(terms),
    topics: ['mfa', 'authentication', 'sso'],
    express: (rules, under) => {
      const { 'mfa.required': whom = 'none' } = rules
      const strength = isOnly(rules['mfa.methods'], resistant) ? strengths.phishingResistant : undefined
      const control: Attributes = strength === undefined ? { [said.controls]: 'mfa' } : { [said.strength]: strength }
      const byRole: Attributes = whom === 'admins' ? { [said.roles]: administratorRoles } : {}
      const { [said.groups]: group, ...rest } = ruled(terms, { ...control, ...byRole })
      return {
        attributes: whom === 'admins' || group === undefined ? rest : { ...rest, [said.groups]: group },
        isNeeded: whom !== 'none' && !asksFor(demandsIn(under), whom, strength),
        beyond: [...beyondFactors(rules, whom), ...beyondWays(rules)],
        ...(whom === 'admins' ? { namesNobody: true as const } : {}),
        ...reservations(terms),
      }
    },
  }
}

/** Factors that are bound to the place they are used at. */
const resistant: ReadonlySet<string> = new Set(['webauthn'])
/** All that counts as a second factor for Entra ID where nothing narrower is asked. */
const usual: readonly string[] = ['push', 'sms', 'totp', 'webauthn']

function isOnly(methods: readonly string[] | undefined, among: ReadonlySet<string>): boolean {
  return methods !== undefined && methods.length > 0 && methods.every((method) => among.has(method))
}

function asksFor({ mfa, strengths: held }: Demands, whom: 'admins' | 'all', strength: string | undefined): boolean {
  return (mfa === 'all' || mfa === whom) && (strength === undefined || held.includes(strength))
}

function beyondFactors(rules: SecurityRules, whom: 'none' | 'admins' | 'all'): readonly string[] {
  const { 'mfa.methods': methods, 'mfa.minMethods': least = 0 } = rules
  const fits = methods === undefined || isOnly(methods, resistant) || usual.every((method) => methods.includes(method))
  return [
    ...(methods !== undefined && whom === 'none'
      ? [`which second factors count, where nothing asks for one (mfa.required)`]
      : fits
        ? []
        : [
            `that only ${methods.join(', ')} count as second factors (turn the others off in its authentication methods)`,
          ]),
    ...(least > (whom === 'none' ? 0 : 1) ? [`that people have ${least} second factors set up`] : []),
  ]
}

function beyondWays(rules: SecurityRules): readonly string[] {
  const ways = rules['authentication.methods']
  const asksSso = rules['sso.required'] === true || rules['sso.provider'] !== undefined
  return [
    ...(ways === undefined || ways.includes('password') ? [] : [`sign-in only by ${ways.join(', ')}`]),
    ...(asksSso ? ['single sign-on (each application is set up for it, and its other ways in are closed there)'] : []),
  ]
}

const hour = 3600
const day = 24 * hour

function sessions(terms: PolicyTerms): PolicyDialect {
  return {
    ...policyKind(terms),
    sort: 'sessions',
    topics: ['session'],
    express: (rules, under) => {
      const { 'session.idle': idle, 'session.maxConcurrent': most, 'session.trackDevices': tracks } = rules
      const { frequency } = demandsIn(under)
      const wished = Math.max(idle ?? hour, hour)
      return {
        attributes: ruled(terms, { [said.frequency]: frequencyOf(wished) }),
        isNeeded: idle !== undefined && !(frequency !== undefined && frequency <= wished),
        beyond: [
          ...(idle !== undefined && idle < hour
            ? [
                `that people are signed out after ${lasting(idle)} without use (it asks them again after 1 hour at the earliest)`,
              ]
            : []),
          ...(most === undefined ? [] : [`at most ${most} sessions at once`]),
          ...(tracks === true ? ['that devices are recorded'] : []),
        ],
        ...reservations(terms),
      }
    },
  }
}

/** The longest that it can be told and that is no longer than asked: 1 to 23 hours, or 1 to 365 days. */
function frequencyOf(seconds: number): string {
  return seconds < day ? `${Math.floor(seconds / hour)} hours` : `${Math.min(Math.floor(seconds / day), 365)} days`
}

/** https://learn.microsoft.com/entra/identity/conditional-access/concept-assignment-network#ipv4-and-ipv6-address-ranges */
const mostRanges = 2000
const widestRange = 8
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'] as const

function networks(terms: PolicyTerms): PolicyDialect {
  return {
    ...policyKind(terms),
    sort: 'networks',
    topics: ['ipAllow'],
    express: (rules, under) => {
      const ranges = rules.ipAllow ?? []
      const { ranges: held } = demandsIn(under)
      const problem = rangeProblem(ranges)
      return {
        attributes: ruled(terms, {
          [said.controls]: 'block',
          [said.from]: 'All',
          [said.butFrom]: itsOwn,
          [said.ranges]: several(ranges),
        }),
        isNeeded: ranges.length > 0 && problem === undefined && !(held !== undefined && liesWithin(held, ranges)),
        beyond: problem === undefined ? [] : [`only from ${ranges.join(', ')} (${problem})`],
        ...reservations(terms),
      }
    },
  }
}

function liesWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return commonNetworks(inner, outer).join() === commonNetworks(inner, inner).join()
}

/** Why a location cannot be made of these. */
function rangeProblem(ranges: readonly string[]): string | undefined {
  if (ranges.length > mostRanges) return `a location has at most ${mostRanges} networks`
  const inside = ranges.find((range) => liesWithin([range], privateRanges))
  if (inside !== undefined) return `${inside} is private: Entra ID sees the public address that people come from`
  const wide = ranges.find((range) => Number(range.split('/')[1]) <= widestRange)
  return wide === undefined
    ? undefined
    : `${wide} is too wide for a location, which takes what is smaller than /${widestRange}`
}
