/** What a request carries and what an answer has to hold; `request` missing: it takes no body. */
export interface OwnSchema {
  readonly request?: object
  readonly answer?: object
}

const text = { type: 'string' }
const number = { type: 'integer' }
const flag = { type: 'boolean' }
const commit = { type: 'string', pattern: '^[0-9a-f]{40}$' }
const moment = { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$` }
const or = (schema: object): object => ({ anyOf: [schema, { type: 'null' }] })
const list = (items: object): object => ({ type: 'array', items })

/** An object that holds these; of a request nothing else, of an answer whatever else. */
function object(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required }
}

function only(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  return { ...object(properties, optional), additionalProperties: false }
}

const account = object({ login: text, id: number, type: { enum: ['User', 'Bot', 'Organization'] } })
const pull = object({ number, state: { enum: ['open', 'closed'] }, user: or(account), merged_at: or(moment) })
const review = object({
  id: number,
  user: or(account),
  state: { enum: ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING'] },
  commit_id: or(commit),
})
const issue = object({ number, user: or(account), title: text, body: or(text), state: { enum: ['open', 'closed'] } })
const here = '/repos/{owner}/{repo}'

/**
 * Routes that the description beside the repository does not hold, as they are documented at docs.github.com (REST API, version
 * 2022-11-28), cut to what roster and the people of the tests send and read.
 */
export const ownSchemas: Readonly<Record<string, OwnSchema>> = {
  [`POST ${here}/pulls`]: {
    request: only({ title: text, head: text, base: text, body: text, draft: flag }, ['body', 'draft']),
    answer: pull,
  },
  [`PATCH ${here}/pulls/{pull_number}`]: {
    request: only({ title: text, body: text, state: { enum: ['open', 'closed'] }, base: text }, [
      'title',
      'body',
      'state',
      'base',
    ]),
    answer: pull,
  },
  [`PUT ${here}/pulls/{pull_number}/merge`]: {
    request: only({ merge_method: { enum: ['merge', 'squash', 'rebase'] }, sha: commit, commit_title: text }, [
      'merge_method',
      'sha',
      'commit_title',
    ]),
    answer: object({ sha: commit, merged: flag, message: text }),
  },
  [`GET ${here}/pulls/{pull_number}/commits`]: {
    answer: list(
      object({
        sha: commit,
        author: or(account),
        committer: or(account),
        commit: object({ message: text, author: object({ email: text }), committer: object({ email: text }) }),
      }),
    ),
  },
  [`POST ${here}/pulls/{pull_number}/reviews`]: {
    request: only({ event: { enum: ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'] }, body: text, commit_id: commit }, [
      'body',
      'commit_id',
    ]),
    answer: review,
  },
  [`PUT ${here}/pulls/{pull_number}/reviews/{review_id}/dismissals`]: {
    request: only({ message: text }),
    answer: review,
  },
  [`GET ${here}/issues`]: { answer: list(issue) },
  [`POST ${here}/issues`]: {
    request: only({ title: text, body: text, labels: list(text), assignees: list(text) }, [
      'body',
      'labels',
      'assignees',
    ]),
    answer: issue,
  },
  [`GET ${here}/issues/{issue_number}`]: { answer: issue },
  [`GET ${here}/issues/{issue_number}/events`]: { answer: list(object({ id: number, event: text })) },
  [`PATCH ${here}/issues/{issue_number}`]: {
    request: only(
      { title: text, body: text, state: { enum: ['open', 'closed'] }, state_reason: text, labels: list(text) },
      ['title', 'body', 'state', 'state_reason', 'labels'],
    ),
    answer: issue,
  },
  ['GET /orgs/{org}/teams/{team_slug}/members']: { answer: list(account) },
  [`GET ${here}/collaborators/{username}/permission`]: {
    answer: object({ permission: { enum: ['admin', 'write', 'read', 'none'] }, role_name: text, user: or(account) }),
  },
  [`GET ${here}/branches/{branch}/protection`]: {
    answer: object(
      {
        required_pull_request_reviews: object(
          {
            dismiss_stale_reviews: flag,
            require_code_owner_reviews: flag,
            required_approving_review_count: number,
            require_last_push_approval: flag,
          },
          ['required_approving_review_count', 'require_last_push_approval'],
        ),
        required_signatures: object({ enabled: flag }),
        enforce_admins: object({ enabled: flag }),
        allow_force_pushes: object({ enabled: flag }),
        allow_deletions: object({ enabled: flag }),
      },
      [
        'required_pull_request_reviews',
        'required_signatures',
        'enforce_admins',
        'allow_force_pushes',
        'allow_deletions',
      ],
    ),
  },
  [`GET ${here}/rules/branches/{branch}`]: {
    answer: list(object({ type: text, ruleset_id: number, ruleset_source_type: text })),
  },
  [`GET ${here}/rulesets/{ruleset_id}`]: {
    answer: object({ id: number, name: text, enforcement: { enum: ['disabled', 'active', 'evaluate'] } }),
  },
  [`GET ${here}/environments`]: {
    answer: object({
      total_count: number,
      environments: list(object({ name: text, protection_rules: list(object({ id: number, type: text })) }, [])),
    }),
  },
  [`GET ${here}/environments/{environment_name}/deployment-branch-policies`]: {
    answer: object({ total_count: number, branch_policies: list(object({ name: text })) }),
  },
  [`GET ${here}/actions/permissions/workflow`]: {
    answer: object({
      default_workflow_permissions: { enum: ['read', 'write'] },
      can_approve_pull_request_reviews: flag,
    }),
  },
  [`GET ${here}/actions/permissions/fork-pr-contributor-approval`]: {
    answer: object({
      approval_policy: {
        enum: ['first_time_contributors_new_to_github', 'first_time_contributors', 'all_external_contributors'],
      },
    }),
  },
}
