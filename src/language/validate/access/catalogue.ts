import type { CatalogueKey, Platform } from '../../../generated/platform.ts'
import type { Level } from '../../../model/level.ts'
import { nearestOf } from '../known-name.ts'
import { oneOf } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'

interface PlatformNamed {
  readonly world: Pick<World, 'platforms'>
  readonly findings: Findings
  readonly spot: Spot
  readonly id: string
  readonly target?: 'key' | 'value'
}

/** The rules of a platform that is named; undefined where there is none (which is told), or where its profile has mistakes. */
export function platformAt({ world, findings, spot, id, target = 'value' }: PlatformNamed): Platform | undefined {
  const { ids, get } = world.platforms
  if (ids.includes(id)) return get(id)?.spec
  findings.mistake(spot, {
    target,
    slug: 'unknown-platform',
    message: `There is no platform \`${id}\`: neither roster nor the folder \`platforms/\` has its rules.`,
    fix: () => nearestOf(id, ids),
  })
  return undefined
}

interface KeyNamed {
  readonly findings: Findings
  readonly spot: Spot
  readonly platform: Platform
  readonly key: string
  readonly target?: 'key' | 'value'
}

/** What the catalogue says of a permission that is named; one that it does not have is told with the nearest. */
export function keyAt({ findings, spot, platform, key, target = 'value' }: KeyNamed): CatalogueKey | undefined {
  const known = platform.permissions?.[key]
  if (known === undefined) {
    findings.mistake(spot, {
      target,
      slug: 'unknown-permission',
      message: `\`${key}\` is not a permission of ${platform.name}.`,
      fix: () => nearestOf(key, Object.keys(platform.permissions ?? {})),
    })
  }
  return known
}

interface Leveled {
  readonly findings: Findings
  readonly spot: Spot
  readonly platform: Platform
  readonly key: string
  readonly level: Level
}

/** A level is one of the category of its key, and one that the platform can carry out. */
export function checkLevel({ findings, spot, platform, key, level }: Leveled): void {
  const category = categoryOf(key)
  const levels = platform.categories[category]?.levels ?? []
  if (!levels.includes(level)) {
    findings.mistake(spot, {
      slug: 'wrong-level',
      message: `\`${key}\` cannot be ${level}.`,
      fix: `Permissions of \`${category}\` can be ${oneOf(levels)}.`,
    })
  } else if (level === 'masked' && platform.capabilities?.mask !== true) {
    findings.mistake(spot, {
      slug: 'capability',
      message: `${platform.name} cannot show a value in part, so \`${key}\` cannot be masked.`,
      fix: `Write ${oneOf(levels.filter((one) => one === 'none' || one === 'listed'))}: roster never widens it by itself.`,
    })
  }
}

interface LevelsSaid {
  readonly findings: Findings
  /** Where the map of permissions stands. */
  readonly spot: Spot
  readonly platform: Platform
  readonly permissions: Readonly<Record<string, Level>> | undefined
}

/** A map from permission to level. */
export function checkLevels({ findings, spot, platform, permissions }: LevelsSaid): void {
  for (const [key, level] of Object.entries(permissions ?? {})) {
    const at = below(spot, key)
    const known = keyAt({ findings, spot: at, platform, key, target: 'key' })
    if (known !== undefined) checkLevel({ findings, spot: at, platform, key, level })
  }
}

/** The part of a key before the slash. */
export function categoryOf(key: string): string {
  return key.slice(0, key.indexOf('/'))
}

/** The highest level that a key can have. */
export function highestOf(platform: Platform, key: string): Level {
  return platform.categories[categoryOf(key)]?.levels.at(-1) ?? 'none'
}
