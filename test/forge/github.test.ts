import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ForgeFault } from '../../src/forge/forge.ts'
import { safeFetch } from '../../src/forge/github/safe-fetch.ts'
import { openGithub } from '../../src/forge/github.ts'
import { upsertIssue } from '../../src/forge/one-issue.ts'
import { Secret } from '../../src/model/secret.ts'
import { closeStages, commenting, forgeAs, stageOf, stageWithPull } from './open.ts'

closeStages()

/** An address that nobody listens at. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

describe('requests', () => {
  test('an open one, its reviews, its commits and its files', async () => {
    const { stage, number, head } = await stageWithPull()
    const [ana, bo, cleo] = [stage.as('ana'), stage.as('bo'), stage.as('cleo')]
    stage.pageSize(1)
    await ana.review(number, 'APPROVE')
    const second = await bo.push('feature', { 'tenants/a/groups.yaml': 'groups: {}\n' })
    const taken = await cleo.review(number, 'APPROVE')
    await cleo.review(number, 'REQUEST_CHANGES')
    await ana.dismiss(number, taken)
    const forge = forgeAs(stage)
    expect(await forge.pull(number)).toMatchObject({
      number,
      state: 'open',
      author: { login: 'bo', isBot: false },
      head: { ref: 'feature', commit: second },
      base: { ref: 'main' },
      isFork: false,
    })
    expect((await forge.pull(number)).merged).toBeUndefined()
    expect(await forge.reviews(number)).toMatchObject([
      { by: { login: 'ana' }, state: 'approved', commit: head },
      { by: { login: 'cleo' }, state: 'dismissed', commit: second },
      { by: { login: 'cleo' }, state: 'changesRequested', commit: second },
    ])
    expect((await forge.commits(number)).map(({ commit }) => commit)).toEqual([head, second])
    expect((await forge.commits(number))[0]?.people).toEqual([
      { login: 'bo', isBot: false },
      { login: 'bo', isBot: false },
    ])
    expect((await forge.files(number)).map(({ path }) => path)).toEqual([
      'tenants/a/groups.yaml',
      'tenants/a/users.yaml',
    ])
    expect(await forge.openFrom('feature')).toMatchObject({ number })
    expect(await forge.openFrom('other')).toBeUndefined()
    expect(stage.violations).toEqual([])
  })

  test('SEC-04 a commit that another request takes, or took, to another branch is told, as is a request that was moved', async () => {
    const { stage, number, head } = await stageWithPull()
    const bo = stage.as('bo')
    const forge = forgeAs(stage)
    expect(await forge.plannedElsewhere(await forge.pull(number))).toBeUndefined()
    await bo.push('wild', { '.github/workflows/roster-plan.yml': 'name: roster plan\n' })
    const other = await bo.openPull({ head: 'feature', base: 'wild' })
    await bo.closePull(other)
    expect((await forge.pull(number)).head.commit).toBe(head)
    expect(await forge.plannedElsewhere(await forge.pull(number))).toBe(other)
    await bo.push('feature', { 'tenants/a/groups.yaml': 'groups: {}\n' })
    expect(await forge.plannedElsewhere(await forge.pull(number))).toBeUndefined()
    await bo.movePull(number, 'wild')
    await bo.movePull(number, 'main')
    expect(await forge.plannedElsewhere(await forge.pull(number))).toBe(number)
    expect(stage.violations).toEqual([])
  })

  test('a request of a fork is one, and no open one of a branch of ours', async () => {
    const stage = await stageOf()
    const mallory = stage.as('mallory')
    await mallory.push('gift', { 'a.txt': 'a\n' }, { fork: true })
    const number = await mallory.openPull({ head: 'gift', fork: true })
    expect(await forgeAs(stage).pull(number)).toMatchObject({ isFork: true, author: { login: 'mallory' } })
    expect(await forgeAs(stage).openFrom('gift')).toBeUndefined()
  })

  test('what was merged since a moment, oldest first, with who merged it', async () => {
    const stage = await stageOf()
    const [ana, bo] = [stage.as('ana'), stage.as('bo')]
    const numbers: number[] = []
    for (const name of ['one', 'two', 'three', 'four']) {
      await bo.push(name, { [`${name}.txt`]: `${name}\n` })
      numbers.push(await bo.openPull({ head: name }))
    }
    const [one = 0, two = 0, three = 0, four = 0] = numbers
    stage.pageSize(1)
    const since = new Date()
    const merges = [await ana.merge(three, 'squash'), await ana.merge(one, 'rebase')]
    await bo.closePull(two)
    const merged = await forgeAs(stage).mergedSince('main', since)
    const found = new Map(merged.map(({ number, merged: how }) => [number, how]))
    expect(new Set(found.keys())).toEqual(new Set([one, three]))
    expect(found.get(three)).toMatchObject({ commit: merges[0], by: { login: 'ana' } })
    expect(found.get(one)).toMatchObject({ commit: merges[1], by: { login: 'ana' } })
    expect(await forgeAs(stage).mergedSince('main', new Date(Date.now() + 60_000))).toEqual([])
    expect(await forgeAs(stage).mergedSince('other', since)).toEqual([])
    expect((await forgeAs(stage).pull(four)).state).toBe('open')
    expect((await forgeAs(stage).pull(two)).state).toBe('closed')
  })

  test('one is opened, changed and closed', async () => {
    const stage = await stageOf()
    await stage.as('bo').push('roster/drift-a', { 'a.txt': 'a\n' })
    const forge = forgeAs(stage)
    const wish = { title: 'Drift', body: 'What moved.', head: 'roster/drift-a', base: 'main' }
    const { number } = await forge.openPull(wish)
    await forge.editPull(number, { body: 'What moved since.' })
    expect(await forge.bodyOf(number)).toBe('What moved since.')
    await forge.editPull(number, { state: 'closed' })
    expect((await forge.pull(number)).state).toBe('closed')
  })

  test('GitHub lists 250 commits and no more: what it leaves out is not taken for nothing', async () => {
    const { stage, number } = await stageWithPull()
    const commits = Array.from({ length: 250 }, () => ({
      sha: 'a'.repeat(40),
      author: null,
      committer: null,
      commit: { message: '', author: { email: '' }, committer: { email: '' } },
    }))
    stage.troubles.push({ path: /\/commits$/, when: 'before', answer: { status: 200, body: commits } })
    await expect(forgeAs(stage).commits(number)).rejects.toThrow(/250 or more, and GitHub lists no more/)
  })
})

describe('people', () => {
  test('who we are: a person by the token, a workflow or an app by name', async () => {
    const stage = await stageOf()
    expect(await forgeAs(stage, stage.as('ana')).me()).toEqual({ login: 'ana', isBot: false })
    expect(await forgeAs(stage).me()).toEqual({ login: 'github-actions[bot]', isBot: true })
    const { api, repository } = stage
    const { token } = stage.workflow({})
    const app = openGithub({ api, repository, token, login: 'Roster-MSP[bot]' })
    expect(await app.me()).toEqual({ login: 'roster-msp[bot]', isBot: true })
  })

  test('who is in a team, and who may write', async () => {
    const stage = await stageOf({ teams: { leads: ['bo', 'cleo'] } })
    stage.pageSize(1)
    const forge = forgeAs(stage, stage.as('ana'))
    expect(await forge.membersOf('@msp/leads')).toEqual(new Set(['bo', 'cleo']))
    expect(await forge.membersOf('msp/nobody')).toBeUndefined()
    expect(await forgeAs(stage).membersOf('msp/leads')).toBeUndefined()
    expect(await Promise.all(['ana', 'bo', 'mallory', 'nobody'].map((login) => forge.mayWrite(login)))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('UX-28 checks', () => {
  const check = {
    name: 'roster plan',
    conclusion: 'action_required',
    title: 'Two approvals are missing',
    summary: 'x'.repeat(70_000),
  } as const
  const lines = (count: number): { path: string; line: number; level: 'warning'; message: string }[] =>
    Array.from({ length: count }, (_, at) => ({
      path: 'tenants/a/users.yaml',
      line: at,
      level: 'warning',
      message: `m${at}`,
    }))

  test('annotations go in batches of fifty, all of them, in order', async () => {
    const { stage, head } = await stageWithPull()
    const forge = forgeAs(stage)
    const mark = stage.mark()
    expect(await forge.check({ ...check, commit: head, annotations: lines(101) })).toBe('check')
    expect(stage.writesSince(mark).map(({ method, path }) => `${method} ${path.split('/')[4] ?? ''}`)).toEqual([
      'POST check-runs',
      'PATCH check-runs',
      'PATCH check-runs',
    ])
    const sent = stage
      .writesSince(mark)
      .flatMap(({ body }) => (body as { output: { annotations: { message: string }[] } }).output.annotations)
    expect(sent.map(({ message }) => message)).toEqual(lines(101).map(({ message }) => message))
    expect(stage.violations).toEqual([])
  })

  test('a request of fifty-one would have been noticed', async () => {
    const { stage, head } = await stageWithPull()
    const annotations = lines(51).map(({ path, message }) => ({
      path,
      start_line: 1,
      end_line: 1,
      annotation_level: 'warning',
      message,
    }))
    const sent = { name: 'x', head_sha: head, output: { title: 'x', summary: 'x', annotations } }
    expect(await stage.workflow(commenting).ask('POST', `/repos/${stage.repository}/check-runs`, sent)).toMatchObject({
      status: 422,
    })
    expect(stage.violations).toHaveLength(1)
  })

  test.each([
    [
      'a workflow without checks',
      (stage: Awaited<ReturnType<typeof stageOf>>) => stage.workflow({ statuses: 'write' }),
    ],
    ['a person', (stage: Awaited<ReturnType<typeof stageOf>>) => stage.as('ana')],
  ])('a commit status where checks may not be written: %s', async (_who, person) => {
    const { stage, head } = await stageWithPull()
    const title = 'e'.repeat(138) + '🙂🙂'
    expect(
      await forgeAs(stage, person(stage)).check({
        ...check,
        title,
        commit: head,
        annotations: [],
        url: 'https://ci.example/1',
      }),
    ).toBe('status')
    const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/commits/${head}/statuses`)
    expect(body).toMatchObject([
      {
        state: 'failure',
        context: 'roster plan',
        description: `${'e'.repeat(138)}…`,
        target_url: 'https://ci.example/1',
      },
    ])
  })
})

describe('trouble', () => {
  test('GitHub’s own is asked again; what makes something is looked for first', async () => {
    const { stage, number } = await stageWithPull()
    const forge = forgeAs(stage)
    const lost = { path: /comments$/, method: 'POST', when: 'after' } as const
    stage.troubles.push({ path: /comments$/, method: 'GET', when: 'before', answer: { status: 502 } })
    expect(await forge.comments(number)).toEqual([])
    stage.troubles.push({ ...lost, answer: { status: 502 } })
    await forge.comment(number, 'first')
    stage.troubles.push({ ...lost, answer: 'hangUp' })
    await forge.comment(number, 'second')
    stage.troubles.push({ ...lost, when: 'before', answer: { status: 503 } })
    await forge.comment(number, 'third')
    expect((await forge.comments(number)).map(({ body }) => body)).toEqual(['first', 'second', 'third'])
  })

  test('an issue, a request and a check are not made twice either', async () => {
    const { stage, head } = await stageWithPull()
    const forge = forgeAs(stage)
    await stage.as('bo').push('other', { 'b.txt': 'b\n' })
    const lost = { method: 'POST', when: 'after', answer: { status: 500 } } as const
    stage.troubles.push({ ...lost, path: /issues$/ }, { ...lost, path: /pulls$/ }, { ...lost, path: /check-runs$/ })
    const issue = await forge.openIssue({ title: 'Not finished', body: 'Why.', labels: ['roster'] })
    expect(await forge.issues('roster')).toEqual([issue])
    const pull = await forge.openPull({ title: 'Other', body: '', head: 'other', base: 'main' })
    expect(await forge.openFrom('other')).toMatchObject({ number: pull.number })
    const mark = stage.mark()
    await forge.check({
      name: 'plan',
      commit: head,
      conclusion: 'success',
      title: 'Fine',
      summary: 'x',
      annotations: [],
    })
    expect(stage.writesSince(mark).filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(stage.troubles).toEqual([])
  })

  test.each([
    ['a secondary limit', 403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '60' }],
    ['Retry-After alone', 429, { message: 'Slow down' }, { 'retry-after': '60' }],
  ])('%s is waited for in full, and then it goes on', async (_name, status, body, headers) => {
    const { stage, number } = await stageWithPull()
    stage.troubles.push({ path: /comments$/, when: 'before', answer: { status, body, headers } })
    const start = Date.now()
    await forgeAs(stage).comment(number, 'patient')
    // Sixty seconds of two milliseconds.
    expect(Date.now() - start).toBeGreaterThanOrEqual(115)
    expect(await forgeAs(stage).comments(number)).toHaveLength(1)
  })

  test('a limit that lasts longer than anybody waits is a fault that says until when', async () => {
    const { stage, number } = await stageWithPull()
    const reset = Math.floor(Date.parse('2030-01-01T00:00:00Z') / 1000)
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
    stage.troubles.push({
      path: /comments$/,
      when: 'before',
      answer: { status: 403, body: { message: 'API rate limit exceeded' }, headers },
    })
    await expect(forgeAs(stage).comments(number)).rejects.toThrow(
      /could not read the comments of #1. GitHub asks to wait.* after 2030-01-01T00:00:00.000Z/,
    )
  })

  test('what was not read is a fault, never an empty list', async () => {
    const { stage, number } = await stageWithPull()
    const forge = forgeAs(stage)
    const comments = { path: /comments$/, when: 'before' } as const
    const answers = [
      { status: 409, body: { message: 'busy' } },
      { status: 200, body: { message: 'no list' } },
      { status: 204 },
    ]
    for (const answer of answers) {
      stage.troubles.push({ ...comments, answer })
      await expect(forge.comments(number)).rejects.toBeInstanceOf(ForgeFault)
    }
  })

  test('SEC-25 no page, no redirect and no name leads elsewhere', async () => {
    const { stage, number } = await stageWithPull()
    const forge = forgeAs(stage)
    const comments = { path: /comments$/, when: 'before' } as const
    const elsewhere = 'http://127.0.0.1:1/repos/x'
    stage.troubles.push({
      ...comments,
      answer: { status: 200, body: [], headers: { link: `<${elsewhere}>; rel="next"` } },
    })
    await expect(forge.comments(number)).rejects.toThrow(/leads to http:\/\/127.0.0.1:1, which is not asked/)
    stage.troubles.push({ ...comments, answer: { status: 301, body: {}, headers: { location: elsewhere } } })
    await expect(forge.comments(number)).rejects.toThrow(/The repository has moved/)
    await expect(forge.mayWrite('..')).rejects.toThrow(/no name that GitHub can be asked for/)
    const mark = stage.mark()
    await forge.mayWrite('ana/../../../user?x=#').catch(() => undefined)
    expect(stage.requests[mark]?.path).toBe(
      '/repos/msp/directory/collaborators/ana%2F..%2F..%2F..%2Fuser%3Fx%3D%23/permission',
    )
    for (const repository of ['msp', 'msp/a/b', '../user', 'msp/..', 'msp/a?b'])
      expect(() => openGithub({ api: stage.api, token: new Secret('x'), repository })).toThrow(
        /not the name of a repository/,
      )
  })

  test('an answer that does not come, or breaks off, is no answer', async () => {
    const stage = await stageOf()
    stage.troubles.push({ when: 'before', answer: 'silence' })
    await expect(safeFetch(stage.api, 50)(`${stage.api}/user`)).rejects.toThrow(/timeout/)
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('[]')
      setTimeout(() => response.destroy(), 20)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const forge = openGithub({ api, repository: 'msp/directory', token: new Secret('x'), pace: { secondMs: 1 } })
    await expect(forge.comments(1)).rejects.toThrow(/could not be reached/)
    server.close()
  })

  test('a fault says what could not be done and what to mend, and no token', async () => {
    const { stage, number } = await stageWithPull()
    const messages: string[] = []
    const told = async (asked: Promise<unknown>): Promise<void> => {
      const fault: unknown = await asked.catch((cause: unknown) => cause)
      expect(fault).toBeInstanceOf(ForgeFault)
      messages.push((fault as ForgeFault).message)
      expect(inspect(fault, { depth: 20 })).not.toMatch(/ghp_|ghs_/)
    }
    const refused = { path: /comments$/, when: 'before' } as const
    const echo = `token ${stage.as('ana').tokenText}\u001b[31m is not welcome`
    const { api, repository } = stage
    await told(openGithub({ api, repository, token: new Secret('ghp_nobody') }).pull(1))
    await told(forgeAs(stage, stage.workflow({ contents: 'read' })).comment(number, 'x'))
    await told(forgeAs(stage).pull(99))
    await told(forgeAs(stage).comment(number, 'x'.repeat(65_537)))
    stage.troubles.push({ ...refused, answer: { status: 422, body: { message: echo } } })
    await told(forgeAs(stage, stage.as('ana')).comment(number, 'x'))
    await told(
      openGithub({ api: await closedPort(), repository, token: new Secret('ghp_x'), pace: { secondMs: 1 } }).pull(1),
    )
    expect(messages).toEqual([
      'msp/directory: could not read #1. GitHub does not know the token (401). Give one that is valid in GITHUB_TOKEN.',
      'msp/directory: could not comment on #1. The token may not do that (403): Resource not accessible by integration. It needs issues: write; pull_requests: write; add that to `permissions:` of the job, or to the app.',
      'msp/directory: could not read #99. It is not there, or the token may not see it (404). Check the name, and what the token may read.',
      'msp/directory: a comment may have 65536 characters, and this one has 65537.',
      'msp/directory: could not comment on #1. GitHub does not accept it (422): token •••••• [31m is not welcome.',
      expect.stringMatching(
        /^msp\/directory: could not read #1. GitHub could not be reached: .*ECONNREFUSED.*Try again.$/,
      ),
    ])
  })
})

test('UX-29 one issue of a kind is opened, changed, closed and opened again; that of somebody else is not ours', async () => {
  const stage = await stageOf()
  const forge = forgeAs(stage)
  const ana = stage.as('ana')
  const wish = { marker: 'apply', title: 'Not finished', body: 'roster apply --reviewed', label: 'roster', open: true }
  const forged = { title: wish.title, body: '<!-- roster:apply v1 -->\nforged', labels: ['roster'] }
  await ana.ask('POST', `/repos/${stage.repository}/issues`, forged)
  expect(await upsertIssue(forge, { ...wish, open: false })).toBe('none')
  expect(await upsertIssue(forge, wish)).toBe('opened')
  const mark = stage.mark()
  expect(await upsertIssue(forge, wish)).toBe('unchanged')
  expect(stage.writesSince(mark)).toEqual([])
  expect(await upsertIssue(forge, { ...wish, body: 'less' })).toBe('updated')
  expect(await upsertIssue(forge, { ...wish, open: false })).toBe('closed')
  expect(await upsertIssue(forge, { ...wish, open: false })).toBe('unchanged')
  expect(await upsertIssue(forge, wish)).toBe('reopened')
  const issues = await forge.issues('roster')
  expect(issues.map(({ by, state }) => `${by.login} ${state}`).toSorted()).toEqual([
    'ana open',
    'github-actions[bot] open',
  ])
})
