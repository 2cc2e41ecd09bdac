import { join } from 'node:path'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import { bareRepository, clone } from '../git/repositories.ts'
import { conformance } from './conformance.ts'
import { scratch, sweep } from './scratch.ts'

const clock = (): Date => new Date()
const env = { PATH: process.env['PATH'] }
const timing = { readMs: 0 }

sweep()

conformance('file', async () => {
  const root = await scratch()
  return { open: (options = {}) => openFileLedger({ root, now: clock, ...options }) }
})

conformance('git without a remote', async () => {
  const root = await clone(await scratch())
  return { open: (options = {}) => openGitLedger({ root, now: clock, env, timing, ...options }) }
})

conformance('git with a bare remote', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const [here, there] = [await clone(join(folder, 'here'), remote), await clone(join(folder, 'there'), remote)]
  return {
    // Another machine has a clone of its own.
    open: (options = {}) =>
      openGitLedger({ root: options.host === undefined ? here : there, now: clock, env, timing, ...options }),
  }
})
