import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lineOf } from '../../src/ledger/chain.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { checkpointOf } from '../../src/ledger/ledger.ts'
import type { ChainedEntry } from '../../src/model/entry.ts'
import { stateOf } from '../../src/reconciler/checkpoints/state.ts'
import { remember } from '../../src/reconciler/memory.ts'
import { recorded } from '../ledger/conformance.ts'
import { story } from '../ledger/entries.ts'
import { documentOf, emptyFolder, roster } from './roster.ts'

test('SEC-40 a checkpoint that was made up is found, though every hash fits', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'roster.yaml'), 'version: 1\n')
  const ledger = openFileLedger({ root: cwd, now: () => new Date() })
  await recorded(ledger, 'acme', 'run-1', story('ana'))
  const state = stateOf(remember(await ledger.read('acme')))
  const head = await recorded(ledger, 'acme', checkpointOf('run-1'), [{ type: 'checkpoint', state }])
  const honest = await roster(['ledger', 'verify', '--tenant', 'acme', '--head', `${head.seq}:${head.hash}`], { cwd })
  expect(honest.stdout).toMatch(/acme: proven, 4 entries/)
  expect(honest.code).toBe(0)

  // Whoever may write the files can make the hashes right and the head of this machine too.
  const folder = join(cwd, '.roster/ledger/acme')
  const file = join(folder, readdirSync(folder).find((name) => name.includes('checkpoint')) ?? '')
  const { hash: _, ...link } = JSON.parse(readFileSync(file, 'utf8')) as ChainedEntry
  const forged = { ...state, identities: { $map: [['ad', 'somebody else']] } }
  const { line, hash } = lineOf({ ...link, entry: { type: 'checkpoint', state: forged } })
  writeFileSync(file, `${line}\n`)
  writeFileSync(join(cwd, '.roster/heads/acme'), `${link.seq}:${hash}\n`)

  const ended = await roster(['ledger', 'verify', '--json'], { cwd })
  expect(ended.code).toBe(1)
  expect(documentOf(ended)['tenants']).toMatchObject([
    { faults: ['the checkpoint at entry 4 does not say what the entries before it mean: it was made up or edited'] },
  ])
})
