import type { Observed } from '../../model/observed.ts'
import type { Provider, Reader } from '../../providers/provider.ts'

/** Directories that are read once, however often they are asked. */
export interface OneReading {
  readonly providers: ReadonlyMap<string, Provider>
  /** Lets go of the connections. */
  readonly close: () => Promise<void>
}

/** Makes every directory answer as it did the first time: what is proven is proven against what was looked at. */
export function oneReading(providers: ReadonlyMap<string, Provider>): OneReading {
  const opened = new Map<string, Promise<Reader>>()
  const kept: Reader[] = []
  const open = async (provider: Provider, connection: Parameters<Provider['read']>[0]): Promise<Reader> => {
    const reader = await provider.read(connection)
    kept.push(reader)
    return remembering(reader)
  }
  const once = (provider: Provider): Provider => ({
    ...provider,
    territories: (settings) => provider.territories(settings),
    read: (connection) => {
      const key = `${connection.tenant}/${connection.id}`
      const reader = opened.get(key) ?? open(provider, connection)
      opened.set(key, reader)
      return reader
    },
    write: () => Promise.reject(new Error('whoever looks at what drifted does not write')),
  })
  return {
    providers: new Map([...providers].map(([name, provider]) => [name, once(provider)])),
    close: async () => void (await Promise.allSettled(kept.map((reader) => reader.close()))),
  }
}

function remembering(reader: Reader): Reader {
  const answers = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = (answers.get(key) ?? ask()) as Promise<T>
    answers.set(key, answer)
    return answer
  }
  const policies = reader.policies?.bind(reader)
  const licences = reader.licences?.bind(reader)
  return {
    identity: reader.identity,
    capabilities: reader.capabilities,
    dialect: reader.dialect,
    serverTime: () => once('time', () => reader.serverTime()),
    observe: async function* (kinds) {
      yield* await once(`observe ${kinds.join()}`, () => all(reader.observe(kinds)))
    },
    completeness: () => reader.completeness(),
    find: (ids) => once(`find ${ids.join('\n')}`, () => reader.find(ids)),
    existing: (references) => once(`existing ${references.join('\n')}`, () => reader.existing(references)),
    ...(policies === undefined ? {} : { policies: () => once('policies', policies) }),
    ...(licences === undefined ? {} : { licences: () => once('licences', licences) }),
    confirm: (operation, locate) => reader.confirm(operation, locate),
    close: () => Promise.resolve(),
  }
}

async function all(pages: AsyncIterable<readonly Observed[]>): Promise<readonly (readonly Observed[])[]> {
  const found: (readonly Observed[])[] = []
  for await (const page of pages) found.push(page)
  return found
}
