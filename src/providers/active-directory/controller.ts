import { valuesOf } from '../../model/value.ts'
import type { ServerAddress } from '../../ldap/endpoint.ts'
import { incomplete } from '../../ldap/faults.ts'
import { entryAt } from '../../ldap/lookup.ts'
import type { Connection } from '../../ldap/wire/connection.ts'

/** What a domain controller says of itself (rootDSE, MS-ADTS 3.1.1.3.2). DNs as it spells them. */
export interface Root {
  readonly context: string
  readonly configuration: string
  readonly schema: string
  /** DN of its settings object: which domain controller this is. */
  readonly service: string
  readonly time: Date
  readonly controls: readonly string[]
  /** Number of its last change: it never goes back, but where an old copy of its disk was put in its place. */
  readonly usn: string | undefined
  /** SIDs of the account that asks and of the groups it is in: what it may see depends on them. */
  readonly rights: readonly string[]
}

const rootAttributes = [
  'defaultNamingContext',
  'configurationNamingContext',
  'schemaNamingContext',
  'dsServiceName',
  'currentTime',
  'supportedControl',
  'supportedCapabilities',
  'highestCommittedUSN',
  'tokenGroups',
  'isSynchronized',
]

/** What every domain controller says it is (LDAP_CAP_ACTIVE_DIRECTORY_OID). */
const activeDirectory = '1.2.840.113556.1.4.800'
/** What those say that hold no passwords and take no changes (LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID). */
const readOnly = '1.2.840.113556.1.4.1920'

/** Asks a server what it is. Throws a fault for one that is no domain controller, or none that holds everything. */
export async function readRoot(
  connection: Connection,
  { host, port }: Pick<ServerAddress, 'host' | 'port'>,
): Promise<Root> {
  const entry = await entryAt(connection, '', rootAttributes)
  const [context, configuration, schema, service, time, controls, capabilities = [], usn, rights, synchronized] = (
    entry?.values ?? []
  ).map(valuesOf)
  if (!capabilities.includes(activeDirectory) || context?.[0] === undefined) {
    throw incomplete(
      `${host}:${port} is no domain controller of Active Directory. For other servers write provider: ldap.`,
    )
  }
  if (capabilities.includes(readOnly)) {
    throw incomplete(
      `${host}:${port} is a read-only domain controller: it does not hold everything, and takes no changes. Let url name one that can be written to.`,
    )
  }
  if (synchronized?.[0] === 'FALSE') {
    throw incomplete(
      `${host}:${port} has not caught up with the other domain controllers since it was started or restored. Run again when it has, or let url name another.`,
    )
  }
  return {
    context: context[0],
    configuration: configuration?.[0] ?? '',
    schema: schema?.[0] ?? '',
    service: service?.[0] ?? '',
    time: timeOf(time?.[0]) ?? new Date(0),
    controls: controls ?? [],
    usn: usn?.[0],
    rights: (rights ?? []).toSorted(),
  }
}

/** 20261122041328.0Z. */
export function timeOf(written: string | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(written ?? '')
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number)
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second))
}

/** With which domain controller a run began, and where it was: a name may stand for several. */
export interface Anchor {
  readonly address: string | undefined
  readonly service: string
}

/**
 * Another domain controller may not know yet what was written to the first: what was just made would be missing, and made twice.
 * Throws a fault.
 */
export function expectAnchored({ service }: Root, anchor: Anchor, { host, port }: ServerAddress): void {
  if (service === anchor.service) return
  throw incomplete(
    `${host}:${port}: another domain controller answers (${service}) than the one this run began with (${anchor.service}), and it may not know yet what was written. Run again; let url name one domain controller.`,
  )
}
