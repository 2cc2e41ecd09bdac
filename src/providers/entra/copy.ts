import { DirectoryFault } from '../../model/fault.ts'
import type { Connection } from '../provider.ts'
import { Snapshot } from '../snapshot.ts'
import { changesSince, followedProperties, linkNow } from './delta.ts'
import type { Changes } from './delta.ts'
import { DeltaExpired } from './faults.ts'
import { allOf, objectsOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { withMembers } from './members.ts'
import type { HeldGroup } from './members.ts'
import type { Terms } from './terms.ts'
import { idOf, isRow, textIn } from './row.ts'
import type { Row } from './row.ts'
import { groupExpand, groupSelect } from './translate-group.ts'
import { userExpand, userSelect } from './translate.ts'

/** People and groups as Graph answered them. */
export interface Holdings {
  readonly users: readonly Row[]
  readonly groups: readonly HeldGroup[]
}

/** What is kept of a reading, as JSON. */
interface Kept {
  readonly userLink: string
  readonly groupLink: string
  /** When the links were given. RFC 3339. */
  readonly at: string
  readonly users: readonly Row[]
  /** Members by the id of their group: what else there is to a group is listed each time. Those that may not be seen are asked again. */
  readonly members: readonly (readonly [group: string, members: readonly string[] | 'unknown'])[]
}

type Links = Pick<Kept, 'userLink' | 'groupLink' | 'at'>

/** Of what part of all objects that changed it is quicker to read everything. */
const tooMuch = 0.25
const fewAnyway = 100

/**
 * A reading that is kept on this machine, so that the next one has to ask only what changed since, and reads these objects anew. It is
 * worthless in every doubt, and nothing is lost with it but time.
 */
export class TenantCopy {
  private readonly terms: Terms
  private readonly snapshot: Snapshot<Kept>
  private readonly now: () => Date
  private links: Links | undefined

  constructor(parts: { readonly terms: Terms; readonly snapshot: Snapshot<Kept>; readonly now: () => Date }) {
    this.terms = parts.terms
    this.snapshot = parts.snapshot
    this.now = parts.now
  }

  /** What was kept, as it stands now; undefined: everything has to be read. */
  async refresh(asking: Asking): Promise<Holdings | undefined> {
    const kept = await this.snapshot.load()
    return kept === undefined ? undefined : helped(async () => this.broughtUpToDate(kept.content, kept.fullAt, asking))
  }

  /** Before everything is read: from here on, what changes will be told. */
  async begin({ graph }: Asking): Promise<void> {
    const at = this.now().toISOString()
    this.links = await helped(async () => {
      const userLink = await linkNow('users', graph, this.terms)
      const groupLink = await linkNow('groups', graph, this.terms)
      return userLink === undefined || groupLink === undefined ? undefined : { userLink, groupLink, at }
    })
  }

  /** After everything was read. */
  async keep({ users, groups }: Holdings): Promise<void> {
    const { links } = this
    if (links === undefined) return
    await this.snapshot.save({ fullAt: new Date(links.at), content: { ...links, users, members: membersOf(groups) } })
  }

  private async broughtUpToDate(kept: Kept, fullAt: Date, asking: Asking): Promise<Holdings | undefined> {
    const at = this.now().toISOString()
    const people = await changesSince(kept.userLink, asking.graph)
    const memberships = await changesSince(kept.groupLink, asking.graph)
    if (people === undefined || memberships === undefined) return undefined
    const changed = people.touched.size + people.gone.size + memberships.touched.size + memberships.gone.size
    if (changed > Math.max(fewAnyway, (kept.users.length + kept.members.length) * tooMuch)) return undefined
    const users = await this.usersNow(kept, people, asking)
    const groups = await groupsNow(kept, { people, memberships }, asking)
    if (users === undefined || groups === undefined) return undefined
    const links = { userLink: people.link, groupLink: memberships.link, at }
    if (changed > 0) await this.snapshot.save({ fullAt, content: { ...links, users, members: membersOf(groups) } })
    return { users, groups }
  }

  /** undefined: something does not fit. */
  private async usersNow(kept: Kept, changes: Changes, { graph }: Asking): Promise<readonly Row[] | undefined> {
    const query = { $select: userSelect(this.terms), ...userExpand(this.terms) }
    const fresh = await objectsOf([...changes.touched], query, { graph, under: 'users' })
    const known = new Set(kept.users.map(idOf))
    if (fresh.length !== changes.touched.size || fresh.some((row) => !known.has(idOf(row)) && isOld(row, kept)))
      return undefined
    const now = new Map(kept.users.map((row) => [idOf(row), row]))
    for (const id of changes.gone) now.delete(id)
    for (const row of fresh) now.set(idOf(row), row)
    // Whoever is deleted is nobody's manager any more; those whose manager it was are not told of.
    return [...now.values()].map((row) => withoutManager(row, changes.gone))
  }
}

/** undefined: something does not fit. */
async function groupsNow(
  kept: Kept,
  { people, memberships }: { readonly people: Changes; readonly memberships: Changes },
  asking: Asking,
): Promise<readonly HeldGroup[] | undefined> {
  const rows = await allOf('/groups', { $select: groupSelect, ...groupExpand }, asking)
  const known = new Set(kept.members.map(([id]) => id))
  if (rows.some((row) => !known.has(idOf(row)) && isOld(row, kept))) return undefined
  const listed = new Set(rows.map(idOf))
  const isGone = (id: string): boolean => people.gone.has(id) || (known.has(id) && !listed.has(id))
  const unchanged = kept.members.flatMap(([id, held]) =>
    held === 'unknown' || memberships.touched.has(id) ? [] : [[id, held.filter((member) => !isGone(member))] as const],
  )
  return withMembers(rows, asking, new Map(unchanged))
}

/**
 * Whether something was there before that was not kept: what comes back from among the deleted comes back into groups as well, and
 * nobody tells that of the groups.
 */
function isOld(row: Row, { at }: Kept): boolean {
  return !(Date.parse(textIn(row, 'createdDateTime') ?? '') >= Date.parse(at))
}

function withoutManager(row: Row, gone: ReadonlySet<string>): Row {
  const { manager, ...without } = row
  return isRow(manager) && gone.has(idOf(manager)) ? without : row
}

function membersOf(groups: readonly HeldGroup[]): Kept['members'] {
  return groups.map(({ row, members }) => [idOf(row), members])
}

/** The copy is there to save time: where it cannot be had, everything is read, and says what is wrong if anything is. */
async function helped<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof DirectoryFault || error instanceof DeltaExpired) return undefined
    throw error
  }
}

/** Whether what a file held is what this program puts there. Its content is proven by its hash; this is its shape. */
function isKept(value: unknown): value is Kept {
  if (!isRow(value)) return false
  const { userLink, groupLink, at, users, members } = value
  const isText = [userLink, groupLink, at].every((each) => typeof each === 'string')
  return isText && Array.isArray(users) && users.every(isRow) && Array.isArray(members) && members.every(Array.isArray)
}

/** undefined: nothing is to be kept. `account`: who reads, and what they may read. */
export function tenantCopy(
  { tenant, id, cache, now }: Pick<Connection, 'tenant' | 'id' | 'cache' | 'now'>,
  terms: Terms,
  account: Readonly<Record<string, unknown>>,
): TenantCopy | undefined {
  if (cache === undefined || !terms.settings.incremental) return undefined
  const snapshot = new Snapshot<Kept>({
    folder: cache,
    tenant,
    id,
    binding: {
      provider: 'entra 1',
      identity: terms.settings.tenantId,
      cloud: terms.settings.cloud.graph,
      account,
      users: followedProperties('users', terms),
      groups: followedProperties('groups', terms),
    },
    now,
    isContent: isKept,
  })
  return new TenantCopy({ terms, snapshot, now })
}
