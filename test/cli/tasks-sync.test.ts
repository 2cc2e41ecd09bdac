import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markerFor } from '../../src/cli/loop/order-issues.ts'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { git } from '../git/repositories.ts'
import { documentOf, roster, type Ended } from './roster.ts'

const counter = [
  'name: "Counter @everyone `<!--`"',
  'version: 2026-11-01',
  'categories: { desk: { levels: [none, allow] } }',
  'permissions: { desk/open: { name: Open, risk: basic } }',
  'builtInRoles: { clerk: { name: Clerk, permissions: { desk/open: allow } } }',
  'accountTypes: { clerk: { roles: { min: 1, max: 1 }, required: [email], login: email } }',
  'lifecycle: { clerk: { created: { state: active }, end: disabled } }',
  'capabilities: { deliveries: [manual], create: { clerk: [single] }, grantsWithInvitation: true, observes: [] }',
  'workOrders: [{ verb: create, of: clerk, title: "Add {displayName}", steps: [press the button], verify: attest }]',
  '',
].join('\n')

function clerks(...ids: readonly string[]): string {
  return ids
    .map((id) => `${id}: { displayName: ${id}, email: ${id}@acme.example, platforms: { front: { role: clerk } } }\n`)
    .join('')
}

function files(operator: string): Readonly<Record<string, string>> {
  return {
    'roster.yaml':
      'version: 1\norganisation: Tests\nledger: { store: git }\nforgeAccounts: { bo: acme/ben-osei, dan: bakery/dan-roe }\n',
    '.gitignore': '.roster/\n',
    'platforms/counter.yaml': counter,
    'tenants/acme/tenant.yaml': `name: Acme\ndirectories: { main: { provider: local, mode: authoritative } }\nsubscriptions: { front: { platform: counter, delivery: manual${operator} } }\n`,
    'tenants/acme/users.yaml': clerks('ana-li', 'ben-osei'),
    'tenants/bakery/tenant.yaml': 'name: Bakery\ndirectories: { main: { provider: local, mode: authoritative } }\n',
    'tenants/bakery/users.yaml': 'dan-roe: { name: { first: Dan, last: Roe } }\n',
  }
}

let stage: Stage
let cwd: string
let env: Readonly<Record<string, string>>

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'roster-tasks-'))
})

afterEach(async () => {
  rmSync(cwd, { recursive: true, force: true })
  await stage.close()
})

/** A stage on which an apply has asked for two steps; `operator`: who is asked. */
async function asked(operator = ', operator: ana-li'): Promise<void> {
  stage = await openForgeStage({ files: files(operator) })
  await git('/', 'clone', '--quiet', stage.remote, cwd)
  const token = stage.workflow({ contents: 'write', issues: 'write', pull_requests: 'write', members: 'read' })
  env = { GITHUB_API_URL: stage.api, GITHUB_REPOSITORY: stage.repository, GITHUB_TOKEN: token.tokenText }
  ends(0, await roster(['apply', '--auto-approve'], { cwd }))
}

function ends(code: number, ended: Ended): Ended {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}\n${stage.violations.join('\n')}`).toBe(code)
  return ended
}

async function run(...words: readonly string[]): Promise<Ended> {
  return roster(words, { cwd, env })
}

async function synced(...words: readonly string[]): Promise<string> {
  return ends(0, await run('tasks', 'sync', ...words)).stdout
}

interface Seen {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: string
  readonly user: { readonly login: string }
}

async function issues(): Promise<readonly Seen[]> {
  const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/issues?state=all&per_page=100`)
  return (body as readonly Seen[]).toSorted((a, b) => a.number - b.number)
}

async function only(): Promise<Seen> {
  const [issue, ...others] = await issues()
  if (issue === undefined || others.length > 0) throw new Error(`${others.length} issues too many, or none`)
  return issue
}

/** Somebody writes into an issue with the browser. */
async function edit(number: number, change: { readonly body?: string; readonly state?: string }): Promise<void> {
  const { status } = await stage.as('cleo').ask('PATCH', `/repos/${stage.repository}/issues/${number}`, change)
  expect(status).toBe(200)
}

async function tick(step: number): Promise<void> {
  const { number, body } = await only()
  await edit(number, { body: body.replace(`- [ ] **${step}.**`, `- [x] **${step}.**`) })
}

async function attestations(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { stdout } = await roster(['tasks', '--all', '--json'], { cwd })
  const { tasks } = JSON.parse(stdout) as { readonly tasks: readonly Readonly<Record<string, unknown>>[] }
  return tasks.filter(({ attestedBy }) => attestedBy !== undefined)
}

