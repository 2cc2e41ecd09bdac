import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { signedIn } from './client.ts'
import type { Ask } from './client.ts'
import { theContract } from './contract/judge.ts'
import type { GraphEmulator, GraphOptions } from './emulator.ts'
import { startGraph } from './start.ts'

/** A tenant for the tests of one file, and a client that may do everything; after each test all that was said was within the contract. */
export function judgedTenant(options: GraphOptions = {}): { readonly graph: () => GraphEmulator; readonly ask: Ask } {
  let graph: GraphEmulator
  let ask: Ask
  beforeAll(async () => {
    const judge = theContract()
    graph = await startGraph({ ...(judge === undefined ? {} : { judge }), ...options })
    ask = await signedIn(graph)
  })
  beforeEach(() => {
    const { users, groups, members, conditionalAccessPolicies, namedLocations, roleAssignments } = graph.state
    for (const held of [users, groups, members, conditionalAccessPolicies, namedLocations, roleAssignments])
      held.clear()
    graph.misbehave({})
    graph.settle()
  })
  afterEach(() => expect(graph.breaches).toEqual([]))
  afterAll(async () => graph.close())
  return { graph: () => graph, ask: async (...asked) => ask(...asked) }
}
