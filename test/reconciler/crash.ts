import type { Operation } from '../../src/model/operation.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider, Reader, Writer } from '../../src/providers/provider.ts'

/** The run ends in the middle, as if the process had. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

type Write = (batch: readonly Operation[], on: Writer) => Promise<readonly Outcome[]>

/** The local directory, with something between it and whoever writes or reads. */
export function localWith(change: {
  readonly apply?: Write
  readonly serverTime?: () => Date
  readonly reader?: (reader: Reader) => Partial<Reader>
}): ReadonlyMap<string, Provider> {
  const provider: Provider = {
    ...localProvider,
    read: async (connection) => {
      const reader = await localProvider.read(connection)
      const told = change.serverTime
      return standIn(reader, {
        ...(told === undefined ? {} : { serverTime: async () => told() }),
        ...change.reader?.(reader),
      })
    },
    write: async (connection, context) => {
      const writer = await localProvider.write(connection, context)
      const write = change.apply
      return write === undefined ? writer : standIn(writer, { apply: (batch) => write(batch, writer) })
    },
  }
  return new Map([['local', provider]])
}

/** Crashes at the n-th write (from 1), before or after it was done. */
export function crashAt(n: number, when: 'before' | 'after'): ReadonlyMap<string, Provider> {
  let writes = 0
  return localWith({
    apply: async (batch, writer) => {
      writes += 1
      if (writes > n) throw new Crash('gone')
      if (writes === n && when === 'before') throw new Crash('gone')
      const outcomes = await writer.apply(batch)
      if (writes === n) throw new Crash('gone')
      return outcomes
    },
  })
}

/** The same object with some of its functions exchanged. */
function standIn<T extends object>(original: T, instead: Partial<T>): T {
  return new Proxy(original, {
    get: (target, name) => {
      const given: unknown = Reflect.get(instead, name)
      if (given !== undefined) return given
      const own: unknown = Reflect.get(target, name, target)
      return typeof own === 'function' ? (own.bind(target) as unknown) : own
    },
  })
}
