import { createHash } from 'node:crypto'
import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { Operation } from '../../model/operation.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { Dialect, ExpressedGroup, ExpressedUser } from '../provider.ts'
import { describeGroup, describeUser } from './describe.ts'
import { kindAttribute, placeOfKind, places } from './group-kind.ts'
import { firstValue, isReference } from './mapping.ts'
import { policyDialects } from './policy.ts'
import { entraProblems } from './problems.ts'
import { protection } from './protect.ts'
import { peopleDomain } from './terms.ts'
import type { Terms } from './terms.ts'
import { keysOf } from './translate.ts'

/** How long Entra ID may take to show what was written, at the very most that was seen; then it is no longer waited for. */
const settlesWithin = 15 * 60_000

/** How a tenant of Entra ID holds what is declared. */
export function entraDialect(terms: Terms): Dialect {
  return {
    settlesWithin,
    // https://learn.microsoft.com/entra/fundamentals/users-restore
    keepsDeleted: '30 days',
    licencesNeed: 'usageLocation',
    repeatable: isRepeatable,
    user: (person) => expressUser(person, terms),
    group: (group) => expressGroup(group, terms),
    describeUser: (live) => describeUser(live, terms),
    describeGroup,
    same,
    foldName: (name) => name.toLowerCase(),
    problems: (object) => entraProblems(object, terms),
    disabledContainer: (container) => container,
    protects: (reference) =>
      terms.learnt.protectedIds.has(reference) || protection([reference], terms.settings) !== undefined,
    policies: policyDialects(terms),
    lineage: () => [],
  }
}

/** Groups are made under a name that Entra ID keeps unique (uniqueName), so nothing comes of asking twice. */
function isRepeatable(creation: Operation): boolean {
  return creation.kind === 'group' && creation.verb === 'create' && creation.after.container === places.groups
}

/** Properties that Entra ID compares without regard to case. */
const folded: ReadonlySet<string> = new Set([
  'userPrincipalName',
  'mail',
  'otherMails',
  'mailNickname',
  'usageLocation',
])

/** Order carries no meaning where there are several values. */
function same(attribute: string, a: Value | null | undefined, b: Value | null | undefined): boolean {
  const fold = folded.has(attribute) ? (value: string) => value.toLowerCase() : (value: string) => value
  const [left, right] = [new Set(valuesOf(a).map(fold)), new Set(valuesOf(b).map(fold))]
  return left.size === right.size && [...left].every((value) => right.has(value))
}

function expressUser(person: Person, terms: Terms): ExpressedUser {
  const { attributes, references } = wished(person, terms)
  const email = firstValue(person.values['email'])
  const invites = person.guest === true ? (email ?? '') : undefined
  const username = invites === undefined ? signInName(person, terms) : guestName(email ?? person.username, terms)
  return {
    kind: 'user',
    username,
    container: places.users,
    attributes,
    references,
    naming: {},
    initial: initialValues(person, username, attributes, terms),
    keys:
      invites === undefined
        ? keysOf({ upn: username, employeeId: person.values['employeeId'], mail: email })
        : keysOf({ upn: undefined, employeeId: undefined, mail: email }),
    ...(invites === undefined ? {} : { invites }),
  }
}

function signInName({ upn, username }: Person, terms: Terms): string {
  return upn ?? `${username}@${peopleDomain(terms)}`
}

/** The name that Entra ID gives somebody who is invited: https://learn.microsoft.com/entra/external-id/user-properties */
export function guestName(email: string, { domains }: Pick<Terms, 'domains'>): string {
  return `${email.replaceAll('@', '_')}#EXT#@${domains.initial}`
}

function wished(person: Person, { rules }: Terms): Pick<ExpressedUser, 'attributes' | 'references'> {
  const attributes: Record<string, Value | null> = {}
  const references: Record<string, string | null> = {}
  for (const rule of rules) {
    const { attribute, path } = rule
    if (isReference(rule)) {
      if (person.manager !== undefined) references[attribute] = person.manager
      continue
    }
    const value = pathValue(path, person.values, person)
    // Microsoft lets nobody take it back, once it is known where somebody uses services.
    if (value === undefined || (value === null && attribute === 'usageLocation')) continue
    attributes[attribute] = value
  }
  return { attributes, references }
}

/** undefined: unmanaged. */
function pathValue(path: string, values: WishedAttributes, person: Person | undefined): Value | null | undefined {
  const value = path === 'upn' ? person?.upn : path === 'username' ? person?.username : values[path]
  return value === undefined || value === null || value.length > 0 ? value : null
}

/** What is set once. An account cannot be made without a display name and a mail nickname. */
function initialValues(
  person: Person,
  username: string,
  managed: WishedAttributes,
  { rules }: Terms,
): WishedAttributes {
  const initial: Record<string, Value | null> = {}
  if (person.guest !== true) initial['mailNickname'] = nickname(username)
  if (managed['displayName'] === undefined) initial['displayName'] = person.username
  for (const rule of rules) {
    if (isReference(rule) || managed[rule.attribute] !== undefined) continue
    const value = pathValue(rule.path, person.initial, undefined)
    if (value !== undefined && value !== null) initial[rule.attribute] = value
  }
  return initial
}

/** The local part of a name, without what no mail nickname holds: https://learn.microsoft.com/graph/api/resources/user */
function nickname(name: string): string {
  const [local = ''] = name.split('@')
  const kept = local.replace(/[^\x21-\x7e]|[@()\\[\]";:<>,]/g, '')
  return kept === '' ? 'roster' : kept.slice(0, 64)
}

/** Roles and units hold nothing that roster writes but their members and, of a unit, its description. */
function expressGroup(group: DesiredGroup, terms: Terms): ExpressedGroup {
  const { groupKind, name, description, owner, mail } = group
  const isRole = groupKind === 'directoryRole'
  const isGroup = !isRole && groupKind !== 'administrativeUnit'
  return {
    kind: 'group',
    name,
    container: placeOfKind(groupKind),
    attributes: {
      [kindAttribute]: groupKind,
      ...(description === undefined || isRole ? {} : { description }),
      ...(mail === undefined || !isGroup ? {} : { mail }),
    },
    references: owner === undefined || !isGroup ? {} : { owner },
    ...(isGroup ? { initial: { mailNickname: groupNickname(group, terms) } } : {}),
  }
}

/** A name that no other group has, and that the same declaration always gets: a creation whose answer was lost is found by it. */
function groupNickname({ name, mail, directory, id }: DesiredGroup, { settings }: Terms): string {
  if (typeof mail === 'string') return nickname(mail)
  const mark = createHash('sha256').update(`${settings.tenantId}/${directory}/${id}`).digest('hex').slice(0, 12)
  const readable = nickname(name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '')).slice(0, 48)
  return `${readable}-${mark}`
}
