import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { Dialect, ExpressedGroup, ExpressedUser } from '../provider.ts'
import { below, canonicalDn, DnSyntaxError, newRdn } from '../../ldap/dn.ts'
import { foldText } from '../../ldap/fold.ts'
import { protection } from '../../ldap/protect.ts'
import { keysOf } from '../../ldap/keys.ts'
import type { Known } from '../../ldap/keys.ts'
import { firstValue, isReference, sameValues, valueFrom } from '../../ldap/rules.ts'
import { expiryAttribute, expiryIn, fileTimeOf } from './account.ts'
import { describeGroup, describeUser } from './describe.ts'
import { kindAttribute, scopeAttribute } from './group-type.ts'
import { leaversContainer, lineage, placeAmongStaff, resting } from '../../ldap/placement.ts'
import { adPolicies } from './policy.ts'
import { adProblems, commonName } from './problems.ts'
import { proxyAddressesOf, proxyAttribute } from './proxy-addresses.ts'
import type { AdSettings } from './settings.ts'
import { foldOf } from './terms.ts'
import type { Terms } from './terms.ts'

/** How a domain holds what is declared. */
export function adDialect(terms: Terms): Dialect {
  const { settings } = terms
  return {
    arrival: 'disabledFirst',
    hidesAttributes: 'a domain controller shows an attribute that may not be read as one without a value',
    user: (person) => expressUser(person, terms),
    group: (group) => expressGroup(group, terms),
    describeUser: (live) => describeUser(live, terms),
    describeGroup,
    same: (attribute, a, b) => sameValues(foldOf(attribute, terms), a, b),
    foldName: foldText,
    problems: (object) => adProblems(object, terms),
    disabledContainer: (container) => leaversContainer(container, settings),
    referenceOf: (object) => referenceToBe(object),
    protects: (reference) => protection(reference, settings) !== undefined,
    spelling: (container) => terms.unitNames.get(container),
    lineage: (container) => lineage(container, settings),
    policies: [adPolicies],
  }
}

/** The canonical DN of an object to be; of one that cannot be named, something that nobody has. */
function referenceToBe(object: ExpressedUser | ExpressedGroup): string {
  try {
    return canonicalDn(below(newRdn('cn', commonName(object)), object.container))
  } catch (error) {
    if (error instanceof DnSyntaxError) return ''
    throw error
  }
}

function expressUser(person: Person, terms: Terms): ExpressedUser {
  const attributes: Record<string, Value | null> = {}
  const references: Record<string, string | null> = {}
  for (const rule of terms.rules) {
    if (isReference(rule)) {
      if (person.manager !== undefined) references[rule.attribute] = person.manager
      continue
    }
    const value = valueFrom(rule, person.values, person)
    if (value !== undefined) attributes[rule.attribute] = value
  }
  const addresses = proxyAddressesOf(person.values)
  if (addresses !== undefined) attributes[proxyAttribute] = addresses
  if (person.expiresAt !== undefined)
    attributes[expiryAttribute] = person.expiresAt === null ? null : expiryIn(fileTimeOf(person.expiresAt))
  const naming = namesOf(person, terms)
  return {
    kind: 'user',
    username: person.username,
    ...resting(placeFor(person, terms), terms.settings.users),
    attributes,
    references,
    naming,
    initial: initialValues(person, terms, { ...attributes, ...naming }),
    keys: userKeys(
      {
        username: person.username,
        upn: person.upn,
        employeeId: person.values['employeeId'],
        mail: person.values['email'],
      },
      terms,
    ),
  }
}

/** Names that are compared. A CN that comes from a name that nobody declared is set at the creation only. */
function namesOf(person: Person, { settings }: Terms): WishedAttributes {
  const cn = settings.users.cn === 'keep' ? undefined : nameFor(person, settings)
  return {
    ...(cn === undefined ? {} : { cn }),
    ...(person.upn === undefined ? {} : { userPrincipalName: person.upn }),
  }
}

function nameFor(person: Person, { users }: AdSettings): string | undefined {
  return users.cn === 'username' ? person.username : firstValue(person.values['displayName'])
}

/** The keys an account is adopted by. Without a UPN of its own an account has the one of its login (MS-ADTS 5.1.1.1.1). */
export function userKeys(
  { username, upn, ...known }: Known & { readonly username: string; readonly upn: Value | null | undefined },
  { domain }: Terms,
): ExpressedUser['keys'] {
  return keysOf(firstValue(upn) ?? `${username}@${domain.dnsName}`, known)
}

/** Values set once. The name that every account must have is made up here where nobody declares one. */
function initialValues(person: Person, terms: Terms, managed: WishedAttributes): WishedAttributes {
  const initial: Record<string, Value | null> = {}
  if (managed['cn'] === undefined) initial['cn'] = nameFor(person, terms.settings) ?? person.username
  if (Object.keys(person.initial).length === 0) return initial
  for (const rule of terms.rules) {
    if (isReference(rule) || managed[rule.attribute] !== undefined) continue
    const value = valueFrom(rule, person.initial, undefined)
    if (value !== undefined && value !== null) initial[rule.attribute] = value
  }
  const addresses = proxyAddressesOf({ ...person.values, ...person.initial })
  if (managed[proxyAttribute] === undefined && addresses !== undefined && addresses !== null)
    initial[proxyAttribute] = addresses
  return initial
}

function expressGroup(group: DesiredGroup, { settings }: Terms): ExpressedGroup {
  return {
    kind: 'group',
    name: group.name,
    ...resting(settings.groups.base, settings.groups),
    attributes: {
      [kindAttribute]: group.groupKind,
      ...(group.scope === undefined ? {} : { [scopeAttribute]: group.scope }),
      ...(group.description === undefined ? {} : { description: group.description }),
      ...(group.mail === undefined ? {} : { mail: group.mail }),
    },
    references: group.owner === undefined ? {} : { managedBy: group.owner },
    initial: { [scopeAttribute]: 'global' },
  }
}

/** Where a person's account lies. Suspended people stay where they are: they come back. */
function placeFor(person: Person, { settings, unitNames }: Terms): string {
  const leaves = person.state === 'disabled' || person.state === 'absent'
  const { disabledBase } = settings.users
  return leaves && disabledBase !== undefined ? disabledBase : placeAmongStaff(person, settings, unitNames)
}
