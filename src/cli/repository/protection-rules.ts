import type { Protections } from '../../forge/forge.ts'
import type { Check } from '../../report/checkup.ts'

type BranchProtection = Exclude<Protections['branch'], 'none' | undefined>
type Environment = NonNullable<Protections['environments']>[number]

/** The environments that the workflows name. */
const environments = { plan: 'roster-plan', record: 'roster-record', apply: 'roster-apply' } as const

/** What protects the base branch. What could not be read is not verified, and never fine. */
export function branchChecks(branch: string, found: Protections['branch']): readonly Check[] {
  const scope = `branch ${branch}`
  if (found === undefined) return [unread(scope, 'protection')]
  if (found === 'none')
    return [
      bad(
        scope,
        'protection',
        'anybody who may write may push to it',
        'Protect it by a ruleset: settings, Rules, Rulesets.',
      ),
    ]
  return branchRules.map((rule) => branchCheck(scope, rule, found))
}

function branchCheck(scope: string, rule: BranchRule, found: BranchProtection): Check {
  const { check, holds, good, wrong, fix, result = 'fail' } = rule
  return holds(found)
    ? { scope, check, result: 'ok', message: good }
    : { scope, check, result, message: wrong(found), fix }
}

interface BranchRule {
  readonly check: string
  readonly holds: (found: BranchProtection) => boolean
  readonly good: string
  readonly wrong: (found: BranchProtection) => string
  readonly fix: string
  readonly result?: 'warn'
}

const branchRules: readonly BranchRule[] = [
  {
    check: 'required reviews',
    holds: ({ requiredReviews }) => requiredReviews >= 1,
    good: 'at least one approval',
    wrong: () => 'a pull request is merged without anybody else',
    fix: 'Require a pull request with at least 1 approval.',
  },
  {
    check: 'reviews of privileged paths',
    holds: ({ requiredReviews }) => requiredReviews >= 2,
    good: 'at least two approvals',
    wrong: () =>
      'one approval merges a change of roster.yaml or of the workflows; roster itself asks for two before it applies what is critical',
    fix: 'Require 2 approvals, or leave it to `approvals: { critical: ... }` of roster.yaml.',
    result: 'warn',
  },
  {
    check: 'code owners',
    holds: ({ codeOwners }) => codeOwners,
    good: 'their review is required',
    wrong: () => 'CODEOWNERS is asked for nothing',
    fix: 'Require review from code owners.',
  },
  {
    check: 'stale approvals',
    holds: ({ dismissesStale }) => dismissesStale,
    good: 'a push dismisses them',
    wrong: () => 'an approval survives later pushes, and merges what nobody saw',
    fix: 'Dismiss stale approvals when new commits are pushed.',
  },
  {
    check: 'last push',
    holds: ({ lastPushApproval }) => lastPushApproval,
    good: 'somebody else than who pushed last has to approve',
    wrong: () => 'whoever pushes last may approve that themselves (off unless somebody turns it on)',
    fix: 'Require approval of the most recent reviewable push.',
  },
  {
    check: 'nobody passes by',
    holds: ({ bypass, enforcedForAdmins }) => bypass.length === 0 && enforcedForAdmins,
    good: 'no bypass list, administrators included',
    wrong: ({ bypass }) =>
      bypass.length === 0 ? 'administrators may pass by' : `these may pass by: ${bypass.toSorted().join(', ')}`,
    fix: 'Empty the bypass list, and do not allow bypassing for administrators.',
  },
  {
    check: 'signed commits',
    holds: ({ signedCommits }) => signedCommits,
    good: 'required',
    wrong: () => 'whoever may push may write any name into a commit',
    fix: 'Require signed commits.',
    result: 'warn',
  },
  {
    check: 'force pushes',
    holds: ({ forcePushes }) => !forcePushes,
    good: 'refused',
    wrong: () => 'what was applied can vanish from the branch',
    fix: 'Block force pushes.',
  },
  {
    check: 'deletion',
    holds: ({ deletions }) => !deletions,
    good: 'refused',
    wrong: () => 'the branch can be deleted',
    fix: 'Restrict deletions.',
  },
]

