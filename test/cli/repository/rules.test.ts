import { describe, expect, test } from 'vitest'
import type { Protections } from '../../../src/forge/forge.ts'
import { ownerChecks } from '../../../src/cli/repository/owners.ts'
import {
  branchChecks,
  environmentChecks,
  ledgerChecks,
  settingChecks,
} from '../../../src/cli/repository/protection-rules.ts'
import { subjectChecks } from '../../../src/cli/repository/subjects.ts'
import type { Check } from '../../../src/report/checkup.ts'
import { written } from '../../workflows/texts.ts'

type Branch = Exclude<Protections['branch'], 'none' | undefined>

const sound: Branch = {
  requiredReviews: 2,
  codeOwners: true,
  dismissesStale: true,
  lastPushApproval: true,
  bypass: [],
  signedCommits: true,
  enforcedForAdmins: true,
  forcePushes: false,
  deletions: false,
}

/** What is not fine, each with its fix. */
function faults(checks: readonly Check[]): readonly string[] {
  const found = checks.filter(({ result }) => result !== 'ok')
  for (const { fix } of found) expect(fix).toBeDefined()
  return found.map(({ check, result }) => `${result} ${check}`)
}

describe('SEC-10 the base branch', () => {
  test('a sound one has nothing to mend', () => {
    expect(faults(branchChecks('main', sound))).toEqual([])
  })

  test.each<readonly [string, Partial<Branch>, readonly string[]]>([
    ['no review', { requiredReviews: 0 }, ['fail required reviews', 'warn reviews of privileged paths']],
    ['one review', { requiredReviews: 1 }, ['warn reviews of privileged paths']],
    ['no code owners', { codeOwners: false }, ['fail code owners']],
    ['stale approvals', { dismissesStale: false }, ['fail stale approvals']],
    ['the last push is not approved', { lastPushApproval: false }, ['fail last push']],
    ['a bypass list', { bypass: ['@acme/ops'] }, ['fail nobody passes by']],
    ['administrators pass by', { enforcedForAdmins: false }, ['fail nobody passes by']],
    ['unsigned commits', { signedCommits: false }, ['warn signed commits']],
    ['force pushes', { forcePushes: true }, ['fail force pushes']],
    ['deletion', { deletions: true }, ['fail deletion']],
  ])('%s', (_what, weak, found) => {
    expect(faults(branchChecks('main', { ...sound, ...weak }))).toEqual(found)
  })

  test('not protected at all; and not readable, which is never fine', () => {
    expect(faults(branchChecks('main', 'none'))).toEqual(['fail protection'])
    expect(faults(branchChecks('main', undefined))).toEqual(['notVerified protection'])
  })

  test('defaults that are off on GitHub are said to be', () => {
    const [last] = branchChecks('main', { ...sound, lastPushApproval: false }).filter(({ result }) => result === 'fail')
    expect(last?.message).toContain('off unless somebody turns it on')
  })
})

test('SEC-42 the branch of the ledger must not be rewritten', () => {
  const told = (found: Protections['branch']): readonly string[] => faults(ledgerChecks('roster-ledger', found))
  expect(told({ ...sound, requiredReviews: 0 })).toEqual([])
  expect(told({ ...sound, forcePushes: true })).toEqual(['fail history'])
  expect(told({ ...sound, deletions: true })).toEqual(['fail history'])
  expect(told('none')).toEqual(['fail history'])
  expect(told(undefined)).toEqual(['notVerified protection'])
})

