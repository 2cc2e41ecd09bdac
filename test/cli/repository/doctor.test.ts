import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openForgeStage, type Stage } from '../../forge/stage.ts'
import { git } from '../../git/repositories.ts'
import { emptyFolder, roster, type Ended } from '../roster.ts'

const open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stage) => stage.close()))
})

/** A workspace that init made, cloned from a repository on the stage. */
async function placeOn(): Promise<{ readonly stage: Stage; readonly cwd: string }> {
  const stage = await openForgeStage()
  open.push(stage)
  const cwd = emptyFolder()
  await git(cwd, 'clone', '--quiet', stage.remote, '.')
  await roster(['init', '--github', '--defaults', '--reviewers', '@ana'], { cwd })
  return { stage, cwd }
}

function doctor({ stage, cwd }: { readonly stage: Stage; readonly cwd: string }, ...words: string[]): Promise<Ended> {
  const env = {
    GITHUB_API_URL: stage.api,
    GITHUB_REPOSITORY: stage.repository,
    GITHUB_TOKEN: stage.as('ana').tokenText,
  }
  return roster(['doctor', '--repo', ...words], { cwd, env })
}

test('SEC-10 UX-38 a repository that nobody protects: each finding has its fix, the files are sound', async () => {
  const place = await placeOn()
  const found = await doctor(place)
  expect(found.code, found.stderr).toBe(4)
  expect(found.stdout).toMatch(/branch main\n +FAIL +protection: .*\n +fix: /)
  expect(found.stdout).toMatch(/branch roster-ledger\n +FAIL/)
  expect(found.stdout).toContain('environment roster-apply')
  expect(found.stdout).toMatch(/ok +pinned actions/)
  expect(found.stdout).toMatch(/ok +subject: .*repo:msp\/directory:environment:roster-apply/)
  expect(found.stdout).toMatch(/ok +owners/)
  expect(found.stdout).not.toMatch(/FAIL +(code of strangers|script injection|plan cannot write)/)
  expect(place.stage.violations).toEqual([])
})

test('SEC-36 SEC-04 what somebody broke in the files, and a subject that lets everybody in, fail', async () => {
  const place = await placeOn()
  const path = join(place.cwd, '.github/workflows/roster-plan.yml')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('contents: read', 'contents: write').replace(/checkout@[0-9a-f]{40}/, 'checkout@v4'))
  writeFileSync(join(place.cwd, '.github/workflows/other.yml'), 'jobs: [')
  writeFileSync(join(place.cwd, 'roster.yaml'), 'version: 1\n')
  const { stdout, code } = await doctor(place, '--json', '--subject', 'repo:msp/directory:pull_request')
  const { checks, exitCode } = JSON.parse(stdout) as {
    readonly checks: readonly { readonly check: string; readonly result: string }[]
    readonly exitCode: number
  }
  expect([code, exitCode]).toEqual([4, 4])
  const bad = new Set(checks.filter(({ result }) => result !== 'ok').map(({ check, result }) => `${result} ${check}`))
  for (const one of ['fail plan cannot write', 'fail pinned actions', 'notVerified readable', 'fail trusted subject'])
    expect(bad).toContain(one)
  expect(bad).toContain('fail ledger')
})

test('SEC-10 what a token may not read is not verified, and never fine', async () => {
  const place = await placeOn()
  const env = {
    GITHUB_API_URL: place.stage.api,
    GITHUB_REPOSITORY: place.stage.repository,
    GITHUB_TOKEN: place.stage.workflow({ contents: 'read' }).tokenText,
  }
  const { stdout } = await roster(['doctor', '--repo'], { cwd: place.cwd, env })
  expect(stdout).toMatch(/not verified +(default token|workflows of forks|protection)/)
  expect(stdout).not.toMatch(/ok +(required reviews|default token|self-review)/)
})

test('without a token it says which one is missing; with a forge that is not there it says so', async () => {
  const place = await placeOn()
  const none = await roster(['doctor', '--repo', '--repository', 'a/b'], {
    cwd: place.cwd,
    env: { GITHUB_TOKEN: '', GH_TOKEN: '' },
  })
  expect([none.code, none.stderr.includes('GITHUB_TOKEN')]).toEqual([64, true])
})