/** What protects the branch of the ledger: its history must not be rewritten. */
export function ledgerChecks(branch: string, found: Protections['branch']): readonly Check[] {
  const scope = `branch ${branch}`
  if (found === undefined) return [unread(scope, 'protection')]
  if (found === 'none' || found.forcePushes || found.deletions) {
    return [
      bad(
        scope,
        'history',
        'it can be rewritten or deleted, and with it the proof of what was done',
        'Block force pushes and restrict deletions on it, before the first apply.',
      ),
    ]
  }
  return [{ scope, check: 'history', result: 'ok', message: 'neither force pushes nor deletion' }]
}

/** What protects the credentials. */
export function environmentChecks(base: string, found: Protections['environments']): readonly Check[] {
  if (found === undefined) return [unread('environments', 'protection')]
  return [...applyChecks(base, found), ...recordChecks(base, found), ...planChecks(found)]
}

function applyChecks(base: string, found: readonly Environment[]): readonly Check[] {
  const scope = `environment ${environments.apply}`
  const apply = found.find(({ name }) => name === environments.apply)
  if (apply === undefined)
    return [
      bad(
        scope,
        'there',
        'there is none, so write credentials have no place that is protected',
        `Make it, limit it to ${base}, and put the write credentials there.`,
      ),
    ]
  const reviewed: Check =
    apply.reviewers === 0
      ? { scope, check: 'reviewers', result: 'ok', message: 'none: roster holds back what was not approved' }
      : apply.preventsSelfReview
        ? { scope, check: 'self-review', result: 'ok', message: 'refused' }
        : bad(
            scope,
            'self-review',
            'whoever begins a run may let it pass themselves (off unless somebody turns it on)',
            'Turn on: prevent self-review.',
          )
  return [limited(scope, base, apply), reviewed]
}

function recordChecks(base: string, found: readonly Environment[]): readonly Check[] {
  const scope = `environment ${environments.record}`
  const record = found.find(({ name }) => name === environments.record)
  if (record === undefined)
    return [
      { scope, check: 'there', result: 'warn', message: 'there is none yet', fix: `Make it, and limit it to ${base}.` },
    ]
  return [limited(scope, base, record)]
}

function planChecks(found: readonly Environment[]): readonly Check[] {
  const scope = `environment ${environments.plan}`
  if (found.some(({ name }) => name === environments.plan))
    return [{ scope, check: 'there', result: 'ok', message: 'read credentials have a place of their own' }]
  return [
    {
      scope,
      check: 'there',
      result: 'warn',
      message: 'there is none yet',
      fix: 'Make it, and put the read credentials there.',
    },
  ]
}

/** Only runs of the base branch may have what is in it. */
function limited(scope: string, base: string, { branches }: Environment): Check {
  const only = branches === 'protected' || (branches !== 'all' && branches.length === 1 && branches[0] === base)
  if (only)
    return { scope, check: 'branches', result: 'ok', message: branches === 'protected' ? 'protected ones' : base }
  const message =
    branches === 'all' ? 'a workflow of any branch gets what is in it' : `open to ${branches.toSorted().join(', ')}`
  return bad(scope, 'branches', message, `Limit its deployment branches to ${base}.`)
}

/** What strangers and unsaid permissions get. */
export function settingChecks({ forks, defaultToken }: Protections): readonly Check[] {
  const scope = 'settings'
  const token: Check =
    defaultToken === undefined
      ? unread(scope, 'default token')
      : defaultToken === 'read'
        ? { scope, check: 'default token', result: 'ok', message: 'reads' }
        : bad(
            scope,
            'default token',
            'a workflow that says nothing about permissions may write',
            'Set the workflow permissions to read repository contents.',
          )
  const approval = forks?.needApproval
  const forked: Check =
    approval === undefined
      ? unread(scope, 'workflows of forks')
      : approval
        ? { scope, check: 'workflows of forks', result: 'ok', message: 'wait for somebody who lets them run' }
        : bad(scope, 'workflows of forks', 'run unseen', 'Require approval for all outside collaborators.')
  return [token, forked]
}

function bad(scope: string, check: string, message: string, fix: string): Check {
  return { scope, check, result: 'fail', message, fix }
}

function unread(scope: string, check: string): Check {
  const fix = 'Use a token that may read the administration of the repository (GITHUB_TOKEN), or look yourself.'
  return { scope, check, result: 'notVerified', message: 'it could not be read', fix }
}