describe('SEC-10 SEC-36 environments', () => {
  const apply = { name: 'roster-apply', reviewers: 1, preventsSelfReview: true, branches: ['main'] } as const
  const record = { name: 'roster-record', reviewers: 0, preventsSelfReview: false, branches: 'protected' } as const
  const plan = { name: 'roster-plan', reviewers: 0, preventsSelfReview: false, branches: 'all' } as const
  const told = (found: Protections['environments']): readonly string[] => faults(environmentChecks('main', found))

  test('sound ones have nothing to mend, and reviewers are not asked for', () => {
    expect(told([apply, record, plan])).toEqual([])
    expect(told([{ ...apply, reviewers: 0, preventsSelfReview: false }, record, plan])).toEqual([])
  })

  test.each<readonly [string, Protections['environments'], readonly string[]]>([
    ['self-review', [{ ...apply, preventsSelfReview: false }, record, plan], ['fail self-review']],
    ['any branch', [{ ...apply, branches: 'all' }, record, plan], ['fail branches']],
    ['another branch', [{ ...apply, branches: ['main', 'dev'] }, record, plan], ['fail branches']],
    ['a record of any branch', [apply, { ...record, branches: 'all' }, plan], ['fail branches']],
    ['none at all', [], ['fail there', 'warn there', 'warn there']],
    ['not readable', undefined, ['notVerified protection']],
  ])('%s', (_what, found, expected) => {
    expect(told(found)).toEqual(expected)
  })
})

test('SEC-10 the default token and the workflows of forks', () => {
  const told = (weak: Partial<Protections>): readonly string[] =>
    faults(
      settingChecks({ branch: sound, environments: [], forks: { needApproval: true }, defaultToken: 'read', ...weak }),
    )
  expect(told({})).toEqual([])
  expect(told({ defaultToken: 'write' })).toEqual(['fail default token'])
  expect(told({ forks: { needApproval: false } })).toEqual(['fail workflows of forks'])
  expect(told({ forks: undefined, defaultToken: undefined })).toEqual([
    'notVerified default token',
    'notVerified workflows of forks',
  ])
})

describe('SEC-36 subjects', () => {
  const subject = 'repo:acme/people:environment:roster-apply'
  const job = { id: 'apply', environment: 'roster-apply', writes: [], oidc: true, cancelled: false, inherits: false }
  const steps = [{ uses: undefined, run: 'roster apply --reviewed', ref: undefined }]
  const workflows = [{ path: 'a.yml', events: ['push'], jobs: [{ ...job, calls: undefined, steps }] }]

  test.each([
    [subject, []],
    ['repo:acme@12/people@345:environment:roster-apply', []],
    ['repo:acme/people:*', ['fail trusted subject']],
    ['repo:acme/*:environment:roster-apply', ['fail trusted subject']],
    ['repo:acme/people:environment:roster-?', ['fail trusted subject']],
    ['repo:acme/people:pull_request', ['fail trusted subject']],
    ['repo:acme@12/people@345:pull_request', ['fail trusted subject']],
    ['people', ['fail trusted subject']],
    ['repo:acme/people:environment:other', ['warn trusted subject']],
    ['repo:other/people:environment:roster-apply', ['warn trusted subject']],
  ])('%s', (trusted, expected) => {
    expect(faults(subjectChecks('acme/people', workflows, [trusted]))).toEqual(expected)
  })
})

describe('SEC-10 CODEOWNERS', () => {
  const first = written().get('.github/CODEOWNERS')

  test('the first one covers every tenant and what decides', () => {
    expect(faults(ownerChecks(first, ['acme', 'bakery']))).toEqual([])
  })

  test.each<readonly [string, string | undefined, readonly string[]]>([
    ['none', undefined, ['there is no CODEOWNERS']],
    ['no tenants', '/roster.yaml @a\n/library/ @a\n/platforms/ @a\n/.github/ @a\n', ['nobody owns tenants/acme/']],
    ['a tenant is given away', '* @a\n/tenants/acme/\n', ['nobody owns tenants/acme/']],
    ['the workflows are not', '* @a\n/.github/workflows/ # later\n', ['nobody owns .github/workflows/']],
    ['roster.yaml is not', '* @a\nroster.yaml\n', ['nobody owns roster.yaml']],
  ])('%s', (_what, text, messages) => {
    const found = ownerChecks(text, ['acme']).filter(({ result }) => result === 'fail')
    expect(found.map(({ message }) => message)).toEqual(messages)
  })
})
