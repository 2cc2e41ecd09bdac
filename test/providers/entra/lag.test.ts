import { assert, asyncProperty } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { apply, plan } from '../../../src/reconciler/reconcile.ts'
import type { Run } from '../../../src/reconciler/run.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { differences } from '../expected.ts'
import { stories, writeWorkspace } from '../scenario.ts'
import type { World } from '../world.ts'
import { entraWorlds } from './world.ts'

/** Reads of something that was just written which show it as it was before. */
const lags = [0, 1, 4, 30]

describe('Entra ID shows late what it took', () => {
  test.each(lags)(
    'REL-18 at %i reads before anything is seen, a plan after an apply has nothing to do, and in the end all is as declared',
    async (lag) => {
      const property = asyncProperty(stories({ people: 5, chapters: 3 }), async ({ chapters }) => {
        const world = await entraWorlds('everything', { lag })({ placement: 'flat' })
        try {
          for (const chapter of chapters) {
            writeWorkspace(world.root, chapter, world, new Date())
            const reports = await untilNothingIsLate(world, lag)
            expect(reports.join('\n')).toBe(reports.map(() => 'exit 0, nothing planned').join('\n'))
            expect(differences(chapter, await world.behind.picture()), 'what is live').toEqual([])
          }
        } finally {
          await world.close()
        }
      })
      await assert(property, { numRuns: 3, seed: 20261205 + lag, includeErrorInReport: true })
    },
    240_000,
  )
})

/** Applies until everything that was taken is seen, and says of each apply how it ended and what a plan after it has. */
async function untilNothingIsLate(world: World, lag: number): Promise<readonly string[]> {
  const said: string[] = []
  for (let turn = 0; turn <= lag + 5; turn += 1) {
    const { exitCode, tenants } = await apply(runOf(world), { how: 'autoApprove' })
    const failures = tenants.flatMap(({ settled, held }) => [
      ...(held === undefined ? [] : [held]),
      ...settled.flatMap(({ operation, outcome }) =>
        outcome.status === 'failed' || outcome.status === 'conflict' ? [`${operation.id}: ${outcome.detail}`] : [],
      ),
    ])
    const next = await plan(runOf(world))
    const planned = next.operations.flatMap(({ id, status }) => (status === 'planned' ? [id] : []))
    const rest = planned.length === 0 ? 'nothing planned' : `planned: ${planned.join(', ')}`
    said.push([`exit ${exitCode}, ${rest}`, ...failures].join('; '))
    if (!isLate(next)) return said
  }
  const { operations, findings } = await plan(runOf(world))
  const late = [...operations.map(({ id, status }) => `${id} ${status}`), ...findings.map(({ message }) => message)]
  return [`never came: ${late.join('; ')}`]
}

function isLate({ operations, findings }: Plan): boolean {
  return (
    operations.some(({ waitingFor }) => waitingFor === 'visible') ||
    findings.some(({ slug }) => slug === 'not-visible-yet')
  )
}

function runOf({ root, provider, environment }: World): Run {
  return {
    root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: new Date(),
    providers: new Map([[provider.name, provider]]),
    ledger: openFileLedger({ root, now: () => new Date() }),
    environment,
    now: () => new Date(),
    signal: new AbortController().signal,
    progress: () => {},
  }
}
