import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { questions, reviewersQuestion } from '../../src/cli/scaffold/answers.ts'
import { emptyFolder, put, roster, workspace } from './roster.ts'

const workflows = ['apply', 'comment', 'drift', 'plan', 'review', 'tasks'].map((name) => `roster-${name}.yml`)

function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true }).map(String).sort()
  const files = paths.filter((path) => statSync(join(folder, path)).isFile())
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

test('UX-04 init --github writes workflows, owners, rules and a ledger that every run finds', async () => {
  const folder = emptyFolder()
  const made = await roster(['init', '--defaults', '--github', '--reviewers', '@acme/leads, @ana-li'], { cwd: folder })
  expect([made.code, made.stderr]).toEqual([0, ''])
  expect(readdirSync(join(folder, '.github/workflows')).sort()).toEqual(workflows)
  expect(readFileSync(join(folder, '.github/CODEOWNERS'), 'utf8')).toContain('/tenants/ @acme/leads @ana-li\n')
  const settings = readFileSync(join(folder, 'roster.yaml'), 'utf8')
  expect(settings).toContain('ledger: { store: git }')
  expect(settings).toContain(
    'leads: { forge: ["@acme/leads", "@ana-li"] } # the token of a workflow may not read teams',
  )
  expect(settings).toContain('critical: { approvers: [leads], count: 2 }')
  expect((await roster(['validate'], { cwd: folder })).code).toBe(0)
  expect((await roster(['fmt', '--check'], { cwd: folder })).code).toBe(0)
})

test('UX-04 with --github too, seven questions at most, each with a default that will do', () => {
  const asked = [...questions, reviewersQuestion('northwind'), reviewersQuestion(undefined)]
  // The reviewers count once; one more is about the editor.
  expect(asked.length - 1 + 1).toBeLessThanOrEqual(7)
  expect(asked.map(({ problem, otherwise }) => problem(otherwise({})))).toEqual(asked.map(() => undefined))
})

test('the owner of the remote is the first guess for who reviews', async () => {
  const folder = emptyFolder()
  execFileSync('git', ['init', '--quiet', '.'], { cwd: folder })
  execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:northwind/people.git'], { cwd: folder })
  await roster(['init', '--defaults', '--github', '--branch', 'trunk'], { cwd: folder })
  expect(readFileSync(join(folder, 'roster.yaml'), 'utf8')).toContain('@northwind/leads')
  expect(readFileSync(join(folder, '.github/workflows/roster-apply.yml'), 'utf8')).toContain('branches: [trunk]')
})

test('UX-08 into a workspace that is there only what is missing is written, and every byte of roster.yaml stays', async () => {
  const cwd = workspace({ 'roster.yaml': 'version: 1 # ours\norganisation: Tests\n', '.github/CODEOWNERS': '* @us\n' })
  const before = filesIn(cwd)
  const made = await roster(['init', '--github', '--reviewers', '@acme/leads', '--json'], { cwd })
  expect(JSON.parse(made.stdout)).toMatchObject({
    files: ['plan', 'review', 'comment', 'apply', 'drift', 'tasks'].map(
      (name) => `.github/workflows/roster-${name}.yml`,
    ),
    edited: ['ledger', 'approvers', 'approvals'],
  })
  for (const [path, text] of before) {
    if (path === 'roster.yaml') expect(readFileSync(join(cwd, path), 'utf8').startsWith(text)).toBe(true)
    else expect(readFileSync(join(cwd, path), 'utf8')).toBe(text)
  }
  expect((await roster(['validate'], { cwd })).code).toBe(0)
  const after = filesIn(cwd)
  const again = await roster(['init', '--github', '--reviewers', '@other/people'], { cwd })
  expect(again.stdout).toContain('Everything is there already.')
  expect(filesIn(cwd)).toEqual(after)
})

test('a ledger with records stays where it is, and rules name no approvers that others declared', async () => {
  const cwd = workspace({ '.roster/ledger/acme/1.jsonl': '' })
  const made = await roster(['init', '--github', '--reviewers', '@acme/leads', '--json'], { cwd })
  expect(JSON.parse(made.stdout)).not.toHaveProperty('edited')
})

test('what cannot be is refused, and nothing is written', async () => {
  const cwd = workspace()
  const before = filesIn(cwd)
  const refused = await Promise.all(
    [
      ['init', '--github'],
      ['init', '--github', '--reviewers', 'ana'],
      ['init', '--github', '--reviewers', '@a', '--branch', 'x y'],
      ['init', '--github', '--reviewers', '@a', '--branch', "a'b"],
    ].map((words) => roster(words, { cwd })),
  )
  expect(refused.map(({ code }) => code)).toEqual([64, 64, 64, 64])
  expect(refused[0]?.stderr).toContain('--reviewers')
  const folder = emptyFolder()
  execFileSync('git', ['init', '--quiet', '.'], { cwd: folder })
  mkdirSync(join(folder, 'people'))
  const below = await roster(['init', '--github', '--defaults'], { cwd: join(folder, 'people') })
  expect([below.code, existsSync(join(folder, 'people/roster.yaml'))]).toEqual([64, false])
  put(cwd, 'roster.yaml', 'version: [\n')
  const broken = await roster(['init', '--github', '--reviewers', '@a'], { cwd })
  expect([broken.code, existsSync(join(cwd, '.github'))]).toEqual([64, false])
  rmSync(join(cwd, 'roster.yaml'))
  put(cwd, 'roster.yaml', before.get('roster.yaml') ?? '')
  expect(filesIn(cwd)).toEqual(before)
})
