import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { DescribedGroup, DescribedUser, Dialect, ExpressedGroup, ExpressedUser } from '../provider.ts'
import { below, canonicalDn, DnSyntaxError, newRdn } from '../../ldap/dn.ts'
import { foldText } from '../../ldap/fold.ts'
import { keysOf } from '../../ldap/keys.ts'
import { departmentsOf, leaversContainer, lineage, placeAmongStaff, resting } from '../../ldap/placement.ts'
import type { UnitNames } from '../../ldap/units.ts'
import type { Locking } from './locking.ts'
import { mappingRules } from './mapping.ts'
import { isReference, pathsFrom, sameValues, valueFrom } from '../../ldap/rules.ts'
import type { Rule } from '../../ldap/rules.ts'
import { foldFor } from '../../ldap/matching.ts'
import { schemaProblems } from '../../ldap/problems.ts'
import type { Form } from '../../ldap/problems.ts'
import { protection } from '../../ldap/protect.ts'
import type { Schema } from '../../ldap/schema.ts'
import { ldapPolicies } from './policy.ts'
import { policyPlace } from './policy-place.ts'
import type { PolicyPlace } from './policy-place.ts'
import type { LdapSettings } from './settings.ts'

/** How one LDAP directory holds what is declared: the settings, and the server's own schema. */
export interface Terms {
  readonly settings: LdapSettings
  readonly schema: Schema
  readonly rules: readonly Rule[]
  readonly locking: Locking
  /** Not there: the server knows no password policies. */
  readonly policies?: PolicyPlace
  /** What units are called; filled while they are listed and people are expressed. */
  readonly unitNames: UnitNames
}

/** `tree`: the part of the server's tree that holds the base. */
export function termsOf(
  settings: LdapSettings,
  { schema, locking, tree }: { readonly schema: Schema; readonly locking: Locking; readonly tree: string },
): Terms {
  const policies = policyPlace(settings, schema, tree)
  const terms = { settings, schema, rules: mappingRules(settings, schema), locking, unitNames: new Map() }
  return policies === undefined ? terms : { ...terms, policies }
}

export function ldapDialect(terms: Terms): Dialect {
  const { settings, schema, policies } = terms
  const { users, groups } = settings
  const userForm: Form = {
    classes: users.objectClasses,
    setting: 'users.objectClasses',
    given: ['uid'],
    rdn: users.rdn,
  }
  const groupForm: Form = {
    classes: [groups.objectClass],
    setting: 'groups.objectClass',
    given: ['cn', groups.memberAttribute],
    rdn: 'cn',
  }
  return {
    user: (person) => expressUser(person, terms),
    group: (group) => expressGroup(group, terms),
    describeUser: (live) => describeUser(live, terms),
    describeGroup: (live) => describeGroup(live),
    same: (attribute, a, b) => sameValues(foldFor(schema.attribute(attribute)?.equality), a, b),
    foldName: foldText,
    problems: (object) => schemaProblems(object, object.kind === 'user' ? userForm : groupForm, schema),
    disabledContainer: (container) => leaversContainer(container, settings),
    referenceOf: (object) => referenceToBe(object, settings),
    ...(policies === undefined ? {} : { policies: [ldapPolicies(policies.fields)] }),
    protects: (reference) => protection(reference, settings) !== undefined,
    spelling: (container) => terms.unitNames.get(container),
    lineage: (container) => lineage(container, settings),
  }
}

/** The canonical DN of an entry to be; of one that cannot be named, something that nobody has. */
function referenceToBe(object: ExpressedUser | ExpressedGroup, { users }: LdapSettings): string {
  const [type, name] =
    object.kind === 'group'
      ? ['cn', object.name]
      : users.rdn === 'uid'
        ? ['uid', object.username]
        : ['cn', valuesOf(object.attributes['cn'])[0] ?? object.username]
  try {
    return canonicalDn(below(newRdn(type, name), object.container))
  } catch (error) {
    if (error instanceof DnSyntaxError) return ''
    throw error
  }
}

