import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Holder } from '../../src/ledger/lease.ts'
import { LeaseLost, LockHeld } from '../../src/ledger/ledger.ts'
import { elsewhere, recorded } from './conformance.ts'
import { story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
afterEach(() => {
  vi.useRealTimers()
})

const now = (): Date => new Date()

async function holder(root: string, fence: number): Promise<Holder> {
  return JSON.parse(await readFile(join(root, `.roster/ledger/acme/lock/${fence}`), 'utf8')) as Holder
}

test('a lease of 60 s is renewed every 15 s, and no more once it is released', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.parse('2026-11-02T09:00:00Z') })
  const root = await scratch()
  const ledger = openFileLedger({ root, now, host: elsewhere })
  const lease = await ledger.lock('acme')
  expect((await holder(root, 1)).until).toBe('2026-11-02T09:01:00.000Z')
  for (const until of ['09:01:15', '09:01:30', '09:01:45', '09:02:00', '09:02:15']) {
    vi.advanceTimersByTime(15_000)
    while ((await holder(root, 1)).until !== `2026-11-02T${until}.000Z`)
      await new Promise((next) => setTimeout(next, 5))
  }
  await lease.check()
  await expect(openFileLedger({ root, now }).lock('acme')).rejects.toThrow(LockHeld)
  await lease.release()
  const released = await holder(root, 1)
  expect(released.released).toBe(true)
  vi.advanceTimersByTime(60_000)
  expect(await holder(root, 1)).toEqual(released)
})

test('REL-08 a lease that was not renewed in time is lost, although nobody took it', async () => {
  let moment = Date.parse('2026-11-02T09:00:00Z')
  const ledger = openFileLedger({ root: await scratch(), now: () => new Date(moment) })
  const lease = await ledger.lock('acme')
  await lease.check()
  moment += 60_000
  await expect(lease.check()).rejects.toThrow(/it lapsed at 2026-11-02T09:01:00.000Z/)
  moment -= 30_000
  await expect(lease.check()).rejects.toThrow(LeaseLost)
})

test('REL-08 fences rise even where the folder of locks was removed', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now })
  await recorded(ledger, 'acme', 'one', story('ana'))
  await recorded(ledger, 'acme', 'two', story('ben'))
  await rm(join(root, '.roster/ledger/acme/lock'), { recursive: true })
  const lease = await ledger.lock('acme')
  expect(lease.fence).toBe(3)
  await rm(join(root, '.roster/ledger/acme/lock'), { recursive: true })
  await expect(lease.check()).rejects.toThrow(LeaseLost)
})
