import { expect, test } from 'vitest'
import { unprovable } from '../../../src/cli/loop/unprovable.ts'
import type { Forge } from '../../../src/forge/forge.ts'
import type { PullRequest, RequestFacts } from '../../../src/model/forge.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { clone, git } from '../../git/repositories.ts'
import { scratch, sweep } from '../../ledger/scratch.ts'

sweep()

interface Case {
  readonly files?: RequestFacts['files']
  readonly isFork?: boolean
  /** The request that took the same commit elsewhere. */
  readonly elsewhere?: number
  /** What the plan says that it was made for; not there: the tip. */
  readonly base?: string | null
}

async function said({ files = [], isFork = false, elsewhere, base }: Case): Promise<string | undefined> {
  const root = await clone(await scratch())
  const tip = await git(root, 'rev-parse', 'HEAD')
  const pull = { number: 12, isFork, base: { ref: 'main', commit: tip } } as PullRequest
  const forge = { plannedElsewhere: () => Promise.resolve(elsewhere) } as Partial<Forge> as Forge
  const context = base === null ? {} : { baseCommit: base ?? tip }
  const repository = { root, env: { PATH: process.env['PATH'] } }
  return unprovable({ forge, pull, plan: { context } as Plan, repository }, { files } as RequestFacts)
}

test('a plan of this repository, for the tip of its base, is put on record', async () => {
  expect(await said({})).toBeUndefined()
  expect(await said({ files: [{ path: 'tenants/acme/users.yaml' }] })).toBeUndefined()
})

test.each<readonly [string, Case, RegExp]>([
  ['of a fork', { isFork: true }, /comes from a fork/],
  ['of a request that changes workflows', { files: [{ path: '.github/workflows/a.yml' }] }, /changes workflows/],
  [
    'of a request that moves a workflow away',
    { files: [{ path: 'x.yml', previousPath: '.github/actions/x/action.yml' }] },
    /changes workflows/,
  ],
  ['whose commit another request takes to another branch', { elsewhere: 13 }, /^#13 has the same commit/],
  ['of a request that was moved here', { elsewhere: 12 }, /was moved to this branch/],
  ['without a base', { base: null }, /without a trusted base/],
  ['for a commit that nobody has', { base: 'e'.repeat(40) }, /for another base/],
  ['for no commit at all', { base: '--all' }, /for another base/],
])('SEC-04 SEC-12 a plan %s is not put on record', async (_, claim, why) => {
  expect(await said(claim)).toMatch(why)
})
