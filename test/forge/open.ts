import { afterEach } from 'vitest'
import type { Forge } from '../../src/forge/forge.ts'
import { openGithub } from '../../src/forge/github.ts'
import { openForgeStage, type Person, type Stage, type StageWish } from './stage.ts'

const open: Stage[] = []

/** Call once in each test file that opens stages. */
export function closeStages(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stage) => stage.close()))
  })
}

/** A stage that is closed when the test has ended. */
export async function stageOf(wish?: StageWish): Promise<Stage> {
  const stage = await openForgeStage(wish)
  open.push(stage)
  return stage
}

/** What a workflow that comments may do. */
export const commenting = {
  contents: 'read',
  pull_requests: 'write',
  issues: 'write',
  checks: 'write',
  statuses: 'write',
} as const

/** The stage as roster sees it, in a hurry: a second of waiting takes two milliseconds. */
export function forgeAs(stage: Stage, person: Person = stage.workflow(commenting)): Forge {
  return openGithub({
    api: stage.api,
    token: person.token,
    repository: stage.repository,
    pace: { secondMs: 2 },
  })
}

/** A stage with one open request of bo's. */
export async function stageWithPull(): Promise<{
  readonly stage: Stage
  readonly number: number
  readonly head: string
}> {
  const stage = await stageOf()
  const bo = stage.as('bo')
  const head = await bo.push('feature', { 'tenants/a/users.yaml': 'users: {}\n' })
  return { stage, number: await bo.openPull({ head: 'feature' }), head }
}
