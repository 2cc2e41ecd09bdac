import type { Operation } from '../../src/model/operation.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Connection, Dialect, Provider, Reader, Writer } from '../../src/providers/provider.ts'
import { altered, readerLike } from '../providers/delegate.ts'

/** How the local directory behaves as one in a cloud does. */
export interface Weather {
  /** How many batches are handed over at once. */
  readonly together?: number
  readonly parallel?: number
  /** Changes what is handed over, or what is answered. */
  readonly apply?: (handOver: readonly Operation[], on: Writer) => Promise<readonly Outcome[]>
  readonly dialect?: Partial<Dialect>
  readonly reader?: (reader: Reader) => Partial<Reader>
}

/** Everything that was handed to a writer, in order. */
export type HandOvers = (readonly Operation[])[]

/** A quarter of an hour. */
export const quarter = 15 * 60_000

/** The local directory in a cloud, and what was handed over to it. */
export function cloud(weather: Weather = {}): {
  readonly providers: ReadonlyMap<string, Provider>
  readonly handOvers: HandOvers
} {
  const handOvers: HandOvers = []
  const provider = altered(localProvider, {
    reader: (reader) => {
      const dialect = { ...reader.dialect, ...weather.dialect }
      return readerLike(reader, { dialect, ...weather.reader?.(reader) })
    },
    writer: (writer) => {
      const several: Writer = { ...limits(writer, weather), apply: inBatches(writer), close: () => writer.close() }
      const apply = weather.apply
      return {
        ...several,
        apply: async (handOver) => {
          handOvers.push(handOver)
          return apply === undefined ? several.apply(handOver) : apply(handOver, several)
        },
      }
    },
  })
  const named = new Map([
    ['local', provider],
    ['entra', asEntra(provider)],
  ])
  return { providers: named, handOvers }
}

/** The same, for files that call it a directory of the cloud. */
function asEntra(provider: Provider): Provider {
  return {
    ...provider,
    name: 'entra',
    territories: ({ provider: sort }) => [`cloud:/${sort}/`],
    read: (connection) => provider.read(asLocal(connection)),
    write: (connection, context) => provider.write(asLocal(connection), context),
  }
}

function asLocal(connection: Connection): Connection {
  const { mode } = connection.settings
  return { ...connection, settings: { provider: 'local', ...(mode === undefined ? {} : { mode }) } }
}

function limits({ batch, parallel }: Writer, weather: Weather): Pick<Writer, 'batch' | 'parallel' | 'together'> {
  const { together } = weather
  return { batch, parallel: weather.parallel ?? parallel, ...(together === undefined ? {} : { together }) }
}

/** Hands over in single batches what was handed over at once: the local directory takes one at a time. */
function inBatches(writer: Writer): Writer['apply'] {
  return async (handOver) => {
    const batches = new Map<string, Operation[]>()
    for (const operation of handOver) {
      const key = operation.kind === 'membership' ? groupOf(operation) : operation.id
      batches.set(key, [...(batches.get(key) ?? []), operation])
    }
    const outcomes = new Map<Operation, Outcome>()
    for (const batch of batches.values()) {
      const answers = await writer.apply(batch)
      for (const [at, operation] of batch.entries()) {
        const answer = answers[at]
        // What a cloud has taken it calls done, seen or not.
        if (answer !== undefined)
          outcomes.set(operation, answer.status === 'accepted' ? { ...answer, status: 'applied' } : answer)
      }
    }
    return handOver.map(
      (operation) => outcomes.get(operation) ?? { status: 'failed', class: 'unknown', detail: 'no answer' },
    )
  }
}

function groupOf(operation: Operation & { kind: 'membership' }): string {
  return (operation.after ?? operation.before).group
}
