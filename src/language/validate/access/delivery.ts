import { checkName, nearestOf } from '../known-name.ts'
import { nearest } from '../../load/nearest.ts'
import { oneOf } from '../problem.ts'
import type { Spot } from '../world.ts'
import { below } from '../world.ts'
import type { KnownRole } from './known-role.ts'
import { roleOf, rolesOn } from './known-role.ts'
import type { RuledSubscription } from './subscriptions.ts'

/** How changes reach the product, and the directory groups that carry them. */
export function checkDelivery(ruled: RuledSubscription): void {
  const { findings, spot, settings, platform } = ruled
  const can = platform.capabilities?.deliveries ?? ['manual']
  const delivery = settings.delivery ?? (settings.groups === undefined ? undefined : 'groups')
  if (delivery !== undefined && !can.includes(delivery)) {
    findings.mistake(below(spot, settings.delivery === undefined ? 'groups' : 'delivery'), {
      target: settings.delivery === undefined ? 'key' : 'value',
      slug: 'capability',
      message: `${platform.name} cannot be reached by \`delivery: ${delivery}\`.`,
      fix: `Write ${oneOf(can)}.`,
    })
  }
  if (settings.delivery === 'groups' && settings.groups === undefined) {
    findings.mistake(below(spot, 'delivery'), {
      slug: 'required-property',
      message: '`groups` is missing: access is to reach the product by directory groups, and nothing says by which.',
      fix: 'Add `groups: { directory: ad, names: { default: "{subscription}-{role}" } }`.',
    })
  }
  if (settings.groups === undefined) return
  if (settings.delivery !== undefined && settings.delivery !== 'groups') {
    findings.mistake(below(spot, 'groups'), {
      target: 'key',
      slug: 'only-one',
      message: 'Directory groups are named, but changes do not reach the product by them.',
      fix: 'Write `delivery: groups`, or remove `groups`.',
    })
  }
  checkGroups(ruled, settings.groups)
}

const placeholders = ['role', 'accessGroup', 'entity', 'subscription']

function checkGroups(
  ruled: RuledSubscription,
  { directory, names }: NonNullable<RuledSubscription['settings']['groups']>,
): void {
  const { world, findings, spot } = ruled
  const at = below(spot, 'groups')
  const directories = Object.keys(world.tenant?.spec.directories ?? {})
  checkName({ findings, spot: below(at, 'directory'), what: 'directory', name: directory, names: directories })
  for (const [role, pattern] of Object.entries(names)) {
    const place = below(at, 'names', role)
    for (const [, name = ''] of pattern.matchAll(/\{([^{}]*)\}?/g)) {
      if (!placeholders.includes(name)) unknownPlaceholder(ruled, place, name)
    }
    const known = role === 'default' ? undefined : knownRole(ruled, place, role)
    if (known !== undefined && needsGroup(pattern) && hasNoGroup(ruled, known)) cannotFill(ruled, place, [role])
  }
  checkShared(ruled, below(at, 'names'), names)
  const rest = names['default']
  if (rest === undefined) return checkComplete(ruled, below(at, 'names'), names)
  if (!needsGroup(rest)) return
  const { platformId, platform } = ruled
  const left = rolesOn(world, platformId, platform).filter((id) => {
    const role = names[id] === undefined ? roleOf(world, platformId, platform, id) : undefined
    return role !== undefined && hasNoGroup(ruled, role)
  })
  if (left.length > 0) cannotFill(ruled, below(at, 'names', 'default'), left)
}

function unknownPlaceholder({ findings }: RuledSubscription, spot: Spot, name: string): void {
  const near = nearest(name, placeholders)
  findings.mistake(spot, {
    slug: 'unknown-placeholder',
    message: `\`{${name}}\` is not a placeholder of the names of groups.`,
    fix: near === undefined ? `Known: ${oneOf(placeholders.map((one) => `{${one}}`))}.` : `Did you mean \`{${near}}\`?`,
  })
}

function knownRole(
  { world, findings, platformId, platform }: RuledSubscription,
  spot: Spot,
  id: string,
): KnownRole | undefined {
  const known = roleOf(world, platformId, platform, id)
  if (known !== undefined || world.declared.roles.ids.has(id) || !world.declared.roles.complete) return known
  findings.mistake(spot, {
    target: 'key',
    slug: 'unknown-role',
    message: `There is no role \`${id}\` on \`${platformId}\`.`,
    fix: () => nearestOf(id, ['default', ...rolesOn(world, platformId, platform)]),
  })
  return undefined
}

/** Without `default`, every role that is not named would reach nobody. */
function checkComplete({ world, findings, platformId, platform }: RuledSubscription, spot: Spot, names: object): void {
  const left = rolesOn(world, platformId, platform).filter((id) => !(id in names))
  if (left.length === 0) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'required-property',
    message: `Nothing says by which group ${oneOf(left.slice(0, 10))} reaches the product.`,
    fix: 'Add `default: "{subscription}-{role}"`, or a name for each role.',
  })
}

/** The group of the administrators is theirs alone: others in it would become administrators. */
function checkShared(ruled: RuledSubscription, at: Spot, names: Readonly<Record<string, string>>): void {
  const { world, findings, platformId, platform } = ruled
  const isAdministrator = (id: string): boolean =>
    roleOf(world, platformId, platform, id)?.builtIn?.administrator === true
  const folded = (pattern: string): string => pattern.normalize('NFKC').toLowerCase()
  const [admins, others] = [Object.entries(names).filter(([id]) => isAdministrator(id)), Object.entries(names)]
  for (const [role, pattern] of admins) {
    const other = others.find(([id, text]) => !isAdministrator(id) && folded(text) === folded(pattern))
    if (other === undefined || pattern.includes('{role}')) continue
    findings.mistake(below(at, other[0]), {
      slug: 'shared-group-name',
      message: `\`${other[1]}\` is the group of \`${role}\` too, so whoever is in it would be an administrator of ${platform.name}.`,
      fix: `Give \`${other[0]}\` another name, for example "{subscription}-{accessGroup}-{role}".`,
    })
  }
}

function needsGroup(pattern: string): boolean {
  return pattern.includes('{accessGroup}')
}

/** Administrators reach everything and belong to no access group; on some platforms nobody does. */
function hasNoGroup({ platform }: RuledSubscription, { builtIn, declared }: KnownRole): boolean {
  if (builtIn?.accessGroups === 'forbidden' || builtIn?.administrator === true) return true
  if (declared?.spec.scope?.accessGroups !== undefined) return false
  const types = Object.values(platform.accountTypes ?? {})
  return types.length > 0 && types.every(({ accessGroups }) => accessGroups?.max === 0)
}

function cannotFill({ findings }: RuledSubscription, spot: Spot, roles: readonly string[]): void {
  findings.mistake(spot, {
    slug: 'unfillable-name',
    message: `Holders of ${oneOf(roles.slice(0, 10))} have no access group, so the name of their group cannot be filled in.`,
    fix: `Add a name of its own, for example \`${roles[0]}: "{subscription}-${roles[0]}"\`.`,
  })
}
