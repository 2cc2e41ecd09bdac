import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, program, roster, workspace } from './roster.ts'

/** Starts roster at a terminal of its own (util-linux `script`), and types each answer when its question has come. */
function atTerminal(
  words: readonly string[],
  cwd: string,
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const line = [process.execPath, program, ...words].map((word) => `'${word}'`).join(' ')
  const { CI: _ci, NO_COLOR: _none, ...env } = process.env
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd,
    env: { ...env, TERM: 'xterm' },
  })
  let screen = ''
  let seen = 0
  const open = [...answers]
  child.stdout.on('data', (piece: Buffer) => {
    screen += piece.toString('utf8')
    const [next] = open
    const at = next === undefined ? -1 : screen.indexOf(next[0], seen)
    if (next === undefined || at < 0) return
    seen = at + next[0].length
    open.shift()
    child.stdin.write(next[1])
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      child.stdin.destroy()
      resolve({ code, screen })
    })
  })
}

/** Path -> text of every file below a folder. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true }).map(String).sort()
  return new Map(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

const given = [
  '--organisation',
  'Acme & "Co"',
  '--timezone',
  'Europe/Berlin',
  '--tenant',
  'bakery',
  '--tenant-name',
  'Bäckerei: Süß',
  '--domain',
  'bakery.example',
]

test('UX-04 init asks at most seven questions, each with a default; flags alone give the same bytes', async () => {
  const [asked, flagged] = [emptyFolder(), emptyFolder()]
  const { code, screen } = await atTerminal(['init'], asked, [
    ['organisation called?', 'Acme & "Co"\r'],
    ['zone are its days counted?', 'Mars/Base\r'],
    ['zone are its days counted?', 'Europe/Berlin\r'],
    ['Id of the first tenant', 'bakery\r'],
    ['tenant called?', 'Bäckerei: Süß\r'],
    ['mail domain?', '\r'],
    ['Visual Studio Code', 'yes\r'],
  ])
  expect(code).toBe(0)
  expect(screen).toContain('[bakery.example]')
  expect((await roster(['init', ...given, '--vscode'], { cwd: flagged })).code).toBe(0)
  expect(filesIn(asked)).toEqual(filesIn(flagged))
  expect((await roster(['validate'], { cwd: asked })).code).toBe(0)
  expect((await roster(['fmt', '--check'], { cwd: asked })).code).toBe(0)
})

test('init never overwrites; a .gitignore that is there gets one line more', async () => {
  const folder = workspace()
  expect((await roster(['init', '--defaults'], { cwd: folder })).code).toBe(64)
  const taken = workspace({ '.gitignore': 'node_modules/' })
  rmSync(join(taken, 'roster.yaml'))
  const refused = await roster(['init', '--defaults', '--tenant', 'acme'], { cwd: taken })
  expect(refused.code).toBe(64)
  expect(refused.stderr).toContain('tenants/acme/tenant.yaml')
  expect(filesIn(taken).has('roster.yaml')).toBe(false)
  writeFileSync(join(taken, '.gitignore'), 'node_modules/')
  expect((await roster(['init', '--defaults'], { cwd: taken })).code).toBe(0)
  expect(filesIn(taken).get('.gitignore')).toMatch(/^node_modules\/\n[^]*^\.roster\/\n$/m)
})

test('apply asks at a terminal; only yes is yes', async () => {
  const cwd = workspace()
  const no = await atTerminal(['apply'], cwd, [['Only yes means yes', 'y\r']])
  expect(no.code).toBe(0)
  expect(no.screen).toContain('nothing was written')
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2)
  const yes = await atTerminal(['apply'], cwd, [['Only yes means yes', 'yes\r']])
  expect(yes.code).toBe(0)
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
})

test('UX-05 --no-input keeps roster from asking at a terminal too', async () => {
  expect((await atTerminal(['apply', '--no-input'], workspace(), [])).code).toBe(64)
})

test('Ctrl-C at a question ends with 130, and nothing is written', async () => {
  const cwd = workspace()
  const { code } = await atTerminal(['apply'], cwd, [['Only yes means yes', '\u0003']])
  expect(code).toBe(130)
  expect([...filesIn(cwd).keys()].some((path) => path.startsWith('.roster/local'))).toBe(false)
})

test('UX-34 after Ctrl-C no bar is painted over what is said', async () => {
  const cwd = workspace()
  const faults = { throttle: { writes: 1, retryAfterMs: 60_000 } }
  const header = { roster: 'local-directory', version: 1, identity: 'demo', faults }
  mkdirSync(join(cwd, '.roster/local/acme'), { recursive: true })
  writeFileSync(join(cwd, '.roster/local/acme/main.json'), `${JSON.stringify(header)}\n`)
  const { code, screen } = await atTerminal(['apply', '--auto-approve'], cwd, [['acme: planning', '\u0003']])
  expect(code).toBe(130)
  const [before = '', after = ''] = screen.split('Stopping after')
  expect(before).toMatch(/-{20} acme: planning/)
  expect(after).toContain('Summary')
  expect(after).not.toMatch(/-{20}/)
})

test('UX-04 a workspace for a directory that is there begins without samples', async () => {
  const folder = emptyFolder()
  const made = await roster(['init', '--defaults', '--no-samples'], { cwd: folder })
  expect(made.code).toBe(0)
  expect(made.stdout).toContain('Next: name your directory in tenant.yaml (mode: observe), then roster doctor')
  expect(readdirSync(join(folder, 'tenants/sample'))).toEqual(['tenant.yaml'])
  const planned = await roster(['plan', '--detailed-exitcode'], { cwd: folder })
  expect(planned.code, planned.stderr).toBe(0)
})
