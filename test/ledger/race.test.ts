import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { clone } from '../git/repositories.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
let contenders: ChildProcess[] = []

afterEach(() => {
  for (const child of contenders) child.kill('SIGKILL')
  contenders = []
})

test('REL-08 of 12 processes exactly one wins, in each of 100 rounds, and fences only rise', async () => {
  const fences = await rounds('file', await scratch(), 12, 100)
  expect(fences).toEqual(Array.from({ length: 100 }, (_, round) => round + 1))
})

test('REL-08 the same on a branch of git, 12 processes and 5 rounds', async () => {
  const fences = await rounds('git', await clone(await scratch()), 12, 5)
  expect(fences).toEqual([1, 2, 3, 4, 5])
})

test('REL-08 the lock of a killed process is free at once', async () => {
  const root = await scratch()
  const [child] = await started('file', root, 1)
  expect(child === undefined ? '' : await told(child, 'take')).toBe('won 1')
  child?.kill('SIGKILL')
  if (child !== undefined) await once(child, 'exit')
  const lease = await openFileLedger({ root, now: () => new Date() }).lock('acme')
  expect(lease.fence).toBe(2)
  await lease.release()
})

/** The winner's fence of each round; the winner holds until all others were refused. */
async function rounds(store: 'file' | 'git', root: string, processes: number, count: number): Promise<number[]> {
  const children = await started(store, root, processes)
  const fences: number[] = []
  for (let round = 0; round < count; round += 1) {
    const answers = await Promise.all(children.map((child) => told(child, 'take')))
    const winners = answers.flatMap((answer, index) => (answer.startsWith('won ') ? [index] : []))
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(processes - 1)
    expect(winners).toHaveLength(1)
    const winner = children[winners[0] ?? 0]
    fences.push(Number(answers[winners[0] ?? 0]?.slice(4)))
    expect(winner === undefined ? '' : await told(winner, 'release')).toBe('released')
  }
  return fences
}

async function started(store: 'file' | 'git', root: string, count: number): Promise<ChildProcess[]> {
  const script = fileURLToPath(new URL('contender.ts', import.meta.url))
  contenders = Array.from({ length: count }, () => fork(script, [store, root], { execArgv: ['--import', 'tsx'] }))
  await Promise.all(contenders.map((child) => once(child, 'message')))
  return contenders
}

async function told(child: ChildProcess, message: 'take' | 'release'): Promise<string> {
  const answer = once(child, 'message')
  child.send(message)
  const [text] = (await answer) as [string]
  return text
}
