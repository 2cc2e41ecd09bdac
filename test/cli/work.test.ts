import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentOf, put, roster, workspace } from './roster.ts'

const counter = [
  'name: Counter',
  'version: 2026-11-01',
  'categories: { desk: { levels: [none, allow] } }',
  'permissions: { desk/open: { name: Open, risk: basic } }',
  'builtInRoles: { clerk: { name: Clerk, permissions: { desk/open: allow } } }',
  'accountTypes: { clerk: { roles: { min: 1, max: 1 }, required: [email], login: email } }',
  'lifecycle: { clerk: { created: { state: active }, end: disabled } }',
  'capabilities: { deliveries: [manual], create: { clerk: [csv] }, grantsWithInvitation: true, observes: [] }',
  'workOrders: [{ verb: create, of: clerk, title: Import people, steps: [choose the file], verify: attest }]',
  '',
].join('\n')

function clerks(...ids: readonly string[]): string {
  const lines = ids.map(
    (id) => `${id}: { displayName: ${id}, email: ${id}@acme.example, platforms: { front: { role: clerk } } }\n`,
  )
  return lines.join('')
}

function desk(): string {
  return workspace({
    'platforms/counter.yaml': counter,
    'tenants/acme/tenant.yaml':
      'name: Acme\ndirectories: { main: { provider: local, mode: authoritative } }\nsubscriptions: { front: { platform: counter, delivery: manual, bulk: csv, operator: ana-li } }\n',
    'tenants/acme/users.yaml': clerks('ana-li', 'ben-osei'),
    'tenants/acme/groups.yaml': '{}\n',
  })
}

test('ATE-02 an apply writes the page and the sheet, tasks lists the step, attest takes it down, tasks --all still has it', async () => {
  const cwd = desk()
  const page = '.roster/work-orders/acme/front-1.md'
  const people = clerks('ana-li', 'ben-osei')
  const called = people.replace('ana-li: { ', "ana-li: { phones: { mobile: '+31 20 123-4567' }, ")
  put(cwd, 'tenants/acme/users.yaml', called)
  const applied = await roster(['apply', '--auto-approve'], { cwd })
  expect(applied.stdout).toContain(`work order front-1 (Counter, 1 step): ${page}`)
  const text = readFileSync(join(cwd, page), 'utf8')
  expect(text).toContain('- [ ] **1.** Import people')
  expect(text).toContain('<code>roster attest front-1 1 --by ana-li --tenant acme</code>')
  expect(readFileSync(join(cwd, '.roster/work-orders/acme/front-1-1.csv'), 'utf8')).toBe(
    '"E-mail","Phone (mobile)"\r\n"ana-li@acme.example","+31 20 123-4567"\r\n"ben-osei@acme.example",""\r\n',
  )

  rmSync(join(cwd, '.roster/work-orders'), { recursive: true })
  const again = await roster(['apply', '--auto-approve', '--json'], { cwd })
  expect(documentOf(again)).toMatchObject({
    exitCode: 0,
    tenants: [
      { orders: [{ order: 'front-1', isNew: false, file: page, steps: [{ step: 1, title: 'Import people' }] }] },
    ],
  })
  expect(readFileSync(join(cwd, page), 'utf8')).toBe(text)

  const open = documentOf(await roster(['tasks', '--json'], { cwd }))
  expect(open).toMatchObject({
    formatVersion: '1.0',
    kind: 'tasks',
    open: 1,
    tasks: [{ order: 'front-1', step: 1, assignee: 'ana-li', standing: 'open', file: page }],
  })
  const attested = await roster(['attest', 'front-1', '1', '--by', 'ben-osei', '--json'], { cwd })
  expect(documentOf(attested)).toMatchObject({
    formatVersion: '1.0',
    kind: 'attestation',
    exitCode: 0,
    steps: [{ step: 1, outcome: 'attested', by: 'ben-osei' }],
  })
  expect((await roster(['tasks'], { cwd })).stdout).toBe('Nobody is asked to do anything.\n')
  expect((await roster(['tasks', '--all', '--csv'], { cwd })).stdout).toContain('"attested by ben-osei on ')
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
}, 60_000)

test('a page that another order took the place of says so, and keeps what somebody wrote into it', async () => {
  const cwd = desk()
  const page = join(cwd, '.roster/work-orders/acme/front-1.md')
  await roster(['apply', '--auto-approve'], { cwd })
  put(cwd, '.roster/work-orders/acme/front-1.md', `${readFileSync(page, 'utf8')}called the vendor\n`)
  put(cwd, 'tenants/acme/users.yaml', clerks('ana-li', 'ben-osei', 'eva-lo'))
  const { stdout } = await roster(['apply', '--auto-approve'], { cwd })
  expect(stdout).toContain('front-2 (Counter, 1 step, in place of front-1)')
  const old = readFileSync(page, 'utf8')
  expect(old.startsWith('> **Do nothing of this any more:** <code>front-2</code> took the place')).toBe(true)
  expect(old).toContain('called the vendor')
  const stale = await roster(['attest', 'front-1', '1', '--by', 'ana-li'], { cwd })
  expect([stale.code, stale.stdout]).toEqual([
    6,
    expect.stringContaining('roster attest front-2 1 --by ana-li') as string,
  ])
}, 60_000)

test('an attestation of nothing, by nobody, of a step that is not there: 64, and what to write', async () => {
  const cwd = desk()
  await roster(['apply', '--auto-approve'], { cwd })
  const said = async (...words: readonly string[]): Promise<string> => {
    const { code, stderr } = await roster(['attest', ...words], { cwd })
    expect(code).toBe(64)
    return stderr
  }
  expect(await said('front-1', '1')).toContain("required option '--by <person>' not specified")
  expect(await said('front-1', '--by', 'ana-li')).toContain("missing required argument 'step'")
  expect(await said('front-1', 'one', '--by', 'ana-li')).toContain('one is not the number of a step')
  expect(await said('front-1', '2', '--by', 'ana-li')).toContain('it has step 1 only')
  expect(await said('front-1', '1', '--by', 'ana-li', '--on', '2026-02-30')).toContain('is not a day')
  expect(await said('front-9', '1', '--by', 'ana-li')).toContain('There are: front-1')
  expect(existsSync(join(cwd, '.roster/work-orders/acme/front-1.md'))).toBe(true)
}, 60_000)
