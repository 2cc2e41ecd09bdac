import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import { problemDiagnostics } from '../language/compile/problems.ts'
import type { Address } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Entry } from '../model/entry.ts'
import { DirectoryFault } from '../model/fault.ts'
import type { Operation } from '../model/operation.ts'
import type { AccessGroupChange, CalendarEntry, DirectoryRead, Finding, TenantPlan } from '../model/plan.ts'
import type { SeatLine } from '../model/seats.ts'
import type { Reader } from '../providers/provider.ts'
import { accessWhereNeeded, takenBackWhereNeeded } from './access/where-needed.ts'
import type { OnPlatforms } from './accounts/on-platforms.ts'
import { nothingOnPlatforms, onPlatformsWhereNeeded } from './accounts/where-needed.ts'
import { actionsWhereNeeded, nothingOnce } from './actions/where-needed.ts'
import { acrossDirectories, inDependencyOrder } from './across.ts'
import { believe } from './believe.ts'
import type { Belief } from './believe.ts'
import { clockFindings } from './clock.ts'
import type { AnyDraft } from './digest.ts'
import { approvable, tenantDigest } from './digest.ts'
import { onlyObserved, tenantAdvice } from './diff/advice.ts'
import { diff } from './diff/diff.ts'
import { licenceLines } from './diff/licence-lines.ts'
import { unmanagedAddresses } from './diff/strangers.ts'
import type { Difference, World } from './diff/world.ts'
import { joined } from './diff/world.ts'
import { idleAcknowledgements, liftedBy } from './guard/acknowledge.ts'
import { effortOf } from './effort.ts'
import { enabledAgain } from './guard/disabled-elsewhere.ts'
import { emergencyAccounts } from './guard/emergency-accounts.ts'
import type { Evidence } from './guard/guard.ts'
import { guard, lately } from './guard/guard.ts'
import { secondFactors } from './guard/second-factors.ts'
import { protectedObjects } from './guard/protected-objects.ts'
import { abandoned } from './guard/scope-removed.ts'
import { fingerprinted, heldBack, stillOnTheirWay } from './held-back.ts'
import { expiredLeaves, leftAsIs } from './leave/leave.ts'
import { match } from './match.ts'
import type { Memory } from './memory.ts'
import { settleLiveNames } from './names.ts'
import type { Snapshot } from './observe.ts'
import { observe, openReader, unread } from './observe.ts'
import { claimedWhereNeeded } from './observed/where-needed.ts'
import { withNeeds } from './order.ts'
import { inPlace } from './places.ts'
import { exactly } from './problem-lines.ts'
import { beyondReach, takenBack } from './revert/take-back.ts'
import type { Run } from './run.ts'
import { countsOf, exitCodeOf, statusOf } from './tenant-status.ts'
import { toldUnseen } from './unseen.ts'

/** One tenant's part of a plan, and what apply needs to carry it out. */
export interface TenantDraft {
  readonly plan: TenantPlan
  readonly operations: readonly Operation[]
  /** Who gains and who loses what on platforms. */
  readonly access: readonly AccessGroupChange[]
  /** Paid seats of contracts. */
  readonly seats: readonly SeatLine[]
  readonly findings: readonly Finding[]
  readonly unmanaged: readonly Address[]
  readonly notManageable: readonly { readonly address: Address; readonly why: string }[]
  readonly calendar: readonly CalendarEntry[]
  readonly diagnostics: readonly Diagnostic[]
  /** Not there when the tenant is invalid or unreadable: then nothing can be applied. */
  readonly basis?: Basis
}

/** What a plan was made of. Apply goes on from here, with the readers still open. */
export interface Basis {
  readonly desired: DesiredTenant
  readonly asOf: Date
  readonly worlds: readonly World[]
  /** Operations that this plan does not carry out: they wait, or are blocked. */
  readonly held: readonly Operation[]
  readonly readers: ReadonlyMap<string, Reader>
  readonly released: Belief['released']
  /** What is to be done on platforms and by people. */
  readonly platforms: OnPlatforms
  /** What is known, with accounts that were strangers' until now. */
  readonly memory: Memory
}

/** A tenant that cannot be planned, and why. */
export function failedTenant(
  tenant: string,
  status: 'invalid' | 'unreadable' | 'blocked',
  more: {
    readonly findings?: readonly Finding[]
    readonly diagnostics?: readonly Diagnostic[]
    readonly reads?: readonly DirectoryRead[]
  },
): TenantDraft {
  return {
    plan: {
      tenant,
      status,
      exitCode: exitCodeOf(status),
      reads: more.reads ?? [],
      counts: {},
      digest: tenantDigest([]),
    },
    operations: [],
    access: [],
    seats: [],
    findings: more.findings ?? [],
    unmanaged: [],
    notManageable: [],
    calendar: [],
    diagnostics: more.diagnostics ?? [],
  }
}

