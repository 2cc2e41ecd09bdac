import type { Person } from '../../model/desired.ts'
import { isWithin, parentOf, parseDn } from '../../ldap/dn.ts'
import { unitBelow } from '../../ldap/units.ts'
import type { AdSettings } from './settings.ts'
import type { Terms } from './terms.ts'

/** Where a person's account lies. Suspended people stay where they are: they come back. */
export function placeFor(
  person: Person,
  { settings: { users }, unitNames }: Pick<Terms, 'settings' | 'unitNames'>,
): string {
  const leaves = person.state === 'disabled' || person.state === 'absent'
  if (leaves && users.disabledBase !== undefined) return users.disabledBase
  const path =
    users.placement === 'flat'
      ? []
      : users.placement === 'department'
        ? person.departmentPath.slice(-1)
        : person.departmentPath
  return unitBelow(users.base, path, unitNames)
}

/** Where an account that lies here lies once it is disabled. Those apart from the people's base stay where they are. */
export function leaversContainer(container: string, { users }: AdSettings): string {
  const { base, disabledBase } = users
  if (disabledBase === undefined || isWithin(container, disabledBase)) return container
  return isWithin(container, base) ? disabledBase : container
}

/** The containers between a configured base and this one, outermost first. The bases themselves are always there. */
export function lineage(container: string, { users, groups }: AdSettings): readonly string[] {
  const bases = [users.base, users.disabledBase ?? users.base, groups.base]
  const places: string[] = []
  if (!bases.some((base) => isWithin(container, base))) return places
  for (let place = container; place !== '' && !bases.includes(place); place = parentOf(place)) places.unshift(place)
  return places
}

/** As the directory spells the containers that were listed: a canonical DN has lost its capitals. */
export type Spellings = Map<string, string>

/**
 * Names of the departments that a container stands for, top first; undefined where people are not placed by department, or this
 * one lies where `placeFor` would put nobody.
 */
export function departmentsOf(
  container: string,
  { users }: AdSettings,
  spellings: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  if (users.placement === 'flat' || !isWithin(container, users.base)) return undefined
  if (users.disabledBase !== undefined && isWithin(container, users.disabledBase)) return undefined
  const names: string[] = []
  for (let place = container; place !== users.base; place = parentOf(place)) {
    const [rdn = []] = parseDn(spellings.get(place) ?? place)
    const [only] = rdn
    if (rdn.length !== 1 || only?.type !== 'ou') return undefined
    names.unshift(only.value)
  }
  return users.placement === 'department' && names.length > 1 ? undefined : names
}
