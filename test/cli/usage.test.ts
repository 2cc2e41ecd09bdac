import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documentOf, emptyFolder, program, roster, workspace } from './roster.ts'

const commands = [
  'init',
  'import',
  'validate',
  'fmt',
  'schema',
  'plan',
  'show',
  'apply',
  'drift',
  'explain',
  'who-can',
  'access',
  'roles',
  'users',
  'diff',
  'lint',
  'new',
  'log',
  'unlock',
  'doctor',
  'demo',
  'completion',
]

test('help lists every command, and each command has its own', async () => {
  const { code, stdout, stderr } = await roster(['--help'])
  expect([code, stderr]).toEqual([0, ''])
  for (const command of [...commands, 'ledger']) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  expect(stdout).not.toContain('complete ')
  const helps = await Promise.all(commands.map((command) => roster([command, '--help'])))
  for (const [at, help] of helps.entries()) {
    expect(help.code).toBe(0)
    expect(help.stdout).toContain(`Usage: roster ${commands[at]}`)
    expect(help.stdout).toContain('--json')
  }
})

test('the version is that of the package', async () => {
  expect((await roster(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/)
})

test.each([
  { words: ['plna'], told: 'Did you mean plan?' },
  { words: ['plan', '--detailed-exit-code'], told: 'Did you mean --detailed-exitcode?' },
  { words: ['ledger', 'verfy'], told: 'Did you mean verify?' },
  { words: ['plan', 'stray'], told: 'too many arguments' },
  { words: ['show'], told: "missing required argument 'file'" },
  { words: ['unlock'], told: '--tenant' },
  { words: ['schema', 'user'], told: 'Did you mean users?' },
  { words: ['completion', 'fisch'], told: 'Did you mean fish?' },
  { words: ['log', '--limit', '0'], told: '--limit 0' },
  { words: ['plan', '--as-of', '2026-02-30'], told: '--as-of 2026-02-30 is not a moment' },
  { words: ['plan', '--tenant', 'acm'], told: 'Did you mean acme?' },
  { words: ['apply', '--digest', 'sha256:12'], told: 'is not a digest' },
  { words: ['apply', '--approved', 'plan.json'], told: '--approved needs --digest' },
  { words: ['apply', '--auto-approve', '--digest', `sha256:${'0'.repeat(64)}`], told: '--auto-approve' },
  { words: ['ledger', 'verify', '--head', 'nonsense'], told: 'is not a head' },
  { words: ['apply', '--auto-approve', '--branch', 'main'], told: 'Add --reviewed' },
  { words: ['doctor', '--repository', 'msp/people'], told: 'Add --repo' },
  { words: ['timeline', 'ana-li', '--since', 'yesterday'], told: '--since yesterday is not a moment' },
  { words: ['comment', '--pending', '--pull', '1', '--head', 'abc'], told: '--head abc is not the whole id' },
  { words: ['comment', '--plan', 'plan.json', '--pull', '1', '--record'], told: 'Give --head <commit> with --record' },
  {
    words: ['comment', '--pending', '--pull', '1', '--repository', 'people'],
    told: 'people is not the name of a repository',
  },
  { words: ['evidence', '--period', '2999', '--out', 'pack'], told: '--period 2999 has not begun' },
  { words: ['drift', '--pr'], told: 'There is no remote origin here' },
  { words: [], told: 'no command given' },
])('UX-31 64: roster $words names the way out, as text and as JSON', async ({ words, told }) => {
  const cwd = workspace()
  const [text, json] = await Promise.all([roster(words, { cwd }), roster([...words, '--json'], { cwd })])
  expect([text.code, text.stdout]).toEqual([64, ''])
  expect(text.stderr).toContain(told)
  expect(json.code).toBe(64)
  expect(documentOf(json)).toMatchObject({ formatVersion: '1.0', error: { kind: 'usage' }, exitCode: 64 })
})

test('help of a command within a command is its own', async () => {
  const [asked, told] = await Promise.all([
    roster(['help', 'evidence', 'verify'], { cwd: emptyFolder() }),
    roster(['evidence', 'verify', '--help'], { cwd: emptyFolder() }),
  ])
  expect(asked.code).toBe(0)
  expect(asked.stdout).toContain('Usage: roster evidence verify [options] <folder>')
  expect(asked.stdout).toBe(told.stdout)
})

test('UX-31 64: outside of a workspace, and the message says how to make one', async () => {
  for (const command of ['validate', 'plan', 'apply', 'drift', 'log', 'fmt', 'doctor']) {
    const { code, stderr } = await roster([command], { cwd: emptyFolder() })
    expect(code).toBe(64)
    expect(stderr).toContain('roster init')
  }
})

test('the workspace is found upwards, and -C names another', async () => {
  const folder = workspace()
  expect((await roster(['validate'], { cwd: `${folder}/tenants/acme` })).code).toBe(0)
  expect((await roster(['-C', folder, 'validate'], { cwd: emptyFolder() })).code).toBe(0)
  expect((await roster(['validate', '-C', folder], { cwd: emptyFolder() })).code).toBe(0)
})

test('UX-05 nothing waits for an answer without a terminal: 64 within 2 s, with the flags that are missing', async () => {
  const cwd = workspace()
  const empty = emptyFolder()
  const starts = [{}, { stdin: 'closed' }, { stdin: 'open' }, { env: { CI: 'true' } }] as const
  for (const start of starts) {
    const [apply, init] = await Promise.all([
      roster(['apply'], { cwd, ...start }),
      roster(['init'], { cwd: empty, ...start }),
    ])
    expect([apply.code, init.code]).toEqual([64, 64])
    expect(apply.stderr).toMatch(/--digest.*--approved.*--auto-approve/)
    expect(init.stderr).toMatch(
      /--organisation, --timezone, --tenant, --tenant-name, --domain, --vscode or --no-vscode; or --defaults/,
    )
    expect(Math.max(apply.seconds, init.seconds)).toBeLessThan(2)
  }
  expect(readdirSync(empty)).toEqual([])
})

test('UX-35 completion offers commands, options, kinds and the tenants of the workspace', async () => {
  const cwd = workspace({ 'tenants/bakery/tenant.yaml': 'name: Bakery\n' })
  const words = async (...line: string[]): Promise<string[]> =>
    (await roster(['complete', '--', ...line], { cwd })).stdout.split('\n').map((row) => row.split('\t')[0] ?? '')
  expect(await words('plan', '--tenant', '')).toEqual(['acme', 'bakery', ''])
  expect(await words('plan', '--tenant', 'acme', 'b')).toEqual(['bakery', ''])
  expect(await words('l')).toEqual(['lint', 'log', 'ledger', ''])
  expect(await words('ledger', '')).toContain('verify')
  expect(await words('plan', '--det')).toEqual(['--detailed-exitcode', ''])
  expect(await words('schema', 'us')).toEqual(['users', ''])
  expect(await words('-C', cwd, 'unlock', '--tenant', 'a')).toEqual(['acme', ''])
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { code, stdout } = await roster(['completion', shell])
    expect([code, stdout.includes('roster complete --')]).toEqual([0, true])
  }
})

test('UX-35 the script for bash completes a line', async () => {
  const cwd = workspace({ 'tenants/bakery/tenant.yaml': 'name: Bakery\n' })
  const script = [
    `roster() { '${process.execPath}' '${program}' "$@"; }`,
    'source <(roster completion bash)',
    `COMP_WORDS=(roster plan --tenant '') COMP_CWORD=3; _roster; echo "\${COMPREPLY[*]}"`,
    `COMP_WORDS=(roster pl) COMP_CWORD=1; _roster; echo "\${COMPREPLY[*]}"`,
  ].join('\n')
  const { stdout } = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' })
  expect(stdout).toBe('acme bakery\nplan\n')
})
