import { execFile } from 'node:child_process'
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import { LedgerUnavailable } from '../../src/ledger/ledger.ts'
import { bareRepository, clone } from '../git/repositories.ts'
import { recorded } from './conformance.ts'
import { intent, outcome, story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
const now = (): Date => new Date()
const env = { PATH: process.env['PATH'] }

test('SEC-43 a full disk: nothing after the refusal counts, and what was promised is all there', async () => {
  const root = await scratch()
  const script = fileURLToPath(new URL('disk-user.ts', import.meta.url))
  // A limit on the size of files refuses in the middle of a write, as a full disk does.
  const limited = `trap '' XFSZ; ulimit -f 48; exec "$0" --import tsx "$1" "$2"`
  const { stdout } = await promisify(execFile)('bash', ['-c', limited, process.execPath, script, root], {
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  })
  const told = JSON.parse(stdout) as { promised: number; kinds: boolean[]; message: string }
  expect(told.kinds).toEqual([true, true, true])
  expect(told.message).toMatch(
    /the ledger of acme cannot be written \(EFBIG.*nothing more is changed in acme.*run again/,
  )
  expect(told.promised).toBeGreaterThan(20)
  expect(told.promised).toBeLessThan(2000)

  const ledger = openFileLedger({ root, now })
  expect(await ledger.read('acme')).toHaveLength(told.promised)
  expect((await ledger.verify('acme')).faults).toEqual([])
})

test('SEC-43 a ledger in a place that takes no files: no lock, so no run', async () => {
  const root = await scratch()
  await mkdir(join(root, '.roster'))
  // Not even root may make folders there.
  await symlink('/sys/kernel', join(root, '.roster/ledger'))
  await expect(openFileLedger({ root, now }).lock('acme')).rejects.toThrow(LedgerUnavailable)
  const blocked = await scratch()
  await writeFile(join(blocked, '.roster'), 'a file')
  await expect(openFileLedger({ root: blocked, now }).lock('acme')).rejects.toThrow(/run again/)
})

test('SEC-43 a run never writes into the file of another', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  await writeFile(join(root, '.roster/ledger/acme/00000001-run.jsonl'), '')
  await expect(journal.record([outcome('ana')])).rejects.toThrow(LedgerUnavailable)
  await lease.release()
})

test('an entry that cannot be written down is refused alone, and leaves no gap', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  await journal.record([outcome('ana')])
  await expect(journal.record([outcome('ben'), outcome('half \ud83d')])).rejects.toThrow(TypeError)
  await journal.record([outcome('eva')])
  const head = await journal.close()
  expect(await ledger.verify('acme', head)).toMatchObject({ entries: 2, faults: [], anchored: true })
  await lease.release()
})

test('SEC-43 a remote that is down: no lock, no announcement; outcomes wait here and are pushed by the next run', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const away = join(folder, 'away.git')
  const open = (root: string) => openGitLedger({ root, now, env, timing: { readMs: 0 } })
  const ledger = open(await clone(join(folder, 'here'), remote))
  await recorded(ledger, 'acme', 'first', story('ana'))

  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'second', lease)
  await journal.announce([intent('ben')])
  await rename(remote, away)
  await journal.record([intent('ben'), outcome('ben')])
  await expect(journal.close()).rejects.toThrow(LedgerUnavailable)
  await lease.release()
  await expect(ledger.lock('acme')).rejects.toThrow(/branch cannot be reached/)
  await expect(ledger.read('acme')).rejects.toThrow(LedgerUnavailable)

  await rename(away, remote)
  await ledger.unlock('acme')
  await recorded(ledger, 'acme', 'third', story('eva'))
  const there = open(await clone(join(folder, 'there'), remote))
  const applied = (await there.read('acme')).flatMap(({ entry }) => (entry.type === 'outcome' ? [entry.operation] : []))
  expect(applied).toEqual(['ana', 'ben', 'eva'].map((name) => `acme/ad/user/${name}#create`))
  expect((await there.verify('acme')).faults).toEqual([])
})

test('SEC-43 an announcement that does not reach the remote is not made', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const ledger = openGitLedger({ root: await clone(join(folder, 'here'), remote), now, env })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  await rename(remote, join(folder, 'away.git'))
  await expect(journal.announce([intent('ana')])).rejects.toThrow(LedgerUnavailable)
  await expect(journal.close()).rejects.toThrow(LedgerUnavailable)
})

test('SEC-43 outside git, or without the remote that was named, the git store says what to do', async () => {
  const ledger = openGitLedger({ root: await scratch(), now, env: { ...env, GIT_CEILING_DIRECTORIES: '/tmp' } })
  await expect(ledger.read('acme')).rejects.toThrow(/not a git repository.*store: file/)
  const root = await clone(await scratch())
  await expect(openGitLedger({ root, now, env, remote: 'backup' }).lock('acme')).rejects.toThrow(/git remote add/)
})
