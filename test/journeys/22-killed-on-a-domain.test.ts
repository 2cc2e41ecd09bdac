import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
import { cast, documentOf, ends } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import { everythingToDo } from './everything.ts'
import { unfinished } from './inside.ts'
import type { Ended, Started } from './program.ts'
import type { Stage } from './stage.ts'

let domain: Domain
let proxy: AdProxy
beforeAll(async () => {
  domain = await openDomain()
  proxy = await domain.proxy()
})
afterAll(async () => domain.close())

const answersToWrites = new Set([0x67, 0x69, 0x6b, 0x6d])

/** A place to be killed at: the n-th write of the run, before it reaches the domain or after it was done. */
interface Point {
  readonly write: number
  readonly when: 'before' | 'after'
}

/** Runs roster until it is killed at that point; without one, to its end. */
async function run(stage: Stage, words: readonly string[], at?: Point | 'before anybody is enabled'): Promise<Ended> {
  let running: Started | undefined
  let writes = 0
  let dead = false
  const die = (): 'drop' => {
    dead = true
    running?.child.kill('SIGKILL')
    return 'drop'
  }
  proxy.misbehave({
    request: ({ type, bytes }) => {
      if (dead) return 'drop'
      if (!writing.includes(type)) return 'pass'
      writes += 1
      if (at === 'before anybody is enabled')
        return type === 'modify' && bytes.includes('userAccountControl') ? die() : 'pass'
      return writes === at?.write && at.when === 'before' ? die() : 'pass'
    },
    answer: ({ tag }) =>
      typeof at === 'object' && at.when === 'after' && writes >= at.write && answersToWrites.has(tag) ? die() : 'pass',
  })
  running = stage.begin(words)
  const ended = await running.ended
  proxy.misbehave({})
  return ended
}

/** A tenant in which one apply has everything to do, and the words of that apply. */
async function begun(): Promise<{ readonly stage: Stage; readonly words: readonly string[] }> {
  const stage = domain.stage({ port: proxy.port })
  const digest = await everythingToDo(stage)
  return { stage, words: ['apply', '--approved', join(stage.folder, 'plan.json'), '--digest', digest] }
}

describe('REL-11 killed at a write, the next run under the same approval finishes', () => {
  let goal: ReturnType<Stage['setting']['picture']>
  let writes = 0
  beforeAll(async () => {
    const { stage, words } = await begun()
    proxy.forget()
    const whole = await run(stage, words)
    expect(whole.code, whole.stdout).toBe(0)
    expect(await unfinished(stage)).toEqual([])
    goal = stage.setting.picture()
    writes = proxy.count(...writing)
    expect(writes).toBeGreaterThan(20)
  })

  // Every third one before it, and every third one after it: each time another sort of write is met.
  const points = Array.from({ length: 12 }, (_, at): Point => ({
    write: 1 + at * 3 + (at % 2),
    when: at % 2 === 0 ? 'before' : 'after',
  }))
  test.each(points)('$when write $write', async (point) => {
    const { stage, words } = await begun()
    const begins = stage.setting.ids()
    const first = await run(stage, words, point)
    expect(first.signal).toBe(point.write <= writes ? 'SIGKILL' : null)
    const second = await stage.roster(...words)
    expect(second.code, second.stdout + second.stderr).toBe(0)
    expect(stage.setting.picture()).toEqual(goal)
    const ids = Object.entries(stage.setting.ids())
    expect(ids.filter(([name, id]) => begins[name] === id).length).toBeGreaterThan(3)
    expect(await unfinished(stage)).toEqual([])
  })
})

test('REL-11 new people whom a dead run left disabled are enabled by the next one, under the same approval', async () => {
  const stage = domain.stage({ port: proxy.port })
  stage.declare(cast)
  const file = join(stage.folder, 'plan.json')
  const { digest } = documentOf(await ends(0, stage, 'plan', '--json', '--out', file))
  const words = ['apply', '--approved', file, '--digest', digest]
  expect((await run(stage, words, 'before anybody is enabled')).signal).toBe('SIGKILL')
  const states = (): readonly string[] => Object.values(stage.setting.picture().people).map(({ state }) => state)
  const left = states()
  expect(left.length).toBeGreaterThan(0)
  expect(new Set(left)).toEqual(new Set(['disabled']))
  // Not yet enabled is not disabled by somebody else: no gate is in the way.
  await ends(0, stage, ...words)
  expect(states()).toEqual(['active', 'active', 'active', 'active'])
  expect(await unfinished(stage)).toEqual([])
})
