import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
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
async function run(stage: Stage, words: readonly string[], at?: Point): Promise<Ended> {
  let running: Started | undefined
  let writes = 0
  let dead = false
  const die = (): 'drop' => {
    dead = true
    running?.child.kill('SIGKILL')
    return 'drop'
  }
  proxy.misbehave({
    request: ({ type }) => {
      if (dead) return 'drop'
      if (!writing.includes(type)) return 'pass'
      writes += 1
      return writes === at?.write && at.when === 'before' ? die() : 'pass'
    },
    answer: ({ tag }) => (at?.when === 'after' && writes >= at.write && answersToWrites.has(tag) ? die() : 'pass'),
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
