import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import type { Observed, ObservedGroup, ObservedUser } from '../../../src/model/observed.ts'
import { readPermissions } from '../../../src/providers/entra/permissions.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import type { Provider, Reader } from '../../../src/providers/provider.ts'
import { theContract } from '../../emulators/graph/contract/judge.ts'
import type { GraphEmulator, GraphOptions } from '../../emulators/graph/emulator.ts'
import { startGraph } from '../../emulators/graph/start.ts'
import type { Entity } from '../../emulators/graph/state.ts'
import { environment, settingsFor } from './world.ts'

/** A tenant that is only read. */
export interface Tenant {
  readonly graph: GraphEmulator
  /** Opens it anew. */
  open(settings?: Partial<EntraDirectory>): Promise<Reader>
  /** As `open`, with the copy of earlier readings beside it. */
  following(settings?: Partial<EntraDirectory>, by?: Provider): Promise<Reader>
  /** Folder of that copy. */
  readonly cache: string
  /** A person behind everybody's back. */
  person(id: string, properties?: Readonly<Record<string, unknown>>): string
  /** A group likewise, with these members. */
  group(id: string, properties?: Readonly<Record<string, unknown>>, members?: readonly string[]): string
  close(): Promise<void>
}

/** Starts one; whoever reads has the documented permissions and no others. */
export async function startTenant(options: GraphOptions = {}, pageSize = 3): Promise<Tenant> {
  const judge = theContract()
  const readerRoles = readPermissions.map(({ name }) => name)
  const graph = await startGraph({ readerRoles, ...(judge === undefined ? {} : { judge }), ...options })
  const root = mkdtempSync(join(tmpdir(), 'roster-entra-'))
  const provider = entraProvider({ fetch: graph.fetch, pageSize, sleep: async () => {} })
  const connection = (settings: Partial<EntraDirectory>) => ({
    tenant: 'northwind',
    id: 'entra',
    settings: { ...settingsFor(graph), ...settings },
    root,
    environment: (name: string) => environment(graph)[name],
    now: () => new Date(),
    signal: new AbortController().signal,
  })
  const cache = `${root}.cache`
  return {
    graph,
    cache,
    open: async (settings = {}) => provider.read(connection(settings)),
    following: async (settings = {}, by = provider) => by.read({ ...connection(settings), cache }),
    person: (name, properties = {}) => {
      const id = guidOf('aa', graph.state.users.size + graph.state.deletedItems.size)
      graph.state.users.set(id, { ...personCalled(name, graph), id, ...properties })
      return id
    },
    group: (name, properties = {}, members = []) => {
      const id = guidOf('bb', graph.state.groups.size)
      graph.state.groups.set(id, { ...groupCalled(name), id, ...properties })
      graph.state.members.set(id, new Set(members))
      return id
    },
    close: async () => {
      const { breaches } = graph
      await graph.close()
      for (const folder of [root, cache]) rmSync(folder, { recursive: true, force: true })
      if (breaches.length > 0) throw new Error(`outside the contract:\n${breaches.join('\n')}`)
    },
  }
}

function guidOf(head: string, number: number): string {
  return `${head}000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

function personCalled(name: string, { state }: GraphEmulator): Omit<Entity, 'id'> {
  return {
    userPrincipalName: name.includes('@') ? name : `${name}@${state.defaultDomain}`,
    displayName: name,
    accountEnabled: true,
    userType: 'Member',
    businessPhones: [],
    assignedLicenses: [],
    createdDateTime: '2024-01-01T00:00:00Z',
  }
}

function groupCalled(name: string): Omit<Entity, 'id'> {
  return {
    displayName: name,
    groupTypes: [],
    mailEnabled: false,
    securityEnabled: true,
    createdDateTime: '2024-01-01T00:00:00Z',
  }
}

/** Everything that a reading shows, in order of ids, and proven complete. */
export async function everything(reader: Reader): Promise<readonly Observed[]> {
  const objects: Observed[] = []
  for await (const page of reader.observe(['organizationalUnit', 'user', 'group'])) objects.push(...page)
  for (const { kind, complete, count } of reader.completeness()) {
    const shown = objects.filter((object) => object.kind === kind).length
    if (!complete || count !== shown) throw new Error(`${kind}: ${count} counted, ${shown} shown`)
  }
  return objects.toSorted((a, b) => (a.immutableId < b.immutableId ? -1 : 1))
}

/** The account with this sign-in name. */
export function userIn(objects: readonly Observed[], upn: string): ObservedUser {
  const found = objects.find((object) => object.kind === 'user' && object.username === upn)
  if (found?.kind !== 'user') throw new Error(`no ${upn} in ${objects.length} objects`)
  return found
}

/** The group with this name. */
export function groupIn(objects: readonly Observed[], name: string): ObservedGroup {
  const found = objects.find((object) => object.kind === 'group' && object.name === name)
  if (found?.kind !== 'group') throw new Error(`no group ${name} in ${objects.length} objects`)
  return found
}
