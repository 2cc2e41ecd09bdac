/** What a repository on GitHub is set up with. */
export interface GithubWishes {
  /** `@owner/team` or `@login`, at least one. */
  readonly reviewers: readonly string[]
  /** The base branch. */
  readonly branch: string
  /** What the workflows install. */
  readonly package: string
  /** Text of a workflow that comes with roster: plan, review, comment, apply, drift or tasks. */
  readonly workflowText: (name: string) => string
}

/** The workflows that come with roster, and what begins each in a repository that has its own copy. */
const workflows = { plan, review, comment, apply, drift, tasks } as const

/** The files that make GitHub plan, comment, apply, watch for drift and ask people; path -> text. */
export function githubFiles(wishes: GithubWishes): ReadonlyMap<string, string> {
  const copies = Object.entries(workflows).map(
    ([name, begins]) => [`.github/workflows/roster-${name}.yml`, ownCopy(name, begins(wishes.branch), wishes)] as const,
  )
  return new Map([['.github/CODEOWNERS', owners(wishes)], ...copies])
}

/**
 * A workflow of roster's as it stands in a repository of its own: begun by events instead of being called, its inputs filled in.
 * Nobody else can change it, and what it installs and runs is in the reviewed history.
 */
function ownCopy(name: string, begins: string, { branch, package: installs, workflowText }: GithubWishes): string {
  return workflowText(name)
    .replace(/^# Call it from .*\n/m, '')
    .replace(/^on:\n(?: .*\n|\n(?= ))+/m, begins)
    .replaceAll('${{ inputs.branch }}', branch)
    .replaceAll('${{ inputs.package }}', installs)
    .replaceAll('${{ inputs.login }}', 'github-actions[bot]')
    .replaceAll('inputs.branch', `'${branch}'`)
    .replaceAll('inputs.shards', `'["1/1"]'`)
}

function plan(branch: string): string {
  return `on:
  pull_request:
    branches: [${branch}]
`
}

function review(): string {
  return `on:
  pull_request_review:
    types: [submitted, edited, dismissed]
`
}

function comment(): string {
  return `on:
  workflow_run:
    workflows: [roster plan, roster review]
    types: [requested, completed]
`
}

function apply(branch: string): string {
  return `on:
  push:
    branches: [${branch}]
  # What begins or ends with a day: a day ends where its tenant is.
  schedule:
    - cron: 17 */6 * * *
  workflow_dispatch:
`
}

function drift(): string {
  return `on:
  schedule:
    - cron: 47 4 * * *
  workflow_dispatch:
`
}

function tasks(): string {
  return `on:
  issues:
    types: [edited, closed]
  issue_comment:
    types: [created, edited]
  schedule:
    - cron: 37 5 * * *
  workflow_dispatch:
`
}

function owners({ reviewers }: GithubWishes): string {
  const who = reviewers.join(' ')
  return `# Whose review a change needs; the last line that fits counts. Give each tenant's folder to those who answer for it.
* ${who}
/tenants/ ${who}

# What decides over all tenants: rules of approval, roles and groups of all, rules of products, what runs with credentials.
/roster.yaml ${who}
/library/ ${who}
/platforms/ ${who}
/.github/ ${who}
`
}
