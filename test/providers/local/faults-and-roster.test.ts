import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { sample } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { apply, plan } from '../../../src/reconciler/reconcile.ts'
import type { Run } from '../../../src/reconciler/run.ts'
import { differences } from '../expected.ts'
import { stories, writeWorkspace, type Declared } from '../scenario.ts'
import type { World } from '../world.ts'
import { hidingSome } from './hiding.ts'
import { makeLocalWorld } from './world.ts'

/** What docs/providers/local.md says that roster does about each fault. */
const [story] = sample(stories({ people: 6, chapters: 1 }), { numRuns: 1, seed: 11 })
const declared = story?.chapters[0]
if (declared === undefined) throw new Error('no story')
const titled: Declared = {
  ...declared,
  people: Object.fromEntries(Object.entries(declared.people).map(([id, is]) => [id, { ...is, title: 'Changed' }])),
}

let world: World
beforeEach(async () => {
  world = await makeLocalWorld({ placement: 'flat' })
  writeWorkspace(world.root, declared, world, new Date())
})
afterEach(() => world.close())

describe('reading', () => {
  test.each([{ pageSize: 2, cut: { kind: 'user', page: 2 } }, { empty: true }, { hidePercent: 40 }])(
    'REL-01 REL-02 %j: unreadable, and nothing is done',
    async (faults) => {
      await apply(run(), { how: 'autoApprove' })
      const before = await world.behind.picture()
      misbehave('hidePercent' in faults ? hidingSome(idsOfPeople(), faults.hidePercent) : faults)
      const made = await plan(run())
      expect(made.tenants.map(({ exitCode }) => exitCode)).toEqual([4])
      expect(made.operations).toEqual([])
      expect((await apply(run(), { how: 'autoApprove' })).exitCode).toBe(4)
      expect(await world.behind.picture()).toEqual(before)
    },
  )

  test('an attribute that cannot be read is not compared, and a finding says so', async () => {
    await apply(run(), { how: 'autoApprove' })
    misbehave({ unreadable: ['title'] })
    writeWorkspace(world.root, titled, world, new Date())
    const made = await plan(run())
    expect(made.operations).toEqual([])
    expect(made.findings.map(({ slug }) => slug)).toContain('attribute-unknown')
  })
})

describe('writing', () => {
  test.each([
    { throttle: { writes: 2, retryAfterMs: 5 } },
    { fail: { write: 3, when: 'before' } },
    { fail: { write: 3, when: 'after' } },
    { foldCase: true },
  ])('REL-10 REL-13 %j: all is done in the end, and nothing is left to plan', async (faults) => {
    misbehave(faults)
    expect((await apply(run(), { how: 'autoApprove' })).exitCode).toBe(0)
    expect((await plan(run())).operations).toEqual([])
    if (!('foldCase' in faults)) expect(differences(declared, await world.behind.picture())).toEqual([])
  })

  test('REL-18 writes that are answered and not done are found out', async () => {
    misbehave({ ignoreWrites: true })
    expect((await apply(run(), { how: 'autoApprove' })).exitCode).toBe(7)
    expect((await world.behind.picture()).people).toEqual([])
  })

  test('REL-15 what is forbidden fails, the rest is done, and the next plan shows only what is left', async () => {
    misbehave({ fail: { write: 2, when: 'before', class: 'forbidden' } })
    expect((await apply(run(), { how: 'autoApprove' })).exitCode).toBe(7)
    expect((await plan(run())).operations.length).toBeGreaterThan(0)
    expect((await apply(run(), { how: 'autoApprove' })).exitCode).toBe(0)
    expect(differences(declared, await world.behind.picture())).toEqual([])
  })

  test('a write that lags is accepted, and not asked for again', async () => {
    await apply(run(), { how: 'autoApprove' })
    misbehave({ lagReads: 3 })
    writeWorkspace(world.root, titled, world, new Date())
    const report = await apply(run(), { how: 'autoApprove' })
    const statuses = report.tenants.flatMap(({ settled }) => settled.map(({ outcome }) => outcome.status))
    expect(new Set(statuses)).toEqual(new Set(['accepted']))
    expect((await plan(run())).operations.filter(({ status }) => status === 'planned')).toEqual([])
    for (let read = 0; read < 3; read += 1) await plan(run())
    expect((await plan(run())).operations).toEqual([])
    expect(differences(titled, await world.behind.picture())).toEqual([])
  })
})

/** Puts faults into the header, and begins to count anew. */
function idsOfPeople(): readonly string[] {
  const lines = readFileSync(join(world.root, '.roster/local/acme/hq.json'), 'utf8').trimEnd().split('\n').slice(1)
  const records = lines.map((line) => JSON.parse(line) as { readonly kind?: string; readonly id?: string })
  return records.flatMap(({ kind, id }) => (kind === 'user' && id !== undefined ? [id] : []))
}

function misbehave(faults: object): void {
  const file = join(world.root, '.roster/local/acme/hq.json')
  mkdirSync(dirname(file), { recursive: true })
  const [header, ...rest] = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }
  const told = { ...(header === undefined ? fresh : (JSON.parse(header) as object)), faults }
  writeFileSync(`${file}.behind`, [JSON.stringify(told), ...rest].map((line) => `${line}\n`).join(''))
  renameSync(`${file}.behind`, file)
  for (const what of ['reads', 'writes']) rmSync(`${file}.${what}`, { force: true })
}

function run(): Run {
  const now = (): Date => new Date()
  return {
    root: world.root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: now(),
    providers: new Map([[world.provider.name, world.provider]]),
    ledger: openFileLedger({ root: world.root, now }),
    environment: world.environment,
    now,
    signal: new AbortController().signal,
    progress: () => {},
  }
}
