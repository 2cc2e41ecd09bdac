import type { User } from '../../../generated/users.ts'
import type { Written } from '../../load/source.ts'
import type { Level } from '../../../model/level.ts'
import { rankOf } from '../../../model/level.ts'
import { departmentOf } from '../department-of.ts'
import type { Findings, World } from '../world.ts'
import type { AccountOf } from './account-of.ts'
import { accountsOf } from './account-of.ts'
import { levelIn, roleOf } from './known-role.ts'
import type { SubscriptionOf } from './subscription-of.ts'

/** Whoever made an entity may make entities. People who have left made theirs while they could. */
export function checkCreators(
  world: World,
  findings: Findings,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  const judged = new Map<string, boolean>()
  for (const [id, { file, spec }] of world.entities) {
    const { createdBy, platform } = spec
    if (createdBy === undefined) continue
    const spot = { file, path: [id, 'createdBy'] }
    const person = world.users.get(createdBy)
    const rules = world.platforms.get(platform)?.spec
    const permission = rules?.entityCreation?.permission
    if (person === undefined) {
      findings.refer('users', createdBy, spot)
      continue
    }
    if (permission === undefined || person.spec.state === 'absent' || person.spec.state === 'disabled') continue
    const key = `${platform}/${createdBy}`
    const may = judged.get(key) ?? mayCreate({ world, subscriptions, entry: [createdBy, person], platform, permission })
    judged.set(key, may)
    if (may) continue
    findings.mistake(spot, {
      slug: 'creator-may-not',
      message: `\`${createdBy}\` may not create entities on \`${platform}\`: nothing gives them \`${permission}\`.`,
      fix: `Name whoever made it, or give \`${createdBy}\` a role with \`${permission}\`.`,
    })
  }
}

interface Creating {
  readonly world: World
  readonly subscriptions: ReadonlyMap<string, SubscriptionOf>
  readonly entry: readonly [string, Written<User>]
  readonly platform: string
  readonly permission: string
}

function mayCreate({ world, subscriptions, entry, platform, permission }: Creating): boolean {
  const accounts = accountsOf(world, subscriptions, entry).filter(({ on }) => on.platformId === platform)
  return accounts.some((account) => settled(world, account, permission) !== 'none')
}

/** The four layers and the guard, for one permission: what the last that sets it says. */
function settled(world: World, { person, roles, on }: AccountOf, key: string): Level {
  const { platformId, platform } = on
  const tenants = [world.tenant?.spec, world.parent?.spec]
  if (tenants.some((tenant) => tenant?.defaults?.guard?.[platformId]?.includes(key) === true)) return 'none'
  const said = roles.flatMap((id) => {
    const role = roleOf(world, platformId, platform, id)
    return role === undefined ? [] : (levelIn(platform, role, key) ?? [])
  })
  const ofRoles = said.includes('none') ? 'none' : said.toSorted((a, b) => rankOf(b) - rankOf(a))[0]
  const department = world.departments.get(departmentOf(world, person) ?? '')?.spec.permissions
  const own = person.overrides?.find(
    (one) => one.platform === platformId && one.permission === key && holds(world, one),
  )
  const base = world.tenant?.spec.defaults?.permissions?.[platformId]?.[key]
  return own?.level ?? department?.[platformId]?.[key] ?? ofRoles ?? base ?? 'none'
}

function holds({ today }: World, { expires }: { readonly expires?: string }): boolean {
  return expires === undefined || today === undefined || expires >= today
}
