import type { BuiltInRole, CatalogueKey, Platform } from '../../../src/generated/platform.ts'
import type { Level } from '../../../src/model/level.ts'
import { rankOf } from '../../../src/model/level.ts'

/** What a role of the product gives on a key, in words; empty where it leaves the key to the other layers. */
export function cellOf(spec: Platform, role: BuiltInRole, key: string): string {
  const rule = spec.permissions?.[key]
  if (rule === undefined) return ''
  if (rule.showsReach === true && role.administrator !== true) return reachWords[spec.reach?.from ?? 'none']
  const level = givenLevel(spec, role, key)
  if (level === undefined) return ''
  return rule.atMost === undefined || rankOf(level) <= rankOf(rule.atMost) ? level : rule.atMost
}

const reachWords = { accessGroup: 'by access group', roleScope: 'by scope', none: 'everywhere' } as const

function givenLevel(spec: Platform, role: BuiltInRole, key: string): Level | undefined {
  const forced = role.forced?.[key]
  if (forced !== undefined) return forced
  switch (role.grants ?? 'listed') {
    case 'everything':
      return levelsOf(spec, key).at(-1)
    case 'nothing':
      return 'none'
    case 'listed':
      return role.permissions?.[key]
  }
}

/** What a key can be set to, lowest first. */
export function levelsOf(spec: Platform, key: string): readonly Level[] {
  return spec.categories[key.slice(0, key.indexOf('/'))]?.levels ?? []
}

/** On what a key holds, in words. */
export function holdsOn({ scoped = 'everywhere', atMost }: CatalogueKey): string {
  const where = { everywhere: 'everywhere', reach: 'what is reached', neighbours: 'what is reached, and one link away' }
  return atMost === undefined ? where[scoped] : `${where[scoped]}; at most ${atMost}`
}
