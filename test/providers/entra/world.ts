import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import { Secret } from '../../../src/model/secret.ts'
import type { Value } from '../../../src/model/value.ts'
import { readPermissions, writePermissions } from '../../../src/providers/entra/permissions.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import { theContract } from '../../emulators/graph/contract/judge.ts'
import type { GraphEmulator } from '../../emulators/graph/emulator.ts'
import type { GraphFaults } from '../../emulators/graph/faults.ts'
import { startGraph } from '../../emulators/graph/start.ts'
import type { Entity } from '../../emulators/graph/state.ts'
import type { Behind, Lends, MakeWorld, Picture, PicturedGroup, PicturedPerson, World } from '../world.ts'

const sku = 'SPE_E3'
const units = 2

/** What applications are given: what docs/providers/entra.md says, and nothing more. */
const readerRoles = readPermissions.map(({ name }) => name)
export const documentedRoles = {
  readerRoles,
  writerRoles: [...readerRoles, ...writePermissions.map(({ name }) => name)],
} as const

export interface EntraWorld extends World {
  readonly graph: GraphEmulator
}

/** Worlds in tenants of Entra ID, each with a server of its own. `following`: a plan reads what changed since the one before. */
export function entraWorlds(
  reads: 'everything' | 'following',
  faults: GraphFaults = {},
): (wish: Parameters<MakeWorld>[0]) => Promise<EntraWorld> {
  return async () => {
    const judge = theContract()
    const graph = await startGraph({ ...documentedRoles, ...(judge === undefined ? {} : { judge }) })
    graph.misbehave(faults)
    const root = mkdtempSync(join(tmpdir(), 'roster-world-'))
    const cache = `${root}.cache`
    // A handful of people fills several pages; whoever waits does so without losing time.
    const provider = entraProvider({ fetch: graph.fetch, pageSize: 3, sleep: async () => {} })
    lend(graph)
    return {
      graph,
      root,
      provider:
        reads === 'everything'
          ? provider
          : { ...provider, read: async (connection) => provider.read({ ...connection, cache }) },
      settings: settingsFor(graph),
      environment: (name) => environment(graph)[name],
      behind: behind(graph, faults),
      lends: lends(graph, faults),
      close: async () => {
        const { breaches } = graph
        await graph.close()
        for (const folder of [root, cache]) rmSync(folder, { recursive: true, force: true })
        if (breaches.length > 0) throw new Error(`outside the contract:\n${breaches.join('\n')}`)
      },
    }
  }
}

/** What tenant.yaml says of it. */
export function settingsFor({ state, reader, writer }: GraphEmulator): EntraDirectory {
  return {
    provider: 'entra',
    mode: 'authoritative',
    tenantId: state.tenantId,
    credentials: {
      read: { clientId: reader.clientId, secret: { env: 'READ' } },
      write: { clientId: writer.clientId, secret: { env: 'WRITE' } },
    },
  }
}

/** The variables that those settings name. */
export function environment({ reader, writer }: GraphEmulator): Readonly<Record<string, Secret | undefined>> {
  return {
    ...(reader.secret === undefined ? {} : { READ: new Secret(reader.secret) }),
    ...(writer.secret === undefined ? {} : { WRITE: new Secret(writer.secret) }),
  }
}

function behind(graph: GraphEmulator, faults: GraphFaults): Behind {
  const { state } = graph
  const person = (username: string): Entity => found([...state.users.values()], (each) => nameOf(each) === username)
  const group = (name: string): Entity => found([...state.groups.values()], (each) => each['displayName'] === name)
  return {
    picture: async () => pictured(graph),
    retitle: async (username, title) => {
      const user = person(username)
      state.users.set(user.id, { ...user, jobTitle: title })
    },
    addStranger: async (username) => {
      const id = randomUUID()
      state.users.set(id, {
        id,
        userPrincipalName: `${username}@${state.defaultDomain}`,
        mailNickname: username,
        displayName: username,
        accountEnabled: true,
        userType: 'Member',
        assignedLicenses: [],
      })
    },
    join: async (name, username) => {
      const { id } = group(name)
      state.members.set(id, new Set([...(state.members.get(id) ?? []), person(username).id]))
    },
    leave: async (name, username) => {
      const [{ id }, member] = [group(name), person(username).id]
      state.members.set(id, new Set([...(state.members.get(id) ?? [])].filter((each) => each !== member)))
    },
    remove: async (username) => {
      const user = person(username)
      state.users.delete(user.id)
      state.deletedItems.set(user.id, { ...user, deletedDateTime: new Date().toISOString() })
    },
    breakListings: async () => {
      graph.misbehave({ ...faults, breakListingsAfter: 0 })
      return async () => graph.misbehave(faults)
    },
  }
}

