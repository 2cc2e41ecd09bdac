import { expect, test } from 'vitest'
import type { Platform } from '../../../../src/generated/platform.ts'
import { hasFeature } from '../../../../src/language/validate/access/features.ts'
import { loaded, workspace } from '../workspace.ts'
import { asks, people, tenantOn } from './asks.ts'

function profileOf(id: string): Platform {
  const { shared } = loaded(workspace({}))
  const found = shared?.platforms.get(id)
  if (found === undefined) throw new Error(`no profile ${id}`)
  return found.spec
}

test.for([
  ['it', 'professional', { needed: 'expert' }],
  ['it', 'expert', 'yes'],
  ['it', 'master', 'yes'],
  ['it', 'enterprise', 'yes'],
  ['msp', 'pro', { needed: 'growth' }],
  ['msp', 'growth', 'yes'],
  ['msp', 'superpower', 'yes'],
] as const)('ATE-24 the import by CSV of the edition %s in the tier %s', ([edition, tier, expected]) => {
  expect(hasFeature(profileOf('atera'), { edition, tier }, 'csvImport')).toEqual(expected)
})

test('what no gate names every tier has; what is gated nobody has who names no tier', () => {
  expect(hasFeature(profileOf('atera'), {}, 'tickets')).toBe('yes')
  expect(hasFeature(profileOf('atera'), {}, 'csvImport')).toEqual({ needed: 'expert (it) or growth (msp)' })
  expect(hasFeature(profileOf('atera'), { tier: 'growth' }, 'csvImport')).toBe('yes')
  expect(hasFeature(profileOf('atera'), { edition: 'msp' }, 'sso')).toEqual({ needed: 'superpower' })
})

test.for(['professional', 'expert'])('ATE-24 asking for CSV with the tier %s is no error', (tier) => {
  const site = 'ams: { platform: atera, name: Amsterdam, kind: site }\n'
  const files = { ...tenantOn('atera', '', `edition: it, tier: ${tier}, bulk: csv`), 'entities.yaml': site }
  expect(asks({ ...files, ...people({ eva: ['{ as: endUser, at: ams }'] }) })).toEqual([])
})
