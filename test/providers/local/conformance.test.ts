import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation } from '../../../src/model/operation.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import type { Connection, Provider } from '../../../src/providers/provider.ts'
import { conformance } from '../conformance.ts'
import { altered, readerLike, writerLike } from '../delegate.ts'
import type { SeededBug } from '../seeded-bugs.ts'
import { makeLocalWorld } from './world.ts'

/** What only a directory that lends licences invites. */
const lendingBugs: readonly SeededBug[] = [
  {
    promise: 7,
    name: 'a reader that takes licences it may not see for licences that nobody has',
    seed: () => takesUnreadForNone,
    noticed: /planned while nobody could see/,
  },
  {
    promise: 8,
    name: 'a writer that gives more units than were bought',
    seed: () => givesTooMany,
    noticed: /of which every unit was taken/,
  },
]

function takesUnreadForNone(provider: Provider): Provider {
  return altered(provider, {
    reader: (reader) =>
      readerLike(reader, {
        licences: async () => {
          const seen = (await reader.licences?.()) ?? { unreadable: 'not asked' }
          return 'unreadable' in seen ? { pools: [{ sku: 'SPE_E3', purchased: 2, holders: [] }] } : seen
        },
      }),
  })
}

function givesTooMany(provider: Provider): Provider {
  return altered(provider, {
    writer: (writer, [connection]) =>
      writerLike(writer, async (batch) => {
        const outcomes = await writer.apply(batch)
        return Promise.all(batch.map((operation, at) => forced(operation, outcomes[at], { provider, connection })))
      }),
  })
}

/** Gives the unit that is not there. */
async function forced(
  operation: Operation,
  outcome: Outcome | undefined,
  { provider, connection }: { readonly provider: Provider; readonly connection: Connection },
): Promise<Outcome> {
  if (operation.kind !== 'licence' || operation.verb !== 'grant' || outcome?.status !== 'failed')
    return outcome ?? { status: 'unchanged' }
  const reader = await provider.read(connection)
  for await (const page of reader.observe(['user']))
    for (const user of page) {
      if (user.kind !== 'user' || user.username.startsWith('rival')) continue
      const { immutableId: id, username, container, state } = user
      const line = {
        id,
        kind: 'user',
        username,
        container,
        state,
        attributes: {},
        references: {},
        licences: [operation.after.sku],
      }
      appendFileSync(join(connection.root, '.roster/local/acme/hq.json'), `${JSON.stringify(line)}\n`)
    }
  await reader.close()
  return { status: 'applied' }
}

conformance('local', makeLocalWorld, {}, lendingBugs)
