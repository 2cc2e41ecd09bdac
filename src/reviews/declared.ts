import { inForce } from '../access/access.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { ReviewItem } from './item.ts'
import { partsOf } from './live.ts'

/** Everything that the files give people at a moment. */
export function declaredItems(desired: DesiredTenant, asOf: Date): readonly ReviewItem[] {
  const groups = [...desired.groups.values()].flatMap(({ id, directory, subscription, members }) =>
    subscription === undefined ? [...members.keys()].map((person) => item(person, 'group', id, directory)) : [],
  )
  const licences = [...desired.licences.values()].flatMap(({ id, directory, holders }) =>
    [...holders.keys()].map((person) => item(person, 'licence', id, directory)),
  )
  const accounts = [...desired.access.values()].flatMap((access) =>
    [...inForce(access, asOf).accounts.values()].flatMap((account) => partsOf(account)),
  )
  return [...groups, ...licences, ...accounts]
}

function item(person: string, has: ReviewItem['has'], id: string, where: string): ReviewItem {
  return { person, has, id, where }
}
