import { Secret } from '../../src/model/secret.ts'
import { addressOf } from '../../src/model/address.ts'
import { DirectoryFault } from '../../src/model/fault.ts'
import type { Observed } from '../../src/model/observed.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { ObservedLicences } from '../../src/model/observed.ts'
import type { Provider, Reader } from '../../src/providers/provider.ts'
import { altered, readerLike, writerLike } from './delegate.ts'

/** A provider that breaks one promise, whatever provider it is made of. */
export interface SeededBug {
  readonly promise: number
  readonly name: string
  /** Makes the bug, with whatever it remembers; called once for each world. */
  readonly seed: () => (provider: Provider) => Provider
  /** What the failing check says. */
  readonly noticed: RegExp
}

/** At least one bug for each promise: the suite is worth what it notices. */
export const seededBugs: readonly SeededBug[] = [
  {
    promise: 1,
    name: 'a writer that says it wrote a title and did not',
    seed: () => ignoresTitles,
    noticed: /exit 7|what is live/,
  },
  {
    promise: 1,
    name: 'a writer that forgets one value of a new person',
    seed: () => dropsTitles,
    noticed: /exit 7|a plan after|what is live/,
  },
  {
    promise: 2,
    name: 'a writer that does not look before it makes a person',
    seed: makesTwins,
    noticed: /unchanged|twice/,
  },
  {
    promise: 3,
    name: 'a reader that writes while the plan is made',
    seed: () => writesWhenRead,
    noticed: /writers that a plan asked for/,
  },
  { promise: 4, name: 'a dialect that says something else each time', seed: neverSaysTheSame, noticed: /exit 6/ },
  {
    promise: 4,
    name: 'a reader whose values are not plain text',
    seed: () => yieldsObjects,
    noticed: /read back from paper|exit 1/,
  },
  { promise: 5, name: 'a reader that claims everything is possible', seed: () => claimsAll, noticed: /asked for/ },
  {
    promise: 6,
    name: 'a writer that takes what it was asked once for done',
    seed: remembersAsking,
    noticed: /exit 7|a plan after|what is live/,
  },
  {
    promise: 7,
    name: 'a reader that swallows the fault and calls itself complete',
    seed: () => swallowsFaults,
    noticed: /unreadable/,
  },
  { promise: 8, name: 'a writer without the precondition', seed: () => ignoresBefore, noticed: /conflict/ },
]

function ignoresTitles(provider: Provider): Provider {
  return altered(provider, {
    writer: (writer) =>
      writerLike(writer, async (batch) => {
        const isIgnored = ({ kind, verb }: Operation): boolean => kind === 'user' && verb === 'update'
        const rest = batch.filter((operation) => !isIgnored(operation))
        const outcomes = rest.length === 0 ? [] : [...(await writer.apply(rest))]
        return batch.map((operation) => (isIgnored(operation) ? undefined : outcomes.shift()) ?? { status: 'applied' })
      }),
  })
}

function dropsTitles(provider: Provider): Provider {
  return altered(provider, {
    writer: (writer) =>
      writerLike(writer, (batch) =>
        writer.apply(
          batch.map((operation) => {
            if (operation.kind !== 'user' || operation.verb !== 'create') return operation
            const { title: _, jobTitle: __, ...attributes } = operation.after.attributes
            return { ...operation, after: { ...operation.after, attributes } }
          }),
        ),
      ),
  })
}

function makesTwins(): (provider: Provider) => Provider {
  const made = new Set<string>()
  return (provider) =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, (batch) =>
          writer.apply(
            batch.map((operation) => {
              if (operation.kind !== 'user' || operation.verb !== 'create') return operation
              if (!made.has(operation.id)) {
                made.add(operation.id)
                return operation
              }
              return { ...operation, after: { ...operation.after, username: `${operation.after.username}-2` } }
            }),
          ),
        ),
    })
}

function writesWhenRead(provider: Provider): Provider {
  const eager: Provider = {
    ...altered(provider, {}),
    read: async (connection) => {
      const writer = await provider.write(connection, {
        locate: () => undefined,
        initialPassword: async () => new Secret('first'),
      })
      await writer.apply([stranger(connection.tenant, connection.id)])
      await writer.close()
      return provider.read(connection)
    },
  }
  return eager
}

function neverSaysTheSame(): (provider: Provider) => Provider {
  let said = 0
  return (provider) =>
    altered(provider, {
      reader: (reader) =>
        readerLike(reader, {
          dialect: {
            ...plainDialect(reader),
            user: (person) => {
              said += 1
              const expressed = reader.dialect.user(person)
              return { ...expressed, attributes: { ...expressed.attributes, title: `Title ${said}` } }
            },
          },
        }),
    })
}

