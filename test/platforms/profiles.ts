import { shippedProfiles } from '../../scripts/generate/profiles.ts'
import { cellOf } from '../../scripts/generate/platforms/cells.ts'
import type { CatalogueKey, Platform } from '../../src/generated/platform.ts'

/** A profile that comes with roster. */
export function profile(id: string): Platform {
  const found = shippedProfiles().get(id)
  if (found === undefined) throw new Error(`no profile ${id}`)
  return found
}

/** The cells of one built-in role on some keys, in words. */
export function cells(spec: Platform, role: string, keys: readonly string[]): readonly string[] {
  const rules = spec.builtInRoles?.[role]
  if (rules === undefined) throw new Error(`no built-in role ${role}`)
  return keys.map((key) => cellOf(spec, rules, key))
}

/** Keys of the catalogue that are so. */
export function keysWhere(spec: Platform, is: (rule: CatalogueKey) => boolean): readonly string[] {
  return Object.entries(spec.permissions ?? {}).flatMap(([key, rule]) => (is(rule) ? [key] : []))
}

/** Keys of the catalogue by their risk. */
export function byRisk(spec: Platform): Readonly<Record<CatalogueKey['risk'], readonly string[]>> {
  const of = (risk: CatalogueKey['risk']) => keysWhere(spec, (rule) => rule.risk === risk)
  return { basic: of('basic'), elevated: of('elevated'), critical: of('critical') }
}
