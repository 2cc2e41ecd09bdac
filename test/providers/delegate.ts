import type { Operation } from '../../src/model/operation.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Provider, Reader, Writer } from '../../src/providers/provider.ts'

/** The same provider, with readers or writers changed on their way out. */
export function altered(
  provider: Provider,
  change: {
    readonly reader?: (reader: Reader, opened: Parameters<Provider['read']>) => Reader | Promise<Reader>
    readonly writer?: (writer: Writer, opened: Parameters<Provider['write']>) => Writer | Promise<Writer>
  },
): Provider {
  return {
    name: provider.name,
    capabilities: provider.capabilities,
    territories: (settings) => provider.territories(settings),
    ...(provider.rights === undefined
      ? {}
      : { rights: async (connection) => (await provider.rights?.(connection)) ?? [] }),
    read: async (...opened) => {
      const reader = await provider.read(...opened)
      return change.reader === undefined ? reader : change.reader(reader, opened)
    },
    write: async (...opened) => {
      const writer = await provider.write(...opened)
      return change.writer === undefined ? writer : change.writer(writer, opened)
    },
  }
}

/** A reader that does as another does, but for what is given. */
export function readerLike(reader: Reader, change: Partial<Reader>): Reader {
  return {
    identity: reader.identity,
    capabilities: reader.capabilities,
    dialect: reader.dialect,
    serverTime: () => reader.serverTime(),
    observe: (kinds) => reader.observe(kinds),
    completeness: () => reader.completeness(),
    find: (ids) => reader.find(ids),
    existing: (references) => reader.existing(references),
    ...(reader.licences === undefined ? {} : { licences: async () => (await reader.licences?.()) ?? { pools: [] } }),
    ...(reader.deleted === undefined ? {} : { deleted: async () => (await reader.deleted?.()) ?? [] }),
    ...(reader.policies === undefined
      ? {}
      : { policies: async () => (await reader.policies?.()) ?? { general: {}, policies: [] } }),
    ...(reader.factors === undefined
      ? {}
      : { factors: async (references) => (await reader.factors?.(references)) ?? new Map<string, 'unknown'>() }),
    ...(reader.effort === undefined
      ? {}
      : { effort: (operations) => reader.effort?.(operations) ?? { requests: 0, seconds: 0 } }),
    ...(reader.confirmAll === undefined
      ? {}
      : { confirmAll: async (...asked) => (await reader.confirmAll?.(...asked)) ?? [] }),
    confirm: (operation, locate) => reader.confirm(operation, locate),
    close: () => reader.close(),
    ...change,
  }
}

/** A writer that does as another does, but for `apply`. */
export function writerLike(
  writer: Writer,
  apply: (batch: readonly Operation[]) => Promise<readonly Outcome[]>,
): Writer {
  const { parallel, batch, together } = writer
  return { parallel, batch, ...(together === undefined ? {} : { together }), apply, close: () => writer.close() }
}
