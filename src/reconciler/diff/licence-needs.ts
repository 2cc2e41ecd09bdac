import type { ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import { wishedOf } from './arriving.ts'
import { memberName } from './memberships.ts'
import type { World } from './world.ts'

/** Why somebody can be given no licence: an attribute that the directory wants first is neither there nor to come. undefined: they can. */
export function lacksForLicence(world: World, user: string): string | undefined {
  const attribute = world.snapshot.dialect.licencesNeed
  const person = world.desired.people.get(user)
  if (attribute === undefined || person === undefined) return undefined
  const live = world.matches.users.get(user)
  // What could not be read is not taken for missing: the directory will say.
  if (live?.unknown.includes(attribute) === true) return undefined
  const wished = wishedOf(world, person).attributes[attribute]
  const value = wished === undefined ? live?.attributes[attribute] : wished
  if (value !== undefined && value !== null && valuesOf(value).some((text) => text !== '')) return undefined
  const fix = `write ${wordFor(world, attribute, live)} of ${user} in users.yaml`
  return `${memberName(world, user)} has no ${attribute}, and ${world.directory.id} gives no licence without one; ${fix}`
}

/** What users.yaml calls an attribute of the directory. */
function wordFor({ snapshot }: World, attribute: string, live: ObservedUser | undefined): string {
  const example = live ?? snapshot.users[0]
  if (example === undefined) return attribute
  const { values } = snapshot.dialect.describeUser({ ...example, attributes: { [attribute]: 'DE' } })
  return Object.keys(values)[0] ?? attribute
}
