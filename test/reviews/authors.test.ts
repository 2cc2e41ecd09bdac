import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { authorsIn, refuseShallow } from '../../src/cli/reviews/authors.ts'
import { git } from '../git/repositories.ts'

const env = { PATH: process.env['PATH'] }

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'roster-authors-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function commit(root: string, author: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  await git(root, 'add', '--all')
  await git(root, 'commit', '--quiet', '-m', 'x', `--author=${author}`)
  return git(root, 'rev-parse', 'HEAD')
}

async function authors(root: string, head: string): Promise<readonly string[]> {
  const found = await authorsIn({ root, env }, head, 'ana.yaml')
  return [...found].toSorted(([a], [b]) => a - b).map(([, { email }]) => email)
}

test('UX-42 each line has the author of its commit, whatever the repository says of authors', async () => {
  const root = folder()
  await git(root, 'init', '--quiet')
  await commit(root, 'Roster <roster@x>', { 'ana.yaml': 'a: ""\nb: ""\nc: 3\n' })
  const forged = await commit(root, 'Eve <eve@x>', { 'ana.yaml': 'a: keep\nb: ""\nc: 3\n' })
  const head = await commit(root, 'Ana <ana@x>', {
    'ana.yaml': 'a: keep\nb: revoke\nc: 3\n',
    '.mailmap': 'Ana <ana@x> <eve@x>\n',
    ignored: `${forged}\n`,
  })
  await git(root, 'config', 'blame.ignoreRevsFile', 'ignored')
  await git(root, 'config', 'log.mailmap', 'true')
  expect(await authors(root, head)).toEqual(['eve@x', 'ana@x', 'roster@x'])
  // Plain blame is taken in: that is what this test is for.
  expect(await git(root, 'blame', '--porcelain', '-e', 'HEAD', '--', 'ana.yaml')).not.toContain('<eve@x>')
  // What is not committed has no author.
  writeFileSync(join(root, 'ana.yaml'), 'a: revoke\nb: revoke\nc: 3\n')
  expect(await authors(root, head)).toEqual(['eve@x', 'ana@x', 'roster@x'])
})

test('UX-42 a clone without its history does not say who wrote what', async () => {
  const root = folder()
  await git(root, 'init', '--quiet')
  await commit(root, 'Eve <eve@x>', { 'ana.yaml': 'a: 1\n' })
  await commit(root, 'Ana <ana@x>', { other: '1\n' })
  await refuseShallow({ root, env })
  const clone = folder()
  await git('/', 'clone', '--quiet', '--depth=1', `file://${root}`, clone)
  await expect(refuseShallow({ root: clone, env })).rejects.toThrow(/fetch-depth: 0/)
})
