import type { Security } from '../../generated/policies.ts'
import type { User } from '../../generated/users.ts'
import type { Contradiction, RuleName, SecurityLayer, SecurityRules } from '../../model/policy.ts'
import { settledSecurity, weakened } from '../../model/policy.ts'
import type { Source } from '../../model/desired.ts'
import type { Written } from '../load/source.ts'
import { accountsOf } from './access/account-of.ts'
import { subscriptionsOf } from './access/subscription-of.ts'
import type { Leave } from './access/waivers.ts'
import { checkRelief, isAsStrict, waiversOf } from './access/waivers.ts'
import { departmentOf } from './department-of.ts'
import { checkPlace } from './security-place.ts'
import { ownLayer, tenantLayers } from './security-rules.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What is asked of how people sign in: each place by itself, and all that meet in one person together. */
export function checkSecurity(world: World, findings: Findings): void {
  for (const { file, spec } of world.policies) {
    checkPlace({ world, findings, spot: { file, path: ['security'] }, security: spec.security })
  }
  const above = tenantLayers(world.policies)
  const judging = { world, findings, above, told: new Set<string>(), weak: new Set<string>() }
  judge(judging, above)
  checkEntries(judging, 'role', world.roles)
  checkEntries(judging, 'department', world.departments)
  checkPeople(judging)
}

interface Judging {
  readonly world: World
  readonly findings: Findings
  /** What holds for everybody. */
  readonly above: readonly SecurityLayer[]
  /** Contradictions that were told. */
  readonly told: Set<string>
  /** Role and rule that were told to be weaker than what holds anyway. */
  readonly weak: Set<string>
}

function judge({ findings, told }: Judging, layers: readonly SecurityLayer[]): void {
  for (const contradiction of settledSecurity(layers).contradictions) {
    const key = JSON.stringify(contradiction)
    if (!told.has(key)) findings.mistake(innermost(contradiction), contradicting(contradiction))
    told.add(key)
  }
}

type Entries = ReadonlyMap<string, Written<{ readonly security?: Security }>>

function checkEntries(judging: Judging, kind: 'role' | 'department', entries: Entries): void {
  for (const [id, written] of entries) {
    if (written.spec.security === undefined) continue
    const spot = { file: written.file, path: [id, 'security'] }
    checkPlace({ ...judging, spot, security: written.spec.security })
    judge(judging, [...judging.above, ...ownLayer(kind, id, written)])
  }
}

function checkPeople(judging: Judging): void {
  const { world, findings, above } = judging
  const rolesOf = layersOfRoles(world)
  const waivers = waiversOf(world)
  const met = new Set<string>()
  for (const [id, written] of world.users) {
    const held = rolesOf(id, written)
    const { security } = written.spec
    const waived = waivers.get(id)
    if (security === undefined && held.length === 0 && waived === undefined) continue
    const department = departmentOf(world, written.spec) ?? ''
    const layers = [...above, ...held, ...ownLayer('department', department, world.departments.get(department))]
    const meeting = [department, ...held.flatMap(({ source }) => source.via)].join(' ')
    if (held.length > 0 && !met.has(meeting)) judge(judging, layers)
    met.add(meeting)
    checkHeld(judging, held, waived)
    if (waived !== undefined) {
      const { rules } = settledSecurity(layers).settled
      for (const [rule, leave] of waived) checkRelief(rules, rule, leave, findings)
    }
    if (security === undefined) continue
    const spot = { file: written.file, path: [id, 'security'] }
    checkPlace({ world, findings, spot, security, withoutMfa: waived?.has('mfa.required') ?? false })
    checkOwn(judging, { spot, layers, mine: ownLayer('user', id, written), waived })
  }
}

interface Own {
  readonly spot: Spot
  /** All that holds for the person besides. */
  readonly layers: readonly SecurityLayer[]
  readonly mine: readonly SecurityLayer[]
  readonly waived: Waived
}

type Waived = ReadonlyMap<RuleName, Leave> | undefined

/** A person's own rules are stricter than what holds anyway, or somebody approved that they are not. */
function checkOwn(judging: Judging, { spot, layers, mine, waived }: Own): void {
  const { settled, contradictions } = settledSecurity(layers)
  // Where nothing is left above, that is what has to be mended.
  if (contradictions.length > 0) return
  if (waived === undefined) judge(judging, [...layers, ...mine])
  for (const { rules } of mine) {
    for (const rule of weakened(settled.rules, rules)) {
      if (!isAllowed(rules, rule, waived)) checkWeaker(spot, rule, settled.from[rule], judging.findings)
    }
  }
}

/** A role that asks less than what holds anyway is an error where somebody holds it without a waiver. */
function checkHeld({ world, findings, above, weak }: Judging, held: readonly SecurityLayer[], waived: Waived): void {
  for (const { rules, source } of held) {
    const [, id = ''] = source.via[0]?.split(':') ?? []
    const { settled } = settledSecurity(above)
    for (const rule of weakened(settled.rules, rules)) {
      if (isAllowed(rules, rule, waived) || weak.has(`${id} ${rule}`)) continue
      weak.add(`${id} ${rule}`)
      const spot = { file: world.roles.get(id)?.file ?? source.file, path: [id, 'security'] }
      checkWeaker(spot, rule, settled.from[rule], findings)
    }
  }
}

function isAllowed(rules: SecurityRules, rule: RuleName, waived: Waived): boolean {
  const leave = waived?.get(rule)
  return leave !== undefined && isAsStrict(rules, leave.rules, rule)
}

/** What the roles of a person ask; where no role asks anything, nobody's roles are looked up. */
function layersOfRoles(world: World): (id: string, user: Written<User>) => readonly SecurityLayer[] {
  const asking = new Map(
    [...world.roles].flatMap(([id, written]) => ownLayer('role', id, written).map((one) => [id, one])),
  )
  if (asking.size === 0) return () => []
  const subscriptions = subscriptionsOf(world)
  return (id, user) => {
    const roles = accountsOf(world, subscriptions, [id, user]).flatMap((account) => account.roles)
    return [...new Set(roles)].toSorted().flatMap((role) => asking.get(role) ?? [])
  }
}

function checkWeaker(spot: Spot, rule: RuleName, above: Source | undefined, findings: Findings): void {
  findings.mistake(below(spot, ...rule.split('.')), {
    slug: 'policy-weaker',
    message: `\`${rule}\` is less strict than what ${named(above)} asks, and would change nothing.`,
    fix: 'Write a stricter value, or remove the line.',
  })
}

function contradicting({ rule, outer, inner }: Contradiction): Parameters<Findings['mistake']>[1] {
  return {
    slug: 'policy-contradiction',
    message: `\`${rule}\`: ${named(outer)} and ${named(inner)} have nothing in common, so nobody could keep to both.`,
    fix: 'Let both allow at least one and the same.',
  }
}

/** The line of the inner of the two layers. */
function innermost({ rule, inner }: Contradiction): Spot {
  const [, id] = inner.via[0]?.split(':') ?? []
  return { file: inner.file, path: [...(id === undefined ? [] : [id]), 'security', ...rule.split('.')] }
}

/** A layer by what it is and where it stands. */
function named(source: Source | undefined): string {
  const [via = 'policies'] = source?.via ?? []
  const what = via === 'policies' ? 'the policy' : `the ${via.replace(':', ' `')}\``
  return `${what} (${source?.file}:${source?.line})`
}
