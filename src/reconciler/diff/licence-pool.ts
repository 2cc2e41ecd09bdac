import type { DesiredLicence } from '../../model/desired.ts'
import type { ObservedLicence } from '../../model/observed.ts'
import type { World } from './world.ts'

/** What the directory has of a licence; a sentence without its full stop: why that is not known. Unread is never empty. */
export function poolOf({ snapshot, directory }: World, { sku }: DesiredLicence): ObservedLicence | string {
  const { licences } = snapshot
  if (licences === undefined) return `${directory.id} does not say what it lends`
  if ('unreadable' in licences) return `the licences of ${directory.id} could not be read: ${licences.unreadable}`
  const found = licences.pools.find((pool) => pool.sku === sku)
  if (found !== undefined) return found
  const there = licences.pools.map((pool) => pool.sku).toSorted()
  const known = there.length === 0 ? 'it lends none' : `it has ${there.slice(0, 10).join(', ')}`
  return `${directory.id} has no licence ${sku} (${known})`
}
