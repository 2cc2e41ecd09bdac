import type { BuiltInRole, Platform } from '../../../generated/platform.ts'
import type { Role } from '../../../generated/roles.ts'
import type { Level } from '../../../model/level.ts'
import type { Written } from '../../load/source.ts'
import { wordsOfRoles } from '../platform-access.ts'
import type { Findings, Spot, World } from '../world.ts'
import { highestOf } from './catalogue.ts'

/** A role that somebody can have: one that the platform brings along, or one that is declared. */
export type KnownRole =
  | { readonly id: string; readonly builtIn: BuiltInRole; readonly declared?: never }
  | { readonly id: string; readonly declared: Written<Role>; readonly builtIn?: never }

/** The role of that id on a platform: first among those that come with it, then among those declared for it. */
export function roleOf(world: World, platformId: string, platform: Platform, id: string): KnownRole | undefined {
  const builtIn = platform.builtInRoles?.[id]
  if (builtIn !== undefined) return { id, builtIn }
  const declared = world.roles.get(id)
  return declared?.spec.platform === platformId ? { id, declared } : undefined
}

interface RoleNamed {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly platformId: string
  readonly platform: Platform
  readonly id: string
}

/** The role that is named at a place; one of another platform and one that nobody has are told. */
export function roleAt(named: RoleNamed): KnownRole | undefined {
  const { world, findings, spot, platformId, platform, id } = named
  const known = roleOf(world, platformId, platform, id)
  if (known !== undefined) return known
  const other = world.roles.get(id)?.spec.platform
  const among = rolesOn(world, platformId, platform)
  if (other !== undefined) {
    findings.mistake(spot, {
      slug: 'other-platform',
      message: `\`${id}\` is a role on \`${other}\`, and this is about \`${platformId}\`.`,
      fix: `Name a role of \`${platformId}\`: ${among.join(', ') || 'there is none yet'}.`,
    })
  } else if (!world.declared.roles.ids.has(id)) findings.dangling({ kind: 'roles', id, ...spot, among })
  return undefined
}

/** Ids of the roles of a platform, those that come with it first. */
export function rolesOn(world: World, platformId: string, platform: Platform): readonly string[] {
  const declared = [...world.roles].filter(([, { spec }]) => spec.platform === platformId)
  return [...Object.keys(platform.builtInRoles ?? {}), ...declared.map(([id]) => id)]
}

/** The switches of the platform that are on in a role. */
export function flagsOf(platform: Platform, role: Role): readonly string[] {
  const said = role as unknown as Readonly<Record<string, unknown>>
  return Object.keys(platform.roleFlags ?? {}).filter((flag) => said[flag] === true)
}

/** Properties of a role beyond those that all roles have. */
export function extraProperties(role: Role): readonly string[] {
  return Object.keys(role).filter((name) => !wordsOfRoles.includes(name))
}

/** Whether a role gives every permission at its highest level, its own `permissions` apart. */
export function grantsEverything(platform: Platform, { builtIn, declared }: KnownRole): boolean {
  if (builtIn !== undefined) return builtIn.grants === 'everything'
  return flagsOf(platform, declared.spec).some((flag) => platform.roleFlags?.[flag]?.grants === 'everything')
}

/** What a role says of one permission; undefined: nothing. */
export function levelIn(platform: Platform, role: KnownRole, key: string): Level | undefined {
  const { builtIn, declared } = role
  if (builtIn?.grants === 'nothing') return 'none'
  const own = builtIn?.permissions ?? permissionsOf(platform, declared?.spec)
  return own[key] ?? (grantsEverything(platform, role) ? highestOf(platform, key) : undefined)
}

/** Permissions that a role gives at a level above none. */
export function keysGiven(platform: Platform, role: KnownRole): readonly string[] {
  return Object.keys(platform.permissions ?? {}).filter((key) => (levelIn(platform, role, key) ?? 'none') !== 'none')
}

/** The written permissions of a role, those of its preset spelt out. */
function permissionsOf(platform: Platform, role: Role | undefined): Readonly<Record<string, Level>> {
  if (role?.permissions !== undefined) return role.permissions
  const preset = role?.preset === undefined ? undefined : platform.roles?.presets?.[role.preset]
  return preset?.permissions ?? {}
}
