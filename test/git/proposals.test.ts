import { join } from 'node:path'
import { expect, test } from 'vitest'
import { remoteBranch } from '../../src/git/branch.ts'
import { changedPaths, firstParents, isAncestor, mergeBase } from '../../src/git/commits.ts'
import { GitFailed, type Repository, run } from '../../src/git/git.ts'
import { commitOf } from '../../src/git/tree.ts'
import { scratch, sweep } from '../ledger/scratch.ts'
import { bareRepository, clone, git } from './repositories.ts'

sweep()
const env = { PATH: process.env['PATH'] }
const at = new Date('2026-11-02T09:00:00Z')

async function repository(remote?: string): Promise<Repository> {
  return { root: await clone(join(await scratch(), 'work'), remote), env }
}

type Files = Readonly<Record<string, string | null>>

/** A commit with these files, on top of another. */
function commit(here: Repository, parent: string | undefined, files: Files, folder = ''): Promise<string> {
  return commitOf(here, { parent, folder, files: new Map(Object.entries(files)), message: 'change', at })
}

/** Every file of a commit with its text. */
async function files(here: Repository, id: string): Promise<Files> {
  const names = await run(here, { args: ['ls-tree', '-r', '-z', '--name-only', '--full-tree', id] })
  const found: [string, string][] = []
  for (const name of names.toString('utf8').split('\0').filter(Boolean))
    found.push([name, (await run(here, { args: ['cat-file', 'blob', `${id}:${name}`] })).toString('utf8')])
  return Object.fromEntries(found)
}

test('a commit is made of files in any depth: new, changed and gone; empty folders go, all else stays', async () => {
  const here = await repository()
  const first = await commit(here, undefined, {
    'roster.yaml': 'apiVersion: roster/v1\n',
    'tenants/acme/tenant.yaml': 'name: Acme\n',
    'tenants/acme/users/ana.yaml': 'name: Ana\n',
    'tenants/bakery/tenant.yaml': 'name: Bakery\n',
  })
  const second = await commit(here, first, {
    'tenants/acme/users/ana.yaml': null,
    'tenants/acme/users.yaml': 'ana: {}\n',
    'tenants/bakery/tenant.yaml': 'name: Zoë\n',
    'tenants/nobody/users/x.yaml': null,
  })
  expect(await files(here, second)).toEqual({
    'roster.yaml': 'apiVersion: roster/v1\n',
    'tenants/acme/tenant.yaml': 'name: Acme\n',
    'tenants/acme/users.yaml': 'ana: {}\n',
    'tenants/bakery/tenant.yaml': 'name: Zoë\n',
  })
  const below = await commit(here, second, { 'users.yaml': null }, 'tenants/acme')
  expect(Object.keys(await files(here, below))).not.toContain('tenants/acme/users.yaml')
  expect(await git(here.root, 'fsck', '--strict', '--no-dangling')).toBe('')
  const nothing = await commit(here, await commit(here, undefined, { a: 'a' }), { a: null })
  expect(await files(here, nothing)).toEqual({})
  expect(await git(here.root, 'status', '--porcelain')).toBe('')
})

test('SEC-26 a path that leads elsewhere, a link and a folder are not written', async () => {
  const here = await repository()
  for (const path of ['../x', 'a/../b', '/a', 'a//b', '.git/config', 'a/.GIT/hooks', 'a/.', '', 'a\\b', 'a\0b'])
    await expect(commit(here, undefined, { [path]: 'x' }), path).rejects.toThrow(GitFailed)
  await expect(commit(here, undefined, { a: 'file', 'a/b': 'below it' })).rejects.toThrow(GitFailed)

  const target = (await run(here, { args: ['hash-object', '-w', '--stdin'], input: '/etc/passwd' })).toString().trim()
  const tree = (await run(here, { args: ['mktree'], input: `120000 blob ${target}\tlink\n` })).toString().trim()
  const linked = (await run(here, { args: ['commit-tree', tree, '-m', 'link'] })).toString().trim()
  await expect(commit(here, linked, { link: 'x' })).rejects.toThrow(/link/)
  await expect(commit(here, linked, { 'link/x': 'x' })).rejects.toThrow(/link/)
  const nested = await commit(here, undefined, { 'a/b': 'x' })
  await expect(commit(here, nested, { a: null })).rejects.toThrow(/folder/)
})

test('a proposed branch is made anew only where it stands as it was seen, and is taken away likewise', async () => {
  const remote = await bareRepository(join(await scratch(), 'remote.git'))
  const [here, there] = [await repository(remote), await repository(remote)]
  const [mine, theirs] = [here, there].map((one) => remoteBranch(one, 'origin', 'roster/drift/acme'))
  const one = await commit(here, undefined, { a: 'one' })
  const other = await commit(here, undefined, { a: 'unrelated to it' })
  expect(await mine?.replace(undefined, one)).toBe(true)
  expect(await mine?.replace(undefined, other)).toBe(false)
  expect(await mine?.move(one, other)).toBe(false)
  expect(await mine?.replace(one, other)).toBe(true)
  expect(await theirs?.tip()).toBe(other)
  expect(await theirs?.replace(other, await commit(there, other, { b: 'by hand' }))).toBe(true)
  expect(await mine?.replace(other, one)).toBe(false)
  expect(await mine?.replace(other, undefined)).toBe(false)
  expect(await mine?.replace(await mine?.tip(), undefined)).toBe(true)
  expect(await mine?.tip()).toBeUndefined()
  expect(() => mine?.replace('--force', one)).toThrow(GitFailed)
})

test('what came to a branch, where lines of work parted, and which paths differ', async () => {
  const here = await repository()
  const root = await commit(here, undefined, { 'a.yaml': '1', 'tenants/x/users.yaml': 'same\n'.repeat(20) })
  const topic = await commit(here, root, { 'tenants/--output=y/z.yaml': '1' })
  const main = await commit(here, root, { 'tenants/x/users.yaml': null, 'tenants/y/users.yaml': 'same\n'.repeat(20) })
  const tree = (await run(here, { args: ['rev-parse', `${topic}^{tree}`] })).toString().trim()
  const merge = (await run(here, { args: ['commit-tree', tree, '-p', main, '-p', topic, '-m', 'merge'] }))
    .toString()
    .trim()
  const apart = await commit(here, undefined, { b: '1' })

  expect(await firstParents(here, root, merge)).toEqual([main, merge])
  expect(await firstParents(here, undefined, merge)).toEqual([root, main, merge])
  expect(await firstParents(here, merge, merge)).toEqual([])
  expect(await isAncestor(here, topic, merge)).toBe(true)
  expect(await isAncestor(here, topic, topic)).toBe(true)
  expect(await isAncestor(here, merge, topic)).toBe(false)
  expect(await mergeBase(here, main, topic)).toBe(root)
  expect(await mergeBase(here, main, apart)).toBeUndefined()
  expect(await changedPaths(here, root, topic)).toEqual(['tenants/--output=y/z.yaml'])
  expect(await changedPaths(here, root, main)).toEqual(['tenants/x/users.yaml', 'tenants/y/users.yaml'])
  for (const hostile of ['--output=x', 'HEAD', 'main..x'])
    for (const question of [isAncestor, mergeBase, firstParents, changedPaths])
      await expect(question(here, root, hostile)).rejects.toThrow(/not the id/)
  await expect(isAncestor(here, root, '0'.repeat(40))).rejects.toThrow(GitFailed)
})