/** The one licence that the stories know. */
function lend({ state }: GraphEmulator): void {
  const pool = skuOf(state)
  state.subscribedSkus.set(pool.id, {
    ...pool,
    prepaidUnits: { enabled: units, suspended: 0, warning: 0, lockedOut: 0 },
  })
}

function lends(graph: GraphEmulator, faults: GraphFaults): Lends {
  const { state } = graph
  return {
    sku,
    units,
    country: 'NL',
    assign: async (username, isGiven) => {
      const user = found([...state.users.values()], (each) => nameOf(each) === username)
      const skuId = skuOf(state)['skuId']
      state.users.set(user.id, { ...user, assignedLicenses: isGiven ? [{ skuId, disabledPlans: [] }] : [] })
    },
    hide: async () => {
      graph.misbehave({ ...faults, refuse: { path: /subscribedSkus/, status: 403, times: Number.MAX_SAFE_INTEGER } })
      return async () => graph.misbehave(faults)
    },
  }
}

function skuOf({ subscribedSkus }: GraphEmulator['state']): Entity {
  return found([...subscribedSkus.values()], (each) => each['skuPartNumber'] === sku)
}

function found(entities: readonly Entity[], isIt: (entity: Entity) => boolean): Entity {
  const [one] = entities.filter(isIt)
  if (one === undefined) throw new Error('the tenant has no such object')
  return one
}

/** What the stories call somebody: the sign-in name without its domain. */
function nameOf(user: Entity): string {
  return text(user['userPrincipalName']).split('@')[0] ?? ''
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The tenant as it is, whatever may be seen of it yet. */
function pictured({ state }: GraphEmulator): Picture {
  const called = (id: string): string => {
    const [user, group] = [state.users.get(id), state.groups.get(id)]
    return user === undefined ? (group === undefined ? '?' : `group:${text(group['displayName'])}`) : nameOf(user)
  }
  const skus = new Map([...state.subscribedSkus.values()].map((each) => [each['skuId'], text(each['skuPartNumber'])]))
  const people = [...state.users.values()].map((user): PicturedPerson => {
    const manager = state.managers.get(user.id)
    const licences = user['assignedLicenses'] as readonly { readonly skuId: string }[] | undefined
    return {
      username: nameOf(user),
      enabled: user['accountEnabled'] === true,
      container: '',
      title: text(user['jobTitle']) === '' ? undefined : text(user['jobTitle']),
      manager: manager === undefined ? undefined : called(manager),
      licences: (licences ?? []).map(({ skuId }) => skus.get(skuId) ?? '?').toSorted(),
      values: valuesOf(user),
    }
  })
  const groups = [...state.groups.values()].map((group): PicturedGroup => ({
    name: text(group['displayName']),
    description: text(group['description']) === '' ? undefined : text(group['description']),
    members: [...(state.members.get(group.id) ?? [])].map(called).toSorted(),
  }))
  return {
    people: people.toSorted((a, b) => (a.username < b.username ? -1 : 1)),
    groups: groups.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/** Told apart, or told by the members of groups; and what a server keeps for itself. */
const apart = new Set(['id', 'jobTitle', 'accountEnabled', 'assignedLicenses', 'licenseAssignmentStates'])

function valuesOf(user: Entity): PicturedPerson['values'] {
  const values: Record<string, Value> = {}
  for (const [name, value] of Object.entries(user)) {
    if (apart.has(name)) continue
    if (typeof value === 'string') values[name] = value
    else if (Array.isArray(value) && value.every((each) => typeof each === 'string')) values[name] = value.toSorted()
  }
  return values
}
