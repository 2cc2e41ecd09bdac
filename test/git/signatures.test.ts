import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Signing, signaturesIn, type SigningRules } from '../../src/git/signatures.ts'
import { newKey } from '../evidence/keys.ts'
import { git } from './repositories.ts'

interface Stage {
  readonly folder: string
  readonly rules: SigningRules
  /** Commits in somebody's name, with somebody's key; gives its id. */
  readonly commit: (who: string, key: string | undefined, ...words: readonly string[]) => Promise<string>
}

/** A repository in which ana, ben (whose time is over) and the forge may sign; eve may not. */
async function stage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'roster-signatures-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [ana, ben, , forge] = ['ana', 'ben', 'eve', 'forge'].map((name) => newKey(folder, name).line)
  await git(folder, 'init', '--quiet')
  const allowedSigners = [
    `ana@example.org,ana@home.example ${ana}`,
    `ben@example.org valid-before="20200101" ${ben}`,
    `forge:example ${forge}`,
    '',
  ].join('\n')
  const rules = {
    allowedSigners,
    emails: new Map([['ana@example.org', ['ana@example.org', 'ana@home.example']]]),
    forge: new Set(['forge:example']),
  }
  const commit: Stage['commit'] = async (who, key, ...words) => {
    const name = ['-c', `user.name=${who}`, '-c', `user.email=${who.includes('@') ? who : `${who}@example.org`}`]
    const signing = key === undefined ? ['--no-gpg-sign'] : ['-S']
    const keys = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${join(folder, key ?? '')}`]
    await git(folder, ...name, ...keys, 'commit', '--quiet', '--allow-empty', '-m', 'x', ...signing, ...words)
    return git(folder, 'rev-parse', 'HEAD')
  }
  return { folder, rules, commit }
}

async function merged({ folder, commit }: Stage, key: string): Promise<string> {
  await git(folder, 'checkout', '--quiet', '-b', 'side', 'HEAD~1')
  await commit('ana', 'ana')
  await git(folder, 'checkout', '--quiet', '-')
  const keys = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${join(folder, key)}`]
  await git(
    folder,
    '-c',
    'user.email=noreply@forge.example',
    ...keys,
    'merge',
    '--quiet',
    '--no-ff',
    '-S',
    '-m',
    'merge',
    'side',
  )
  return git(folder, 'rev-parse', 'HEAD')
}

/** The same commit with one letter changed under its signature. */
async function tampered({ folder }: Stage, commit: string): Promise<string> {
  const raw = execFileSync('git', ['cat-file', 'commit', commit], { cwd: folder, encoding: 'utf8' })
  const input = raw.replace(/\nx\n$/, '\ny\n')
  return execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    cwd: folder,
    input,
    encoding: 'utf8',
  }).trim()
}

test('SEC-38 only a good signature in the name of its signer counts, and the forge signs nothing but merges', async () => {
  const place = await stage()
  const { commit, folder, rules } = place
  const good = await commit('ana', 'ana')
  const table: [string, string, Signing][] = [
    ['good', good, 'good'],
    ['another address of hers', await commit('ana@home.example', 'ana'), 'good'],
    ['for an author who is somebody else', await commit('ana', 'ana', '--author=Ben <ben@example.org>'), 'good'],
    ['unsigned', await commit('ana', undefined), 'unsigned'],
    ['changed since', await tampered(place, good), 'bad'],
    ['nobody’s key', await commit('eve', 'eve'), 'unknownKey'],
    ['a key whose time is over', await commit('ben', 'ben'), 'unknownKey'],
    ['ana’s key on a commit that names bob', await commit('bob', 'ana'), 'otherName'],
    ['the forge, no merge', await commit('noreply@forge.example', 'forge'), 'forgeOnly'],
    ['the forge, a merge', await merged(place, 'forge'), 'good'],
  ]
  const found = await signaturesIn({ root: folder, env: process.env }, rules)(table.map(([, id]) => id))
  expect(found.map(({ signing }, at) => [table[at]?.[0], signing])).toEqual(
    table.map(([name, , signing]) => [name, signing]),
  )
  // What git itself says is not enough: for it, ana's key on bob's commit is good.
  const file = join(folder, 'signers')
  writeFileSync(file, rules.allowedSigners)
  const bobs = table.find(([name]) => name.includes('bob'))?.[1] ?? ''
  expect(await git(folder, '-c', `gpg.ssh.allowedSignersFile=${file}`, 'log', '-1', '--format=%G?', bobs)).toBe('G')
})

test('SEC-38 a commit that was verified is not verified again, and without rules nothing counts', async () => {
  const { folder, rules, commit } = await stage()
  const [first, second] = [await commit('ana', 'ana'), await commit('ana', 'ana')]
  const signatures = signaturesIn({ root: folder, env: process.env }, rules)
  const before = await signatures([second, first])
  expect(before.map(({ commit: id }) => id)).toEqual([second, first])
  rmSync(join(folder, '.git'), { recursive: true })
  expect(await signatures([first, second, first])).toEqual([before[1], before[0], before[1]])

  const other = await stage()
  const id = await other.commit('ana', 'ana')
  expect(await signaturesIn({ root: other.folder, env: process.env })([id])).toMatchObject([{ signing: 'unchecked' }])
})

test('SEC-26 SEC-38 the configuration of a repository chooses neither the program nor whose keys count', async () => {
  const { folder, rules, commit } = await stage()
  const id = await commit('eve', 'eve')
  const seen = join(folder, 'seen')
  const trap = join(folder, 'trap')
  writeFileSync(trap, `#!/bin/sh\ntouch ${seen}\nexit 0\n`)
  chmodSync(trap, 0o755)
  const own = join(folder, 'own')
  writeFileSync(
    own,
    `eve@example.org ${readFileSync(join(folder, 'eve.pub'), 'utf8').split(' ').slice(0, 2).join(' ')}\n`,
  )
  const settings = {
    'gpg.ssh.program': trap,
    'gpg.program': trap,
    'gpg.openpgp.program': trap,
    'gpg.ssh.allowedSignersFile': own,
    'log.showSignature': 'true',
  }
  for (const [name, value] of Object.entries(settings)) await git(folder, 'config', name, value)
  expect(await signaturesIn({ root: folder, env: process.env }, rules)([id])).toMatchObject([{ signing: 'unknownKey' }])
  expect(existsSync(seen)).toBe(false)
  // The trap does not read what git tells it: now and then git dies of that.
  await git(folder, 'log', '-1', '--format=%G?', id).catch(() => {})
  expect(existsSync(seen), 'git itself would have run it').toBe(true)
})
