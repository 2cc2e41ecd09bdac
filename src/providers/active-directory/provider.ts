import type { Directory } from '../../generated/tenant.ts'
import type { Connection as Context, Provider, Reader, WriteContext, Writer } from '../provider.ts'
import { connect } from '../../ldap/connect.ts'
import type { Account, Patience } from '../../ldap/connect.ts'
import { anotherDirectory } from '../../ldap/faults.ts'
import { Link } from '../../ldap/link.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { domainCopy } from './domain-copy.ts'
import { adCapabilities } from './capabilities.ts'
import { expectAnchored } from './controller.ts'
import type { Anchor } from './controller.ts'
import { identify, readAdSchema, readDomain } from './domain.ts'
import { adFault } from './faults.ts'
import { containerLayout } from './layout.ts'
import { groupLayout } from './layout-group.ts'
import { userLayout } from './layout-user.ts'
import { AdReader } from './read.ts'
import { adSettings, listedBases } from './settings.ts'
import type { AdSettings } from './settings.ts'
import { namedAttributes, termsOf } from './terms.ts'
import type { Terms } from './terms.ts'
import { AdWriter } from './write.ts'

interface Habits extends Patience {
  readonly pageSize: number
}

interface Ways extends Habits {
  /** Directory and address -> the domain controller that this run began with. */
  readonly anchors: Map<string, Anchor>
}

/** Domain controllers give at most 1,000 objects a page (MaxPageSize of their query policy). */
const habits: Habits = { connectTimeoutMs: 10_000, answerTimeoutMs: 60_000, pageSize: 1000 }

/** A domain of Active Directory, by Microsoft or by Samba. */
export function activeDirectoryProvider(own: Partial<Habits> = {}): Provider {
  const how = { ...habits, ...own, anchors: new Map<string, Anchor>() }
  return {
    name: 'active-directory',
    capabilities: adCapabilities,
    territories,
    read: async (context) => openReader(context, how),
    write: async (context, writing) => openWriter(context, writing, how),
  }
}

/**
 * The bases it reads, from the domain down, below the name of the domain controller and, where it is written, the SID of the domain:
 * several domain controllers hold the same domain, and several customers have a domain of the same name.
 */
function territories(directory: Directory): readonly string[] {
  const settings = adSettings(directory)
  // The usual ports of the two schemes are two doors of one server.
  const isUsual = settings.port === 389 || settings.port === 636
  const server = isUsual ? settings.host : `${settings.host}:${settings.port}`
  const heads = directory.identity === undefined ? [server] : [server, directory.identity]
  return heads.flatMap((head) =>
    listedBases(settings).map((base) => `${[head, ...base.split(',').toReversed()].join('/')}/`),
  )
}

async function openReader(context: Context, how: Ways): Promise<Reader> {
  const settings = adSettings(context.settings)
  const { terms, link } = await arrive(context, settings, settings.credentials.read, how)
  const copy = domainCopy({
    context,
    terms,
    layouts: [containerLayout(terms), userLayout(terms), groupLayout(terms)],
  })
  return new AdReader({
    place: { tenant: context.tenant, id: context.id },
    link,
    terms,
    capabilities: adCapabilities,
    pageSize: how.pageSize,
    signal: context.signal,
    ...(copy === undefined ? {} : { copy }),
  })
}

async function openWriter(context: Context, writing: WriteContext, how: Ways): Promise<Writer> {
  const settings = adSettings(context.settings)
  const account = settings.credentials.write ?? settings.credentials.read
  const { terms, link } = await arrive(context, settings, account, how, writing.identity)
  return new AdWriter({
    place: { tenant: context.tenant, id: context.id },
    link,
    terms,
    context: writing,
    now: context.now,
  })
}

interface Arrived {
  readonly link: Link
  readonly terms: Terms
}

/** Signs in, and learns which domain this is and what roster has to know of it. Throws DirectoryFault. */
async function arrive(
  context: Context,
  settings: AdSettings,
  account: Account,
  how: Ways,
  expected?: string,
): Promise<Arrived> {
  const place = `${context.tenant}/${context.id} ${settings.host}:${settings.port}`
  const open = async (): Promise<Connection> => {
    const address = how.anchors.get(place)?.address
    return signIn(context, { ...settings, ...(address === undefined ? {} : { address }) }, account, how)
  }
  const connection = await open()
  try {
    const { sid, root } = await identify(connection, settings)
    expectSame(sid, expected ?? sid, settings)
    const anchor = how.anchors.get(place) ?? { address: connection.address, service: root.service }
    how.anchors.set(place, anchor)
    expectAnchored(root, anchor, settings)
    const domain = await readDomain(connection, settings, root)
    const schema = await readAdSchema(connection, namedAttributes(settings), domain)
    return {
      link: new Link(connection, async () => proven(await open(), settings, { sid, anchor })),
      terms: termsOf(settings, domain, schema),
    }
  } catch (error) {
    await connection.close()
    throw adFault(error, `reading ${settings.host}:${settings.port}`)
  }
}

async function signIn(context: Context, settings: AdSettings, account: Account, how: Ways): Promise<Connection> {
  try {
    return await connect(context, settings, account, how)
  } catch (error) {
    throw adFault(error, `connecting to ${settings.host}:${settings.port}`)
  }
}

/** A connection that was opened anew, once it is known to lead to the same domain: a name may have come to stand for another server. */
async function proven(
  connection: Connection,
  settings: AdSettings,
  { sid, anchor }: { readonly sid: string; readonly anchor: Anchor },
): Promise<Connection> {
  try {
    const found = await identify(connection, settings)
    expectSame(found.sid, sid, settings)
    expectAnchored(found.root, anchor, settings)
    return connection
  } catch (error) {
    await connection.close()
    throw adFault(error, `reading ${settings.host}:${settings.port}`)
  }
}

function expectSame(sid: string, expected: string, { host, port }: AdSettings): void {
  if (sid === expected) return
  throw anotherDirectory(
    `${host}:${port}: this domain has the SID ${sid}, and the plan was made on ${expected}. This is another domain; correct url, and plan again.`,
  )
}
