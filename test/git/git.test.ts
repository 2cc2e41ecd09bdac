import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { localBranch, remoteBranch } from '../../src/git/branch.ts'
import { ask, GitFailed, hasChanges, headCommit, remotes, type Repository, resolve, run } from '../../src/git/git.ts'
import { commitOf, entriesIn, texts } from '../../src/git/tree.ts'
import { scratch, sweep } from '../ledger/scratch.ts'
import { bareRepository, clone, git } from './repositories.ts'

sweep()
const env = { PATH: process.env['PATH'] }
const at = new Date('2026-11-02T09:00:00Z')

async function repository(remote?: string): Promise<Repository> {
  return { root: await clone(join(await scratch(), 'work'), remote), env }
}

test('the commit that is checked out; null outside git, before the first commit, and without git', async () => {
  const { root } = await repository()
  expect(await headCommit(root, env)).toBe(await git(root, 'rev-parse', 'HEAD'))
  expect(await headCommit(root)).toBe(await git(root, 'rev-parse', 'HEAD'))
  await mkdir(join(root, 'deep'))
  expect(await headCommit(join(root, 'deep'), env)).toBe(await git(root, 'rev-parse', 'HEAD'))
  const empty = await scratch()
  expect(await headCommit(empty, env)).toBeNull()
  await git(empty, 'init', '--quiet')
  expect(await headCommit(empty, env)).toBeNull()
  expect(await headCommit(root, { PATH: '/nowhere' })).toBeNull()
})

test('whether files are as in the commit: changed, new and staged ones are not, ignored ones and those elsewhere do not count', async () => {
  const { root } = await repository()
  const dirty = (): Promise<boolean> => hasChanges(root, ['tenants', 'roster.yaml'], env)
  const commit = async (): Promise<unknown> => {
    await git(root, 'add', '.')
    return git(root, 'commit', '--quiet', '-m', 'more')
  }
  await mkdir(join(root, 'tenants'))
  expect(await dirty()).toBe(false)
  await writeFile(join(root, 'tenants/users.yaml'), 'a: 1\n')
  expect(await dirty()).toBe(true)
  await git(root, 'add', '.')
  expect(await dirty()).toBe(true)
  await commit()
  expect(await dirty()).toBe(false)
  await writeFile(join(root, 'tenants/users.yaml'), 'a: 2\n')
  expect(await dirty()).toBe(true)
  await commit()
  await writeFile(join(root, 'notes.txt'), 'elsewhere\n')
  await writeFile(join(root, '.gitignore'), '*.log\n')
  await writeFile(join(root, 'tenants/x.log'), 'ignored\n')
  expect(await dirty()).toBe(false)
  expect(await hasChanges(await scratch(), ['tenants'], env)).toBe(false)
})

test('SEC-26 a ref named like an option is a name, and writes no file', async () => {
  const here = await repository()
  const head = await git(here.root, 'rev-parse', 'HEAD')
  for (const name of ['--output=stolen', '-ostolen', '--help', '--exec=touch>stolen']) {
    await git(here.root, 'update-ref', `refs/heads/${name}`, head)
    expect(await resolve(here, name)).toBe(head)
    expect(await resolve(here, `${name}-not-there`)).toBeUndefined()
  }
  expect(await resolve(here, 'refs/heads/--output=stolen')).toBe(head)
  expect(() => localBranch(here, '--output=stolen')).toThrow(GitFailed)
  expect(() => remoteBranch(here, '--upload-pack=touch stolen', 'main')).toThrow(GitFailed)
  for (const name of ['a..b', 'a/.b', 'a.lock', 'a//b', 'a b', '', 'a\nb', 'a/', '@{-1}'])
    expect(() => localBranch(here, name)).toThrow(GitFailed)
  await expect(entriesIn(here, '--output=stolen', '')).rejects.toThrow(/not the id of an object/)
  await expect(texts(here, ['HEAD'])).rejects.toThrow(/not the id of an object/)
  await expect(localBranch(here, 'new').move(undefined, '--stdin')).rejects.toThrow(/not the id of an object/)
  expect(await readdir(here.root)).toEqual(['.git'])
})

test('SEC-26 what the repository wants run is not run: fsmonitor, hooks, upload-pack, ext transport', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const here = { root: await clone(join(folder, 'work'), remote), env }
  const trap = join(folder, 'trap.sh')
  await writeFile(trap, `#!/bin/sh\ntouch "${join(folder, 'sprung')}"\nexit 1\n`)
  await chmod(trap, 0o755)
  const hooks = ['pre-push', 'reference-transaction', 'post-index-change', 'pre-commit', 'post-commit', 'post-checkout']
  for (const hook of hooks) {
    await writeFile(join(here.root, '.git/hooks', hook), `#!/bin/sh\nexec ${trap}\n`)
    await chmod(join(here.root, '.git/hooks', hook), 0o755)
  }
  const settings = [
    'core.fsmonitor',
    'remote.origin.uploadpack',
    'remote.origin.receivepack',
    'core.pager',
    'core.editor',
  ]
  for (const setting of settings) await git(here.root, '-c', 'core.hooksPath=/dev/null', 'config', setting, trap)
  await git(here.root, 'config', 'protocol.ext.allow', 'always')
  await git(here.root, 'config', 'remote.evil.url', `ext::sh ${trap}`)

  const head = await headCommit(here.root, env)
  const branch = remoteBranch(here, 'origin', 'ledger')
  const commit = await commitOf(here, {
    parent: undefined,
    folder: 'acme',
    files: new Map([['a', 'text']]),
    message: 'm',
    at,
  })
  expect(head).not.toBeNull()
  expect(await branch.move(undefined, commit)).toBe(true)
  expect(await branch.tip()).toBe(commit)
  expect(await localBranch(here, 'mine').move(undefined, commit)).toBe(true)
  await run(here, { args: ['status', '--porcelain'] })
  await expect(remoteBranch(here, 'evil', 'ledger').tip()).rejects.toThrow(/ext/)
  expect(await readdir(folder)).not.toContain('sprung')

  // The trap does spring where it is not kept shut.
  await git(here.root, 'status').catch(() => undefined)
  expect(await readdir(folder)).toContain('sprung')
})

