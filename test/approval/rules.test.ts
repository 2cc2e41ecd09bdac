import { expect, test } from 'vitest'
import type { Change } from '../../src/approval/change.ts'
import { rulesFor } from '../../src/approval/rules.ts'
import { access, changeOf, gate, operation, privilege, terms } from './story.ts'

function names(change: Partial<Change>, files: readonly string[] = [], codeowners?: string): readonly string[] {
  const files_ = files.map((path) => ({ path }))
  const with_ = codeowners === undefined ? terms : { ...terms, codeowners }
  return rulesFor({ terms: with_, files: files_, change: changeOf(change) }).map(({ name }) => name)
}

const both = ['default', 'critical']

test.each<[string, Partial<Change>]>([
  ['an operation that escalates', { operations: [privilege] }],
  ['an operation that can lock somebody out', { operations: [operation({ risk: 'lockout' })] }],
  ['access that is marked privileged', { access: [access({ privileged: true, users: ['zoe'] })] }],
  ['a gate for privileged gains that was lifted', { findings: [gate({ acknowledgedBy: 'audit' })] }],
])('SEC-07 %s is critical', (_, change) => {
  expect(names(change)).toEqual(both)
})

test.each<[string, Partial<Change>]>([
  ['an attribute', {}],
  ['access that is lost', { access: [access({ privileged: true, change: 'lost' })] }],
  ['what somebody else did in the directory', { access: [access({ privileged: true, cause: 'drift' })] }],
  ['another gate that was lifted', { findings: [gate({ gate: 'usersRemoved' })] }],
])('%s is not critical', (_, change) => {
  expect(names(change)).toEqual(['default'])
})

test.each([
  'roster.yaml',
  'access/roster.yaml',
  'tenants/acme/tenant.yaml',
  'tenants/acme/policies.yaml',
  'tenants/acme/policies/strict.yaml',
  'library/policies.yaml',
  'platforms/atlas.yaml',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.github/workflows/apply.yml',
  '.github/actions/x/action.yml',
])('SEC-03 whoever changes %s needs what is critical', (path) => {
  expect(names({}, [path])).toEqual(both)
  expect(names({ operations: [] }, [path])).toEqual(both)
})

test('SEC-03 a deciding file that is moved away is changed', () => {
  const files = [{ path: 'old/codeowners.txt', previousPath: 'CODEOWNERS' }]
  expect(rulesFor({ terms, files, change: changeOf() }).map(({ name }) => name)).toEqual(both)
})

test('other files are not critical', () => {
  expect(names({}, ['tenants/acme/users.yaml', 'README.md', 'docs/platforms.md'])).toEqual(['default'])
})

test('SEC-05 every body of owners whose files are touched is asked once', () => {
  const codeowners =
    '* @msp/leads\n/tenants/acme/ @acme/owners @ana\n/tenants/bolt/ @ANA @acme/owners\n/tenants/free/\n'
  const rules = rulesFor({
    terms: { ...terms, codeowners },
    files: [
      { path: 'tenants/acme/users.yaml' },
      { path: 'tenants/acme/groups.yaml' },
      { path: 'tenants/bolt/users.yaml' },
      { path: 'tenants/free/users.yaml', previousPath: 'README.md' },
    ],
    change: changeOf(),
  })
  expect(rules.slice(1)).toEqual([
    { name: '*', approvers: ['@msp/leads'], count: 1, why: 'CODEOWNERS names them for README.md' },
    {
      name: '/tenants/acme/',
      approvers: ['@acme/owners', '@ana'],
      count: 1,
      why: 'CODEOWNERS names them for tenants/acme/groups.yaml',
    },
  ])
})
