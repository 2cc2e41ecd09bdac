import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import {
  documentOf,
  emptyFolder,
  program,
  put,
  roster,
  tenantYaml,
  usersYaml,
  workspace,
  type Ended,
} from './roster.ts'

const crowd = Array.from({ length: 12 }, (_, at) => `p${String.fromCharCode(97 + at)}-x`)

/** Plans to a file, and gives the digest of the plan. */
async function digestOf(cwd: string): Promise<string> {
  const file = join(cwd, 'plan.json')
  const ended = await roster(['plan', '--out', file, '--json'], { cwd })
  return (documentOf(ended) as unknown as Plan).digest
}

async function applied(cwd: string): Promise<Ended> {
  return roster(['apply', '--auto-approve'], { cwd })
}

/** Lets the embedded directory of acme misbehave from now on. */
function misbehave(cwd: string, faults: object): void {
  const file = join(cwd, '.roster/local/acme/main.json')
  const [header = '{}', ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [JSON.stringify({ ...(JSON.parse(header) as object), faults }), ...rest].join('\n'))
}

const grown = { 'tenants/acme/users.yaml': usersYaml(['ana-li', 'ben-osei', 'eva-lo', 'zoe-ng']) }

function grow(cwd: string): void {
  for (const [path, text] of Object.entries(grown)) put(cwd, path, text)
}

test('UX-31 0 and 2: a plan is made, changes count with --detailed-exitcode only; planned again after an apply, nothing', async () => {
  const cwd = workspace()
  expect((await roster(['plan'], { cwd })).code).toBe(0)
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2)
  expect((await applied(cwd)).code).toBe(0)
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  expect((await roster(['drift'], { cwd })).code).toBe(0)
})

test('UX-31 1: a ledger that was edited does not verify', async () => {
  const cwd = workspace()
  await applied(cwd)
  const folder = join(cwd, '.roster/ledger/acme')
  const name = readdirSync(folder).find((one) => one.endsWith('.jsonl')) ?? ''
  expect((await roster(['ledger', 'verify'], { cwd })).code).toBe(0)
  writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replace('Ana Li', 'Eve Li'))
  const ended = await roster(['ledger', 'verify', '--json'], { cwd })
  expect([ended.code, documentOf(ended)['exitCode']]).toEqual([1, 1])
})

test('UX-31 3: a mistake in one tenant, and one in roster.yaml', async () => {
  const cwd = workspace({
    'tenants/bakery/tenant.yaml': tenantYaml('Bakery'),
    'tenants/bakery/users.yaml': 'ana: { nme: x }\n',
  })
  const [validate, plan] = await Promise.all([roster(['validate'], { cwd }), roster(['plan', '--json'], { cwd })])
  expect([validate.code, plan.code]).toEqual([3, 3])
  expect(validate.stdout).toContain('tenants/bakery/users.yaml:1:')
  expect(validate.stdout).toContain('^')
  expect((documentOf(plan) as unknown as Plan).tenants.map(({ tenant, status }) => [tenant, status])).toEqual([
    ['acme', 'changes'],
    ['bakery', 'invalid'],
  ])
  put(cwd, 'roster.yaml', 'version: 2\n')
  const broken = await Promise.all(['plan', 'drift', 'validate'].map((command) => roster([command], { cwd })))
  expect(broken.map(({ code }) => code)).toEqual([3, 3, 3])
  expect((await applied(cwd)).code).toBe(3)
  expect(existsSync(join(cwd, '.roster'))).toBe(false)
})

test('UX-31 4: a listing that breaks off', async () => {
  const cwd = workspace()
  await applied(cwd)
  misbehave(cwd, { pageSize: 1, cut: { kind: 'user', page: 2 } })
  grow(cwd)
  const [plan, apply, doctor] = await Promise.all([
    roster(['plan'], { cwd }),
    applied(cwd),
    roster(['doctor'], { cwd }),
  ])
  expect([plan.code, apply.code, doctor.code]).toEqual([4, 4, 4])
  expect(plan.stdout).toContain('UNREADABLE')
  expect(doctor.stdout).toContain('FAIL')
})

