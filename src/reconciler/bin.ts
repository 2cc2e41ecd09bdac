import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { addressOf } from '../model/address.ts'
import type { Person } from '../model/desired.ts'
import type { ObservedUser } from '../model/observed.ts'
import type { Reader } from '../providers/provider.ts'
import type { Reverted } from './revert/reverted.ts'

interface Search {
  readonly desired: DesiredTenant
  readonly directory: DesiredDirectory
  readonly reader: Reader
  /** Address -> id of everything recorded in this directory. */
  readonly recorded: ReadonlyMap<Address, string>
  /** Ids that were listed or found, in the bin too. */
  readonly seen: ReadonlySet<string>
  /** What was found in the bin already, by its id. */
  readonly binned: readonly ObservedUser[]
  /** The apply that is taken back, if one is. */
  readonly reverts: Reverted | undefined
}

/**
 * Accounts that were deleted and can be brought back. The bin itself is listed only where it may hold somebody's account: a
 * recorded one that is not there, that of somebody who is to have one and has none on record, or one whose deletion is taken back.
 * Throws DirectoryFault.
 */
export async function binOf(search: Search): Promise<readonly ObservedUser[] | undefined> {
  const { reader, recorded, seen, binned, directory } = search
  if (reader.deleted === undefined) return undefined
  const isGone = [...recorded.values()].some((id) => !seen.has(id))
  const isAsked = directory.mode !== 'observe' && (lacksAccount(search) || takesDeletionBack(search))
  if (!isGone && !isAsked) return binned
  const known = new Set(binned.map(({ immutableId }) => immutableId))
  const listed = await reader.deleted()
  return [...binned, ...listed.filter(({ immutableId }) => !known.has(immutableId) && !seen.has(immutableId))]
}

function takesDeletionBack({ reverts, directory }: Search): boolean {
  const undone = reverts?.operations ?? []
  return undone.some((each) => each.directory === directory.id && each.kind === 'user' && each.verb === 'delete')
}

/** Whether anybody is to have an account here, and no live one is known to be theirs. */
function lacksAccount({ desired, directory, recorded, seen, binned }: Search): boolean {
  const down = new Set(binned.map(({ immutableId }) => immutableId))
  const isLive = (id: string | undefined): boolean => id !== undefined && seen.has(id) && !down.has(id)
  const at = (id: string): Address => addressOf({ tenant: desired.id, directory: directory.id, kind: 'user', id })
  return [...desired.people.values()].some(
    (person) =>
      isWantedBack(person) &&
      person.directories.includes(directory.id) &&
      !isLive(recorded.get(at(person.id))) &&
      !isLive(person.previousId === undefined ? undefined : recorded.get(at(person.previousId))) &&
      !isLive(person.adopt?.[directory.id]),
  )
}

/** Whether a deleted account of theirs is brought back: who leaves, or is switched off for good, leaves it where it is. */
export function isWantedBack({ state }: Pick<Person, 'state'>): boolean {
  return state === 'active' || state === 'suspended'
}
