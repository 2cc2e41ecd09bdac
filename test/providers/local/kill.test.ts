import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { sample } from 'fast-check'
import { expect, test } from 'vitest'

import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { differences } from '../expected.ts'
import { stories, writeWorkspace } from '../scenario.ts'
import { makeLocalWorld } from './world.ts'

const child = fileURLToPath(new URL('./apply-child.ts', import.meta.url))

test('REL-11 killed with SIGKILL at one write after the other, the last run finishes, and nothing is there twice', async () => {
  const [story] = sample(stories({ people: 4, chapters: 1 }), { numRuns: 1, seed: 5 })
  const chapter = story?.chapters[0]
  if (story === undefined || chapter === undefined) throw new Error('no story')
  const world = await makeLocalWorld({ placement: story.placement })
  try {
    writeWorkspace(world.root, chapter, world, new Date())
    const file = join(world.root, '.roster/local/acme/hq.json')
    let killed = 0
    for (let run = 1; run < 60; run += 1) {
      setKill(file, { write: run, when: run % 2 === 0 ? 'before' : 'after' })
      const { signal, stdout } = spawnSync(process.execPath, ['--import', 'tsx', child, world.root], {
        encoding: 'utf8',
      })
      if (signal === null) {
        expect(stdout).toBe('0')
        break
      }
      killed += 1
    }
    expect(killed).toBeGreaterThan(5)
    expect(differences(chapter, await world.behind.picture())).toEqual([])
    const { faults } = await openFileLedger({ root: world.root, now: () => new Date() }).verify('acme')
    expect(faults).toEqual([])
  } finally {
    await world.close()
  }
})

/** Keeps what the file holds, and has the next process killed at this write, counted over all of them. */
function setKill(file: string, kill: { readonly write: number; readonly when: 'before' | 'after' }): void {
  mkdirSync(dirname(file), { recursive: true })
  const lines = existsSync(file) ? linesOf(file) : []
  const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }
  const header = lines[0] === undefined ? fresh : (JSON.parse(lines[0]) as object)
  const text = [JSON.stringify({ ...header, faults: { kill } }), ...lines.slice(1)].map((line) => `${line}\n`).join('')
  writeFileSync(`${file}.behind`, text)
  renameSync(`${file}.behind`, file)
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}
