import type { BuiltInRole } from '../../../generated/platform.ts'
import type { Mistake } from '../problem.ts'
import { nearestOf } from '../known-name.ts'
import type { World } from '../world.ts'
import { below } from '../world.ts'
import { checkScopeForm, checkScopeHere } from './role-scope.ts'
import type { RuledSubscription } from './subscriptions.ts'

/** Scopes that a contract gives to roles which come with the platform: where that can be chosen there, and of what it has. */
export function checkBuiltInScopes(ruled: RuledSubscription): void {
  const { world, findings, spot, settings, platform, platformId } = ruled
  for (const [id, scope] of Object.entries(settings.scopes ?? {})) {
    const place = below(spot, 'scopes', id)
    const mistake = notEditable(ruled, id, platform.builtInRoles?.[id]) ?? saidTwice(ruled, id)
    if (mistake !== undefined) {
      findings.mistake(place, { target: 'key', ...mistake })
      continue
    }
    checkScopeForm({ findings, spot: place, scope, platform })
    checkScopeHere({ world, findings, spot: place, scope, platform, platformId })
  }
}

function notEditable(
  { world, platform, platformId }: RuledSubscription,
  id: string,
  role: BuiltInRole | undefined,
): Mistake | undefined {
  const roles = Object.entries(platform.builtInRoles ?? {})
  const can = roles.flatMap(([one, { editable = [] }]) => (editable.includes('scope') ? [one] : []))
  if (role === undefined) {
    return {
      slug: 'unknown-role',
      message: `\`${id}\` does not come with ${platform.name}${isOwn(world, platformId, id) ? ': it is a role of your own' : ''}.`,
      fix: () => (isOwn(world, platformId, id) ? 'Write `scope:` at the role in roles.yaml.' : nearestOf(id, can)),
    }
  }
  if (can.includes(id)) return undefined
  return {
    slug: 'built-in-role',
    message: `\`${id}\` comes with ${platform.name}, which lets nobody choose what it works on.`,
    fix: `Remove the line; what can be limited is ${role.instead ?? [...can, 'a role of your own'].join(', ')}.`,
  }
}

function isOwn({ roles }: World, platformId: string, id: string): boolean {
  return roles.get(id)?.spec.platform === platformId
}

/** People have a role on a platform, whichever of its contracts they are in: it has one scope. */
function saidTwice({ world, id: own, platformId }: RuledSubscription, role: string): Mistake | undefined {
  const all = Object.entries(world.tenant?.spec.subscriptions ?? {})
  const first = all.find(([, { platform, scopes }]) => platform === platformId && scopes?.[role] !== undefined)?.[0]
  if (first === undefined || first === own) return undefined
  return {
    slug: 'only-one',
    message: `\`${first}\` says already what \`${role}\` works on, and is a contract for the same platform.`,
    fix: 'Keep one of the two.',
  }
}
