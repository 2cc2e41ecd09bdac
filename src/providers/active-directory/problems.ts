import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import type { ExpressedGroup, ExpressedUser } from '../provider.ts'
import { DnSyntaxError, newRdn } from '../../ldap/dn.ts'
import { offence } from '../../ldap/syntax.ts'
import { expiryAttribute } from './account.ts'
import type { AdAttributeRule } from './ad-schema.ts'
import { kindAttribute, scopeAttribute } from './group-type.ts'
import { proxyAttribute } from './proxy-addresses.ts'
import type { Terms } from './terms.ts'

const loginLength = 20
/** How long a name in a container may be (rangeUpper of cn). */
export const nameLength = 64
/** MS-SAMR 3.1.1.6: what no sAMAccountName may hold. */
const forbidden = /["/\\[\]:;|=,+*?<>\p{Cc}]/u

/** What the domain would refuse of an account or a group. One sentence each. */
export function adProblems(object: ExpressedUser | ExpressedGroup, terms: Terms): readonly string[] {
  const wished: Readonly<Record<string, Value | null>> =
    object.kind === 'user' ? { ...object.initial, ...object.naming, ...object.attributes } : object.attributes
  return [
    ...(object.kind === 'user' ? loginProblems(object.username) : []),
    ...nameProblems(commonName(object)),
    ...(object.kind === 'user' ? upnProblems(object.naming['userPrincipalName'], terms) : []),
    ...Object.entries(wished).flatMap(([name, value]) => attributeProblems(object.kind, name, value, terms)),
    ...Object.keys(object.references).flatMap((name) => attributeProblems(object.kind, name, null, terms)),
  ]
}

/** What an object is named by in its container. */
export function commonName(object: ExpressedUser | ExpressedGroup): string {
  if (object.kind === 'group') return object.name
  return valuesOf(object.naming['cn'])[0] ?? valuesOf(object.initial['cn'])[0] ?? object.username
}

/** The name that the domain gives a new group besides its CN: what it would refuse is replaced. */
export function groupLogin(name: string): string {
  const login = name
    .replace(new RegExp(forbidden, 'gu'), '_')
    .replace(/[. ]+$/, '')
    .trim()
  return login === '' ? '_' : login.slice(0, 256)
}

function loginProblems(username: string): readonly string[] {
  const wrong = forbidden.exec(username)?.[0]
  return [
    ...(username.length > loginLength
      ? [
          `The username ${JSON.stringify(username)} has ${username.length} characters, and sAMAccountName takes ${loginLength}; write a shorter one, or a shorter pattern in naming.username.`,
        ]
      : []),
    ...(wrong === undefined
      ? []
      : [
          `The username ${JSON.stringify(username)} holds ${JSON.stringify(wrong)}, which sAMAccountName does not take; leave it out.`,
        ]),
    ...(username.endsWith('.') ? [`The username ${JSON.stringify(username)} ends in a dot; take it off.`] : []),
    ...(/^[. ]*$|^ | $/.test(username)
      ? [`The username ${JSON.stringify(username)} begins or ends in a space, or holds nothing else; write another.`]
      : []),
  ]
}

function nameProblems(name: string): readonly string[] {
  if (name.length > nameLength)
    return [
      `The name ${JSON.stringify(name)} has ${name.length} characters, and cn takes ${nameLength}; write a shorter one.`,
    ]
  try {
    newRdn('cn', name)
    return []
  } catch (error) {
    if (error instanceof DnSyntaxError) return [`${error.message}; write another name.`]
    throw error
  }
}

/** Nobody can sign in by a UPN that ends in what the forest does not know. */
function upnProblems(value: Value | null | undefined, { domain }: Terms): readonly string[] {
  const [upn] = valuesOf(value)
  if (upn === undefined) return []
  const parts = upn.split('@')
  const suffix = parts[1]?.toLowerCase()
  if (parts.length !== 2 || parts[0] === '' || suffix === undefined || suffix === '')
    return [`The UPN ${JSON.stringify(upn)} is not of the form name@domain; write it so.`]
  if (domain.upnSuffixes === undefined || domain.upnSuffixes.includes(suffix)) return []
  return [
    `The UPN ${JSON.stringify(upn)} ends in ${suffix}, which is no UPN suffix of this forest (${domain.upnSuffixes.join(', ')}); add it there (Active Directory Domains and Trusts), or write another.`,
  ]
}

/** Names that are roster's own, one whose value is written otherwise than it is shown, and those that the domain itself keeps in order. */
const unchecked = new Set(
  [kindAttribute, scopeAttribute, expiryAttribute, proxyAttribute].map((name) => name.toLowerCase()),
)

function attributeProblems(
  kind: 'user' | 'group',
  name: string,
  value: Value | null,
  { schema }: Terms,
): readonly string[] {
  if (unchecked.has(name.toLowerCase())) return []
  const rule = schema.attribute(name)
  if (rule === undefined)
    return [`The domain does not know the attribute ${name}; correct mapping, or extend the schema.`]
  if (rule.readOnly) return [`${name} is set by the domain alone; take it out of mapping.`]
  if (!schema.mayHold(kind, name))
    return [`${name} is not allowed in a ${kind} of this domain; take it out of mapping.`]
  const values = valuesOf(value)
  if (rule.single && values.length > 1) return [`${name} takes one value and would get ${values.length}; choose one.`]
  return values.flatMap((each) => valueProblems(rule, each))
}

function valueProblems(rule: AdAttributeRule, value: string): readonly string[] {
  const wants = offence(rule.syntax, value)
  if (wants !== undefined) return [`${rule.name} takes ${wants}, not ${JSON.stringify(value)}; write it so.`]
  const isNumber = rule.equality === 'integerMatch'
  if (rule.upper === undefined || isNumber || value.length <= rule.upper) return []
  return [`${rule.name} takes ${rule.upper} characters, and ${JSON.stringify(value)} has ${value.length}; write less.`]
}