/** Reads the directories of a tenant and works out what is to be done. Whoever calls closes the readers of the basis. */
export async function planTenant(desired: DesiredTenant, memory: Memory, run: Run): Promise<TenantDraft> {
  const readers = new Map<string, Reader>()
  try {
    const known = await claimedWhereNeeded(desired, memory, run.asOf)
    const draft = await read(desired, known.memory, run, readers)
    if (draft.basis === undefined) await closeAll(readers)
    return withClaims(draft, known.entries)
  } catch (error) {
    await closeAll(readers)
    throw error
  }
}

/** What is written first: whose the accounts are that were strangers' until now. */
function withClaims(draft: TenantDraft, entries: readonly Entry[]): TenantDraft {
  const { basis } = draft
  if (basis === undefined || entries.length === 0) return draft
  const platforms = { ...basis.platforms, entries: [...entries, ...basis.platforms.entries] }
  return { ...draft, basis: { ...basis, platforms } }
}

export async function closeAll(readers: ReadonlyMap<string, Reader>): Promise<void> {
  for (const reader of readers.values()) await reader.close()
}

async function read(
  desired: DesiredTenant,
  memory: Memory,
  run: Run,
  readers: Map<string, Reader>,
): Promise<TenantDraft> {
  const sights: { directory: DesiredDirectory; snapshot: Snapshot; belief: Belief }[] = []
  const reads: DirectoryRead[] = []
  const doubts: Finding[] = []
  for (const directory of inDependencyOrder(desired.directories)) {
    try {
      const reader = await openReader(desired.id, directory, memory, run)
      readers.set(directory.id, reader)
      const snapshot = await observe({ desired, directory, reader, memory, run })
      const belief = believe(desired, snapshot, memory, run.asOf)
      reads.push(
        ...snapshot.completeness.map((each) => ({ directory: directory.id, identity: snapshot.identity, ...each })),
      )
      doubts.push(...belief.findings)
      sights.push({ directory, snapshot, belief })
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      doubts.push(unread(`${desired.id}/${directory.id}`, error))
    }
  }
  if (doubts.some(({ result }) => result === 'block'))
    return failedTenant(desired.id, 'unreadable', { findings: doubts, reads })
  return assembled(desired, memory, run, { sights, reads, doubts, readers })
}

interface Reading {
  readonly sights: readonly {
    readonly directory: DesiredDirectory
    readonly snapshot: Snapshot
    readonly belief: Belief
  }[]
  readonly reads: readonly DirectoryRead[]
  readonly doubts: readonly Finding[]
  readonly readers: ReadonlyMap<string, Reader>
}

