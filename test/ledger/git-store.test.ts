import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import { type Ledger, LeaseLost } from '../../src/ledger/ledger.ts'
import { bareRepository, clone, git } from '../git/repositories.ts'
import { elsewhere, recorded } from './conformance.ts'
import { intent, outcome, story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
const now = (): Date => new Date()
const env = { PATH: process.env['PATH'] }

async function twoClones(): Promise<{ readonly remote: string; readonly here: string; readonly there: string }> {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  return { remote, here: await clone(join(folder, 'here'), remote), there: await clone(join(folder, 'there'), remote) }
}

function opened(root: string, pushMs = 10_000): Ledger {
  return openGitLedger({ root, now, env, timing: { readMs: 0, pushMs } })
}

test('two clones that apply different tenants at once both succeed', async () => {
  const { here, there, remote } = await twoClones()
  const [one, other] = [opened(here), opened(there)]
  const heads = await Promise.all(
    ['acme', 'bakery', 'cafe', 'diner'].map((tenant, index) =>
      recorded(index % 2 === 0 ? one : other, tenant, 'run', story('ana')),
    ),
  )
  for (const ledger of [one, other]) {
    expect(await ledger.tenants()).toEqual(['acme', 'bakery', 'cafe', 'diner'])
    for (const [index, tenant] of ['acme', 'bakery', 'cafe', 'diner'].entries()) {
      expect(await ledger.verify(tenant, heads[index])).toMatchObject({ entries: 3, faults: [], anchored: true })
    }
  }
  const files = await git(remote, 'ls-tree', '-r', '--name-only', 'roster-ledger')
  expect(files.split('\n')).toEqual(['acme', 'bakery', 'cafe', 'diner'].map((tenant) => `${tenant}/00000001-run.jsonl`))
})

test('SEC-42 the branches lie under refs/heads, and history only grows: nothing is forced', async () => {
  const { here, remote } = await twoClones()
  await git(remote, 'config', 'receive.denyNonFastForwards', 'true')
  await git(remote, 'config', 'receive.denyDeletes', 'true')
  const ledger = opened(here)
  await recorded(ledger, 'acme', 'first', story('ana'))
  const before = await git(remote, 'rev-parse', 'roster-ledger')
  await recorded(ledger, 'acme', 'second', story('ben'))
  await git(remote, 'merge-base', '--is-ancestor', before, 'roster-ledger')
  const refs = await git(remote, 'for-each-ref', '--format=%(refname)')
  expect(refs.split('\n')).toEqual(['refs/heads/roster-ledger', 'refs/heads/roster-lock/acme'])
  expect(await git(remote, 'log', '-1', '--format=%an <%ae>', 'roster-ledger')).toBe('roster <roster@localhost>')
})

test('the intents of a run are on the remote before the first write; outcomes follow by themselves', async () => {
  const { here, there } = await twoClones()
  const ledger = opened(here, 50)
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  await journal.announce([intent('ana'), intent('ben')])
  expect(await opened(there).read('acme')).toHaveLength(2)
  await journal.record([intent('ana'), outcome('ana')])
  await expect.poll(async () => (await opened(there).read('acme')).length, { timeout: 10_000 }).toBe(3)
  expect(await ledger.read('acme')).toHaveLength(3)
  await journal.close()
  await lease.release()
  expect(await readdir(join(here, '.roster/journal/acme'))).toEqual([])
})

test('REL-11 the journal of a killed run is pushed by the next one', async () => {
  const { here, there } = await twoClones()
  const killed = openGitLedger({ root: here, now, env, host: { ...elsewhere, name: 'killed' } })
  const lease = await killed.lock('acme')
  const journal = await killed.open('acme', 'killed', lease)
  await journal.announce([intent('ana')])
  await journal.record([intent('ana'), outcome('ana')])
  // Killed here: no close. Half a line was under way.
  const path = join(here, '.roster/journal/acme/00000001-killed.jsonl')
  await writeFile(path, `${await readFile(path, 'utf8')}{"at":"20`)
  expect(await opened(here).read('acme')).toHaveLength(2)
  expect(await opened(there).read('acme')).toHaveLength(1)

  await opened(here).unlock('acme')
  const head = await recorded(opened(here), 'acme', 'next', story('ben'))
  expect(await opened(there).verify('acme', head)).toMatchObject({ entries: 5, faults: [], anchored: true })
  expect((await opened(there).read('acme')).map(({ entry }) => entry.type)).toEqual([
    'intent',
    'outcome',
    'intent',
    'outcome',
    'population',
  ])
})

test('REL-11 a journal that somebody else has overtaken is kept, and left out of the chain', async () => {
  const { here, there } = await twoClones()
  const killed = openGitLedger({ root: here, now, env, host: { ...elsewhere, name: 'killed' } })
  const lease = await killed.lock('acme')
  const journal = await killed.open('acme', 'killed', lease)
  await journal.announce([intent('ana')])
  await journal.record([intent('ana'), outcome('ana')])

  await opened(there).unlock('acme')
  await recorded(opened(there), 'acme', 'next', story('ben'))
  const head = await recorded(opened(here), 'acme', 'third', story('eva'))
  const proof = await opened(there).verify('acme', head)
  expect(proof).toMatchObject({ entries: 7, faults: [], anchored: true })
  expect(proof.notes.join()).toMatch(/1 records were written by a run that had lost its lease/)
  expect(await git(there, 'show', 'refs/roster/origin/roster-ledger:acme/00000001-killed.jsonl')).toMatch(
    /"type":"outcome"/,
  )
})

test('an old copy of a journal that comes back does not cut what the branch holds', async () => {
  const { here, there } = await twoClones()
  const ledger = opened(here)
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  await journal.record([outcome('ana')])
  const path = join(here, '.roster/journal/acme/00000001-run.jsonl')
  await copyFile(path, join(here, 'copy'))
  await journal.record([outcome('ben')])
  const head = await journal.close()
  await lease.release()
  await mkdir(join(here, '.roster/journal/acme'), { recursive: true })
  await copyFile(join(here, 'copy'), path)
  expect(await opened(here).read('acme')).toHaveLength(2)
  await recorded(opened(here), 'acme', 'next', story('eva'))
  expect(await opened(there).verify('acme', head)).toMatchObject({ entries: 5, faults: [], anchored: true })
})

test('REL-08 a run that lost its lease cannot push over the next one', async () => {
  const { here, there } = await twoClones()
  const ledger = openGitLedger({
    root: here,
    now,
    env,
    host: { ...elsewhere, name: 'slow' },
    timing: { checkMs: 3_600_000 },
  })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'slow', lease)
  await journal.record([outcome('ana')])
  await opened(there).unlock('acme')
  const head = await recorded(opened(there), 'acme', 'next', story('ben'))
  await expect(journal.announce([intent('eva')])).rejects.toThrow(LeaseLost)
  expect(await opened(there).verify('acme', head)).toMatchObject({ entries: 3, faults: [], notes: [], anchored: true })
})

test('the work tree and the index of the people who work here stay as they were', async () => {
  const root = await clone(await scratch())
  await writeFile(join(root, 'staged.txt'), 'staged')
  await writeFile(join(root, 'loose.txt'), 'loose')
  await writeFile(join(root, '.gitignore'), '.roster/\n')
  await git(root, 'add', 'staged.txt')
  const state = async (): Promise<readonly string[]> => [
    await git(root, 'status', '--porcelain=v2', '--branch'),
    (await readFile(join(root, '.git/index'))).toString('base64'),
    await git(root, 'rev-parse', 'HEAD'),
  ]
  const before = await state()
  await recorded(opened(root), 'acme', 'run', story('ana'))
  expect(await state()).toEqual(before)
  expect(await git(root, 'log', '--format=%s', 'roster-ledger')).toMatch(/acme: 00000001-run.jsonl/)
  expect(await git(root, 'fsck', '--strict')).toBe('')
})
