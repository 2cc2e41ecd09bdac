import type { Person } from '../model/desired.ts'
import type { ExpressedUser } from '../providers/provider.ts'
import { isWithin, parentOf, parseDn } from './dn.ts'
import { unitBelow } from './units.ts'
import type { UnitNames } from './units.ts'

/** Where the settings put people and groups; DNs are canonical. */
interface Places {
  readonly users: {
    readonly base: string
    readonly disabledBase: string | undefined
    readonly placement: 'flat' | 'department' | 'departmentPath' | 'keep'
  }
  readonly groups: { readonly base: string }
}

/** Where somebody lies who can sign in. What the units on the way are called is noted. */
export function placeAmongStaff({ departmentPath }: Person, { users }: Places, names: UnitNames): string {
  switch (users.placement) {
    case 'flat':
    case 'keep':
      return users.base
    case 'department':
      return unitBelow(users.base, departmentPath.slice(-1), names)
    case 'departmentPath':
      return unitBelow(users.base, departmentPath, names)
  }
}

/** Where an account that lies here lies once it is disabled. Those apart from the people's base stay where they are. */
export function leaversContainer(container: string, { users }: Places): string {
  const { base, disabledBase } = users
  if (disabledBase === undefined || isWithin(container, disabledBase)) return container
  return isWithin(container, base) ? disabledBase : container
}

/** The containers between a configured base and this one, outermost first. The bases themselves are always there. */
export function lineage(container: string, { users, groups }: Places): readonly string[] {
  const bases = [users.base, users.disabledBase ?? users.base, groups.base]
  const places: string[] = []
  if (!bases.some((base) => isWithin(container, base))) return places
  for (let place = container; place !== '' && !bases.includes(place); place = parentOf(place)) places.unshift(place)
  return places
}

/**
 * Names of the departments that a container stands for, top first; undefined where people are not placed by department, or this
 * one lies where nobody would be put.
 */
export function departmentsOf(
  container: string,
  { users }: Places,
  names: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  if (users.placement === 'flat' || users.placement === 'keep' || !isWithin(container, users.base)) return undefined
  if (users.disabledBase !== undefined && isWithin(container, users.disabledBase)) return undefined
  const path: string[] = []
  for (let place = container; place !== users.base; place = parentOf(place)) {
    const [rdn = []] = parseDn(place)
    const [only] = rdn
    if (rdn.length !== 1 || only?.type !== 'ou') return undefined
    path.unshift(names.get(place) ?? only.value)
  }
  return users.placement === 'department' && path.length > 1 ? undefined : path
}

/** With `keep`, only new objects are put into the base. */
export function resting(
  container: string,
  { base, placement }: { readonly base: string; readonly placement: string },
): Pick<ExpressedUser, 'container' | 'rests'> {
  return placement === 'keep' && container === base ? { container, rests: true } : { container }
}
