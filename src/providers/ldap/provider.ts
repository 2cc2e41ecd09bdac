import type { Directory } from '../../generated/tenant.ts'
import { valuesOf } from '../../model/value.ts'
import type { Capabilities, Connection as Context, Provider, Reader, WriteContext, Writer } from '../provider.ts'
import { connect } from '../../ldap/connect.ts'
import type { Patience } from '../../ldap/connect.ts'
import { anotherDirectory, directoryFault, incomplete, permission } from '../../ldap/faults.ts'
import { staysDeleted } from '../../ldap/deleted.ts'
import { lendsNothing } from '../../ldap/licences.ts'
import { Link } from '../../ldap/link.ts'
import { readLocking } from './locking.ts'
import { entryAt } from '../../ldap/lookup.ts'
import { noSessions } from './once.ts'
import { peopleCopy } from './people-copy.ts'
import { noPolicies, treeOf } from './policy-place.ts'
import { LdapReader } from './read.ts'
import { Schema } from '../../ldap/schema.ts'
import { ldapSettings, listedBases } from './settings.ts'
import type { LdapSettings } from './settings.ts'
import { termsOf } from './translate.ts'
import type { Terms } from './translate.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { LdapWriter } from './write.ts'

interface Habits extends Patience {
  readonly pageSize: number
}

const habits: Habits = { connectTimeoutMs: 10_000, answerTimeoutMs: 60_000, pageSize: 1000 }

const all: Capabilities = {
  'organizationalUnit.create': true,
  'user.create': true,
  'user.update': true,
  'user.rename': true,
  'user.enable': true,
  'user.disable': true,
  'user.delete': true,
  'user.restore': staysDeleted,
  'user.resetPassword': true,
  'user.revokeSessions': noSessions,
  'group.create': true,
  'group.update': true,
  'group.rename': true,
  'group.delete': true,
  'membership.grant': true,
  'membership.revoke': true,
  'licence.grant': lendsNothing,
  'licence.revoke': lendsNothing,
  'policy.create': true,
  'policy.update': true,
  'policy.delete': true,
  'policy.grant': true,
  'policy.revoke': true,
}

/** OpenLDAP, 389 Directory Server and other servers that speak LDAP (RFC 4511) and have entryUUID (RFC 4530). */
export function ldapProvider(own: Partial<Habits> = {}): Provider {
  const how = { ...habits, ...own }
  return {
    name: 'ldap',
    capabilities: all,
    territories,
    read: async (context) => openReader(context, how),
    write: async (context, writing) => openWriter(context, writing, how),
  }
}

/** The bases it reads, from the top of the server's tree down. */
function territories(directory: Directory): readonly string[] {
  const settings = ldapSettings(directory)
  // The usual ports of the two schemes are two doors of one server.
  const isUsual = settings.port === 389 || settings.port === 636
  const server = isUsual ? settings.host : `${settings.host}:${settings.port}`
  return listedBases(settings).map((base) => `${[server, ...base.split(',').toReversed()].join('/')}/`)
}

async function openReader(context: Context, how: Habits): Promise<Reader> {
  const settings = ldapSettings(context.settings)
  const open = async (): Promise<Connection> => connect(context, settings, settings.credentials.read, how)
  const connection = await open()
  try {
    const { terms, identity } = await introduce(connection, settings)
    const copy = peopleCopy({ context, terms, identity })
    return new LdapReader({
      place: { tenant: context.tenant, id: context.id },
      link: new Link(connection, async () => proven(await open(), settings, identity)),
      terms,
      identity,
      capabilities: capabilitiesOf(terms),
      pageSize: how.pageSize,
      signal: context.signal,
      ...(copy === undefined ? {} : { copy }),
    })
  } catch (error) {
    await connection.close()
    throw directoryFault(error, `reading ${settings.host}:${settings.port}`)
  }
}