test('a work order is an issue; boxes and comments are recorded, once; what is done is closed', async () => {
  await asked()
  expect(await synced()).toBe('acme front-1 (issue opened)\n')
  const opened = await only()
  expect(opened.title).toBe('Work order front-1 (acme): Counter everyone --')
  expect(opened.body).toContain('- [ ] **1.**')
  expect(opened.body.replaceAll(/<\/?code>/g, '')).not.toMatch(/@everyone|<!--.*<!--/s)
  const mark = stage.mark()
  expect(await synced()).toContain(`acme front-1 (issue #${opened.number} unchanged)`)
  expect(stage.writesSince(mark)).toEqual([])

  await tick(1)
  expect(await synced()).toContain('recorded step 1: Add ')
  expect((await only()).body).toContain('Done: <code>ana-li</code>')
  await stage.as('bo').comment(opened.number, 'done 1 2')
  const second = documentOf(ends(0, await run('tasks', 'sync', '--json')))
  expect(second).toMatchObject({
    kind: 'tasksSync',
    exitCode: 0,
    tenants: [
      { tenant: 'acme', orders: [{ order: 'front-1', issue: 'closed', recorded: [{ step: 2, by: 'ben-osei' }] }] },
    ],
  })
  const closed = await only()
  expect([closed.state, closed.body.includes('Every step is done')]).toEqual(['closed', true])
  expect(await attestations()).toMatchObject([
    { step: 1, attestedBy: 'ana-li' },
    { step: 2, attestedBy: 'ben-osei' },
  ])
  const log = ends(0, await run('log', '--json')).stdout
  expect(log.length).toBeGreaterThan(0)

  const done = stage.mark()
  expect(await synced()).toBe('Nobody is asked to do anything.\n')
  expect(stage.writesSince(done)).toEqual([])
  expect(stage.violations).toEqual([])
}, 120_000)

test('SEC-05 the word of strangers, bots and other tenants is not recorded; a box that nobody is asked for wants a comment', async () => {
  await asked('')
  await synced()
  const { number } = await only()
  for (const login of ['mallory', 'dan']) await stage.as(login).comment(number, 'done 1')
  await stage.workflow({ issues: 'write' }).comment(number, 'done 1')
  await tick(2)
  const said = await synced()
  expect(said).toContain('not recorded step 1: mallory says that it is done, and is nobody of acme in forgeAccounts')
  expect(said).toContain(
    'not recorded step 2: the box is ticked, and nobody is asked by name. Whoever did it comments done 2.',
  )
  expect(await attestations()).toEqual([])
  const { body } = await only()
  expect(body).toContain('- [x] **2.**')
  expect(body).toContain('**Not recorded:**')
  const mark = stage.mark()
  await synced()
  expect(stage.writesSince(mark)).toEqual([])
  await stage.as('bo').comment(number, 'done 2')
  expect(await synced()).toContain('recorded step 2')
  expect((await only()).body.match(/Not recorded/g)).toHaveLength(1)
  expect(stage.violations).toEqual([])
}, 120_000)

test('SEC-12 an issue of somebody else with our marker counts for nothing and stays as it is', async () => {
  await asked()
  const forged = `<!-- roster:${markerFor('acme', 'front-1')} v1 -->\n- [x] **1.** Add\n- [x] **2.** Add\n`
  const wish = { title: 'Work order front-1 (acme): Counter', body: forged, labels: ['roster-task'] }
  await stage.as('cleo').ask('POST', `/repos/${stage.repository}/issues`, wish)
  await synced()
  const [theirs, ours, ...others] = await issues()
  expect(others).toEqual([])
  expect([theirs?.user.login, theirs?.body]).toEqual(['cleo', forged])
  expect(ours?.user.login).toBe('github-actions[bot]')
  expect(await attestations()).toEqual([])
}, 120_000)

test('what was written into an issue beyond ticks is put back, and one that was closed too early is opened again', async () => {
  await asked()
  await synced()
  const { number, body } = await only()
  await edit(number, {
    body: `${body.replace('press the button', 'pull the plug')}\n- [x] **9.** and more`,
    state: 'closed',
  })
  expect(await synced()).toContain(`(issue #${number} reopened)`)
  expect(await only()).toMatchObject({ state: 'open', body })
  await edit(number, { body: 'gone' })
  await synced()
  const [old, fresh] = await issues()
  expect(old?.body).toBe('gone')
  expect(fresh?.body).toBe(body)
}, 120_000)

test('an order that another took the place of is closed, and the new one says which', async () => {
  await asked()
  await synced()
  await stage.as('cleo').push('main', { 'tenants/acme/users.yaml': clerks('ana-li', 'ben-osei', 'eva-lo') })
  await git(cwd, 'pull', '--quiet')
  ends(0, await roster(['apply', '--auto-approve'], { cwd }))
  const said = await synced('--tenant', 'acme')
  expect(said).toContain('acme front-2 (issue opened)')
  const [old, fresh] = await issues()
  expect(old).toMatchObject({ state: 'closed', body: expect.stringContaining('Do nothing of this any more') as string })
  expect(fresh).toMatchObject({ state: 'open', body: expect.stringContaining('It takes the place of') as string })
  // Whoever ticks the old one has not read it.
  await edit(old?.number ?? 0, { body: (old?.body ?? '').replace('- [ ] **1.**', '- [x] **1.**') })
  await synced()
  expect(await attestations()).toEqual([])
}, 120_000)

test('files with mistakes keep a tenant from being looked at; what stands in its issue stays', async () => {
  await asked()
  await synced()
  await tick(1)
  const before = await only()
  await stage.as('cleo').push('main', { 'tenants/acme/users.yaml': 'ana-li: {\n' })
  await git(cwd, 'pull', '--quiet')
  const ended = ends(3, await run('tasks', 'sync'))
  expect(ended.stdout).toContain('the files of acme have mistakes')
  expect(await only()).toEqual(before)
  expect((await roster(['tasks', 'sync', '--tenant', 'nobody'], { cwd, env })).code).toBe(64)
  expect((await roster(['tasks', 'sync'], { cwd, env: { GITHUB_REPOSITORY: 'msp/directory' } })).stderr).toContain(
    'GITHUB_TOKEN',
  )
}, 120_000)
