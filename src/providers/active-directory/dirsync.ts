import { code } from '../../ldap/faults.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { dirSyncControl, extendedDnControl, showDeletedControl } from '../../ldap/wire/protocol.ts'
import type { Filter, Search } from '../../ldap/wire/protocol.ts'

const everything: Filter = { present: 'objectClass' }
const nothing: Filter = { not: everything }

/** What changed in the whole domain, and the cookie to ask with the next time. */
export interface Changes {
  readonly entries: readonly Entry[]
  readonly cookie: Buffer
}

/** Where the domain stands now: what changes from here on can be asked for with this cookie. undefined: it may not be asked. */
export async function standNow(connection: Connection, root: string): Promise<Buffer | undefined> {
  if (!(await seesDeletions(connection, root))) return undefined
  const search = { base: root, scope: 'sub', filter: nothing, attributes: ['name'] } as const
  return (await follow(connection, search, Buffer.alloc(0), 0))?.cookie
}

/**
 * Asks what changed since a cookie (DirSync, MS-ADTS 3.1.1.3.4.1.3): of each object only the attributes that changed, of links only
 * the values that came and went, and what was deleted. undefined: this domain controller, or the rights of this account, do not
 * let that be known, or it is more than `atMost` objects.
 */
export async function changesSince(
  connection: Connection,
  {
    root,
    cookie,
    attributes,
    atMost,
  }: {
    readonly root: string
    readonly cookie: Buffer
    readonly attributes: readonly string[]
    readonly atMost: number
  },
): Promise<Changes | undefined> {
  if (!(await seesDeletions(connection, root))) return undefined
  return follow(connection, { base: root, scope: 'sub', filter: everything, attributes }, cookie, atMost)
}

async function follow(
  connection: Connection,
  search: Search,
  from: Buffer,
  atMost: number,
): Promise<Changes | undefined> {
  const entries: Entry[] = []
  let cookie = from
  for (;;) {
    const controls = [dirSyncControl(cookie), extendedDnControl()]
    const { entries: some, result } = await connection.search({ ...search, controls })
    // No right to it, a cookie the server does not take, or no such control: then everything is read as ever.
    if (result.code !== code.success || result.dirSync === undefined) return undefined
    entries.push(...some)
    if (entries.length > atMost) return undefined
    cookie = result.dirSync.cookie
    if (!result.dirSync.more) return { entries, cookie }
  }
}

/** Well-known GUID of the container of deleted objects (MS-ADTS 6.1.1.4.2). */
const deletedObjects = '18e2ea80684f11d2b9aa00c04f79f805'

/**
 * Samba tells of deletions only to those who may read the container of deleted objects; to others, people who are gone would seem to
 * stay. Everybody sees that it is there; who may read what is in it may read its name.
 */
async function seesDeletions(connection: Connection, root: string): Promise<boolean> {
  const base = `<WKGUID=${deletedObjects},${root}>`
  const how = { scope: 'base', filter: everything, attributes: ['name'], controls: [showDeletedControl()] } as const
  const { entries, result } = await connection.search({ base, ...how })
  return result.code === code.success && entries[0]?.values[0] !== undefined
}
