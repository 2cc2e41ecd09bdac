import { isReference } from '../../ldap/rules.ts'
import type { Rule } from '../../ldap/rules.ts'
import type { UnitNames } from '../../ldap/units.ts'
import { expiryAttribute, expiryOut } from './account.ts'
import { foldFor } from '../../ldap/matching.ts'
import type { AdSchema } from './ad-schema.ts'
import type { Domain } from './domain.ts'
import { mappingRules } from './mapping.ts'
import { foldProxyAddress, proxyAttribute } from './proxy-addresses.ts'
import type { AdSettings } from './settings.ts'

/** How one domain holds what is declared: the settings, the domain, and its schema. */
export interface Terms {
  readonly settings: AdSettings
  readonly domain: Domain
  readonly schema: AdSchema
  /** Names as the domain spells them. proxyAddresses and accountExpires are not among them. */
  readonly rules: readonly Rule[]
  /** What units are called; filled while they are listed and people are expressed. */
  readonly unitNames: UnitNames
}

/** Attributes that roster works with whatever is mapped. */
const always = [
  'sAMAccountName',
  'userPrincipalName',
  'userAccountControl',
  'accountExpires',
  'proxyAddresses',
  'cn',
  'description',
  'mail',
  'managedBy',
  'groupType',
  'member',
]

/** All attributes whose rules roster has to know. */
export function namedAttributes(settings: AdSettings): readonly string[] {
  return [...new Set([...always, settings.users.stamp, ...mappingRules(settings).map(({ attribute }) => attribute)])]
}

export function termsOf(settings: AdSettings, domain: Domain, schema: AdSchema): Terms {
  const rules = mappingRules(settings).map(({ attribute, paths }) => ({ attribute: schema.nameOf(attribute), paths }))
  return { settings, domain, schema, rules, unitNames: new Map() }
}

/** Attributes of an account that point to another one. */
export function pointingRules({ rules }: Terms): readonly Rule[] {
  return rules.filter(isReference)
}

/** Whether the values of an attribute name objects of the directory. */
export function isLink(attribute: string, { schema }: Pick<Terms, 'schema'>): boolean {
  return schema.attribute(attribute)?.equality === 'distinguishedNameMatch'
}

/** Brings a value into the form under which the domain takes equal values for one. */
export function foldOf(attribute: string, { schema }: Terms): (value: string) => string {
  if (attribute.toLowerCase() === proxyAttribute.toLowerCase()) return foldProxyAddress
  if (attribute === expiryAttribute) return expiryOut
  return foldFor(schema.attribute(attribute)?.equality)
}