test('SEC-26 neither the settings of the machine and the person nor variables that point elsewhere count', async () => {
  const here = await repository()
  const other = await repository()
  const home = await scratch()
  await writeFile(
    join(home, '.gitconfig'),
    '[alias]\n\trev-parse = !false\n[user]\n\tname = Mallory\n[core]\n\tabbrev = 4\n',
  )
  const lured = { ...env, HOME: home, XDG_CONFIG_HOME: home, GIT_DIR: join(other.root, '.git'), GIT_WORK_TREE: other.root, GIT_INDEX_FILE: '/dev/null', GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), GIT_ALLOW_PROTOCOL: 'ext', GIT_EXTERNAL_DIFF: 'false', GIT_EXEC_PATH: home } // prettier-ignore
  expect(await headCommit(here.root, lured)).toBe(await git(here.root, 'rev-parse', 'HEAD'))
  const commit = await commitOf(
    { root: here.root, env: lured },
    { parent: undefined, folder: '', files: new Map([['a', 'b']]), message: 'm', at },
  )
  expect(await git(here.root, 'log', '-1', '--format=%an %cn %aI', commit)).toBe(
    'roster roster 2026-11-02T09:00:00+00:00',
  )
  expect((await ask({ root: here.root, env: lured }, { args: ['config', '--get', 'core.abbrev'] })).code).toBe(1)
})

test('SEC-26 no transport at all outside of fetch and push', async () => {
  const remote = await bareRepository(join(await scratch(), 'remote.git'))
  const here = await repository(remote)
  const { code, stderr } = await ask(here, { args: ['ls-remote', '--', 'origin'] })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/transport 'file' not allowed/)
  expect(await remotes(here)).toEqual(['origin'])
})

test('a commit made of objects keeps everything else that the branch holds', async () => {
  const here = await repository()
  const first = await commitOf(here, { parent: undefined, folder: 'acme', files: new Map([['a', 'one'], ['b', '']]), message: 'first', at }) // prettier-ignore
  const second = await commitOf(here, {
    parent: first,
    folder: 'bakery',
    files: new Map([['a', 'Zoë\n\0']]),
    message: 'second',
    at,
  })
  const third = await commitOf(here, {
    parent: second,
    folder: 'acme',
    files: new Map([['a', 'two']]),
    message: 'third',
    at,
  })
  expect((await entriesIn(here, third, '')).map((entry) => entry.name)).toEqual(['acme', 'bakery'])
  expect(await entriesIn(here, third, 'nowhere')).toEqual([])
  const read = async (folder: string): Promise<string[]> =>
    texts(
      here,
      (await entriesIn(here, third, folder)).map((entry) => entry.id),
    )
  expect(await read('acme')).toEqual(['two', ''])
  expect(await read('bakery')).toEqual(['Zoë\n\0'])
  expect(await texts(here, [])).toEqual([])
  await expect(texts(here, ['0'.repeat(40)])).rejects.toThrow(/does not have the file/)
  expect(await git(here.root, 'rev-list', '--count', third)).toBe('3')
})

test('a branch moves only from where it was seen: here, and on a remote', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const here = { root: await clone(join(folder, 'here'), remote), env }
  const there = { root: await clone(join(folder, 'there'), remote), env }
  const commit = (repository: Repository, parent: string | undefined, text: string): Promise<string> =>
    commitOf(repository, { parent, folder: '', files: new Map([['a', text]]), message: text, at })

  const pairs = [
    [localBranch(here, 'ledger'), localBranch(here, 'ledger')],
    [remoteBranch(here, 'origin', 'ledger'), remoteBranch(there, 'origin', 'ledger')],
  ] as const
  for (const [mine, theirs] of pairs) {
    expect(await mine.tip()).toBeUndefined()
    const [one, two] = [await commit(here, undefined, 'one'), await commit(here, undefined, 'two')]
    expect(await mine.move(undefined, one)).toBe(true)
    expect(await mine.move(undefined, two)).toBe(false)
    expect(await theirs.tip()).toBe(one)
    const next = await commit(here, one, 'next')
    const rival = await commit(here, one, 'rival')
    expect(await mine.move(one, next)).toBe(true)
    expect(await mine.move(one, rival)).toBe(false)
    expect(await theirs.tip()).toBe(next)
  }
})

test('a push that the remote declines is an error with its words, not a race to run again', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  await writeFile(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho "protected branch" >&2\nexit 1\n')
  await chmod(join(remote, 'hooks/pre-receive'), 0o755)
  const here = { root: await clone(join(folder, 'here'), remote), env }
  const commit = await commitOf(here, { parent: undefined, folder: '', files: new Map([['a', 'b']]), message: 'm', at })
  await expect(remoteBranch(here, 'origin', 'ledger').move(undefined, commit)).rejects.toThrow(
    /pre-receive hook declined/,
  )
})
