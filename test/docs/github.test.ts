import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tool } from '../../src/cli/tool.ts'
import { git } from '../git/repositories.ts'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { openRunner, shell, type Event, type Ran, type Runner } from '../workflows/runner.ts'
import { shellBlocks } from './blocks.ts'

const page = readFileSync(new URL('../../docs/github.md', import.meta.url), 'utf8')
const [first] = shellBlocks(page)
const script = first?.script ?? ''

/** Commands of a script; what stands in a here-document is none. */
function commandsOf(text: string): readonly string[] {
  return text
    .replaceAll(/(<<'(\w+)'\n)[^]*?^\2\n/gm, '$1')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

test('UX-06 the page needs at most ten commands', () => {
  expect(commandsOf(script).length).toBeLessThanOrEqual(10)
  expect(commandsOf(script).some((line) => /&&|;/.test(line))).toBe(false)
  expect(script).toContain(`${tool().name}@${tool().version}\n`)
})

describe('docs/github.md, from an empty repository to the first plan comment', () => {
  let stage: Stage
  let runner: Runner
  let clone: string

  beforeEach(async () => {
    stage = await openForgeStage({ teams: { leads: ['ana', 'cleo'] } })
    runner = openRunner(stage)
    // Nothing is in it yet.
    await git(stage.remote, 'update-ref', '-d', 'refs/heads/main')
    const home = runner.personally('bo')['HOME'] ?? ''
    clone = join(home, 'people')
    mkdirSync(clone)
    await git(home, 'clone', '--quiet', stage.remote, clone)
  })

  afterEach(async () => {
    runner.close()
    await stage.close()
  })

  /** Follows the page, with other reviewers where a test says so. */
  async function followed(reviewers = '@ana,@cleo'): Promise<void> {
    const ended = await shell(script.replace('@ana,@cleo', reviewers), clone, runner.personally('bo'))
    expect(ended.code, ended.output).toBe(0)
  }

  /** What a push to the pull request sets going: the plan, and the comment before and after it. */
  async function pushed(from: { readonly fork?: string } = {}): Promise<{ readonly plan: Ran; readonly comment: Ran }> {
    const head = (await pulls()).at(-1)?.head ?? { sha: '', ref: '' }
    const full_name = from.fork ?? stage.repository
    const payload = { pull_request: { number: 1, head: { sha: head.sha, ref: head.ref, repo: { full_name } } } }
    const run = { event: 'pull_request', head_sha: head.sha, head_branch: head.ref, head_repository: { full_name } }
    const completed = ({ conclusion, id }: Ran): Event => ({
      name: 'workflow_run',
      ref: 'main',
      payload: { action: 'completed', workflow_run: { ...run, conclusion, id } },
    })
    const merge = await mergeOf(head.sha)
    const begun = { name: 'workflow_run', ref: 'main', payload: { action: 'requested', workflow_run: run } }
    await comment(begun)
    const plan = await runner.run('.github/workflows/roster-plan.yml', merge, {
      name: 'pull_request',
      ref: '1/merge',
      base: 'main',
      payload,
    })
    return { plan, comment: await comment(completed(plan)) }
  }

  function comment(event: Event): Promise<Ran> {
    return runner.run('.github/workflows/roster-comment.yml', 'main', event)
  }

  /** The commit that GitHub makes to try a pull request on. */
  async function mergeOf(head: string): Promise<string> {
    const tree = (await git(stage.remote, 'merge-tree', '--write-tree', 'main', head)).split('\n')[0] ?? ''
    const merge = await git(stage.remote, 'commit-tree', tree, '-p', 'main', '-p', head, '-m', 'merge')
    await git(stage.remote, 'update-ref', 'refs/pull/1/merge', merge)
    return merge
  }

  interface Listed {
    readonly number: number
    readonly head: { readonly sha: string; readonly ref: string }
  }

  async function pulls(): Promise<readonly Listed[]> {
    return (await stage.as('ana').ask('GET', `/repos/${stage.repository}/pulls`)).body as readonly Listed[]
  }

  async function comments(): Promise<readonly { readonly body: string; readonly user: { readonly login: string } }[]> {
    const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/issues/1/comments`)
    return body as readonly { readonly body: string; readonly user: { readonly login: string } }[]
  }

  test('UX-06 UX-22 the plan is on the pull request, by the workflows that init wrote, with the permissions they state', async () => {
    await followed()
    expect((await pulls()).map(({ number }) => number)).toEqual([1])
    const { plan, comment: said } = await pushed()
    expect([plan.conclusion, said.conclusion], `${plan.log}\n${said.log}\n${stage.violations.join("\n")}`).toEqual(['success', 'success'])
    expect(plan.jobs).toEqual(['plan'])
    const found = await comments()
    expect(found.map(({ user }) => user.login)).toEqual(['github-actions[bot]'])
    expect(found[0]?.body).toContain('Zoe Ng joins main')
    expect(plan.summary).toContain('    ')
    expect(await git(stage.remote, 'rev-parse', '--verify', 'refs/heads/roster-ledger')).toMatch(/^[0-9a-f]{40}$/)
    expect(stage.violations).toEqual([])
  }, 120_000)

  test('what was approved is applied after the merge, by the workflow', async () => {
    await followed()
    await pushed()
    for (const login of ['ana', 'cleo']) await stage.as(login).review(1, 'APPROVE')
    await stage.as('ana').merge(1)
    const event = { name: 'push', ref: 'main', payload: {} }
    const applied = await runner.run('.github/workflows/roster-apply.yml', 'main', event)
    expect(applied.conclusion, applied.log).toBe('success')
    const elsewhere = await runner.run('.github/workflows/roster-apply.yml', 'main', { ...event, ref: 'other' })
    expect(elsewhere.conclusion).toBe('skipped')
    const drift = await runner.run('.github/workflows/roster-drift.yml', 'main', { ...event, name: 'schedule' })
    expect(drift.jobs).toEqual(['drift'])
    expect(stage.violations).toEqual([])
  }, 120_000)

  /** What somebody's review sets going: a run that may do nothing, and the comment after it. */
  async function reviewed(full_name = stage.repository): Promise<{ readonly begun: Ran; readonly said: Ran; readonly after: Ran }> {
    const { sha, ref } = (await pulls()).at(-1)?.head ?? { sha: '', ref: '' }
    const payload = { pull_request: { number: 1, head: { sha, ref, repo: { full_name } } } }
    const event = { name: 'pull_request_review', ref: '1/merge', base: 'main', payload }
    const ran = await runner.run('.github/workflows/roster-review.yml', 'main', event)
    const workflow_run = { event: 'pull_request_review', head_sha: sha, head_branch: ref, head_repository: { full_name }, id: ran.id }
    const of = (action: string): Event => ({ name: 'workflow_run', ref: 'main', payload: { action, workflow_run } })
    return { begun: await comment(of('requested')), said: ran, after: await comment(of('completed')) }
  }

  test('SEC-05 an approval that is given, or taken back, is in the comment at once; a review of a fork changes nothing', async () => {
    await followed()
    await pushed()
    const records = async (): Promise<string> => git(stage.remote, 'rev-parse', 'refs/heads/roster-ledger')
    const [before] = await comments()
    const kept = await records()
    expect(before?.body).toMatch(/Needs approval/)
    const approval = await stage.as('ana').review(1, 'APPROVE')
    const { begun, said, after } = await reviewed()
    expect([begun.conclusion, said.conclusion, after.conclusion], after.log).toEqual(['skipped', 'success', 'success'])
    const [approved, ...others] = await comments()
    expect(others).toEqual([])
    expect(approved?.body).toMatch(/Ready to apply/)
    expect(await records()).toBe(kept)

    // A fork has the same head, and a newer run of it.
    await pushed({ fork: 'mallory/people' })
    await stage.as('ana').dismiss(1, approval)
    expect((await reviewed()).after.conclusion).toBe('success')
    expect((await comments())[0]?.body).toMatch(/Needs approval/)
    const mark = stage.mark()
    expect((await reviewed('mallory/people')).after.conclusion).toBe('skipped')
    expect(stage.writesSince(mark)).toEqual([])
    expect(stage.violations).toEqual([])
  }, 180_000)

  test('a review before there is a plan says nothing', async () => {
    await followed()
    await stage.as('ana').review(1, 'APPROVE')
    const { after } = await reviewed()
    expect([after.conclusion, await comments()], after.log).toEqual(['success', []])
  }, 120_000)

  test('what people say in issues is looked at by the workflow, and in no other issue', async () => {
    await followed()
    await git(stage.remote, 'update-ref', 'refs/heads/main', 'refs/heads/zoe-comes')
    const said = async (labels: readonly string[], ref = 'main'): Promise<Ran> => {
      const issue = { number: 2, labels: labels.map((name) => ({ name })) }
      const event = { name: 'issue_comment', ref, payload: { action: 'created', issue } }
      return runner.run('.github/workflows/roster-tasks.yml', 'main', event)
    }
    const looked = await said(['bug', 'roster-task'])
    expect([looked.conclusion, looked.log]).toEqual(['success', expect.stringContaining('Nobody is asked to do anything.')])
    expect((await said(['bug'])).conclusion).toBe('skipped')
    expect((await said(['roster-task'], 'other')).conclusion).toBe('skipped')
    const nightly = await runner.run('.github/workflows/roster-tasks.yml', 'main', { name: 'schedule', ref: 'main', payload: {} })
    expect(nightly.jobs).toEqual(['tasks'])
    expect(stage.violations).toEqual([])
  }, 120_000)

  test('a team counts with a token that may read it, and not without', async () => {
    await followed('@msp/leads')
    await pushed()
    for (const login of ['ana', 'cleo']) await stage.as(login).review(1, 'APPROVE')
    await stage.as('ana').merge(1)
    const applied = async (): Promise<Ran> =>
      runner.run('.github/workflows/roster-apply.yml', 'main', { name: 'push', ref: 'main', payload: {} })
    const without = await applied()
    expect([without.conclusion, without.log]).toEqual(['failure', expect.stringContaining('could not be read')])
    const scopes = ['checks', 'contents', 'issues', 'pull_requests', 'statuses'].map((scope) => [scope, 'write'] as const)
    const { tokenText } = stage.workflow({ ...Object.fromEntries(scopes), members: 'read' })
    runner.secrets['ROSTER_TOKEN'] = { 'roster-apply': tokenText }
    const withToken = await applied()
    expect(withToken.conclusion, withToken.log).toBe('success')
  }, 120_000)

  test('SEC-04 a fork is told what it declares; no plan, no comment, nothing on record', async () => {
    await followed()
    const before = stage.mark()
    const { plan, comment: said } = await pushed({ fork: 'mallory/people' })
    expect([plan.jobs, plan.conclusion, said.conclusion], plan.log).toEqual([['fork'], 'success', 'skipped'])
    expect(stage.writesSince(before)).toEqual([])
    expect(await comments()).toEqual([])
  }, 120_000)

  test('a plan that fails is said to have failed, on the same comment', async () => {
    const bo = runner.personally('bo')
    await followed()
    await pushed()
    const broken = await shell(
      'echo "{" >> tenants/sample/users.yaml\ngit commit -qam Broken\ngit push -q',
      clone,
      bo,
    )
    expect(broken.code, broken.output).toBe(0)
    const { plan, comment: said } = await pushed()
    expect([plan.conclusion, said.conclusion], said.log).toEqual(['failure', 'success'])
    const found = await comments()
    expect(found).toHaveLength(1)
    expect(found[0]?.body).not.toMatch(/no changes/i)
  }, 120_000)
})
