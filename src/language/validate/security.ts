import type { Security } from '../../generated/policies.ts'
import type { User } from '../../generated/users.ts'
import { networkOf } from '../../model/network.ts'
import type { Contradiction, RuleName, SecurityLayer } from '../../model/policy.ts'
import { settledSecurity, weakened } from '../../model/policy.ts'
import type { Source } from '../../model/desired.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import { ownLayer, tenantLayers } from './security-rules.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What is asked of how people sign in: each place by itself, and all that meet in one person together. */
export function checkSecurity(world: World, findings: Findings): void {
  for (const { file, spec } of world.policies) checkPlace(world, { file, path: ['security'] }, spec.security, findings)
  const above = tenantLayers(world.policies)
  const told = new Set<string>()
  const judge = (spot: Spot, layers: readonly SecurityLayer[]): void => {
    for (const contradiction of settledSecurity(layers).contradictions) {
      const key = JSON.stringify(contradiction)
      if (!told.has(key)) findings.mistake(innermost(spot, contradiction), contradicting(contradiction))
      told.add(key)
    }
  }
  const own = world.policies.at(-1)
  if (own !== undefined) judge({ file: own.file, path: ['security'] }, above)
  const ofDepartment = new Map<string, readonly SecurityLayer[]>()
  for (const [id, written] of world.departments) {
    const layers = [...above, ...ownLayer('department', id, written)]
    ofDepartment.set(id, layers)
    if (written.spec.security === undefined) continue
    const spot = { file: written.file, path: [id, 'security'] }
    checkPlace(world, spot, written.spec.security, findings)
    judge(spot, layers)
  }
  for (const [id, written] of world.users) {
    if (written.spec.security === undefined) continue
    const spot = { file: written.file, path: [id, 'security'] }
    checkPlace(world, spot, written.spec.security, findings)
    const layers = ofDepartment.get(departmentOf(world, written.spec) ?? '') ?? above
    const [mine] = ownLayer('user', id, written)
    if (mine === undefined) continue
    const { settled, contradictions } = settledSecurity(layers)
    // Where nothing is left above, that is what has to be mended.
    if (contradictions.length > 0) continue
    judge(spot, [...layers, mine])
    for (const rule of weakened(settled.rules, mine.rules)) checkWeaker(spot, rule, settled.from[rule], findings)
  }
}

/** The department a person comes to lie in: their own, or that of the template, the persona, the tenant. */
export function departmentOf({ tenant, templates }: World, user: User): string | undefined {
  const defaults = tenant?.spec.defaults
  const persona = typeof user.persona === 'string' ? defaults?.personas?.[user.persona] : undefined
  const named = user.template === undefined ? persona?.template : user.template
  const template = typeof named === 'string' ? templates.get(named)?.spec : undefined
  const places = [user, template?.attributes, persona?.attributes, defaults?.attributes]
  return places.find((place) => place?.department !== undefined)?.department ?? undefined
}

function checkPlace(world: World, spot: Spot, security: Security | undefined, findings: Findings): void {
  for (const [at, network] of (security?.ipAllow ?? []).entries()) {
    if (networkOf(network) !== undefined) continue
    findings.mistake(below(spot, 'ipAllow', at), {
      slug: 'wrong-form',
      message: `${seen(network)} is not a network: an address with no bits beyond its length, and the length.`,
      fix: 'Write for example `203.0.113.0/24`, or `203.0.113.7/32` for one address.',
    })
  }
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
  const provider = security?.sso?.provider
  // What a library names may lie in each of the tenants it serves.
  if (provider === undefined || world.tenant === undefined || !spot.file.startsWith(`tenants/${world.id}/`)) return
  const names = Object.keys(world.tenant.spec.directories ?? {})
  checkName({ findings, spot: below(spot, 'sso', 'provider'), what: 'directory', name: provider, names })
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

function innermost(spot: Spot, { rule, inner }: Contradiction): Spot {
  return inner.file === spot.file ? below(spot, ...rule.split('.')) : { file: inner.file, path: ['security'] }
}

/** A layer by what it is and where it stands. */
function named(source: Source | undefined): string {
  const [via = 'policies'] = source?.via ?? []
  const what = via === 'policies' ? 'the policy' : `the ${via.replace(':', ' `')}\``
  return `${what} (${source?.file}:${source?.line})`
}