async function openWriter(context: Context, writing: WriteContext, how: Habits): Promise<Writer> {
  const settings = ldapSettings(context.settings)
  const account = settings.credentials.write ?? settings.credentials.read
  const open = async (): Promise<Connection> => connect(context, settings, account, how)
  const connection = await open()
  try {
    const { terms, identity } = await introduce(connection, settings)
    expectSame(identity, writing.identity ?? identity, settings)
    return new LdapWriter({
      place: { tenant: context.tenant, id: context.id },
      link: new Link(connection, async () => proven(await open(), settings, identity)),
      terms,
      context: writing,
    })
  } catch (error) {
    await connection.close()
    throw directoryFault(error, `reading ${settings.host}:${settings.port}`)
  }
}

/** A connection that was opened anew, once it is known to lead to the same directory: a name may have come to stand for another server. */
async function proven(connection: Connection, settings: LdapSettings, expected: string): Promise<Connection> {
  try {
    expectSame(await identify(connection, settings), expected, settings)
    return connection
  } catch (error) {
    await connection.close()
    throw directoryFault(error, `reading ${settings.host}:${settings.port}`)
  }
}

function expectSame(identity: string, expected: string, { host, port, base }: LdapSettings): void {
  if (identity === expected) return
  throw anotherDirectory(
    `${host}:${port}: ${base} has the entryUUID ${identity}, and the plan was made on ${expected}. This is another directory, or a copy that was loaded anew; correct url, and plan again.`,
  )
}

/** The entryUUID of the base. */
async function identify(connection: Connection, settings: LdapSettings): Promise<string> {
  const base = await entryAt(connection, settings.base, ['entryUUID'])
  if (base === undefined) {
    throw incomplete(
      `base: ${settings.base} is not there, or this account may not see it. Correct base, or give the account the right to read it.`,
    )
  }
  const [identity] = valuesOf(base.values[0])
  if (identity !== undefined) return identity
  throw permission(
    `base: the entryUUID of ${settings.base} cannot be read. Give this account the right to read entryUUID; without it nothing proves which directory this is.`,
  )
}

/** Which directory this is, and what its server knows. */
async function introduce(
  connection: Connection,
  settings: LdapSettings,
): Promise<{ readonly terms: Terms; readonly identity: string }> {
  const [identity, root] = await Promise.all([
    identify(connection, settings),
    entryAt(connection, '', ['subschemaSubentry', 'namingContexts']),
  ])
  const schema = await readSchema(connection, valuesOf(root?.values[0])[0])
  const tree = treeOf(settings.base, valuesOf(root?.values[1]))
  const locking = await readLocking(connection, { schema, tree })
  return { identity, terms: termsOf(settings, { schema, locking, tree }) }
}

/** RFC 4512 section 4.2 says where the schema is. */
async function readSchema(connection: Connection, place: string | undefined): Promise<Schema> {
  const entry =
    place === undefined
      ? undefined
      : await entryAt(connection, place, ['attributeTypes', 'objectClasses'], {
          attribute: 'objectClass',
          equals: 'subschema',
        })
  const [attributeTypes, objectClasses] = [valuesOf(entry?.values[0]), valuesOf(entry?.values[1])]
  if (attributeTypes.length === 0 || objectClasses.length === 0) {
    throw permission(
      `the server’s schema (${place ?? 'subschemaSubentry of the root'}) cannot be read. Give this account the right to read it; without it values cannot be compared as the server does.`,
    )
  }
  return new Schema(attributeTypes, objectClasses)
}

/** What this server can do of all that. */
function capabilitiesOf(terms: Terms): Capabilities {
  const can = standingOf(terms)
  if (terms.policies !== undefined) return can
  const onPolicies = Object.keys(all).filter((pair) => pair.startsWith('policy.'))
  return { ...can, ...Object.fromEntries(onPolicies.map((pair) => [pair, noPolicies])) }
}

/** Where accounts are neither put aside nor kept out by a lock, they cannot be disabled. */
function standingOf({ settings, locking }: Terms): Capabilities {
  if (locking.isEnforced || settings.users.disabledBase !== undefined) return all
  if (locking.isKnown) {
    const cannot =
      'this server does not enforce pwdAccountLockedTime (no readable password policy with pwdLockout TRUE): set users.disabledBase'
    return { ...all, 'user.disable': { cannot } }
  }
  const cannot = {
    cannot:
      'this server has no password policy to lock an account with, and users.disabledBase names no container to move it to',
  }
  return { ...all, 'user.disable': cannot, 'user.enable': cannot }
}
