import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The real program. */
export const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

export interface Start {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** `closed`: a pipe that ends at once; `open`: a pipe that never ends; otherwise /dev/null. */
  readonly stdin?: 'closed' | 'open'
}

/** Starts roster with these words and waits for its end. */
export function roster(words: readonly string[], { cwd, env = {}, stdin }: Start = {}): Promise<Ended> {
  const begun = performance.now()
  const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _none, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd,
      env: { ...inherited, ...env },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', (piece: Buffer) => out.push(piece))
    child.stderr?.on('data', (piece: Buffer) => err.push(piece))
    if (stdin === 'closed') child.stdin?.end()
    child.on('error', reject)
    child.on('close', (code) => {
      child.stdin?.destroy()
      const [stdout, stderr] = [out, err].map((pieces) => Buffer.concat(pieces).toString('utf8'))
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '', seconds: (performance.now() - begun) / 1000 })
    })
  })
}

/** The one document of a JSON run: fails when stdout holds anything else. */
export function documentOf({ stdout }: Ended): Readonly<Record<string, unknown>> {
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>
}

/** An empty folder that goes away with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roster-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A workspace of these files: one tenant, acme, on an embedded directory, with three people, unless said otherwise. */
export function workspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = emptyFolder()
  const all = {
    'roster.yaml':
      'version: 1\norganisation: Tests\ntimezone: Europe/Berlin\napprovers: { leads: { forge: ["@x/leads"] } }\n',
    'tenants/acme/tenant.yaml': tenantYaml('Acme'),
    'tenants/acme/users.yaml': usersYaml(['ana-li', 'ben-osei', 'eva-lo']),
    'tenants/acme/groups.yaml': 'staff: { name: Staff, members: { select: { all: true } } }\n',
    ...files,
  }
  for (const [path, text] of Object.entries(all)) put(folder, path, text)
  return folder
}

/** Writes a file of a workspace. */
export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

export function tenantYaml(name: string): string {
  return [
    `name: ${name}`,
    'naming: { username: "{first}.{last}" }',
    'directories: { main: { provider: local, mode: authoritative } }',
    '',
  ].join('\n')
}

/** People by ids like `ana-li`. */
export function usersYaml(ids: readonly string[]): string {
  const lines = ids.map((id) => {
    const [first = '', last = ''] = id.split('-')
    return `${id}: { name: { first: ${capital(first)}, last: ${capital(last)} } }\n`
  })
  return lines.join('')
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
