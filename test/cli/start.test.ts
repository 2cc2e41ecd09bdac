import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { program } from './roster.ts'

/** CPU seconds (user and sys) of some runs of node with these words. */
function cpuOf(words: readonly string[], runs: number): number {
  const script = `
    const { spawnSync } = require('node:child_process')
    for (let run = 0; run < ${runs}; run++) spawnSync(process.execPath, ${JSON.stringify(words)})
    const { readFileSync } = require('node:fs')
    // cutime and cstime: what the children that have ended took, in ticks.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
    console.log(Number(fields[13]) + Number(fields[14]))`
  return Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout) / 100
}

test('--help costs at most 2.0 times the CPU of node -e 0', () => {
  const ratios = [1, 2, 3].map(() => cpuOf([program, '--help'], 8) / cpuOf(['-e', '0'], 8))
  // The best of three: other work on the machine only ever adds.
  expect(Math.min(...ratios)).toBeLessThanOrEqual(2)
})
