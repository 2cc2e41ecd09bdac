import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appender } from '../../src/ledger/appender.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { outcome } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()

test('calls in flight together share one sync: 10,000 texts from 8 writers', async () => {
  const path = join(await scratch(), 'deep/er/run.jsonl')
  let asked = 0
  const file = appender(
    path,
    async () => void (asked += 1),
    (error) => error,
  )
  let next = 0
  const writer = async (): Promise<void> => {
    for (let mine = next++; mine < 10_000; mine = next++) await file.append(`${mine}\n`)
  }
  await Promise.all(Array.from({ length: 8 }, writer))
  expect(file.size()).toBe(48_890)
  await file.close()
  // Asked before and after each sync.
  expect(asked / 2).toBeLessThan(10_000 / 8 + 100)
  expect(await readFile(path, 'utf8')).toBe(Array.from({ length: 10_000 }, (_, index) => `${index}\n`).join(''))
})

test('once the right to write is gone nothing is taken any more', async () => {
  const path = join(await scratch(), 'run.jsonl')
  let gone = false
  const mayWrite = async (): Promise<void> => {
    if (gone) throw new Error('gone')
  }
  const file = appender(path, mayWrite, (error) => error)
  await file.append('one\n')
  gone = true
  await expect(file.append('two\n')).rejects.toThrow('gone')
  gone = false
  await expect(file.append('three\n')).rejects.toThrow('gone')
  await expect(file.close()).rejects.toThrow('gone')
  expect(await readFile(path, 'utf8')).toBe('one\n')
})

test('a closed file takes nothing', async () => {
  const file = appender(
    join(await scratch(), 'run.jsonl'),
    async () => undefined,
    (error) => error,
  )
  await file.append('one\n')
  await file.close()
  await expect(file.append('two\n')).rejects.toThrow(/is closed/)
})

test('a chain of 100,000 entries is read without hashing each', async () => {
  const ledger = openFileLedger({ root: await scratch(), now: () => new Date() })
  const lease = await ledger.lock('acme')
  const journal = await ledger.open('acme', 'run', lease)
  for (let batch = 0; batch < 100; batch += 1)
    await journal.record(Array.from({ length: 1000 }, (_, index) => outcome(`p-${index}`)))
  await journal.close()
  await lease.release()
  const cpu = process.cpuUsage()
  expect(await ledger.read('acme')).toHaveLength(100_000)
  const { user, system } = process.cpuUsage(cpu)
  // About 0.4 s where it was written; ten times that is another order of growth.
  expect(user + system).toBeLessThan(4_000_000)
})