async function assembled(declared: DesiredTenant, memory: Memory, run: Run, reading: Reading): Promise<TenantDraft> {
  const lifted = liftedBy(declared.acknowledgements, run.asOf)
  const sighted = reading.sights.map((sight) => ({
    ...sight,
    matches: match(declared, sight.snapshot, sight.belief.memory, lifted),
  }))
  const desired = settleLiveNames(declared, sighted)
  const worlds: World[] = []
  for (const { directory, snapshot, belief, matches } of sighted) {
    const upstream = worlds.find((world) => world.directory.id === directory.syncedFrom)
    const world = { desired, directory, snapshot, matches, memory: belief.memory, asOf: run.asOf }
    worlds.push(upstream === undefined ? world : { ...world, upstream })
  }
  const { reverts } = run
  const written = worlds.filter(({ directory }) => directory.mode !== 'observe')
  const differences = worlds.map((world) => {
    if (!written.includes(world)) return undefined
    return reverts === undefined ? diff(world) : takenBack(world, reverts)
  })
  const difference = joined(differences.filter((each): each is Difference => each !== undefined))
  const diagnostics = problemDiagnostics(desired.id, [...desired.problems, ...difference.problems])
  if (diagnostics.length > 0)
    return failedTenant(desired.id, 'invalid', { diagnostics, findings: reading.doubts, reads: reading.reads })

  const ordered = worlds.flatMap((world, i) => withNeeds(world, inPlace(world, differences[i]?.operations ?? [])))
  const scene = { desired, worlds, memory, asOf: run.asOf }
  const effective = reverts === undefined ? desired : await takenBackWhereNeeded(scene, ordered)
  const access = await accessWhereNeeded({ ...scene, desired: effective })
  const enabled = enabledAgain(ordered, desired.acknowledgements, run.asOf)
  const drafts = access.inOrder(acrossDirectories(desired, enabled))
  const underway = stillOnTheirWay(drafts, memory, worlds)
  const waiting = heldBack(leftAsIs(underway, desired.leaves, run.asOf)).toSorted(byAddressThenVerb)
  const platforms =
    reverts === undefined
      ? await onPlatformsWhereNeeded({ desired, memory, asOf: run.asOf, inDirectories: waiting })
      : nothingOnPlatforms
  const refused = problemDiagnostics(desired.id, platforms.problems.map(exactly(run.root)))
  if (refused.length > 0)
    return failedTenant(desired.id, 'invalid', { diagnostics: refused, findings: reading.doubts, reads: reading.reads })
  const once =
    reverts === undefined
      ? await actionsWhereNeeded({ desired, worlds, memory, operations: [...waiting, ...platforms.operations] })
      : nothingOnce
  const evidence: Evidence = {
    desired,
    worlds,
    operations: waiting,
    recent: lately(memory, run.asOf),
    memory,
    asOf: run.asOf,
    access: access.views,
    onPlatforms: platforms.operations,
    seats: platforms.seats,
  }
  const findings = [
    ...reading.doubts,
    ...difference.findings,
    ...platforms.findings,
    ...once.findings,
    ...(reverts === undefined
      ? []
      : beyondReach(desired.id, new Set(written.map((each) => each.directory.id)), reverts)),
    ...protectedObjects(worlds, difference.notManageable),
    ...worlds.flatMap(emergencyAccounts),
    ...worlds.flatMap(onlyObserved),
    ...worlds.flatMap(toldUnseen),
    ...tenantAdvice(desired, worlds),
    ...worlds.flatMap(secondFactors),
    ...clockFindings(worlds, waiting, run),
    ...idleAcknowledgements(desired.id, desired.acknowledgements, run.asOf),
    ...expiredLeaves(desired.leaves, run.asOf),
    ...guard(evidence, access.judge(evidence)),
  ]
  const operations: readonly Operation[] = [
    ...[...waiting, ...once.operations].map((draft) => fingerprinted(draft, worlds)),
    ...platforms.operations,
  ]
    .map(withPlainSource)
    .toSorted(byAddressThenVerb)
  const planned = operations.filter(({ status }) => status === 'planned')
  const calendar = [...calendarOf(desired.id, difference, worlds), ...platforms.calendar, ...access.ends].toSorted(
    byDayThenAddress,
  )
  const status = statusOf(operations, findings)
  return {
    plan: {
      tenant: desired.id,
      status,
      exitCode: exitCodeOf(status),
      reads: reading.reads,
      counts: countsOf(planned),
      digest: tenantDigest(approvable(operations, calendar)),
      ...effortOf(reading.readers, planned),
    },
    operations,
    access: access.impact(waiting),
    seats: [...platforms.seats, ...licenceLines(worlds, planned)],
    findings,
    unmanaged: [...worlds.flatMap(unmanagedAddresses), ...platforms.unmanaged].toSorted(),
    notManageable: difference.notManageable.toSorted((a, b) => (a.address < b.address ? -1 : 1)),
    calendar,
    diagnostics: [],
    basis: {
      desired: effective,
      asOf: run.asOf,
      worlds,
      held: operations.filter(({ status: stands }) => stands !== 'planned'),
      readers: reading.readers,
      platforms,
      memory,
      released: [
        ...reading.sights.flatMap(({ belief }) => belief.released),
        ...abandoned(desired, memory).map((address) => ({ address, why: 'the directory was given up' })),
      ],
    },
  }
}

function calendarOf(tenant: string, { scheduled }: Difference, worlds: readonly World[]): readonly CalendarEntry[] {
  return scheduled.map(({ date, event, operation }) => ({
    date,
    tenant,
    address: operation.address,
    event,
    fingerprint: fingerprinted(operation, worlds).fingerprint,
  }))
}

/** Where access is said has a path into its entry, which finds the line; a plan has the line. */
function withPlainSource(operation: Operation): Operation {
  if (!('path' in operation.source)) return operation
  const { file, line, via } = operation.source
  return { ...operation, source: { file, line, via } }
}

function byDayThenAddress(a: CalendarEntry, b: CalendarEntry): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return a.address < b.address ? -1 : 1
}

function byAddressThenVerb(a: Pick<AnyDraft, 'address' | 'verb'>, b: Pick<AnyDraft, 'address' | 'verb'>): number {
  if (a.address !== b.address) return a.address < b.address ? -1 : 1
  return a.verb < b.verb ? -1 : 1
}
