import type { AccessRole, PlatformAccess } from '../../access/access.ts'
import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { placeIn } from './words.ts'

/**
 * What a new or changed role of the tenant is worth: its risk, which is that of the riskiest thing it gives, and a warning where it
 * rises. A role that gives no data at all is told as well: whoever has it sees nothing.
 */
export function roleRisks({ desired, access }: Evidence): readonly Finding[] {
  return access.flatMap(({ platform, baseline, after }) =>
    [...after.roles.values()].flatMap((role): readonly Finding[] => {
      if (role.builtIn) return []
      const before = baseline?.roles.get(role.id)
      const scope = `${desired.id}/${platform}`
      const blind = seesNothing(role, after) ? [blindRole(scope, role)] : []
      if (before?.risk === role.risk) return blind
      const riskiest = Object.keys(role.permissions).filter(
        (key) => role.permissions[key] !== 'none' && after.rules.permissions?.[key]?.risk === role.risk,
      )
      const because = role.risk === 'basic' || riskiest.length === 0 ? '' : `: ${riskiest.slice(0, 5).join(', ')}`
      const was = before === undefined ? 'a new role' : `was ${before.risk}`
      const message = `the role ${role.name} on ${platform} is ${role.risk} (${was}; ${placeIn(role.source)})${because}.`
      const rises = role.risk !== 'basic' && (before === undefined || order[role.risk] > order[before.risk])
      return [...blind, { slug: 'role-risk', scope, result: rises ? 'warn' : 'pass', message }]
    }),
  )
}

const order: Readonly<Record<AccessRole['risk'], number>> = { basic: 0, elevated: 1, critical: 2 }

function blindRole(scope: string, { name, source }: AccessRole): Finding {
  const message = `the role ${name} gives no data at all: whoever has it sees nothing (${placeIn(source)}). Give it a permission to see, or take it away.`
  return { slug: 'role-sees-nothing', scope, result: 'warn', message }
}

/** Of platforms where data is seen by degrees; where everything is only allowed or not, there is no telling. */
function seesNothing({ permissions, grants, flags }: AccessRole, { rules }: PlatformAccess): boolean {
  if (grants === 'everything' || flags.length > 0) return false
  const data = Object.keys(rules.permissions ?? {}).filter((key) =>
    rules.categories[key.slice(0, key.indexOf('/'))]?.levels.includes('view'),
  )
  return data.length > 0 && data.every((key) => (permissions[key] ?? 'none') === 'none')
}
