import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reviewed } from '../../../src/cli/loop/reviewed.ts'
import type { Forge } from '../../../src/forge/forge.ts'
import { isObjectId, type ObjectId } from '../../../src/git/git.ts'
import type { PullRequest } from '../../../src/model/forge.ts'
import type { PostedPlan } from '../../../src/model/posted-plan.ts'
import { rootDigest, tenantDigest } from '../../../src/reconciler/digest.ts'
import { git } from '../../git/repositories.ts'
import { scratch, sweep } from '../../ledger/scratch.ts'
import { Bench } from '../../reconciler/bench.ts'

sweep()
const now = new Date('2026-12-01T12:00:00Z')
const head = 'a'.repeat(40)

/** A base branch that had a broken roster.yaml once: its commits, oldest first. */
async function history(): Promise<{ readonly root: string; readonly broken: ObjectId; readonly tip: ObjectId }> {
  const root = await scratch()
  await git(root, 'init', '--quiet')
  const commit = async (text: string): Promise<ObjectId> => {
    writeFileSync(join(root, 'roster.yaml'), text)
    await git(root, 'add', '--all')
    await git(root, 'commit', '--quiet', '-m', 'change')
    const id = await git(root, 'rev-parse', 'HEAD')
    if (!isObjectId(id)) throw new Error(id)
    return id
  }
  const broken = await commit('version: 1\napprovals: everybody\n')
  return { root, broken, tip: await commit('version: 1\n') }
}

function pullOf(number: number, commit: string): PullRequest {
  const account = { login: 'opener', isBot: false }
  return {
    number,
    state: 'merged',
    author: account,
    base: { ref: 'main', commit },
    head: { ref: `edit-${number}`, commit: head },
    isFork: false,
    updatedAt: '2026-12-01T11:00:00Z',
    merged: { commit, at: '2026-12-01T11:00:00Z', by: account },
  }
}

function posted(number: number, base: string): PostedPlan {
  const own = { tenant: 'acme', digest: tenantDigest([`f${number}`]) }
  return {
    formatVersion: '1.0',
    repository: 'msp/access',
    number,
    head,
    base,
    tool: { name: 'roster', version: '1.0.0' },
    observedAt: '2026-12-01T10:00:00Z',
    postedAt: '2026-12-01T10:01:00Z',
    digest: rootDigest([own]),
    tenants: [{ ...own, held: false, fingerprints: [`f${number}`], standing: [] }],
  }
}

/** What is asked of the forge here: two requests, both approved by somebody else. */
function forgeWith(pulls: readonly PullRequest[]): Forge {
  const known: Partial<Forge> = {
    repository: 'msp/access',
    mergedSince: () => Promise.resolve(pulls),
    reviews: () =>
      Promise.resolve([
        { by: { login: 'ben', isBot: false }, state: 'approved', commit: head, at: '2026-12-01T10:30:00Z' },
      ]),
    commits: () => Promise.resolve([{ commit: head, people: [{ login: 'opener', isBot: false }] }]),
    files: () => Promise.resolve([]),
    mayWrite: () => Promise.resolve(true),
    membersOf: () => Promise.resolve(undefined),
  }
  return known as Forge
}

test('a base with a broken roster.yaml holds who was planned for it, and nobody else', async () => {
  const { root, broken, tip } = await history()
  const bench = new Bench()
  const run = { ...bench.run({ tool: { name: 'roster', version: '1.0.0' } }), commit: tip, now: () => now }
  bench.close()
  const plans = {
    put: () => Promise.resolve(),
    of: ({ number }: { readonly number: number }) => Promise.resolve([posted(number, number === 12 ? broken : tip)]),
  }
  const { judge } = await reviewed({
    forge: forgeWith([pullOf(12, tip), pullOf(13, tip)]),
    plans,
    run,
    repository: { root, env: { PATH: process.env['PATH'] } },
    branch: 'main',
  })
  const operations = [{ fingerprint: 'f12' }, { fingerprint: 'f13' }].map((each) => ({ ...bare, ...each }))
  const { allowed, missing } = judge({ tenant: 'acme', operations, access: [], findings: [], calendar: [], consumed: new Set(), insiders: () => [] }) // prettier-ignore
  expect(allowed.map(({ trace }) => trace.number)).toEqual([13])
  expect(missing).toEqual([expect.stringMatching(/^#12 was planned for .* roster.yaml has mistakes/)])
})

test('SEC-04 records of roster’s own that are in the repository are not believed: nothing is applied', async () => {
  const { root } = await history()
  mkdirSync(join(root, '.roster', 'posted'), { recursive: true })
  writeFileSync(join(root, '.roster', 'posted', 'plan.json'), '{}')
  await git(root, 'add', '--all', '--force')
  await git(root, 'commit', '--quiet', '-m', 'forged')
  const bench = new Bench()
  const run = { ...bench.run(), commit: await git(root, 'rev-parse', 'HEAD'), now: () => now }
  bench.close()
  const plans = { put: () => Promise.resolve(), of: () => Promise.resolve([]) }
  const repository = { root, env: { PATH: process.env['PATH'] } }
  await expect(reviewed({ forge: forgeWith([]), plans, run, repository, branch: 'main' })).rejects.toThrow(
    /^\.roster\/posted\/plan\.json is in the repository/,
  )
})

const bare = {
  id: 'acme/hq/user/zoe#disable',
  address: 'acme/hq/user/zoe',
  tenant: 'acme',
  directory: 'hq',
  kind: 'user',
  verb: 'disable',
  status: 'planned',
  reason: 'declared',
  derived: false,
  summary: 'Zoe',
  risk: 'low',
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: 'users.yaml', line: 1, via: [] },
  reversible: true,
  urgent: false,
  before: { state: 'active', container: '', immutableId: '1' },
  after: { state: 'disabled', container: '' },
} as const
