import type { Check } from '../../report/checkup.ts'
import type { Job, Step, Workflow } from './workflow.ts'

/** What is wrong with the workflows of a repository, rule by rule; a rule that holds everywhere says so. */
export function workflowChecks(workflows: readonly Workflow[]): readonly Check[] {
  return rules.flatMap((rule) => ruleChecks(rule, workflows))
}

function ruleChecks({ check, broken, fix, result, holds }: Rule, workflows: readonly Workflow[]): readonly Check[] {
  const scope = 'workflows'
  const found = workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => broken(job, workflow)))
  if (found.length === 0) return [{ scope, check, result: 'ok', message: holds }]
  return found.map((message) => ({ scope, check, result, message, fix }))
}

interface Rule {
  readonly check: string
  readonly result: 'fail' | 'warn'
  /** What is so where nobody breaks it. */
  readonly holds: string
  readonly fix: string
  /** A sentence for each place in a job that breaks it. */
  readonly broken: (job: Job, workflow: Workflow) => readonly string[]
}

/** Events that run what the base branch says, with its secrets, because of what somebody else did. */
const trusting = ['pull_request_target', 'workflow_run', 'issue_comment', 'issues']

/** How the head of a pull request is named. */
const head = /pull_request\.head|github\.head_ref|workflow_run\.head_|refs\/pull\//

/** Text that people who may only open a pull request can choose. */
const chosen = /\$\{\{[^}]*\b(github\.(event|head_ref|base_ref|ref_name|actor)\b|inputs\.|steps\.[^}]*outputs)/

const rules: readonly Rule[] = [
  {
    check: 'code of strangers',
    result: 'fail',
    holds: 'no workflow with secrets checks out the head of a pull request',
    fix: 'Plan on pull_request, whose token reads; comment on workflow_run, and check out the base branch there.',
    broken: (job, { path, events }) =>
      events.some((event) => trusting.includes(event)) && job.steps.some(takesHead)
        ? [`${path}: ${job.id} runs for others and checks out the head of their pull request`]
        : [],
  },
  {
    check: 'script injection',
    result: 'fail',
    holds: 'no script has text in it that a pull request chooses',
    fix: 'Put the expression into `env:` of the step, and "$NAME" into the script.',
    broken: (job, { path }) =>
      job.steps.some(({ run }) => run !== undefined && chosen.test(run))
        ? [`${path}: a script of ${job.id} holds an expression that others fill`]
        : [],
  },
  {
    check: 'plan cannot write',
    result: 'fail',
    holds: 'jobs that plan have a token that reads',
    fix: 'Write `permissions: { contents: read }` at the job (and id-token: write for OIDC).',
    broken: (job, { path, events }) =>
      (plans(job) || (events.includes('pull_request') && runsRoster(job))) && job.writes.length > 0
        ? [`${path}: ${job.id} plans with a token that may write (${written(job)})`]
        : [],
  },
  {
    check: 'apply is not cancelled',
    result: 'fail',
    holds: 'no apply is cancelled for a newer one',
    fix: 'Write `cancel-in-progress: false` in its concurrency.',
    broken: (job, { path }) =>
      applies(job) && job.cancelled ? [`${path}: a newer run cancels ${job.id} while it writes`] : [],
  },
  {
    check: 'apply has its environment',
    result: 'fail',
    holds: 'jobs that apply have an environment, and no pull request begins them',
    fix: 'Give the job `environment: roster-apply`, protect that, and keep the write credentials there alone.',
    broken: (job, { path, events }) => [
      // The environment of a workflow that is called stands in that.
      ...(applies(job) && job.calls === undefined && job.environment === undefined
        ? [`${path}: ${job.id} applies without an environment`]
        : []),
      ...(applies(job) && events.includes('pull_request') ? [`${path}: a pull request begins ${job.id}`] : []),
    ],
  },
  {
    check: 'pinned actions',
    result: 'fail',
    holds: 'every action and workflow of others is named by the id of a commit',
    fix: 'Name it by its 40 digits, with the version as a comment: a tag can be moved to other code.',
    broken: (job, { path }) =>
      [job.calls, ...job.steps.map(({ uses }) => uses)].flatMap((uses) =>
        uses === undefined || isPinned(uses) ? [] : [`${path}: ${job.id} uses ${uses}`],
      ),
  },
  {
    check: 'secrets handed on',
    result: 'warn',
    holds: 'no workflow hands all its secrets on',
    fix: 'Name the secrets that are needed instead of `secrets: inherit`.',
    broken: (job, { path }) =>
      job.inherits ? [`${path}: ${job.id} hands all secrets to ${job.calls ?? 'another'}`] : [],
  },
]

/** Whether a job runs roster here, or by calling its workflow. */
function runsRoster({ calls = '', steps }: Job): boolean {
  const called = /(^|\/)(roster-)?(plan|apply|drift|comment|tasks)\.ya?ml(@|$)/.test(calls)
  return called || steps.some(({ run = '' }) => /\broster (plan|drift|apply|comment|tasks)\b/.test(run))
}

function plans({ calls = '', steps }: Job): boolean {
  return /\/(roster-)?plan\.ya?ml(@|$)/.test(calls) || steps.some(({ run = '' }) => /\broster plan\b/.test(run))
}

/** Whether a job applies. */
export function applies({ calls = '', steps }: Job): boolean {
  return /\/(roster-)?apply\.ya?ml(@|$)/.test(calls) || steps.some(({ run = '' }) => /\broster apply\b/.test(run))
}

function takesHead({ uses = '', ref = '', run = '' }: Step): boolean {
  if (/^actions\/checkout(@|$)/.test(uses)) return head.test(ref)
  return (
    /\bgit (fetch|checkout|switch|pull)\b|\bgh pr checkout\b/.test(run) &&
    (head.test(run) || run.includes('gh pr checkout'))
  )
}

function isPinned(uses: string): boolean {
  if (uses.startsWith('./')) return true
  return uses.startsWith('docker://') ? /@sha256:[0-9a-f]{64}$/.test(uses) : /@[0-9a-f]{40}$/.test(uses)
}

function written({ writes }: Job): string {
  return writes === 'default' ? 'nothing is said, so the default counts' : writes.join(', ')
}
