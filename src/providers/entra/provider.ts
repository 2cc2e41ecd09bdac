import { setTimeout as pause } from 'node:timers/promises'
import { reveal } from '../../model/secret.ts'
import type { Connection, Provider, Reader, WriteContext, Writer } from '../provider.ts'
import { entraCapabilities } from './capabilities.ts'
import { tenantCopy } from './copy.ts'
import { openGraph } from './graph/graph.ts'
import type { Graph } from './graph/request.ts'
import { fullPage } from './listing.ts'
import { mappingRules } from './mapping.ts'
import { EntraReader } from './read.ts'
import { rightsOf } from './rights.ts'
import type { Applications } from './rights.ts'
import { entraOnly, entraSettings } from './settings.ts'
import type { EntraSettings } from './settings.ts'
import { baseOf } from './sign-in/cloud.ts'
import { signInOf } from './sign-in/sign-in.ts'
import type { Ourselves, SignIn } from './sign-in/sign-in.ts'
import { anotherTenant, readOrganization, servicePrincipalsOf } from './tenant.ts'
import type { Organization } from './tenant.ts'
import { termsOf } from './terms.ts'
import type { Terms } from './terms.ts'
import { Attempts } from './write-attempts.ts'
import { EntraWriter } from './write.ts'
import { KnownGroups } from './write-place.ts'

/** What the provider takes from outside; tests bring their own. */
export interface Habits {
  /** How requests leave this machine. */
  readonly fetch: typeof fetch
  /** Objects a page: Graph gives at most 999. */
  readonly pageSize: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

const habits: Habits = {
  fetch: globalThis.fetch,
  pageSize: fullPage,
  sleep: async (ms, signal) => pause(ms, undefined, { signal }),
}

/** A tenant of Microsoft Entra ID, through Microsoft Graph. */
export function entraProvider(own: Partial<Habits> = {}): Provider {
  const how = { ...habits, ...own }
  const run = { attempts: new Attempts(), groups: new KnownGroups() }
  return {
    name: 'entra',
    capabilities: entraCapabilities,
    territories: (directory) => [`entra:/${entraOnly(directory).tenantId.toLowerCase()}/`],
    read: async (connection) => openReader(connection, how, run),
    write: async (connection, context) => openWriter(connection, context, how, run),
    rights: async (connection) => rightsOf(applicationsOf(connection, how)),
  }
}

/** What is known to readers and writers of one run alike. */
interface Run {
  readonly attempts: Attempts
  readonly groups: KnownGroups
}

async function openReader(connection: Connection, how: Habits, { groups }: Run): Promise<Reader> {
  const { graph, terms, ourselves, organization } = await arrive(connection, 'read', how)
  const { clientId = '', permissions = [] } = ourselves
  const copy = tenantCopy(connection, terms, { clientId, permissions })
  const began = connection.now().getTime()
  return new EntraReader({
    graph,
    terms,
    capabilities: entraCapabilities,
    pageSize: how.pageSize,
    groups,
    time: () => {
      const { time } = organization
      return time === undefined ? undefined : new Date(time.getTime() + connection.now().getTime() - began)
    },
    ...(copy === undefined ? {} : { copy }),
  })
}

async function openWriter(connection: Connection, context: WriteContext, how: Habits, run: Run): Promise<Writer> {
  const { graph, terms } = await arrive(connection, 'write', how)
  const { identity = terms.settings.tenantId } = context
  if (identity !== terms.settings.tenantId) throw anotherTenant(terms.settings.tenantId, identity)
  const { signal } = connection
  return new EntraWriter({ graph, terms, context, signal, sleep: how.sleep, ...run })
}

interface Arrived {
  readonly graph: Graph
  readonly terms: Terms
  readonly ourselves: Ourselves
  readonly organization: Organization
}

/** Signs in as one of the two applications, proves which tenant this is, and learns what roster has to know of it. Throws DirectoryFault. */
async function arrive(connection: Connection, identity: 'read' | 'write', how: Habits): Promise<Arrived> {
  const settings = entraSettings(connection.settings)
  // A mapping that cannot be followed is told before anybody signs in.
  mappingRules(settings)
  const signIn = signInFor(connection, settings, identity, how)
  const { now, signal } = connection
  const { fetch, sleep } = how
  const graph = openGraph({ base: baseOf(settings.cloud), signIn, fetch, sleep, signal, now })
  try {
    const ourselves = await signIn.ourselves()
    const organization = await readOrganization(graph, settings)
    const others = otherApplications(connection, settings, ourselves)
    const ids = [
      ...(await servicePrincipalsOf(others, graph)),
      ...(ourselves.objectId === undefined ? [] : [ourselves.objectId]),
    ]
    return { graph, ourselves, organization, terms: termsOf(settings, organization.domains, new Set(ids)) }
  } catch (error) {
    await graph.close()
    throw error
  }
}

/** The two applications; where tenant.yaml names none for apply, its own environment does, and that is not known here. */
function applicationsOf(connection: Connection, how: Habits): Applications {
  const settings = entraSettings(connection.settings)
  const { credentials } = entraOnly(connection.settings)
  const read = signInFor(connection, settings, 'read', how)
  const isNamed = credentials?.write !== undefined || credentials?.read.clientId !== undefined
  return isNamed ? { read, write: signInFor(connection, settings, 'write', how) } : { read }
}

function signInFor(
  { root, environment, now, signal }: Connection,
  { cloud, tenantId, credentials }: EntraSettings,
  identity: 'read' | 'write',
  { fetch, sleep }: Habits,
): SignIn {
  return signInOf(credentials[identity], { cloud, tenantId, root, environment, fetch, sleep, signal, now })
}

/** Applications of ours that we are not signed in as now: a plan must not sign in as the one that writes. */
function otherApplications(
  { environment }: Pick<Connection, 'environment'>,
  { credentials }: Pick<EntraSettings, 'credentials'>,
  ourselves: Ourselves,
): readonly string[] {
  const usual = environment('AZURE_CLIENT_ID')
  const written = [credentials.read, credentials.write].flatMap(
    ({ clientId }) => clientId ?? (usual === undefined ? [] : reveal(usual)),
  )
  return [...new Set(written.map((id) => id.toLowerCase()))].filter((id) => id !== ourselves.clientId)
}
