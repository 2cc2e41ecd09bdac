import type { PersonValues } from '../../model/desired.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import type { DescribedGroup, DescribedUser } from '../provider.ts'
import { kindAttribute, kindOf } from './group-kind.ts'
import { firstValue, isReference } from './mapping.ts'
import type { Rule } from './mapping.ts'
import type { Terms } from './terms.ts'

/** What stands in the sign-in name of an account that lies elsewhere. */
const external = '#EXT#'

/** What an account amounts to in the words of users.yaml. A guest signs in with a name that nobody writes. */
export function describeUser(live: ObservedUser, { rules }: Terms): DescribedUser {
  const [local = live.username] = live.username.split('@')
  const isGuest = local.includes(external)
  const pointing = rules.find(isReference)
  const manager = pointing === undefined ? undefined : live.references[pointing.attribute]
  return {
    username: isGuest ? local.slice(0, local.indexOf(external)) : local,
    ...(isGuest ? { guest: true } : { upn: live.username }),
    values: pathsFrom(rules, live),
    ...(manager === undefined ? {} : { manager }),
    state: live.state === 'disabled' ? 'disabled' : 'active',
  }
}

/** Of two properties that one path fills, the first in the order of the rules tells it. */
function pathsFrom(rules: readonly Rule[], { attributes }: ObservedUser): PersonValues {
  const values: Record<string, Value> = {}
  for (const rule of rules) {
    const { attribute, path } = rule
    const [first, ...rest] = valuesOf(attributes[attribute])
    if (first === undefined || isReference(rule) || path in values) continue
    values[path] = rest.length > 0 ? [first, ...rest] : first
  }
  return values
}

/** What a group amounts to in the words of groups.yaml. */
export function describeGroup({ name, attributes, references }: ObservedGroup): DescribedGroup {
  const [description, mail] = [firstValue(attributes['description']), firstValue(attributes['mail'])]
  const owner = references['owner']
  return {
    name,
    groupKind: kindOf(attributes[kindAttribute]),
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(mail === undefined ? {} : { mail }),
  }
}
