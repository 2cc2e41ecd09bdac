import type { Security, Waiver } from '../../../generated/policies.ts'
import { policies as isPolicies } from '../../../generated/validators.js'
import type { RuleName, SecurityRules } from '../../../model/policy.ts'
import { strictest } from '../../../model/policy.ts'
import { yearAfter } from '../days.ts'
import { checkName, nearestOf } from '../known-name.ts'
import type { Mistake } from '../problem.ts'
import { seen } from '../problem.ts'
import { schemaAt } from '../schema-file.ts'
import { securityRules } from '../security-rules.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'

/** Leave for single people: a rule that exists, a person who exists, a value of the right sort, and an end that is not past. */
export function checkWaivers(world: World, findings: Findings): void {
  for (const { file, spec } of world.policies) {
    for (const [at, waiver] of (spec.waivers ?? []).entries()) {
      const spot = { file, path: ['waivers', at] }
      // A library serves tenants that do not all have the same people.
      if (file.startsWith(`tenants/${world.id}/`)) findings.refer('users', waiver.user, spot, 'user')
      checkName({
        findings,
        spot: below(spot, 'approver'),
        what: 'approver',
        name: waiver.approver,
        names: [...world.approvers],
      })
      checkRule(world, findings, spot, waiver)
      checkEnd(world, findings, below(spot, 'expires'), waiver.expires)
    }
  }
}

function checkRule(world: World, findings: Findings, spot: Spot, { rule, value }: Waiver): void {
  const names = [...securityPaths(), ...separationsOf(world)]
  if (!names.includes(rule)) {
    findings.mistake(below(spot, 'rule'), {
      slug: 'unknown-rule',
      message: `${seen(rule)} is not a rule that something can be waived of.`,
      fix: () => nearestOf(rule, names),
    })
    return
  }
  const mistake = rule.startsWith('security.') ? wrongValue(rule, value) : needlessValue(rule, value)
  if (mistake !== undefined) findings.mistake(value === undefined ? spot : below(spot, 'value'), mistake)
}

function wrongValue(rule: string, value: Waiver['value']): Mistake | undefined {
  const { title = '', examples } = schemaAt('policies', rule.split('.'), undefined)?.schema ?? {}
  if (value === undefined) {
    const fix = `Add \`value:\`, what holds for the person instead.`
    return { slug: 'waiver-value', message: `The waiver of \`${rule}\` does not say what holds instead.`, fix }
  }
  if (waivedRules(rule, value) !== undefined) return undefined
  const example = examples?.[0] === undefined ? '' : `, for example ${seen(examples[0])}`
  const fix = `Write it as in \`security\` (${title.toLowerCase()}${example}).`
  return { slug: 'waiver-value', message: `${seen(value)} is not a value of \`${rule}\`.`, fix }
}

function needlessValue(rule: string, value: Waiver['value']): Mistake | undefined {
  if (value === undefined) return undefined
  const message = `A waiver of \`${rule}\` lets the person have all duties, and has no value.`
  return { slug: 'waiver-value', message, fix: 'Remove `value`.' }
}

function checkEnd({ today }: World, { mistake }: Findings, spot: Spot, expires: string): void {
  if (today === undefined) return
  if (expires < today) {
    mistake(spot, {
      slug: 'waiver-expired',
      message: `The waiver ended on ${expires}.`,
      fix: 'Remove it, and what it allowed; or have it approved again with a new last day.',
    })
  } else if (expires > yearAfter(today)) {
    mistake(spot, {
      slug: 'waiver-long',
      severity: 'warning',
      message: `The waiver holds for more than a year, until ${expires}.`,
      fix: 'Choose an earlier day, or change the rule.',
    })
  }
}

/** What a waiver leaves of one security rule; undefined where its value is none of that rule. */
function waivedRules(rule: string, value: Waiver['value']): SecurityRules | undefined {
  const nested = rule.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), value)
  if (!isPolicies(nested)) return undefined
  return securityRules((nested as { readonly security: Security }).security)
}

/** Leave for one person, of one rule: what holds instead, and where that is said. */
export interface Leave {
  readonly rules: SecurityRules
  readonly spot: Spot
}

/** Waivers of security rules that have not ended: user -> rule -> what holds instead. Of two of a rule the weaker. */
export function waiversOf(world: World): ReadonlyMap<string, ReadonlyMap<RuleName, Leave>> {
  const found = new Map<string, Map<RuleName, Leave>>()
  for (const { file, spec } of world.policies) {
    for (const [at, { rule, user, value, expires }] of (spec.waivers ?? []).entries()) {
      if (!rule.startsWith('security.') || (world.today !== undefined && expires < world.today)) continue
      const rules = waivedRules(rule, value)
      if (rules === undefined) continue
      const ofUser = found.get(user) ?? new Map<RuleName, Leave>()
      found.set(user, ofUser)
      const name = rule.slice('security.'.length) as RuleName
      const other = ofUser.get(name)
      if (other !== undefined && !isAsStrict(other.rules, rules, name)) continue
      ofUser.set(name, { rules, spot: { file, path: ['waivers', at, 'value'] } })
    }
  }
  return found
}

/** A waiver asks less than what holds anyway, or as much. */
export function checkRelief(above: SecurityRules, rule: RuleName, { rules, spot }: Leave, { mistake }: Findings): void {
  const asked = above[rule] === undefined && rule === 'mfa.required' ? { [rule]: 'admins' as const } : above
  if (asked[rule] === undefined) {
    mistake(spot, {
      slug: 'waiver-value',
      severity: 'warning',
      message: `Nothing asks for \`security.${rule}\` of this person, so there is nothing to waive.`,
      fix: 'Remove the waiver.',
    })
  } else if (!isAsStrict(asked, rules, rule)) {
    mistake(spot, {
      slug: 'waiver-value',
      message: `The waiver asks for more than \`security.${rule}\` does anyway.`,
      fix: 'Write what is to hold instead, which is less; for more write `security:` at the person.',
    })
  }
}

/** Whether the first asks at least as much as the second, of one rule. */
export function isAsStrict(first: SecurityRules, second: SecurityRules, rule: RuleName): boolean {
  return JSON.stringify(strictest(first, second)[rule]) === JSON.stringify(first[rule])
}

function separationsOf({ policies }: World): readonly string[] {
  return policies.flatMap(({ spec }) =>
    Object.keys(spec.separationOfDuties ?? {}).map((id) => `separationOfDuties.${id}`),
  )
}

let known: readonly string[] | undefined

/** `security.mfa.minMethods` and the like, as the schema has them. */
function securityPaths(): readonly string[] {
  known ??= pathsBelow(['security']).map((path) => path.join('.'))
  return known
}

function pathsBelow(path: readonly string[]): readonly (readonly string[])[] {
  const properties = schemaAt('policies', path, undefined)?.schema.properties
  if (properties === undefined) return [path]
  return Object.keys(properties).flatMap((name) => pathsBelow([...path, name]))
}
