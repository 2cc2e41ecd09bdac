import type { GroupScope, PersonValues } from '../../model/desired.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import type { Attributes } from '../../model/value.ts'
import type { DescribedGroup, DescribedUser } from '../provider.ts'
import { firstValue, pathsFrom } from '../../ldap/rules.ts'
import { expiryAttribute, expiryOut, momentOf } from './account.ts'
import { kindAttribute, scopeAttribute } from './group-type.ts'
import { departmentsOf } from '../../ldap/placement.ts'
import { addressesIn, proxyAttribute } from './proxy-addresses.ts'
import { pointingRules } from './terms.ts'
import type { Terms } from './terms.ts'

/** What an account amounts to in the words of users.yaml. */
export function describeUser(live: ObservedUser, terms: Terms): DescribedUser {
  const { attributes } = live
  const upn = firstValue(attributes['userPrincipalName'])
  const expires = firstValue(attributes[expiryAttribute])
  const expiresAt = expires === undefined ? undefined : momentOf(expiryOut(expires))
  const departmentPath = departmentsOf(live.container, terms.settings, terms.unitNames)
  const [pointing] = pointingRules(terms)
  const manager = pointing === undefined ? undefined : live.references[pointing.attribute]
  return {
    username: live.username,
    values: { ...pathsFrom(terms.rules, attributes), ...furtherAddresses(attributes, terms) },
    state: live.state === 'disabled' ? 'disabled' : 'active',
    ...(upn === undefined ? {} : { upn }),
    ...(manager === undefined ? {} : { manager }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(departmentPath === undefined ? {} : { departmentPath }),
  }
}

/** `emails` where saying so changes nothing: the primary address is the one in `email`. */
function furtherAddresses(attributes: Attributes, { rules }: Terms): PersonValues {
  const mailRule = rules.find(({ paths }) => paths[0] === 'email')
  const mail = mailRule === undefined ? undefined : firstValue(attributes[mailRule.attribute])
  const primaries = valuesOf(attributes[proxyAttribute]).filter((address) => address.startsWith('SMTP:'))
  const [primary, ...others] = addressesIn(attributes[proxyAttribute])
  if (primaries.length !== 1 || others.length === 0 || primary?.toLowerCase() !== mail?.toLowerCase()) return {}
  return { emails: others }
}

/** What a group amounts to in the words of groups.yaml. */
export function describeGroup({ name, attributes, references }: ObservedGroup): DescribedGroup {
  const [description, mail] = [firstValue(attributes['description']), firstValue(attributes['mail'])]
  const owner = references['managedBy']
  const scope = scopes.find((each) => each === attributes[scopeAttribute])
  return {
    name,
    groupKind: attributes[kindAttribute] === 'distribution' ? 'distribution' : 'security',
    ...(scope === undefined ? {} : { scope }),
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(mail === undefined ? {} : { mail }),
  }
}

const scopes: readonly GroupScope[] = ['global', 'universal', 'domainLocal']
