import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { addressOf, nestedGroupId, parseAddress, undeclaredId } from '../../model/address.ts'
import type { Verified } from '../../model/entry.ts'
import { isLeft } from '../../model/leave.ts'
import { exit } from '../../model/exit-code.ts'
import { DirectoryFault } from '../../model/fault.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import { operationId } from '../../model/operation.ts'
import type { DirectoryRead, Finding } from '../../model/plan.ts'
import type { Value } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import type { Draft } from '../digest.ts'
import { fingerprintOf, tenantDigest } from '../digest.ts'
import type { Body } from '../diff/draft.ts'
import { unmanagedAddresses } from '../diff/strangers.ts'
import { spoken } from '../diff/words.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'
import { match } from '../match.ts'
import { expiredLeaves, leftAsIs } from '../leave/leave.ts'
import type { Memory } from '../memory.ts'
import type { Snapshot } from '../observe.ts'
import { observe, openReader, unread } from '../observe.ts'
import { isTaken } from '../on-its-way.ts'
import { verifiedOf } from '../record.ts'
import type { Run } from '../run.ts'
import type { TenantDraft } from '../tenant.ts'
import { countsOf } from '../tenant-status.ts'
import { closeAll, failedTenant } from '../tenant.ts'
import { drifted, memberName, nameOf } from './drifted.ts'
import { licenceDrift } from './licences.ts'
import { memberDrift } from './members.ts'
import type { PlatformDrift } from './platforms.ts'
import { policyDrift } from './policies.ts'

/**
 * What is not as the ledger last verified it. Each difference is the operation that would undo it. Edits of the
 * workspace that are not applied yet are no drift; what nobody manages is listed and counts for nothing.
 */
export async function driftOf(desired: DesiredTenant, memory: Memory, run: Run): Promise<TenantDraft> {
  const readers = new Map<string, Awaited<ReturnType<typeof openReader>>>()
  const worlds: World[] = []
  const reads: DirectoryRead[] = []
  const doubts: Finding[] = []
  try {
    for (const directory of desired.directories.values()) {
      if (directory.mode === 'observe') continue
      try {
        const reader = await openReader(desired.id, directory, memory, run)
        readers.set(directory.id, reader)
        const snapshot = await observe({ desired, directory, reader, memory, run })
        reads.push(
          ...snapshot.completeness.map((each) => ({ directory: directory.id, identity: snapshot.identity, ...each })),
        )
        doubts.push(...emptied(desired.id, directory.id, snapshot.users.length, memory))
        worlds.push({
          desired,
          directory,
          snapshot,
          memory,
          matches: { ...match(desired, snapshot, memory), memberOf: asRecorded(desired.id, snapshot, memory) },
          asOf: run.asOf,
        })
      } catch (error) {
        if (!(error instanceof DirectoryFault)) throw error
        doubts.push(unread(`${desired.id}/${directory.id}`, error))
      }
    }
  } finally {
    await closeAll(readers)
  }
  if (doubts.length > 0) return failedTenant(desired.id, 'unreadable', { findings: doubts, reads })
  const onPlatforms = await platformDriftWhereNeeded(desired, memory, run)
  const inDirectories = worlds.flatMap((world) =>
    leftAsIs(differences(world), desired.leaves, run.asOf).map((each) => ({
      ...each,
      fingerprint: fingerprintOf(each, world.snapshot.identity),
    })),
  )
  const operations = [...inDirectories, ...onPlatforms.operations].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const digest = tenantDigest(operations.map(({ fingerprint }) => fingerprint))
  const open = operations.filter((operation) => !isLeft(operation))
  const isQuiet = open.length + onPlatforms.findings.length === 0
  const strangers = [...memory.accounts.keys()].filter((address) => parseAddress(address).id.startsWith('~'))
  return {
    plan: {
      tenant: desired.id,
      status: !isQuiet ? 'changes' : operations.length > 0 ? 'waiting' : 'noChange',
      exitCode: isQuiet ? exit.done : exit.changes,
      reads,
      counts: countsOf(open),
      digest,
    },
    operations,
    access: [],
    seats: [],
    findings: [...onPlatforms.findings, ...expiredLeaves(desired.leaves, run.asOf)],
    unmanaged: [...worlds.flatMap(unmanagedAddresses), ...strangers].toSorted(),
    notManageable: [],
    calendar: [],
    diagnostics: [],
  }
}

/** Where no list of a platform was ever read, what compares them is not loaded. */
async function platformDriftWhereNeeded(desired: DesiredTenant, memory: Memory, run: Run): Promise<PlatformDrift> {
  if (memory.exports.size === 0) return { operations: [], findings: [] }
  const { platformDrift } = await import('./platforms.ts')
  return platformDrift(desired, memory, run.asOf)
}

