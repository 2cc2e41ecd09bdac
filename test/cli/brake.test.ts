import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { brakeOf, type Brake } from '../../src/cli/brake.ts'
import { workTree } from '../../src/language/load/tree.ts'
import { bareRepository, clone, git } from '../git/repositories.ts'

const every = { files: 0, remote: 50 }

interface Stage {
  readonly here: string
  /** Another clone, of whoever presses the button. */
  readonly there: string
  readonly brake: Brake
}

async function stage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'roster-brake-'))
  const remote = await bareRepository(join(folder, 'remote'))
  const here = await clone(join(folder, 'here'), remote)
  write(here, 'roster.yaml', 'version: 1\n')
  write(here, 'tenants/acme/tenant.yaml', 'name: Acme\n')
  await committed(here)
  await git('/', 'clone', '--quiet', remote, join(folder, 'there'))
  const brake = brakeOf({
    repository: { root: here, env: process.env },
    tree: workTree(here),
    fromEnvironment: undefined,
    branch: 'main',
    every,
  })
  onTestFinished(async () => {
    await brake.end()
    rmSync(folder, { recursive: true, force: true })
  })
  return { here, there: join(folder, 'there'), brake }
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

async function committed(folder: string): Promise<void> {
  await git(folder, 'add', '.')
  await git(folder, 'commit', '--quiet', '-m', 'change')
  await git(folder, 'push', '--quiet', 'origin', 'HEAD:main')
}

test('REL-17 a pause that is merged stops a run that is under way elsewhere; taking it back lets it go on', async () => {
  const { there, brake } = await stage()
  expect(brake.paused('acme')).toBeUndefined()
  write(there, 'tenants/acme/tenant.yaml', 'name: Acme\npaused: an incident\n')
  await committed(there)
  await vi.waitFor(() => expect(brake.paused('acme')).toBe('an incident'), { timeout: 20_000 })
  expect(brake.paused('other')).toBeUndefined()
  write(there, 'roster.yaml', 'version: 1\npaused: everything waits\n')
  await committed(there)
  await vi.waitFor(() => expect(brake.paused('other')).toBe('everything waits'), { timeout: 20_000 })
  write(there, 'roster.yaml', 'version: 1\n')
  await committed(there)
  await vi.waitFor(() => expect(brake.paused('other')).toBeUndefined(), { timeout: 20_000 })
})

test('REL-17 a pause in the files here counts at once', async () => {
  const { here, brake } = await stage()
  write(here, 'roster.yaml', 'version: 1\npaused: stop\n')
  expect(brake.paused('acme')).toBe('stop')
})

test('REL-17 a remote that does not answer pauses nothing, and the files here still count', async () => {
  const { here, brake } = await stage()
  rmSync(join(here, '../remote'), { recursive: true })
  await sleep(500)
  expect(brake.paused('acme')).toBeUndefined()
  write(here, 'roster.yaml', 'version: 1\npaused: stop\n')
  expect(brake.paused('acme')).toBe('stop')
})