function expressUser(person: Person, terms: Terms): ExpressedUser {
  const { users } = terms.settings
  const named: Record<string, Value | null> = {}
  const attributes: Record<string, Value | null> = {}
  const references: Record<string, string | null> = {}
  for (const rule of terms.rules) {
    if (isReference(rule)) {
      if (person.manager !== undefined) references[rule.attribute] = person.manager
      continue
    }
    const value = valueFrom(rule, person.values, person)
    if (value === undefined) continue
    if (rule.attribute === 'cn' && users.rdn === 'cn') named[rule.attribute] = value
    else attributes[rule.attribute] = value
  }
  return {
    kind: 'user',
    username: person.username,
    ...resting(placeOf(person, terms), terms.settings.users),
    attributes,
    references,
    naming: named,
    initial: initialValues(person, terms, attributes, named),
    keys: keysOf(person.username, { employeeId: person.values['employeeId'], mail: person.values['email'] }),
  }
}

/** Values set once. The two names that every person must have get one here where nobody declares them. */
function initialValues(
  person: Person,
  terms: Terms,
  attributes: WishedAttributes,
  named: WishedAttributes,
): WishedAttributes {
  const initial: Record<string, Value | null> = {}
  const fallback = person.values['displayName'] ?? person.username
  const isManaged = (name: string): boolean => attributes[name] !== undefined || named[name] !== undefined
  for (const name of ['cn', 'sn']) if (!isManaged(name)) initial[name] = fallback
  if (isEmpty(person.initial)) return initial
  for (const rule of terms.rules) {
    if (isReference(rule) || isManaged(rule.attribute)) continue
    const value = valueFrom(rule, person.initial, undefined)
    if (value !== undefined && value !== null) initial[rule.attribute] = value
  }
  return initial
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false
  return true
}

/** Suspended people stay where they are, locked; where no lock is enforced, they go where the disabled ones are. */
function placeOf(person: Person, terms: Terms): string {
  const { users } = terms.settings
  const leaves =
    person.state === 'disabled' ||
    person.state === 'absent' ||
    (person.state === 'suspended' && !terms.locking.isEnforced)
  if (leaves && users.disabledBase !== undefined) return users.disabledBase
  return placeAmongStaff(person, terms.settings, terms.unitNames)
}

function expressGroup(group: DesiredGroup, { settings, schema }: Terms): ExpressedGroup {
  const hasNumber = group.gidNumber !== undefined && settings.groups.objectClass === 'posixGroup'
  return {
    kind: 'group',
    name: group.name,
    ...resting(settings.groups.base, settings.groups),
    attributes: {
      ...(group.description === undefined ? {} : { [schema.nameOf('description')]: group.description }),
      ...(hasNumber ? { [schema.nameOf('gidNumber')]: group.gidNumber } : {}),
    },
    references: group.owner === undefined ? {} : { [schema.nameOf('owner')]: group.owner },
  }
}

function describeUser(live: ObservedUser, { rules, settings, unitNames }: Terms): DescribedUser {
  const departmentPath = departmentsOf(live.container, settings, unitNames)
  const pointing = rules.find(isReference)?.attribute
  const manager = pointing === undefined ? undefined : live.references[pointing]
  return {
    username: live.username,
    values: pathsFrom(rules, live.attributes),
    state: live.state === 'disabled' ? 'disabled' : 'active',
    ...(manager === undefined ? {} : { manager }),
    ...(departmentPath === undefined ? {} : { departmentPath }),
  }
}

function describeGroup({ name, attributes, references }: ObservedGroup): DescribedGroup {
  const [description] = valuesOf(attributes['description'])
  const [gidNumber] = valuesOf(attributes['gidNumber'])
  const owner = references['owner']
  return {
    name,
    groupKind: 'security',
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(gidNumber === undefined ? {} : { gidNumber }),
  }
}
