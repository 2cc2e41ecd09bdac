import { expect, test } from 'vitest'
import { closeStages, forgeAs, stageOf } from './open.ts'

closeStages()

const protection = {
  required_pull_request_reviews: {
    dismiss_stale_reviews: true,
    require_code_owner_reviews: false,
    required_approving_review_count: 1,
    require_last_push_approval: false,
    bypass_pull_request_allowances: { users: [{ login: 'ana' }], teams: [{ slug: 'leads' }], apps: [] },
  },
  required_signatures: { enabled: false },
  enforce_admins: { enabled: true },
  allow_force_pushes: { enabled: true },
  allow_deletions: { enabled: false },
}
const ruleset = { ruleset_source_type: 'Repository', ruleset_id: 7 }
const rules = [
  {
    ...ruleset,
    type: 'pull_request',
    parameters: {
      required_approving_review_count: 2,
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: true,
      require_last_push_approval: true,
    },
  },
  { ...ruleset, type: 'required_signatures' },
  { ...ruleset, type: 'non_fast_forward' },
]
const held = {
  id: 7,
  name: 'main',
  enforcement: 'active',
  bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole' }],
}

test('SEC-10 branch protection and rulesets hold together', async () => {
  const stage = await stageOf()
  stage.settings.protection = protection
  stage.settings.rules = rules
  stage.settings.rulesets = { '7': held }
  expect((await forgeAs(stage, stage.as('ana')).protections('main')).branch).toEqual({
    requiredReviews: 2,
    codeOwners: true,
    dismissesStale: true,
    lastPushApproval: true,
    bypass: ['RepositoryRole 5', 'ana', 'leads'],
    signedCommits: true,
    enforcedForAdmins: true,
    forcePushes: false,
    deletions: false,
  })
})

test('SEC-10 each alone, and neither', async () => {
  const stage = await stageOf()
  const forge = forgeAs(stage, stage.as('ana'))
  expect((await forge.protections('main')).branch).toBe('none')
  stage.settings.protection = { enforce_admins: { enabled: false } }
  expect((await forge.protections('main')).branch).toMatchObject({
    requiredReviews: 0,
    forcePushes: false,
    enforcedForAdmins: false,
  })
  stage.settings.protection = undefined
  stage.settings.rules = rules.slice(0, 1)
  stage.settings.rulesets = { '7': { ...held, bypass_actors: [] } }
  expect((await forge.protections('release/1')).branch).toMatchObject({
    requiredReviews: 2,
    bypass: [],
    enforcedForAdmins: true,
    forcePushes: true,
    deletions: true,
  })
})

test('SEC-10 what may not be read is not said to be missing', async () => {
  const stage = await stageOf()
  stage.settings.protection = protection
  const workflow = forgeAs(stage, stage.workflow({ contents: 'read' }))
  expect(await workflow.protections('main')).toEqual({
    branch: undefined,
    environments: undefined,
    forks: undefined,
    defaultToken: undefined,
  })
  expect((await forgeAs(stage, stage.as('bo')).protections('main')).branch).toBeUndefined()
  stage.settings.rules = rules
  stage.settings.rulesets = { '7': { id: 7, name: 'main', enforcement: 'active' } }
  expect((await workflow.protections('main')).branch).toMatchObject({
    requiredReviews: 2,
    bypass: ['whoever ruleset main names (it does not show them to this token)'],
    enforcedForAdmins: false,
  })
})

test('SEC-10 environments, forks and the token of workflows', async () => {
  const stage = await stageOf()
  stage.pageSize(1)
  const rule = { id: 1, type: 'required_reviewers', prevent_self_review: true, reviewers: [{}, {}] }
  const policy = (protectedOnes: boolean): object => ({
    protected_branches: protectedOnes,
    custom_branch_policies: !protectedOnes,
  })
  stage.settings.environments = [
    {
      name: 'roster/apply',
      protection_rules: [{ id: 2, type: 'wait_timer' }, rule],
      deployment_branch_policy: policy(false),
    },
    { name: 'plan', protection_rules: [], deployment_branch_policy: null },
    { name: 'record', protection_rules: [], deployment_branch_policy: policy(true) },
  ]
  stage.settings.deploymentBranches = { 'roster/apply': ['release/*', 'main'] }
  stage.settings.workflowToken = 'write'
  stage.settings.forkApproval = 'first_time_contributors_new_to_github'
  expect(await forgeAs(stage, stage.as('ana')).protections('main')).toMatchObject({
    environments: [
      { name: 'plan', reviewers: 0, preventsSelfReview: false, branches: 'all' },
      { name: 'record', reviewers: 0, preventsSelfReview: false, branches: 'protected' },
      { name: 'roster/apply', reviewers: 2, preventsSelfReview: true, branches: ['main', 'release/*'] },
    ],
    forks: { needApproval: false },
    defaultToken: 'write',
  })
  expect(stage.violations).toEqual([])
})
