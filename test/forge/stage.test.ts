import { afterEach, expect, test } from 'vitest'
import { git } from '../git/repositories.ts'
import { openForgeStage, type Stage, type StageWish } from './stage.ts'

const open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stage) => stage.close()))
})

async function stageOf(wish?: StageWish): Promise<Stage> {
  const stage = await openForgeStage(wish)
  open.push(stage)
  return stage
}

test('a request follows its branch, is reviewed at a head and merged in git', async () => {
  const stage = await stageOf({ teams: { leads: ['bo', 'cleo'] } })
  const [ana, bo] = [stage.as('ana'), stage.as('bo')]
  const first = await bo.push('feature', { 'tenants/a/users.yaml': 'users: {}\n' })
  const number = await bo.openPull({ head: 'feature' })
  await ana.review(number, 'APPROVE')
  const second = await bo.push('feature', { 'tenants/a/groups.yaml': 'groups: {}\n' })
  const here = `/repos/${stage.repository}`
  const pull = (await ana.ask('GET', `${here}/pulls/${number}`)).body
  expect(pull).toMatchObject({ head: { sha: second, ref: 'feature' }, state: 'open', user: { login: 'bo' } })
  const reviews = (await ana.ask('GET', `${here}/pulls/${number}/reviews`)).body
  expect(reviews).toMatchObject([{ commit_id: first, state: 'APPROVED' }])
  const files = (await ana.ask('GET', `${here}/pulls/${number}/files`)).body
  expect(files).toMatchObject([{ filename: 'tenants/a/groups.yaml' }, { filename: 'tenants/a/users.yaml' }])
  const commits = (await ana.ask('GET', `${here}/pulls/${number}/commits`)).body
  expect(commits).toMatchObject([{ sha: first, author: { login: 'bo' } }, { sha: second }])
  const merged = await ana.merge(number)
  expect(await git(stage.remote, 'rev-parse', 'main')).toBe(merged)
  expect((await ana.ask('GET', `${here}/pulls?state=closed&sort=updated&direction=desc`)).body).toMatchObject([
    { number, merge_commit_sha: merged },
  ])
  expect((await bo.ask('GET', '/orgs/msp/teams/leads/members')).body).toMatchObject([
    { login: 'bo' },
    { login: 'cleo' },
  ])
  expect(stage.violations).toEqual([])
})

test.each(['squash', 'rebase'] as const)('a request of a fork is merged by %s', async (how) => {
  const stage = await stageOf()
  const [ana, mallory] = [stage.as('ana'), stage.as('mallory')]
  await mallory.push('gift', { 'a.txt': 'a\n' }, { fork: true })
  const head = await mallory.push('gift', { 'b.txt': 'b\n' }, { fork: true })
  const number = await mallory.openPull({ head: 'gift', fork: true })
  const pull = (await ana.ask('GET', `/repos/${stage.repository}/pulls/${number}`)).body
  expect(pull).toMatchObject({ head: { sha: head, repo: { full_name: 'mallory/directory' } } })
  await ana.push('main', { 'c.txt': 'c\n' })
  const merged = await ana.merge(number, how)
  expect(await git(stage.remote, 'ls-tree', '--name-only', merged)).toBe('README.md\na.txt\nb.txt\nc.txt')
  expect(await git(stage.remote, 'rev-list', '--count', 'main')).toBe(how === 'squash' ? '3' : '4')
  expect(stage.violations).toEqual([])
})

test('what GitHub refuses is refused: caps, tokens, permissions, bodies out of the contract', async () => {
  const stage = await stageOf()
  const ana = stage.as('ana')
  const workflow = stage.workflow({ contents: 'read', statuses: 'write' })
  const commit = await ana.push('x', { 'x.txt': 'x\n' })
  const number = await ana.openPull({ head: 'x' })
  const here = `/repos/${stage.repository}`
  const comments = `${here}/issues/${number}/comments`
  const check = { name: 'plan', head_sha: commit, status: 'completed', conclusion: 'success' }
  const app = stage.workflow({ checks: 'write' })
  const note = { path: 'x.txt', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'x' }
  const many = { title: 'x', summary: 'x', annotations: Array.from({ length: 51 }, () => note) }
  const answers = await Promise.all([
    ana.ask('POST', comments, { body: 'x'.repeat(65_537) }),
    ana.ask('POST', comments, { text: 'x' }),
    ana.ask('POST', `${here}/check-runs`, check),
    app.ask('POST', `${here}/check-runs`, { ...check, output: many }),
    workflow.ask('POST', comments, { body: 'x' }),
    workflow.ask('GET', '/user'),
    workflow.ask('POST', `${here}/statuses/${commit}`, { state: 'success', description: 'x'.repeat(141) }),
    ana.ask('GET', `${here}/nothing`),
  ])
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 403, 422, 403, 403, 422, 404])
  expect((await fetch(`${stage.api}/user`, { headers: { authorization: 'token other' } })).status).toBe(401)
  const fine = await Promise.all([
    app.ask('POST', `${here}/check-runs`, check),
    workflow.ask('POST', `${here}/statuses/${commit}`, { state: 'success', description: 'fine' }),
    ana.ask('POST', comments, { body: 'x' }),
    ana.ask('POST', `${here}/issues`, { title: 'x', labels: ['roster'] }),
    ana.ask('GET', `${here}/issues?labels=roster&state=all`),
    ana.ask('GET', '/user'),
  ])
  expect(fine.map(({ status, body }) => [status, status < 300 ? '' : body])).toEqual(
    [201, 201, 201, 201, 200, 200].map((status) => [status, '']),
  )
})