function yieldsObjects(provider: Provider): Provider {
  return altered(provider, {
    reader: (reader) =>
      readerLike(reader, {
        observe: async function* (kinds) {
          for await (const page of reader.observe(kinds)) yield page.map(withObjects)
        },
      }),
  })
}

function withObjects(object: Observed): Observed {
  if (object.kind !== 'user') return object
  const attributes = Object.fromEntries(
    Object.entries(object.attributes).map(([name, value]) => [name, typeof value === 'string' ? Object(value) : value]),
  ) as Observed['attributes']
  return { ...object, attributes }
}

function claimsAll(provider: Provider): Provider {
  return altered(provider, {
    reader: (reader) => {
      const all = Object.keys(reader.capabilities).map((what) => [what, true] as const)
      return readerLike(reader, { capabilities: Object.fromEntries(all) })
    },
  })
}

function remembersAsking(): (provider: Provider) => Provider {
  const asked = new Set<string>()
  return (provider) =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          if (batch.every(({ id }) => asked.has(id))) return batch.map(() => ({ status: 'unchanged' }))
          for (const { id } of batch) asked.add(id)
          return writer.apply(batch)
        }),
    })
}

function swallowsFaults(provider: Provider): Provider {
  return altered(provider, {
    reader: (reader) => {
      const counts = { user: 0, group: 0, organizationalUnit: 0 }
      return readerLike(reader, {
        observe: async function* (kinds) {
          try {
            for await (const page of reader.observe(kinds)) {
              for (const { kind } of page) counts[kind] += 1
              yield page
            }
          } catch (error) {
            if (!(error instanceof DirectoryFault)) throw error
          }
        },
        // What is listed once more for other reasons breaks off as well, and is swallowed as well.
        ...(reader.licences === undefined ? {} : { licences: async () => swallowed(reader.licences?.()) }),
        deleted: async () => (await reader.deleted?.().catch(() => [])) ?? [],
        completeness: () =>
          (['user', 'group', 'organizationalUnit'] as const).map((kind) => ({
            kind,
            count: counts[kind],
            pages: 1,
            complete: true,
            proof: 'cursorExhausted',
          })),
      })
    },
  })
}

async function swallowed(asked: Promise<ObservedLicences> | undefined): Promise<ObservedLicences> {
  return (await asked?.catch(() => ({ unreadable: 'it broke off' }))) ?? { pools: [] }
}

function ignoresBefore(provider: Provider): Provider {
  return altered(provider, {
    writer: (writer, [connection]) =>
      writerLike(writer, async (batch) => {
        const reader = await provider.read(connection)
        const rewritten = await Promise.all(batch.map((operation) => withBeforeAsItIs(operation, reader)))
        await reader.close()
        return writer.apply(rewritten)
      }),
  })
}

async function withBeforeAsItIs(operation: Operation, reader: Reader): Promise<Operation> {
  if (operation.kind !== 'user' || operation.verb !== 'update') return operation
  const { immutableId } = operation.before
  const live = (await reader.find([immutableId])).get(immutableId)
  const names = Object.keys(operation.before.attributes)
  const attributes = Object.fromEntries(names.map((name) => [name, live?.attributes[name] ?? null]))
  return { ...operation, before: { ...operation.before, attributes } }
}

function plainDialect({ dialect }: Reader): Reader['dialect'] {
  return {
    user: (person) => dialect.user(person),
    group: (group) => dialect.group(group),
    describeUser: (live) => dialect.describeUser(live),
    describeGroup: (live) => dialect.describeGroup(live),
    same: (attribute, a, b) => dialect.same(attribute, a, b),
    foldName: (name) => dialect.foldName(name),
    problems: (object) => dialect.problems(object),
    disabledContainer: (container) => dialect.disabledContainer(container),
    protects: (reference) => dialect.protects(reference),
    lineage: (container) => dialect.lineage(container),
  }
}

/** Somebody whom nobody declared. */
function stranger(tenant: string, directory: string): Operation {
  const address = addressOf({ tenant, directory, kind: 'user', id: 'stranger' })
  return {
    kind: 'user',
    verb: 'create',
    id: `${address}#create`,
    address,
    tenant,
    directory,
    before: null,
    after: { username: 'stranger', container: 'people', state: 'active', attributes: {}, references: {} },
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: 'a stranger',
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'users.yaml', line: 1, via: [] },
    reversible: true,
    urgent: false,
    fingerprint: 'stranger',
  }
}
