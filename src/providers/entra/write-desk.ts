import { addressOf, undeclaredIn } from '../../model/address.ts'
import type { Kind } from '../../model/kind.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Locator } from '../../model/outcome.ts'
import type { Dialect, WriteContext } from '../provider.ts'
import type { Attempts } from './write-attempts.ts'
import type { Standpoint } from './confirm.ts'
import type { Emergency } from './write-emergency.ts'
import type { Keyholders } from './write-last-holder.ts'
import type { LicenceNames } from './write-licence-names.ts'
import type { KnownGroups } from './write-place.ts'
import type { Terms } from './terms.ts'

/** What the writing functions work with. */
export interface Desk extends Standpoint, Pick<WriteContext, 'initialPassword' | 'changeAtNextLogin' | 'handOver'> {
  readonly dialect: Dialect
  readonly attempts: Attempts
  readonly groups: KnownGroups
  readonly keyholders: Keyholders
  readonly emergency: Emergency
  readonly licences: LicenceNames
  readonly sleep: (ms: number) => Promise<void>
}

type Place = Pick<DirectoryOperation, 'tenant' | 'directory'>

/** A declared object of an operation's directory, if it is there. */
export function declaredObject(
  { tenant, directory }: Place,
  kind: Kind,
  id: string,
  locate: Standpoint['locate'],
): Locator | undefined {
  return locate(addressOf({ tenant, directory, kind, id }))
}

/** The object id of what an operation names: a user's id, `group:<id>`, or `~` and an object id; undefined: it is not there. */
export function targetOf(place: Place, named: string, { locate }: Pick<Standpoint, 'locate'>): string | undefined {
  const id = undeclaredIn(named)
  if (id !== undefined) return id.toLowerCase()
  const locator = named.startsWith('group:')
    ? declaredObject(place, 'group', named.slice('group:'.length), locate)
    : declaredObject(place, 'user', named, locate)
  return locator?.immutableId
}

/** How a body of Graph names another object: https://learn.microsoft.com/graph/api/group-post-members */
export function objectUrl(id: string, { settings }: Pick<Terms, 'settings'>): string {
  return `${settings.cloud.graph}/v1.0/directoryObjects/${encodeURIComponent(id)}`
}

/** The locator of an object of Entra ID: its id is how others name it, too. */
export function locatorOf(id: string): Locator {
  return { immutableId: id.toLowerCase(), reference: id.toLowerCase() }
}
