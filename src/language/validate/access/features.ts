import type { Platform } from '../../../generated/platform.ts'
import type { Subscription } from '../../../generated/tenant.ts'

/** What of a contract decides which features it has. */
export type Tiered = Pick<Subscription, 'edition' | 'tier'>

/**
 * Whether a contract is of a tier that has a feature; `needed` is the lowest tier that does (`growth`), or all of them
 * where the edition is not known (`expert (it) or growth (msp)`). What no gate names every tier has. A contract that
 * names no tier has none of what is gated.
 */
export function hasFeature(platform: Platform, settings: Tiered, feature: string): 'yes' | { readonly needed: string } {
  const gate = platform.tierGates?.[feature]
  if (gate === undefined) return 'yes'
  const edition = editionOf(platform, settings)
  const needed = edition === undefined ? undefined : gate[edition]
  if (edition === undefined || needed === undefined) return { needed: everywhere(gate) }
  const tiers = platform.editions?.[edition] ?? []
  const isEnough = settings.tier !== undefined && tiers.indexOf(settings.tier) >= tiers.indexOf(needed)
  return isEnough ? 'yes' : { needed }
}

/** The edition that is named, or the only one with that tier. */
export function editionOf(platform: Platform, { edition, tier }: Tiered): string | undefined {
  if (edition !== undefined) return edition
  const all = Object.entries(platform.editions ?? {}).filter(([, tiers]) => tier === undefined || tiers.includes(tier))
  return all.length === 1 ? all[0]?.[0] : undefined
}

function everywhere(gate: Readonly<Record<string, string>>): string {
  const lowest = Object.entries(gate).filter(([edition]) => edition !== 'otherwise')
  return lowest.map(([edition, tier]) => `${tier} (${edition})`).join(' or ')
}
