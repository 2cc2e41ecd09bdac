import { join } from 'node:path'
import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { DirectoryFault } from '../model/fault.ts'
import type {
  Completeness,
  Observed,
  ObservedGroup,
  ObservedLicences,
  ObservedPolicies,
  ObservedUser,
} from '../model/observed.ts'
import type { Finding } from '../model/plan.ts'
import type { Capabilities, Connection, Dialect, Reader } from '../providers/provider.ts'
import { binOf } from './bin.ts'
import { asksOf } from './diff/coverage.ts'
import { askedFactors } from './guard/second-factors.ts'
import type { Memory } from './memory.ts'
import type { Run } from './run.ts'

/** One complete reading of one directory. There is no such value for a reading that was not complete. */
export interface Snapshot {
  readonly directory: string
  readonly identity: string
  readonly users: readonly ObservedUser[]
  readonly groups: readonly ObservedGroup[]
  /** Accounts that were deleted and can be brought back; those that nobody can claim may be left out. Not there: what is deleted is gone. */
  readonly deleted?: readonly ObservedUser[]
  /** How many the listing itself returned; what was looked up by its id is not among them. */
  readonly listed: { readonly user: number; readonly group: number; readonly organizationalUnit: number }
  /** Canonical paths of the containers that exist. */
  readonly containers: ReadonlySet<string>
  readonly completeness: readonly Completeness[]
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  /** Recorded objects that the directory returned neither in the listing nor by their id. */
  readonly missing: readonly Address[]
  /** References of members that lie outside the listing and exist. */
  readonly elsewhere: ReadonlySet<string>
  readonly serverTime: Date | undefined
  /** How passwords and signing in are ruled; read only where something is asked of them. */
  readonly policies?: ObservedPolicies
  /** Reference of an account -> what it proves itself by besides a password; read only where a second factor is asked of it. */
  readonly factors?: ReadonlyMap<string, readonly string[] | 'unknown'>
  /** What it lends; read only where the files name a licence of it. */
  readonly licences?: ObservedLicences
}

/** Opens a directory for reading, and proves that it is the one the workspace means. Throws DirectoryFault. */
export async function openReader(
  tenant: string,
  directory: DesiredDirectory,
  memory: Memory,
  run: Run,
): Promise<Reader> {
  const connection = { ...connectionTo(tenant, directory, run), ...cacheOf(tenant, directory, run) }
  const reader = await providerOf(directory, run).read(connection)
  const expected = directory.settings.identity ?? memory.identities.get(directory.id)
  if (expected !== undefined && expected !== reader.identity) {
    await reader.close()
    throw new DirectoryFault(
      'refused',
      `${tenant}/${directory.id} is not the directory it was: expected identity ${expected}, found ${reader.identity}. ` +
        'Check the address and the credentials; nothing was read from it.',
    )
  }
  return reader
}

/** Where a reader may keep what it read of this directory. Nobody who writes needs it. */
function cacheOf(tenant: string, { id }: DesiredDirectory, { cache }: Run): Pick<Connection, 'cache'> {
  return cache === undefined ? {} : { cache: join(cache, tenant, id) }
}

/** The finding of a directory that could not be read; its message names the directory. */
export function unread(scope: string, { kind, message }: DirectoryFault): Finding {
  const named = message.includes(scope) ? message : `${scope}: ${message}`
  return { slug: `directory-${kind}`, scope, result: 'block', message: named }
}

/** What a provider is given to reach this directory. */
export function connectionTo(tenant: string, directory: DesiredDirectory, run: Run): Connection {
  const { root, environment, now, signal } = run
  return { tenant, id: directory.id, settings: directory.settings, root, environment, now, signal }
}

export function providerOf(
  directory: DesiredDirectory,
  run: Run,
): Run['providers'] extends ReadonlyMap<string, infer P> ? P : never {
  const provider = run.providers.get(directory.settings.provider)
  if (provider === undefined) {
    throw new DirectoryFault('refused', `this version of roster has no provider ${directory.settings.provider}`)
  }
  return provider
}

/** What one reading takes. */
interface Reading {
  readonly desired: DesiredTenant
  readonly directory: DesiredDirectory
  readonly reader: Reader
  readonly memory: Memory
  readonly run: Run
}

