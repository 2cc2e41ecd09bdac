import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { proveCheckpoints } from '../../../src/reconciler/checkpoints/proof.ts'
import { recall } from '../../../src/reconciler/checkpoints/recall.ts'

test('REL-27 a ledger that was written before there were checkpoints is read and proven as it always was', async () => {
  const root = await mkdtemp(join(tmpdir(), 'roster-old-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const old = fileURLToPath(new URL('../../ledger/old', import.meta.url))
  await cp(old, join(root, '.roster/ledger/acme'), { recursive: true })
  const ledger = openFileLedger({ root, now: () => new Date() })

  const head = { seq: 18, hash: '7397425ee5c2e5a018927537917b0a678a19e5da2b3defcaf369a72dbd501738' }
  expect(await ledger.verify('acme', head)).toMatchObject({ entries: 18, faults: [], notes: [], anchored: true })
  expect(await ledger.verifyRecent('acme')).toMatchObject({ entries: 18, faults: [], notes: [] })
  const entries = await ledger.read('acme')
  expect(await ledger.recent('acme')).toEqual(entries)
  expect(proveCheckpoints(entries)).toEqual({ faults: [], notes: [] })

  const { objects, members, population } = await recall(ledger, 'acme')
  expect([...objects.keys()]).toEqual(['acme/hq/group/staff', 'acme/hq/user/ana-li', 'acme/hq/user/ben-osei'])
  expect(objects.get('acme/hq/user/ana-li')?.verified?.attributes).toMatchObject({ title: 'Lead' })
  expect([...(members.get('acme/hq/group/staff') ?? [])]).toEqual(['ana-li'])
  expect(population.get('hq')).toEqual({ users: 2, groups: 1 })
})