/** Who a reference names as the ledger knows them: an id that changed in the files since is no drift. */
function asRecorded(tenant: string, snapshot: Snapshot, memory: Memory): (reference: string) => string {
  const prefix = `${tenant}/${snapshot.directory}/`
  const ids = new Map<string, string>()
  for (const [address, { immutableId }] of memory.objects) {
    if (!address.startsWith(prefix)) continue
    const { kind, id } = parseAddress(address)
    ids.set(immutableId, kind === 'group' ? nestedGroupId(id) : id)
  }
  const members = new Map<string, string>()
  for (const { reference, immutableId } of [...snapshot.users, ...snapshot.groups])
    members.set(reference, ids.get(immutableId) ?? undeclaredId(immutableId))
  return (reference) => members.get(reference) ?? undeclaredId(reference)
}

function emptied(tenant: string, directory: string, users: number, memory: Memory): readonly Finding[] {
  const before = memory.population.get(directory)?.users ?? 0
  if (users > 0 || before === 0) return []
  const message = `${tenant}/${directory} shows nobody; after the last apply there were ${before}. That reading is not believed. Check the base and the reading account's rights.`
  return [
    {
      slug: 'population',
      gate: 'population',
      scope: `${tenant}/${directory}`,
      result: 'block',
      measured: before,
      limit: 0,
      message,
    },
  ]
}

function differences(world: World): readonly Draft[] {
  const prefix = addressOf({ tenant: world.desired.id, directory: world.directory.id, kind: 'user', id: '' }).slice(
    0,
    -'user/'.length,
  )
  const users = new Map(world.snapshot.users.map((user) => [user.immutableId, user]))
  const groups = new Map(world.snapshot.groups.map((group) => [group.immutableId, group]))
  const found: Draft[] = []
  for (const [address, { immutableId, verified, disabled }] of world.memory.objects) {
    if (!address.startsWith(prefix) || verified === undefined) continue
    const { id } = parseAddress(address)
    const live = verified.kind === 'user' ? users.get(immutableId) : groups.get(immutableId)
    if (live === undefined) {
      const inBin = world.snapshot.deleted?.find((each) => each.immutableId === immutableId)
      if (inBin !== undefined) found.push(...intoBin(world, id, verified, inBin))
      else if (disabled === undefined) found.push(deleted(world, id, verified))
      continue
    }
    found.push(...changed(world, id, verified, live))
    if (live.kind === 'group') found.push(...memberDrift(world, id, live))
  }
  found.push(...policyDrift(world), ...licenceDrift(world))
  // What the directory took and does not show yet is waited for: that is no drift.
  return found.filter((each) => !isTaken(world, each.id))
}

function deleted(world: World, id: string, verified: Verified): Draft {
  const { container, attributes, references } = verified
  const common = { container, attributes, references }
  const body: Body =
    verified.kind === 'user'
      ? {
          kind: 'user',
          verb: 'create',
          before: null,
          after: { username: verified.username, state: 'active', ...common },
        }
      : { kind: 'group', verb: 'create', before: null, after: { name: verified.name, ...common } }
  return drifted(world, id, body, `${nameOf(world, id, verified)} was deleted, or is hidden from the reading account`)
}

/** Somebody else deleted it, and it can be brought back as it was; one that was switched off is missed by nobody. */
function intoBin(world: World, id: string, verified: Verified, live: ObservedUser): readonly Draft[] {
  if (verified.kind !== 'user' || standsDown(verified) || !isOurs(live)) return []
  const { immutableId, container, deletedAt } = live
  const before = { immutableId, state: live.state, container }
  const after = { state: verified.state, container: verified.container }
  const when = deletedAt === undefined ? '' : ` on ${deletedAt.slice(0, 10)}`
  const said = `${nameOf(world, id, verified)} was deleted${when}, and can be brought back`
  return [drifted(world, id, { kind: 'user', verb: 'restore', before, after }, said)]
}

