import { describe, expect, test } from 'vitest'
import type { PlatformAccess } from '../../../src/access/access.ts'
import type { Platform } from '../../../src/generated/platform.ts'
import { canonical } from '../../../src/model/canonical.ts'
import { accessFrom, elementsOf, sameElement } from '../../../src/reconciler/access/elements.ts'
import { agreed, asAgreed, effective } from '../../../src/reconciler/access/remembered.ts'

const source = { file: 'tenants/acme/users.yaml', line: 3, via: [] }
const rules: Platform = {
  name: 'Vault',
  version: '2026-11-01',
  categories: { data: { levels: ['none', 'view', 'edit'] } },
  permissions: { 'data/files': { name: 'Files', risk: 'basic', scoped: 'reach' } },
  reach: { from: 'accessGroup' },
  prices: [],
}

function access(more: Partial<PlatformAccess> = {}): PlatformAccess {
  return {
    platform: 'vault',
    rules,
    base: [
      { permissions: { 'data/files': 'none' }, source },
      { permissions: { 'data/files': 'view' }, source: { ...source, file: 'library/x.yaml' } },
    ],
    guards: [{ keys: ['data/files'], source }],
    ceilings: [{ permissions: { 'data/files': 'view' }, source }],
    roles: new Map([
      [
        'reader',
        {
          id: 'reader',
          name: 'Reader',
          builtIn: true,
          administrator: false,
          grants: 'listed',
          permissions: { 'data/files': 'view' },
          flags: [],
          risk: 'basic',
          privileged: false,
          requires: { mfa: false, certifications: [], reason: false },
          source,
        },
      ],
    ]),
    departments: new Map([['desk', { permissions: { 'data/files': 'edit' }, source }]]),
    entities: new Map([
      ['f1', { id: 'f1', name: 'F1', kind: 'file', tags: ['a'], links: [], privileged: false, source }],
    ]),
    groups: new Map([['all', { id: 'all', name: 'All', select: { by: 'all' }, privileged: false, source }]]),
    accounts: new Map([
      [
        'vault/ana-li',
        {
          user: 'ana-li',
          subscription: 'vault',
          type: 'member',
          state: 'active',
          roles: ['reader'],
          accessGroups: ['all'],
          overrides: [],
          route: 'own',
          source,
        },
      ],
    ]),
    ...more,
  }
}

describe('access as the ledger keeps it', () => {
  test('comes back as it was, through the canonical text of the chain', () => {
    const elements = new Map(
      [...elementsOf(access())].map(([key, element]) => [key, JSON.parse(canonical(element)) as typeof element]),
    )
    const rebuilt = accessFrom('vault', elements, rules)
    expect(rebuilt).toEqual(access())
    expect(rebuilt?.rules).toBe(rules)
  })

  test('keeps the rules it was judged by, once they are others', () => {
    const other: Platform = { ...rules, permissions: { 'data/files': { name: 'Files', risk: 'critical' } } }
    expect(accessFrom('vault', elementsOf(access()), other)?.rules.permissions).toEqual(rules.permissions)
    expect(accessFrom('vault', elementsOf(access()), { ...rules, sources: ['a page'] })?.rules.sources).toEqual([
      'a page',
    ])
  })

  test('knows nothing of a platform without rules', () => {
    expect(accessFrom('vault', new Map(), undefined)).toBeUndefined()
  })

  test('a line that moved is no change, a file or a value is', () => {
    const one = { id: 'x', tags: ['a'], source }
    expect(sameElement(one, { ...one, source: { ...source, line: 40 } })).toBe(true)
    expect(sameElement(one, { ...one, source: { ...source, file: 'other.yaml' } })).toBe(false)
    expect(sameElement(one, { ...one, tags: ['a', 'b'] })).toBe(false)
    expect(sameElement(one, { ...one, tags: [] })).toBe(false)
    expect(sameElement(one, { ...one, more: 1 })).toBe(false)
    expect(sameElement({ ...one, more: 1 }, one)).toBe(false)
    expect(sameElement({ ...one, line: 1 }, { ...one, line: 2 })).toBe(false)
  })

  test('what is agreed to lies over what is in effect', () => {
    const elements = new Map([
      ['role/a', { id: 'a' }],
      ['role/b', { id: 'b' }],
      ['agreed/role/a', asAgreed({ id: 'a', name: 'new' })],
      ['agreed/role/b', asAgreed(undefined)],
    ])
    expect([...agreed(elements, effective(elements))]).toEqual([['role/a', { id: 'a', name: 'new' }]])
  })
})
