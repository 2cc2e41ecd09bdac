import { afterAll, beforeAll, describe } from 'vitest'
import type { Observed } from '../../../src/model/observed.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { conformance } from '../conformance.ts'
import { altered, readerLike } from '../delegate.ts'
import { startLane } from './lane.ts'
import type { Lane } from './lane.ts'
import { adWorlds } from './world.ts'

const range = 2

describe('Samba as it is', () => {
  let lane: Lane
  beforeAll(async () => {
    lane = await startLane()
  })
  afterAll(async () => lane.stop())
  conformance(
    'active-directory that follows changes',
    adWorlds(() => lane, 'following'),
    { runs: 3 },
  )
})

describe('as strict as Microsoft', () => {
  let lane: Lane
  beforeAll(async () => {
    // In groups this small, Microsoft's own limit of values would never be met.
    lane = await startLane({ values: range })
  })
  afterAll(async () => lane.stop())
  conformance(
    'active-directory behind the strict proxy',
    adWorlds(() => lane, 'everything'),
    { runs: 3, seed: 20261202 },
    [
      {
        promise: 1,
        name: 'a reader that takes the first range of members for all of them',
        seed: () => readsOneRange,
        noticed: /a plan after|exit 7/,
      },
    ],
  )
})

function readsOneRange(provider: Provider): Provider {
  const firstOnly = (object: Observed): Observed =>
    object.kind === 'group' && object.members !== 'unknown'
      ? { ...object, members: object.members.slice(0, range) }
      : object
  return altered(provider, {
    reader: (reader) =>
      readerLike(reader, {
        observe: async function* (kinds) {
          for await (const page of reader.observe(kinds)) yield page.map(firstOnly)
        },
      }),
  })
}
