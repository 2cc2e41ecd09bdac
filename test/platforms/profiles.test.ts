import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { platformPage } from '../../scripts/generate/platforms.ts'
import { shippedProfiles } from '../../scripts/generate/profiles.ts'
import { levelsOf } from '../../scripts/generate/platforms/cells.ts'
import { platform } from '../../src/generated/validators.js'
import { platformProblems } from '../../src/language/validate/platform-rules.ts'

const profiles = [...shippedProfiles()]

test('five products come with roster', () => {
  expect(profiles.map(([id]) => id)).toEqual(['atera', 'atlar', 'atlas', 'atria', 'msp-portal'])
})

describe.each(profiles)('%s', (id, spec) => {
  test('has the form of a profile, and all its names lead somewhere', () => {
    expect({ valid: platform(spec), errors: platform.errors }).toEqual({ valid: true, errors: null })
    expect(platformProblems(spec)).toEqual([])
  })

  test('says where its rules come from, and which are chosen here', () => {
    expect(spec.sources?.some((source) => source.startsWith('Requirements '))).toBe(true)
    expect(spec.sources?.some((source) => source.startsWith('Chosen here'))).toBe(true)
  })

  test('has an administrator who is always there, and whom nobody can change', () => {
    const administrators = Object.entries(spec.builtInRoles ?? {}).filter(([, role]) => role.administrator === true)
    expect(administrators).toEqual([[expect.any(String), expect.objectContaining({ grants: 'everything' })]])
    const [[role, { editable }] = ['', { editable: undefined }]] = administrators
    expect(editable).toEqual([])
    expect(Object.values(spec.invariants ?? {})).toEqual([{ role, atLeast: 1, counting: 'active' }])
  })

  test('gives a lifecycle and a way to be made to each sort of account', () => {
    const types = Object.keys(spec.accountTypes ?? {})
    expect(Object.keys(spec.lifecycle ?? {})).toEqual(types)
    expect(Object.keys(spec.capabilities?.create ?? {}).toSorted()).toEqual(types.toSorted())
  })

  test('masks nothing that it cannot show in part', () => {
    const masking = Object.keys(spec.permissions ?? {}).filter((key) => levelsOf(spec, key).includes('masked'))
    expect(masking.length > 0).toBe(spec.capabilities?.mask)
  })

  test('gives no role something that it cannot reach', () => {
    for (const [role, { permissions = {} }] of Object.entries(spec.builtInRoles ?? {})) {
      const out = Object.entries(permissions).filter(([key, level]) => {
        const needed = spec.permissions?.[key]?.needs
        return level !== 'none' && needed !== undefined && (permissions[needed] ?? 'none') === 'none'
      })
      expect({ role, out }).toEqual({ role, out: [] })
    }
  })

  test('has a page that says what it says: npm run generate makes it', () => {
    const page = readFileSync(new URL(`../../docs/platforms/${id}.md`, import.meta.url), 'utf8')
    expect(page).toBe(platformPage(id, spec))
  })
})

test('every page belongs to a profile', () => {
  const pages = readdirSync(new URL('../../docs/platforms/', import.meta.url))
  expect(pages.toSorted()).toEqual(profiles.map(([id]) => `${id}.md`))
})