/** Reads everything a plan needs. Throws DirectoryFault when the reading is not complete: an unread directory is never an empty one. */
export async function observe({ desired, directory, reader, memory, run }: Reading): Promise<Snapshot> {
  const tenant = desired.id
  const users: ObservedUser[] = []
  const groups: ObservedGroup[] = []
  const containers = new Set<string>()
  const seen = new Set<string>()
  const binned: ObservedUser[] = []
  const take = (object: Observed): void => {
    if (seen.has(object.immutableId)) return
    seen.add(object.immutableId)
    if (object.kind === 'user' && object.state === 'softDeleted' && reader.deleted !== undefined) binned.push(object)
    else if (object.kind === 'user') users.push(object)
    else if (object.kind === 'group') groups.push(object)
    else containers.add(object.reference)
  }
  const listed = { user: 0, group: 0, organizationalUnit: 0 }
  for await (const page of reader.observe(['organizationalUnit', 'user', 'group'])) {
    for (const object of page) {
      take(object)
      listed[object.kind] += 1
    }
    run.progress({ tenant, phase: 'read', done: seen.size })
  }
  const completeness = reader.completeness()
  const unproven = completeness.find(({ complete, kind, count }) => !complete || count !== listed[kind])
  if (completeness.length === 0 || unproven !== undefined) {
    throw new DirectoryFault(
      'incomplete',
      `the listing of ${tenant}/${directory.id} did not prove that it is complete; nothing is concluded from it`,
    )
  }
  const recorded = recordedIds(memory, `${tenant}/${directory.id}/`)
  const adopted = adoptedIds(desired, directory.id)
  const found = await lookUp([...recorded.values(), ...adopted], { reader, seen, take })
  const bin = await binOf({ desired, directory, reader, recorded, seen, binned, reverts: run.reverts })
  const inBin = new Set(bin?.map(({ immutableId }) => immutableId))
  const missing = [...recorded]
    .filter(([, id]) => !seen.has(id) && !found.has(id) && !inBin.has(id))
    .map(([address]) => address)
  return {
    directory: directory.id,
    identity: reader.identity,
    users,
    groups,
    ...(bin === undefined ? {} : { deleted: bin }),
    listed,
    containers,
    completeness,
    capabilities: reader.capabilities,
    dialect: reader.dialect,
    missing,
    elsewhere: await outside(reader, users, groups),
    serverTime: await reader.serverTime(),
    ...(await policiesOf({ desired, directory, reader, memory, run })),
    ...(await factorsOf({ desired, directory, reader, memory, run }, users)),
    ...(await licencesOf({ desired, directory, reader, memory, run })),
  }
}

async function policiesOf({ desired, directory, reader, memory }: Reading): Promise<Pick<Snapshot, 'policies'>> {
  const prefix = `${desired.id}/${directory.id}/`
  const topics = (reader.dialect.policies ?? []).flatMap((sort) => sort.topics)
  const asked =
    [...desired.people.values()].some((person) => asksOf(person, topics)) ||
    [...memory.policies.keys()].some((address) => address.startsWith(prefix))
  const policies = asked ? await reader.policies?.() : undefined
  return policies === undefined ? {} : { policies }
}

async function factorsOf(
  { desired, directory, reader, memory }: Reading,
  users: readonly ObservedUser[],
): Promise<Pick<Snapshot, 'factors'>> {
  const asked = reader.factors === undefined ? [] : askedFactors(desired, directory.id, { users, memory })
  const factors = asked.length === 0 ? undefined : await reader.factors?.(asked)
  return factors === undefined ? {} : { factors }
}

async function licencesOf({ desired, directory, reader }: Reading): Promise<Pick<Snapshot, 'licences'>> {
  const isAsked = [...desired.licences.values()].some((licence) => licence.directory === directory.id)
  const licences = isAsked ? await reader.licences?.() : undefined
  return licences === undefined ? {} : { licences }
}

interface Lookup {
  readonly reader: Reader
  readonly seen: ReadonlySet<string>
  readonly take: (object: Observed) => void
}

/** Looks up what the listing did not return; gives the ids that were found. */
async function lookUp(ids: readonly string[], { reader, seen, take }: Lookup): Promise<ReadonlySet<string>> {
  const absent = [...new Set(ids)].filter((id) => !seen.has(id))
  if (absent.length === 0) return new Set()
  const found = await reader.find(absent)
  for (const object of found.values()) take(object)
  return new Set(found.keys())
}

function recordedIds(memory: Memory, prefix: string): ReadonlyMap<Address, string> {
  const ids = new Map<Address, string>()
  for (const [address, { immutableId }] of memory.objects) if (address.startsWith(prefix)) ids.set(address, immutableId)
  return ids
}

/** The ids that `adopt` names in this directory: like recorded ones they are looked for anywhere in it. */
function adoptedIds({ people, groups }: DesiredTenant, directory: string): readonly string[] {
  const ids: string[] = []
  for (const things of [people, groups])
    for (const { adopt } of things.values()) {
      const id = adopt?.[directory]
      if (id !== undefined) ids.push(id)
    }
  return ids
}

async function outside(
  reader: Reader,
  users: readonly ObservedUser[],
  groups: readonly ObservedGroup[],
): Promise<ReadonlySet<string>> {
  const listed = new Set<string>()
  for (const { reference } of users) listed.add(reference)
  for (const { reference } of groups) listed.add(reference)
  const foreign = new Set<string>()
  for (const { members } of groups) {
    if (members === 'unknown') continue
    for (const member of members) if (!listed.has(member)) foreign.add(member)
  }
  return foreign.size === 0 ? foreign : reader.existing([...foreign])
}
