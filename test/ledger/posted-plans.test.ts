import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import { filePostedPlans, gitPostedPlans, type PostedPlans } from '../../src/ledger/posted-plans.ts'
import type { PostedPlan } from '../../src/model/posted-plan.ts'
import { bareRepository, clone, git } from '../git/repositories.ts'
import { recorded } from './conformance.ts'
import { story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
const now = (): Date => new Date()
const env = { PATH: process.env['PATH'] }

function posted(number: number, minute: number, more: Partial<PostedPlan> = {}): PostedPlan {
  const at = `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
  return {
    formatVersion: '1.0',
    repository: 'msp/access',
    number,
    head: 'a'.repeat(40),
    base: 'b'.repeat(40),
    tool: { name: 'roster', version: '0.1.0' },
    observedAt: at,
    postedAt: at,
    digest: `sha256:${'0'.repeat(64)}`,
    tenants: [],
    ...more,
  }
}

const stores: Readonly<Record<string, () => Promise<{ readonly here: PostedPlans; readonly there: PostedPlans }>>> = {
  file: async () => {
    const root = await scratch()
    return { here: filePostedPlans(root), there: filePostedPlans(root) }
  },
  git: async () => {
    const folder = await scratch()
    const remote = await bareRepository(join(folder, 'remote.git'))
    const open = async (name: string): Promise<PostedPlans> =>
      gitPostedPlans({ root: await clone(join(folder, name), remote), now, env })
    return { here: await open('here'), there: await open('there') }
  },
}

describe.each(Object.keys(stores))('plans of requests, kept in %s', (store) => {
  test('those of one request come back oldest first, and no others', async () => {
    const { here, there } = await (stores[store] as NonNullable<(typeof stores)[string]>)()
    expect(await here.of({ repository: 'msp/access', number: 12 })).toEqual([])
    const [first, second] = [posted(12, 1), posted(12, 2, { head: 'c'.repeat(40) })]
    await here.put(second)
    await there.put(first)
    await there.put(posted(13, 3))
    await there.put(posted(12, 4, { repository: 'other/access' }))
    expect(await here.of({ repository: 'msp/access', number: 12 })).toEqual([first, second])
  })

  test('what was posted once is not changed by posting it again', async () => {
    const { here } = await (stores[store] as NonNullable<(typeof stores)[string]>)()
    await here.put(posted(12, 1))
    await here.put(posted(12, 1, { digest: `sha256:${'1'.repeat(64)}` })).catch(() => undefined)
    expect(await here.of({ repository: 'msp/access', number: 12 })).toEqual([posted(12, 1)])
  })

  test('SEC-05 the newest is not put there again, so that an approval since then counts; another one between is', async () => {
    const { here, there } = await (stores[store] as NonNullable<(typeof stores)[string]>)()
    const plan = posted(12, 1)
    const [again, later] = [2, 4].map((minute) => ({ ...plan, postedAt: posted(12, minute).postedAt }))
    const between = posted(12, 3, { head: 'c'.repeat(40) })
    await here.put(plan)
    await there.put(again ?? plan)
    await here.put(between)
    await there.put(later ?? plan)
    expect(await here.of({ repository: 'msp/access', number: 12 })).toEqual([plan, between, later])
  })
})

test('they lie on the branch of the ledger and are no tenant of it', async () => {
  const folder = await scratch()
  const remote = await bareRepository(join(folder, 'remote.git'))
  const root = await clone(join(folder, 'here'), remote)
  await gitPostedPlans({ root, now, env }).put(posted(12, 1))
  const ledger = openGitLedger({ root, now, env, timing: { readMs: 0 } })
  await recorded(ledger, 'acme', 'run', story('ana'))
  expect(await ledger.tenants()).toEqual(['acme'])
  const files = (await git(remote, 'ls-tree', '-r', '--name-only', 'roster-ledger')).split('\n')
  expect(files.toSorted()).toEqual(['.posted/00000012-aaaaaaaaaaaa-20261122100100000.jsonl', 'acme/00000001-run.jsonl'])
})

test('a damaged one is told, not passed over', async () => {
  const root = await scratch()
  const plans = filePostedPlans(root)
  await plans.put(posted(12, 1))
  await writeFile(join(root, '.roster', 'posted', '00000012-bbbbbbbbbbbb-2.jsonl'), '{"formatVersion":')
  await expect(plans.of({ repository: 'msp/access', number: 12 })).rejects.toThrow('was damaged')
})
