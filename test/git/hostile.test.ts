import { appendFile, chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { remoteBranch } from '../../src/git/branch.ts'
import { changedPaths, firstParents, isAncestor, mergeBase } from '../../src/git/commits.ts'
import { ask, GitFailed, hasChanges, headCommit, type Repository, resolve } from '../../src/git/git.ts'
import { commitOf, entriesIn, filesBelow, texts } from '../../src/git/tree.ts'
import { scratch, sweep } from '../ledger/scratch.ts'
import { bareRepository, clone, git } from './repositories.ts'

sweep()
const env = { PATH: process.env['PATH'] }
const at = new Date('2026-11-02T09:00:00Z')

let folder: string
let here: Repository
let trap: string
beforeEach(async () => {
  folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  here = { root: await clone(join(folder, 'work'), remote), env }
  trap = join(folder, 'trap.sh')
  await writeFile(trap, `#!/bin/sh\ntouch "${join(folder, 'sprung')}"\ncat\n`)
  await chmod(trap, 0o755)
})

const sprung = async (): Promise<boolean> => (await readdir(folder)).includes('sprung')

/** Everything that roster asks git for, once. */
async function everything(): Promise<void> {
  const first = await commitOf(here, { parent: undefined, folder: '', files: new Map([['tenants/a/users.yaml', 'a: {}\n']]), message: 'one', at }) // prettier-ignore
  const second = await commitOf(here, { parent: first, folder: '', files: new Map([['tenants/a/users.yaml', 'a: { x: 1 }\n']]), message: 'two', at }) // prettier-ignore
  await headCommit(here.root, env)
  await hasChanges(here.root, ['tenants'], env)
  await entriesIn(here, second, 'tenants')
  const files = await filesBelow(here, second, ['tenants'])
  await texts(
    here,
    files.map(({ id }) => id),
  )
  await changedPaths(here, first, second)
  await isAncestor(here, first, second)
  await mergeBase(here, first, second)
  await firstParents(here, first, second)
  const branch = remoteBranch(here, 'origin', 'proposal')
  await branch.replace(undefined, first)
  await branch.tip()
}

describe('SEC-26 settings of the repository run nothing', () => {
  const settings = (): readonly (readonly [string, string])[] => [
    ['core.sshCommand', trap],
    ['core.askPass', trap],
    ['core.gitProxy', trap],
    ['core.alternateRefsCommand', trap],
    ['credential.helper', `!${trap}`],
    ['diff.external', trap],
    ['diff.yaml.textconv', trap],
    ['diff.yaml.command', trap],
    ['filter.evil.clean', trap],
    ['filter.evil.smudge', trap],
    ['filter.evil.process', trap],
    ['filter.evil.required', 'true'],
    ['filter.e=v.il.clean', trap],
    ['gpg.program', trap],
    ['commit.gpgSign', 'true'],
    ['push.gpgSign', 'if-asked'],
    ['remote.origin.vcs', 'evil'],
    ['uploadpack.packObjectsHook', trap],
    ['sequence.editor', trap],
    ['interactive.diffFilter', trap],
    ['alias.ls-tree', `!${trap}`],
    ['alias.status', `!${trap}`],
  ]

  test.each(settings().map(([key]) => key))('%s', async (key) => {
    const value = settings().find(([each]) => each === key)?.[1] ?? ''
    await mkdir(join(here.root, 'tenants'))
    await writeFile(join(here.root, 'tenants/users.yaml'), 'a: {}\n')
    await git(here.root, 'add', '.')
    await git(here.root, 'commit', '--quiet', '-m', 'files')
    await writeFile(join(here.root, '.gitattributes'), '*.yaml filter=evil diff=yaml\n*.yml filter=e=v.il\n')
    await git(here.root, 'config', key, value)
    await writeFile(join(here.root, 'tenants/users.yaml'), 'b: {}\n')
    await everything().catch((error: unknown) => {
      if (!(error instanceof GitFailed)) throw error
    })
    expect(await hasChanges(here.root, ['tenants'], env)).toBe(true)
    expect(await sprung()).toBe(false)
  })

  test('a file that is included is no way around it', async () => {
    await writeFile(
      join(folder, 'more'),
      `[core]\n\tfsmonitor = ${trap}\n\thooksPath = ${folder}\n\taskPass = ${trap}\n`,
    )
    await git(here.root, 'config', 'include.path', join(folder, 'more'))
    await everything()
    expect(await sprung()).toBe(false)
  })

  test('the trap springs where it is not kept shut', async () => {
    await writeFile(join(here.root, '.gitattributes'), '* filter=evil\n')
    await git(here.root, 'config', 'filter.evil.clean', trap)
    await git(here.root, 'add', '.')
    expect(await sprung()).toBe(true)
  })
})

test('SEC-26 helpers and headers that the caller gives count; those of the repository do not', async () => {
  await git(here.root, 'config', 'credential.helper', '!mallory')
  const given = { ...env, GIT_CONFIG_COUNT: '2', GIT_CONFIG_KEY_0: 'credential.helper', GIT_CONFIG_VALUE_0: 'store', GIT_CONFIG_KEY_1: 'http.https://x.example/.extraheader', GIT_CONFIG_VALUE_1: 'A: b' } // prettier-ignore
  const all = await ask({ root: here.root, env: given }, { args: ['config', '--get-all', 'credential.helper'] })
  // An empty name makes git forget the helpers before it.
  expect(all.stdout.toString('utf8').split('\n')).toEqual(['!mallory', '', 'store', ''])
  const header = await ask({ root: here.root, env: given }, { args: ['config', '--get-urlmatch', 'http.extraheader', 'https://x.example/y'] }) // prettier-ignore
  expect(header.stdout.toString('utf8').trim()).toBe('A: b')
})

describe('SEC-26 what a commit holds is what is read', () => {
  const commit = (text: string): Promise<string> =>
    commitOf(here, { parent: undefined, folder: '', files: new Map([['a.yaml', text]]), message: text, at })
  const read = async (id: string): Promise<readonly string[]> =>
    texts(
      here,
      (await entriesIn(here, id, '')).map((entry) => entry.id),
    )

  test('no object stands in for another', async () => {
    const [good, evil] = [await commit('good'), await commit('evil')]
    await git(here.root, 'replace', good, evil)
    expect(await read(good)).toEqual(['good'])
    const blob = (await entriesIn(here, good, ''))[0]?.id ?? ''
    await git(here.root, 'replace', '-d', good)
    await git(here.root, 'replace', blob, (await entriesIn(here, evil, ''))[0]?.id ?? '')
    expect(await read(good)).toEqual(['good'])
  })

  test('a graft makes nobody an ancestor', async () => {
    const [good, evil] = [await commit('good'), await commit('evil')]
    await mkdir(join(here.root, '.git/info'), { recursive: true })
    await writeFile(join(here.root, '.git/info/grafts'), `${good} ${evil}\n`)
    expect(await isAncestor(here, evil, good)).toBe(false)
    expect(await firstParents(here, undefined, good)).toEqual([good])
  })

  test('links and submodules are entries, never followed', async () => {
    await symlink('/etc/passwd', join(here.root, 'users.yaml'))
    await git(here.root, 'add', '.')
    await git(here.root, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`)
    await appendFile(join(here.root, '.gitmodules'), `[submodule "module"]\n\tpath = module\n\turl = ext::sh ${trap}\n\tupdate = !${trap}\n`) // prettier-ignore
    await git(here.root, 'add', '.gitmodules')
    await git(here.root, 'commit', '--quiet', '-m', 'links')
    const head = (await headCommit(here.root, env)) ?? ''
    const entries = await filesBelow(here, head)
    expect(entries.map(({ name, mode, type }) => `${mode} ${type} ${name}`)).toEqual([
      '100644 blob .gitmodules',
      '160000 commit module',
      '120000 blob users.yaml',
    ])
    expect(await changedPaths(here, (await resolve(here, 'HEAD~1')) ?? '', head)).toEqual(['.gitmodules', 'module', 'users.yaml']) // prettier-ignore
    await hasChanges(here.root, ['.'], env)
    expect(await sprung()).toBe(false)
  })
})

test('SEC-26 names that are more than names are refused, or stand for what they say', async () => {
  for (const name of [
    'HEAD:a.yaml',
    '@{-1}',
    '@{upstream}',
    ':/one',
    'HEAD..HEAD',
    '^HEAD',
    '-c',
    '--all',
    '',
    '\n',
    'HEAD\n--all',
    '$(touch x)',
    '`touch x`',
    'HEAD@{1 year ago}..',
  ])
    // prettier-ignore
    expect(await resolve(here, name), name).toBeUndefined()
  expect(await resolve(here, 'HEAD')).toBe(await headCommit(here.root, env))
  expect(await readdir(here.root)).toEqual(['.git'])
})