test('UX-38 doctor finds that another directory answers than tenant.yaml states', async () => {
  const cwd = workspace()
  await applied(cwd)
  const stated = (identity: string): void =>
    put(cwd, 'tenants/acme/tenant.yaml', tenantYaml('Acme').replace('provider: local', `$&, identity: ${identity}`))
  stated('another')
  const wrong = await roster(['doctor'], { cwd })
  expect(wrong.code).toBe(4)
  const live = /FAIL +identity: this is (\S+), but tenant\.yaml states another/.exec(wrong.stdout)?.[1]
  expect(live).toBeDefined()
  stated(live ?? '')
  expect((await roster(['doctor'], { cwd })).stdout).toContain('as tenant.yaml states')
})

test('UX-31 5: a mass removal, with the figures and the limit, under any consent', async () => {
  const cwd = workspace({ 'tenants/acme/users.yaml': usersYaml(crowd) })
  await applied(cwd)
  put(cwd, 'tenants/acme/users.yaml', usersYaml(crowd.slice(0, 4)))
  const [plan, apply] = await Promise.all([roster(['plan'], { cwd }), applied(cwd)])
  expect([plan.code, apply.code]).toEqual([5, 5])
  expect(plan.stdout).toMatch(/BLOCK +usersRemoved +measured 8, limit 5/)
})

test('UX-31 6: the digest is not that of the plan; nothing is written', async () => {
  const cwd = workspace()
  const digest = await digestOf(cwd)
  grow(cwd)
  const apply = await roster(['apply', '--digest', digest, '--json'], { cwd })
  expect([apply.code, documentOf(apply)['exitCode']]).toEqual([6, 6])
  expect(existsSync(join(cwd, '.roster/local'))).toBe(false)
})

test('the digest that plan prints is consent to that plan', async () => {
  const cwd = workspace()
  expect((await roster(['apply', '--digest', await digestOf(cwd)], { cwd })).code).toBe(0)
})

test('a saved plan with its digest is consent; a saved plan that was changed is 6', async () => {
  const cwd = workspace()
  const digest = await digestOf(cwd)
  const file = join(cwd, 'plan.json')
  const text = readFileSync(file, 'utf8')
  expect((await roster(['show', file], { cwd: emptyFolder() })).code).toBe(0)
  const fingerprint = /"fingerprint":"([0-9a-f]+)"/.exec(text)?.[1] ?? ''
  writeFileSync(file, text.replaceAll(fingerprint, 'f'.repeat(64)))
  expect((await roster(['show', file])).code).toBe(6)
  expect((await roster(['apply', '--approved', file, '--digest', digest], { cwd })).code).toBe(6)
  writeFileSync(file, text)
  expect((await roster(['apply', '--approved', file, '--digest', digest], { cwd })).code).toBe(0)
})

test('UX-31 7: a write fails; the same apply again does the rest', async () => {
  const cwd = workspace()
  await applied(cwd)
  misbehave(cwd, { fail: { write: 1, when: 'before', class: 'forbidden' } })
  grow(cwd)
  const first = await applied(cwd)
  expect(first.code).toBe(7)
  expect(first.stdout).toContain('Run the same apply again')
  expect((await applied(cwd)).code).toBe(0)
})

