import { mkdirSync } from 'node:fs'

import { assert, asyncProperty, check, nat } from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Provider } from '../../src/providers/provider.ts'
import { promises, type Promised, type Trial } from './promises.ts'
import { licensed, stories, writeWorkspace, type Declared, type Story } from './scenario.ts'
import type { SeededBug } from './seeded-bugs.ts'
import { seededBugs } from './seeded-bugs.ts'
import type { MakeWorld } from './world.ts'

/** How hard the suite tries. The seed is fixed, so that a red run is red again. */
export interface Effort {
  readonly runs: number
  readonly people: number
  readonly chapters: number
  readonly seed: number
}

const usual: Effort = { runs: 12, people: 6, chapters: 3, seed: 20261201 }

/** A red run is made small before it is told, and that takes its time. */
const patience = 300_000

/**
 * The eight promises of every provider, as properties over random tenants and their changes; and for each promise a
 * provider with a seeded bug, on which the same check must fail. `ownBugs`: those that only this sort of directory invites.
 */
export function conformance(
  name: string,
  makeWorld: MakeWorld,
  effort: Partial<Effort> = {},
  ownBugs: readonly SeededBug[] = [],
): void {
  const full = { ...usual, ...effort }
  describe(`the promises of every provider, kept by ${name}`, () => {
    test.each(promises)(
      'promise $number: $title',
      async (promise) => {
        await holds(promise, makeWorld, full)
      },
      patience,
    )
  })
  describe(`seeded bugs are noticed on ${name}`, () => {
    test.each([...seededBugs, ...ownBugs])('promise $promise is broken by $name', async (bug) => {
      const promise = promises.find(({ number }) => number === bug.promise)
      if (promise === undefined) throw new Error(`there is no promise ${bug.promise}`)
      await expect(holds(promise, makeWorld, full, bug)).rejects.toThrow(bug.noticed)
    })
  })
}

async function holds(promise: Promised, makeWorld: MakeWorld, effort: Effort, bug?: SeededBug): Promise<void> {
  const property = asyncProperty(stories(effort), nat(1_000_000), async (story, roll) => {
    await live(promise, story, { makeWorld, roll, mutate: bug?.seed() ?? ((provider) => provider) })
  })
  const { runs: numRuns, seed } = effort
  if (bug === undefined) return assert(property, { numRuns, seed, includeErrorInReport: true })
  // A bug need not be made small: that it is noticed, and by the check that is meant, is enough.
  const { errorInstance } = await check(property, { numRuns, seed, endOnFailure: true })
  if (errorInstance !== null) throw errorInstance
}

interface Living {
  readonly makeWorld: MakeWorld
  readonly roll: number
  readonly mutate: (provider: Provider) => Provider
}

/** Lives a story in a world of its own; where licences are lent, with licences in it, and once more for what the promise means there. */
async function live(promise: Promised, story: Story, how: Living): Promise<void> {
  const isLending = await inWorld(story, how, async (trial) => {
    const { lends } = trial.world
    const chapters = story.chapters.map((chapter, at) =>
      lends === undefined ? chapter : licensed(chapter, lends.units, how.roll + at),
    )
    await promise.check(trial, { ...story, chapters })
    return lends !== undefined
  })
  if (!isLending || promise.lending === undefined) return
  await inWorld(story, how, async (trial) => {
    const { lends } = trial.world
    if (lends !== undefined) await promise.lending?.({ ...trial, lends }, story)
  })
}

async function inWorld<T>(story: Story, how: Living, tell: (trial: Trial) => Promise<T>): Promise<T> {
  const world = await how.makeWorld({ placement: story.placement })
  mkdirSync(world.root, { recursive: true })
  const trial: Trial = {
    world,
    roll: how.roll,
    mutate: how.mutate,
    declare: (declared: Declared) => writeWorkspace(world.root, declared, world, new Date()),
  }
  try {
    return await tell(trial)
  } finally {
    await world.close()
  }
}
