import type { Source } from './desired.ts'
import { commonNetworks } from './network.ts'

/** Rules of `security` where more is stricter. Durations are seconds; complexity counts kinds of characters. */
const atLeast = [
  'password.minLength',
  'password.complexity',
  'password.history',
  'password.lockout.duration',
  'mfa.minMethods',
] as const
/** Where less is stricter. */
const atMost = ['password.maxAge', 'password.lockout.attempts', 'session.idle', 'session.maxConcurrent'] as const
/** Where fewer are stricter: what all layers have in common counts. */
const oneOf = ['authentication.methods', 'mfa.methods', 'sso.provider'] as const
/** Where true is stricter. */
const switches = ['sso.required', 'session.trackDevices'] as const
/** For whom a second factor is asked, the least first. */
const audiences = ['none', 'admins', 'all'] as const

type NumberRule = (typeof atLeast)[number] | (typeof atMost)[number]
type ListRule = (typeof oneOf)[number] | 'ipAllow'

/** What `security` asks, by dotted path: from one place, or from several together. What is not there is not asked. */
export type SecurityRules = Readonly<
  Partial<
    Record<NumberRule, number> &
      Record<ListRule, readonly string[]> &
      Record<(typeof switches)[number], boolean> &
      Record<'mfa.required', (typeof audiences)[number]>
  >
>

export type RuleName = keyof SecurityRules

/** Parts of `security` that are told apart: the first step of a rule's path. */
export type Topic = 'password' | 'authentication' | 'mfa' | 'sso' | 'session' | 'ipAllow'

/** Rules from one place of the workspace. */
export interface SecurityLayer {
  readonly rules: SecurityRules
  readonly source: Source
}

/** What is asked of one person, all layers together, and for each rule the layer that made it as strict as it is. */
export interface PersonSecurity {
  readonly rules: SecurityRules
  readonly from: Readonly<Partial<Record<RuleName, Source>>>
}

/** Two layers that leave nothing that both allow. */
export interface Contradiction {
  readonly rule: RuleName
  readonly outer: Source
  readonly inner: Source
}

/**
 * Two policies as one: of each rule the strictest. They never override each other, so order and repetition change nothing.
 * Lists that have nothing in common give the empty list: nobody could keep to both, see `settledSecurity`.
 */
export function strictest(a: SecurityRules, b: SecurityRules): SecurityRules {
  const merged: Partial<Record<RuleName, unknown>> = {}
  const both = <Name extends RuleName>(name: Name, choose: (x: Given<Name>, y: Given<Name>) => Given<Name>): void => {
    const [x, y] = [a[name], b[name]]
    const value = x === undefined ? y : y === undefined ? x : choose(x as Given<Name>, y as Given<Name>)
    if (value !== undefined) merged[name] = value
  }
  for (const name of atLeast) both(name, (x, y) => Math.max(x, y))
  for (const name of atMost) both(name, (x, y) => Math.min(x, y))
  for (const name of oneOf) both(name, (x, y) => x.filter((each) => y.includes(each)))
  for (const name of switches) both(name, (x, y) => x || y)
  both('mfa.required', (x, y) => (audiences.indexOf(x) > audiences.indexOf(y) ? x : y))
  both('ipAllow', commonNetworks)
  return merged as SecurityRules
}

type Given<Name extends RuleName> = Exclude<SecurityRules[Name], undefined>

/** Rules in their one spelling, so that equal rules are equal values: lists sorted, networks as `networkOf` writes them. */
export function tidy(rules: SecurityRules): SecurityRules {
  const lists = oneOf.flatMap((name) => (rules[name] === undefined ? [] : [[name, rules[name].toSorted()] as const]))
  const networks = rules.ipAllow === undefined ? {} : { ipAllow: commonNetworks(rules.ipAllow, rules.ipAllow) }
  return { ...rules, ...Object.fromEntries(lists), ...networks }
}

/** All layers together, outermost first, and the pairs of layers that contradict each other. */
export function settledSecurity(layers: readonly SecurityLayer[]): {
  readonly settled: PersonSecurity
  readonly contradictions: readonly Contradiction[]
} {
  let rules: SecurityRules = {}
  const from: Partial<Record<RuleName, Source>> = {}
  const contradictions: Contradiction[] = []
  for (const layer of layers) {
    const next = strictest(rules, layer.rules)
    for (const rule of ruleNames(next)) {
      if (from[rule] !== undefined && alike(rules[rule], next[rule])) continue
      const outer = from[rule]
      if (outer !== undefined && isEmpty(next[rule])) contradictions.push({ rule, outer, inner: layer.source })
      from[rule] = layer.source
    }
    rules = next
  }
  return { settled: { rules, from }, contradictions }
}

/** Rules that a layer states less strictly than what holds above it already: they change nothing. */
export function weakened(above: SecurityRules, rules: SecurityRules): readonly RuleName[] {
  const together = strictest(above, rules)
  return ruleNames(rules).filter((name) => !alike(together[name], rules[name]))
}

/** The names of the rules that are stated, in order. */
export function ruleNames(rules: SecurityRules): readonly RuleName[] {
  return (Object.keys(rules) as RuleName[]).toSorted()
}

function isEmpty(value: SecurityRules[RuleName]): boolean {
  return Array.isArray(value) && value.length === 0
}

function alike(a: SecurityRules[RuleName], b: SecurityRules[RuleName]): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.join('\n') === b.join('\n'))
}
