import { DirectoryFault } from '../../model/fault.ts'
import type { Connection } from '../provider.ts'
import { Snapshot } from '../snapshot.ts'
import { changesSince, followedProperties, linkNow } from './delta.ts'
import type { Changes } from './delta.ts'
import { DeltaExpired } from './faults.ts'
import { objectsOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { withMembers } from './members.ts'
import type { HeldGroup } from './members.ts'
import type { Terms } from './terms.ts'
import { groupExpand, groupSelect, idOf, isRow, textIn, userExpand, userSelect } from './translate.ts'
import type { Row } from './translate.ts'

/** People and groups as Graph answered them. */
export interface Holdings {
  readonly users: readonly Row[]
  readonly groups: readonly HeldGroup[]
}

/** What is kept of a reading, as JSON. */
interface Kept extends Holdings {
  readonly userLink: string
  readonly groupLink: string
  /** When the links were given. RFC 3339. */
  readonly at: string
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
    if (links === undefined || groups.some(({ members }) => members === 'unknown')) return
    await this.snapshot.save({ fullAt: new Date(links.at), content: { ...links, users, groups } })
  }

  private async broughtUpToDate(kept: Kept, fullAt: Date, asking: Asking): Promise<Holdings | undefined> {
    const at = this.now().toISOString()
    const people = await changesSince(kept.userLink, asking.graph)
    const groups = await changesSince(kept.groupLink, asking.graph)
    if (people === undefined || groups === undefined) return undefined
    const changed = [people, groups].reduce((sum, { touched, gone }) => sum + touched.size + gone.size, 0)
    if (changed === 0) return kept
    if (changed > Math.max(fewAnyway, (kept.users.length + kept.groups.length) * tooMuch)) return undefined
    const now = await this.merged(kept, { people, groups }, asking)
    if (now === undefined) return undefined
    await this.snapshot.save({ fullAt, content: { ...now, userLink: people.link, groupLink: groups.link, at } })
    return now
  }

  private async merged(
    kept: Kept,
    { people, groups }: { readonly people: Changes; readonly groups: Changes },
    asking: Asking,
  ): Promise<Holdings | undefined> {
    const userQuery = { $select: userSelect(this.terms), ...userExpand(this.terms) }
    const groupQuery = { $select: groupSelect, ...groupExpand }
    const users = await objectsOf([...people.touched], userQuery, { graph: asking.graph, under: 'users' })
    const rows = await objectsOf([...groups.touched], groupQuery, { graph: asking.graph, under: 'groups' })
    const keptRows = [kept.users, kept.groups.map(({ row }) => row)] as const
    if (!isPlain(users, people, keptRows[0], kept.at) || !isPlain(rows, groups, keptRows[1], kept.at)) return undefined
    const held = await withMembers(rows, asking)
    // Whoever is deleted is out of everything at once; the objects that pointed there are not told of.
    const gone = new Set([...people.gone, ...groups.gone])
    return {
      users: replaced(kept.users, users, gone, idOf).map((row) => withoutGone(row, 'manager', gone)),
      groups: replaced(kept.groups, held, gone, ({ row }) => idOf(row)).map((group) => withoutMembersGone(group, gone)),
    }
  }
}

/**
 * Whether what was read anew is all that was told of, and nothing was there before that was not kept: what comes back from among the
 * deleted comes back into groups as well, and nobody tells that of the groups.
 */
function isPlain(fresh: readonly Row[], { touched }: Changes, kept: readonly Row[], at: string): boolean {
  if (fresh.length !== touched.size) return false
  const known = new Set(kept.map(idOf))
  return fresh.every(
    (row) => known.has(idOf(row)) || Date.parse(textIn(row, 'createdDateTime') ?? '') >= Date.parse(at),
  )
}

function replaced<T>(
  kept: readonly T[],
  fresh: readonly T[],
  gone: ReadonlySet<string>,
  id: (object: T) => string,
): readonly T[] {
  const now = new Map(kept.map((object) => [id(object), object]))
  for (const each of gone) now.delete(each)
  for (const each of fresh) now.set(id(each), each)
  return [...now.values()]
}

function withoutGone(row: Row, property: string, gone: ReadonlySet<string>): Row {
  const value = row[property]
  if (!isRow(value) || !gone.has(idOf(value))) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== property))
}

function withoutMembersGone({ row, members }: HeldGroup, gone: ReadonlySet<string>): HeldGroup {
  if (gone.size === 0) return { row, members }
  const owners = row['owners']
  const left = Array.isArray(owners) ? owners.filter((owner) => !isRow(owner) || !gone.has(idOf(owner))) : owners
  return {
    row: left === undefined ? row : { ...row, owners: left },
    members: members === 'unknown' ? members : members.filter((member) => !gone.has(member)),
  }
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
  const { userLink, groupLink, at, users, groups } = value
  const isText = [userLink, groupLink, at].every((each) => typeof each === 'string')
  return isText && [users, groups].every((each) => Array.isArray(each) && each.every(isRow))
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
