import type { Address } from '../../model/address.ts'
import { membershipId, promisedLicence } from '../../model/address.ts'
import type { World } from './world.ts'
import { addressIn, lineOf, recordedAddress, recordedMember } from './world.ts'

/** Whether roster gave somebody a unit, and did not take it back since. Asked, as all here, under the ids that the ledger knows. */
export function gaveLicence(world: World, licence: string, user: string): boolean {
  return world.memory.granted.get(addressOfLicence(world, licence))?.has(recordedMember(world, user)) === true
}

/** Whether a template gave this licence with the person's creation. */
export function isLicencePromised(world: World, licence: string, user: string): boolean {
  if (user.startsWith('~')) return false
  return world.memory.promised.get(recordedAddress(world, 'user', user))?.has(promisedLicence(licence)) === true
}

/** Whether a line of the person's own asked for it at the last apply. */
export function hadLicenceLine(world: World, licence: string, user: string): boolean {
  return world.memory.declared.has(licenceLine(licence, recordedMember(world, user)))
}

/** Who had it when it was last looked at; undefined: no apply has seen it yet. */
export function lastHolders(world: World, licence: string): ReadonlySet<string> | undefined {
  return world.memory.members.get(addressOfLicence(world, licence))
}

/** The line of the workspace by which somebody has a licence. */
export function licenceLine(licence: string, user: string): string {
  return lineOf('licence', membershipId(licence, user))
}

/** Where the ledger keeps who has a licence. */
export function addressOfLicence(world: World, licence: string): Address {
  return addressIn(world, 'licence', licence)
}