function changed(world: World, id: string, verified: Verified, live: ObservedUser | ObservedGroup): readonly Draft[] {
  const { dialect } = world.snapshot
  const now = verifiedOf(live, world.matches.memberOf)
  const who = nameOf(world, id, verified)
  const { immutableId } = live
  const found: Draft[] = []
  const own = initialNames(world, id)
  const names = [...new Set([...Object.keys(verified.attributes), ...Object.keys(now.attributes)])].filter(
    (name) =>
      !own.has(name) &&
      isOurs(live, name) &&
      !live.unknown.includes(name) &&
      !dialect.same(name, verified.attributes[name], now.attributes[name]),
  )
  const targets = [...new Set([...Object.keys(verified.references), ...Object.keys(now.references)])].filter(
    (name) => isOurs(live, name) && !live.unknown.includes(name) && verified.references[name] !== now.references[name],
  )
  if (names.length + targets.length > 0) {
    const pick = <T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T | null> =>
      Object.fromEntries(keys.map((name) => [name, from[name] ?? null]))
    const before = { attributes: pick(now.attributes, names), references: pick(now.references, targets) }
    const after = { attributes: pick(verified.attributes, names), references: pick(verified.references, targets) }
    const said = [
      ...names.map((name) => spokenDrift(name, verified.attributes[name], now.attributes[name])),
      ...targets.map((name) =>
        spokenDrift(name, called(world, verified.references[name]), called(world, now.references[name])),
      ),
    ]
    found.push(
      drifted(
        world,
        id,
        { kind: live.kind, verb: 'update', before: { immutableId, ...before }, after },
        `${who}: ${said.join('; ')}`,
      ),
    )
  }
  if (!isOurs(live)) return found
  return [...found, ...placeDrift(world, id, verified, live), ...standingDrift(world, id, verified, live)]
}

/** What another directory holds changes when that one does: no drift here. `name`: an attribute; not there: names, place and state. */
function isOurs(live: ObservedUser | ObservedGroup, name?: string): boolean {
  if (live.kind !== 'user' || live.upstream === undefined) return true
  return name !== undefined && live.upstream.writable.includes(name)
}

function placeDrift(
  world: World,
  id: string,
  verified: Verified,
  live: ObservedUser | ObservedGroup,
): readonly Draft[] {
  const { dialect } = world.snapshot
  const [then, now] = [
    verified.kind === 'user' ? verified.username : verified.name,
    live.kind === 'user' ? live.username : live.name,
  ]
  const renamed = dialect.foldName(then) !== dialect.foldName(now)
  const moved =
    verified.container !== live.container &&
    (live.kind !== 'user' ||
      (live.state === 'disabled') === (verified.kind === 'user' && verified.state === 'disabled'))
  if (!renamed && !moved) return []
  const key = live.kind === 'user' ? 'username' : 'name'
  const before = { ...(renamed ? { [key]: now } : {}), ...(moved ? { container: live.container } : {}) }
  const after = { ...(renamed ? { [key]: then } : {}), ...(moved ? { container: verified.container } : {}) }
  const said = [
    ...(renamed ? [`was renamed from ${then} to ${now}`] : []),
    ...(moved ? [`was moved from ${verified.container} to ${live.container}`] : []),
  ]
  return [
    drifted(
      world,
      id,
      { kind: live.kind, verb: 'rename', before: { immutableId: live.immutableId, ...before }, after },
      `${nameOf(world, id, verified)} ${said.join(' and ')}`,
    ),
  ]
}

function standingDrift(
  world: World,
  id: string,
  verified: Verified,
  live: ObservedUser | ObservedGroup,
): readonly Draft[] {
  if (verified.kind !== 'user' || live.kind !== 'user') return []
  const [then, now] = [verified.state === 'disabled', live.state === 'disabled']
  if (then === now) return []
  // What roster had announced when its run was cut off is its own doing.
  const own = operationId(addressIn(world, 'user', id), now ? 'disable' : 'enable')
  if (world.memory.unresolved.has(own)) return []
  const before = { immutableId: live.immutableId, state: live.state, container: live.container }
  const after = { state: verified.state, container: verified.container }
  const said = now ? 'was disabled' : 'was enabled'
  return [
    drifted(
      world,
      id,
      { kind: 'user', verb: now ? 'enable' : 'disable', before, after },
      `${nameOf(world, id, verified)} ${said}`,
    ),
  ]
}

/** Whom a reference names, as people call them. */
function called(world: World, id: string | undefined): string | undefined {
  return id === undefined ? undefined : memberName(world, id)
}

/** Changed, removed, added, or given a second value: each in its own words. */
function spokenDrift(name: string, then: Value | undefined, now: Value | undefined): string {
  const [old, fresh] = [valuesOf(then), valuesOf(now)]
  if (fresh.length === 0) return `${name} was removed (was ${spoken(then)})`
  if (old.length === 0) return `${name} was added: ${spoken(now)}`
  const more = fresh.filter((value) => !old.includes(value))
  if (fresh.length > old.length && old.every((value) => fresh.includes(value)))
    return `${name} was given ${old.length === 1 ? 'a second value' : 'another value'}: ${more.join(', ')}`
  return `${name} was changed from ${spoken(then)} to ${spoken(now)}`
}

/** Attributes that are the person's own after the creation. */
function initialNames(world: World, id: string): ReadonlySet<string> {
  const person = world.desired.people.get(id)
  return new Set(person === undefined ? [] : Object.keys(world.snapshot.dialect.user(person).initial))
}
