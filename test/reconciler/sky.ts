import type { Observed, ObservedGroup, ObservedUser } from '../../src/model/observed.ts'
import type { Operation } from '../../src/model/operation.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Capabilities, Connection, Dialect, Provider, Reader } from '../../src/providers/provider.ts'
import { altered, readerLike, writerLike } from '../providers/delegate.ts'

/** What a directory of the cloud does that one in a file does not. */
export interface Sky {
  /** Names of groups that are part of it: roles. */
  readonly roles?: readonly string[]
  /** Of these somebody must always be a member. */
  readonly needsHolder?: readonly string[]
  /** Names of groups that it counts as privileged besides. */
  readonly privileged?: readonly string[]
  /** Names of groups that are administrative units. */
  readonly units?: readonly string[]
  /** Usernames of accounts that another directory holds. */
  readonly held?: readonly string[]
  /** What of these is changed here. */
  readonly writable?: readonly string[]
  /** Usernames of accounts that are for an emergency. */
  readonly breakGlass?: readonly string[]
}

/** A local directory that stands for one of the cloud: it keeps what was deleted, has roles, invites guests. */
export function cloudly(sky: Sky = {}): Provider {
  const delegate = altered(localProvider, {
    reader: (reader) => inTheSky(reader, sky),
    writer: (writer, [connection]) =>
      writerLike(writer, async (batch) =>
        writer.apply(await Promise.all(batch.map((each) => asKept(each, connection)))),
      ),
  })
  return {
    ...delegate,
    name: 'entra',
    capabilities: able(delegate.capabilities),
    territories: ({ provider }) => [`cloud:/${provider}/`],
    read: (connection) => delegate.read(asLocal(connection)),
    write: (connection, context) => delegate.write(asLocal(connection), context),
  }
}

function asLocal(connection: Connection): Connection {
  const { mode } = connection.settings
  return { ...connection, settings: { provider: 'local', ...(mode === undefined ? {} : { mode }) } }
}

function able(capabilities: Capabilities): Capabilities {
  return { ...capabilities, 'user.restore': true }
}

function inTheSky(reader: Reader, sky: Sky): Reader {
  let left = 0
  const listing = async (): Promise<readonly Observed[]> => {
    const all: Observed[] = []
    for await (const page of reader.observe(['organizationalUnit', 'user', 'group'])) all.push(...page)
    return all.map((object) => coloured(object, sky))
  }
  return readerLike(reader, {
    capabilities: able(reader.capabilities),
    dialect: dialectOf(reader.dialect, sky),
    observe: async function* () {
      const all = await listing()
      const shown = all.filter((object) => !isDeleted(object))
      left = all.length - shown.length
      yield shown
    },
    completeness: () =>
      reader.completeness().map((each) => (each.kind === 'user' ? { ...each, count: each.count - left } : each)),
    find: async (ids) => new Map([...(await reader.find(ids))].map(([id, object]) => [id, coloured(object, sky)])),
    deleted: async () => (await listing()).filter(isDeleted),
    confirm: async (operation, locate) => {
      if (operation.kind !== 'user' || operation.verb !== 'delete') return reader.confirm(operation, locate)
      const id = operation.before.immutableId
      const live = (await reader.find([id])).get(id)
      return live === undefined || isDeleted(live)
    },
  })
}

function dialectOf(dialect: Dialect, { roles = [], units = [] }: Sky): Dialect {
  return {
    ...dialect,
    user: (person) => {
      const email = person.values['email']
      const invites = person.guest === true ? { invites: typeof email === 'string' ? email : '' } : {}
      return { ...dialect.user(person), ...invites }
    },
    describeGroup: (live) => ({
      ...dialect.describeGroup(live),
      groupKind: roles.includes(live.name)
        ? 'directoryRole'
        : units.includes(live.name)
          ? 'administrativeUnit'
          : 'security',
    }),
  }
}

function isDeleted(object: Observed): object is ObservedUser {
  return object.kind === 'user' && object.state === 'softDeleted'
}

function coloured(object: Observed, sky: Sky): Observed {
  if (object.kind === 'group') return asRole(object, sky)
  if (object.kind !== 'user') return object
  const { held = [], writable = [], breakGlass = [] } = sky
  return {
    ...object,
    ...(held.includes(object.username) ? { upstream: { why: 'synchronised from the domain', writable } } : {}),
    ...(breakGlass.includes(object.username) ? { notManageable: 'a break-glass account' } : {}),
  }
}

function asRole(group: ObservedGroup, { roles = [], needsHolder = [], privileged = [] }: Sky): ObservedGroup {
  if (privileged.includes(group.name)) return { ...group, privileged: true }
  if (!roles.includes(group.name)) return group
  const post = needsHolder.includes(group.name) ? { needsHolder: true as const } : {}
  return { ...group, privileged: true, builtIn: true, ...post }
}

/** What is deleted in the cloud stays in the file, marked; what is restored loses the mark. */
async function asKept(operation: Operation, connection: Connection): Promise<Operation> {
  if (operation.kind !== 'user') return operation
  if (operation.verb === 'restore') return { ...operation, verb: 'enable' }
  if (operation.verb !== 'delete') return operation
  const reader = await localProvider.read(connection)
  const { immutableId } = operation.before
  const live = (await reader.find([immutableId])).get(immutableId)
  if (live?.kind !== 'user') return operation
  const { state, container } = live
  const before = { immutableId, state, container }
  return { ...operation, verb: 'disable', before, after: { state: 'softDeleted', container } }
}
