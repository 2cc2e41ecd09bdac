import { isWithin, ownName, parentOf } from '../../ldap/dn.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Schema } from '../../ldap/schema.ts'
import type { LdapSettings } from './settings.ts'
import { checkerClass, fieldsOf, policyClass } from './policy-values.ts'

/** Attribute of a person that names the password policy that holds for them instead of the default one. */
export const policyAttribute = 'pwdPolicySubentry'

/** What is said where a server has none. */
export const noPolicies = {
  cannot: 'this server knows no password policies: load the overlay slapo-ppolicy',
} as const

/** How a server holds password policies, and where those of roster lie. DNs are canonical. */
export interface PolicyPlace {
  /** Where roster puts its own. */
  readonly container: string
  /** The part of the server's tree that is looked through for those of others. */
  readonly tree: string
  /** What a policy may say here. */
  readonly fields: readonly string[]
  /** Classes of a new policy. */
  readonly classes: readonly string[]
}

/** undefined: the server's schema has no password policies (slapo-ppolicy brings it). */
export function policyPlace({ base }: LdapSettings, schema: Schema, tree: string): PolicyPlace | undefined {
  if (!schema.hasClass(policyClass) || schema.attribute(policyAttribute) === undefined) return undefined
  const structural = ['namedPolicy', 'device'].find((name) => schema.hasClass(name))
  if (structural === undefined) return undefined
  const checker = schema.hasClass(checkerClass) ? [checkerClass] : []
  return {
    container: `ou=policies,${base}`,
    tree,
    fields: fieldsOf(schema),
    classes: [structural, policyClass, ...checker],
  }
}

/** The top of the tree that holds a base, as the server names its trees. */
export function treeOf(base: string, trees: readonly string[]): string {
  return trees.map(referenceOf).find((each) => each !== '' && isWithin(base, each)) ?? base
}

const prefix = 'roster-'

/** What a policy of roster's is called. */
export function nameOf(tenant: string, id: string): string {
  return `${prefix}${tenant}-${id}`
}

/** Whether a policy is one that roster made, of whatever tenant, by its canonical DN. */
export function isRosters(policy: string): boolean {
  return policy.startsWith(`cn=${prefix}`)
}

/** Whether a policy has a place and a name that roster gives in this tenant. */
export function isOurs(policy: string, tenant: string, { container }: PolicyPlace): boolean {
  return parentOf(policy) === container && (ownName(policy).get('cn') ?? '').startsWith(nameOf(tenant, ''))
}