test('UX-31 8 and 130: while one holds the lock others end at once; Ctrl-C stops it, and running again is safe', async () => {
  const cwd = workspace()
  await applied(cwd)
  misbehave(cwd, { throttle: { writes: 1, retryAfterMs: 20_000 } })
  grow(cwd)
  const holder = spawn(process.execPath, [program, 'apply', '--auto-approve'], { cwd, stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => holder.on('close', resolve))
  const counted = join(cwd, '.roster/local/acme/main.json.writes')
  for (let tries = 0; tries < 200 && !existsSync(counted); tries++) await sleep(50)
  const other = await applied(cwd)
  expect(other.code).toBe(8)
  expect(other.stdout).toContain('roster unlock --tenant acme')
  holder.kill('SIGINT')
  expect(await ended).toBe(130)
  expect((await applied(cwd)).code).toBe(0)
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  expect((await roster(['unlock', '--tenant', 'acme'], { cwd })).stdout).toBe('acme: not locked\n')
}, 60_000)

test('UX-31 143: SIGTERM ends as Ctrl-C does', async () => {
  const cwd = workspace()
  await applied(cwd)
  misbehave(cwd, { throttle: { writes: 1, retryAfterMs: 20_000 } })
  grow(cwd)
  const holder = spawn(process.execPath, [program, 'apply', '--auto-approve'], { cwd, stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => holder.on('close', resolve))
  const counted = join(cwd, '.roster/local/acme/main.json.writes')
  for (let tries = 0; tries < 200 && !existsSync(counted); tries++) await sleep(50)
  holder.kill('SIGTERM')
  expect(await ended).toBe(143)
})

test('UX-32 every command gives one document on stdout', async () => {
  const cwd = workspace()
  await roster(['plan', '--out', join(cwd, 'p.json')], { cwd })
  await applied(cwd)
  const runs = [
    ['validate'],
    ['fmt', '--check'],
    ['schema'],
    ['schema', 'users'],
    ['plan'],
    ['show', join(cwd, 'p.json')],
    ['apply', '--auto-approve'],
    ['drift'],
    ['log'],
    ['ledger', 'verify'],
    ['unlock', '--tenant', 'acme'],
    ['doctor'],
    ['completion', 'bash'],
    ['seats'],
    ['seats', 'forecast'],
    ['calendar'],
  ]
  const ended = await Promise.all(runs.map((words) => roster([...words, '--json'], { cwd })))
  for (const [at, one] of ended.entries()) {
    expect([runs[at], one.stderr]).toEqual([runs[at], ''])
    expect(Object.keys(documentOf(one)).length).toBeGreaterThan(1)
  }
  const init = await roster(['init', '--defaults', '--json'], { cwd: emptyFolder() })
  expect(documentOf(init)).toMatchObject({ formatVersion: '1.0', kind: 'init' })
})

test('UX-33 no colour without a terminal, with NO_COLOR, TERM=dumb or --no-color; FORCE_COLOR brings it; the words are the same', async () => {
  const cwd = workspace()
  const said = async (env: Readonly<Record<string, string>>, ...more: string[]): Promise<string> =>
    (await roster(['validate', ...more], { cwd, env })).stdout
  const plain = await said({})
  expect(plain).not.toContain('\u001b')
  expect(await said({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(plain)
  expect(await said({ TERM: 'dumb' })).toBe(plain)
  expect(await said({ FORCE_COLOR: '1' }, '--no-color')).toBe(plain)
  const coloured = await said({ FORCE_COLOR: '1' })
  expect(coloured).toContain('\u001b[')
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain)
})

test('a plan cannot write: the workspace is byte for byte as before', async () => {
  const cwd = workspace()
  const before = namesIn(cwd)
  await Promise.all([
    roster(['plan'], { cwd }),
    roster(['drift'], { cwd }),
    roster(['doctor'], { cwd }),
    roster(['log'], { cwd }),
  ])
  expect(namesIn(cwd)).toEqual(before)
})

test('fmt puts a file in order, keeps its comments, and is then content', async () => {
  const cwd = workspace({
    'tenants/acme/users.yaml':
      '# ours\nben-osei:\n  title: Lead # since May\n  name: { first: Ben, last: Osei }\nana-li:\n  name: { first: Ana, last: Li }\n',
  })
  expect((await roster(['fmt', '--check'], { cwd })).code).toBe(3)
  expect((await roster(['fmt'], { cwd })).stdout).toContain('~ tenants/acme/users.yaml')
  const text = readFileSync(join(cwd, 'tenants/acme/users.yaml'), 'utf8')
  expect(text.indexOf('ana-li')).toBeLessThan(text.indexOf('ben-osei'))
  expect(text).toContain('title: Lead # since May')
  expect((await roster(['fmt', '--check'], { cwd })).code).toBe(0)
  expect((await roster(['validate'], { cwd })).code).toBe(0)
})

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort()
}
