import type { Observed, ObservedContainer, ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { ObjectKind } from '../../model/kind.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import { canonicalDn, DnSyntaxError, isWithin, ownName, parentOf } from './dn.ts'
import { permission } from './faults.ts'
import { isReference } from './mapping.ts'
import { protection, userKeys } from './translate.ts'
import type { Terms } from './translate.ts'
import type { Entry } from './wire/answer.ts'
import type { Filter } from './wire/protocol.ts'

/** What one kind of object is asked for, and how an entry of it reads. */
export interface Layout<O extends Observed = Observed> {
  readonly kind: ObjectKind
  readonly filter: Filter
  /** Attributes to ask for; `Entry.values` stands in this order. */
  readonly attributes: readonly string[]
  /** Slots whose absence may mean that roster may not read them. */
  readonly doubtful: readonly number[]
  /** `unreadable`: slots that are there for all we know, and that roster has no right to. */
  readonly read: (entry: Entry, unreadable: readonly number[]) => O
}

/** OpenLDAP's mark of an account that is locked until an administrator unlocks it (slapo-ppolicy). */
export const lockedForGood = '000001010000Z'

/** The reference of an entry or of a value that names one; what is no DN stands for itself. */
export function referenceOf(dn: string): string {
  try {
    return canonicalDn(dn)
  } catch (error) {
    if (error instanceof DnSyntaxError) return dn
    throw error
  }
}

/** Several classes at once: an entry must have them all. */
export function classFilter(classes: readonly string[]): Filter {
  const filters = classes.map((name) => ({ attribute: 'objectClass', equals: name }))
  return filters.length === 1 && filters[0] !== undefined ? filters[0] : { and: filters }
}

export function userLayout(terms: Terms): Layout<ObservedUser> {
  const { settings, schema, rules } = terms
  const fields = new Fields(['entryUUID', 'uid'])
  const plain = rules
    .filter((rule) => !isReference(rule))
    .map(({ attribute }) => [attribute, fields.slot(attribute)] as const)
  const pointing = rules.filter(isReference).map(({ attribute }) => [attribute, fields.slot(attribute)] as const)
  const lock = terms.canLock ? fields.slot('pwdAccountLockedTime') : -1
  const keySlot = (path: string): number =>
    fields.slot(rules.find(({ paths }) => paths[0] === path)?.attribute ?? 'uid')
  const [employeeId, mail] = [keySlot('employeeId'), keySlot('email')]
  const sorts = schema.sorts(settings.users.objectClasses)
  const { disabledBase } = settings.users
  return {
    kind: 'user',
    filter: classFilter(sorts.length > 0 ? sorts : settings.users.objectClasses.slice(0, 1)),
    attributes: fields.names,
    doubtful: fields.names.map((_, slot) => slot).slice(2),
    read: (entry, unreadable) => {
      const common = commonOf(entry, terms, fields.names, unreadable)
      const username = usernameOf(entry)
      if (username === undefined)
        throw permission(
          `${entry.dn}: its uid cannot be read, or it has none. Give the account of credentials.read the right to read uid, or protect the entry.`,
        )
      const attributes = collect(plain, entry)
      const references = Object.fromEntries(
        pointing.flatMap(([name, slot]) =>
          valuesOf(entry.values[slot])
            .slice(0, 1)
            .map((dn) => [name, referenceOf(dn)]),
        ),
      )
      const locked = lock < 0 ? undefined : entry.values[lock]
      const away = disabledBase !== undefined && isWithin(common.container, disabledBase)
      return {
        kind: 'user',
        ...common,
        username,
        attributes,
        references,
        keys: userKeys({
          username,
          employeeId: employeeId === 1 ? undefined : entry.values[employeeId],
          mail: mail === 1 ? undefined : entry.values[mail],
        }),
        state: away || locked === lockedForGood ? 'disabled' : locked === undefined ? 'active' : 'locked',
      }
    },
  }
}

export function groupLayout(terms: Terms, memberNamed: (value: string) => string): Layout<ObservedGroup> {
  const { settings, schema } = terms
  const { objectClass, memberAttribute } = settings.groups
  const { must, may } = schema.contents([objectClass])
  const fields = new Fields(['entryUUID', 'cn', memberAttribute])
  const optional = (names: readonly string[]): readonly (readonly [string, number])[] =>
    names
      .map((name) => schema.nameOf(name))
      .filter((name) => may.has(name.toLowerCase()))
      .map((name) => [name, fields.slot(name)] as const)
  const plain = optional(objectClass === 'posixGroup' ? ['description', 'gidNumber'] : ['description'])
  const pointing = optional(['owner'])
  const needsMember = must.has(memberAttribute.toLowerCase())
  return {
    kind: 'group',
    filter: classFilter([objectClass]),
    attributes: fields.names,
    doubtful: fields.names.map((_, slot) => slot).slice(2),
    read: (entry, unreadable) => {
      const common = commonOf(entry, terms, fields.names, unreadable)
      const name = ownName(entry.dn).get('cn') ?? valuesOf(entry.values[1])[0]
      if (name === undefined)
        throw permission(
          `${entry.dn}: its cn cannot be read. Give the account of credentials.read the right to read cn, or protect the entry.`,
        )
      const members = entry.values[2]
      const hidden = unreadable.includes(2) || entry.binary.includes(2) || (members === undefined && needsMember)
      return {
        kind: 'group',
        ...common,
        name,
        attributes: collect(plain, entry),
        references: Object.fromEntries(
          pointing.flatMap(([attribute, slot]) =>
            valuesOf(entry.values[slot])
              .slice(0, 1)
              .map((dn) => [attribute, referenceOf(dn)]),
          ),
        ),
        members: hidden
          ? 'unknown'
          : valuesOf(members)
              .map(memberNamed)
              .filter((member) => member !== settings.placeholder),
      }
    },
  }
}

export function containerLayout(terms: Terms): Layout<ObservedContainer> {
  return {
    kind: 'organizationalUnit',
    filter: classFilter(['organizationalUnit']),
    attributes: ['entryUUID'],
    doubtful: [],
    read: (entry) => ({
      kind: 'organizationalUnit',
      ...commonOf(entry, terms, ['entryUUID'], []),
      attributes: {},
      references: {},
    }),
  }
}

/** Attribute names, each once, in the order of their slots. */
class Fields {
  readonly names: string[]
  constructor(names: readonly string[]) {
    this.names = [...names]
  }
  slot(name: string): number {
    const found = this.names.findIndex((known) => known.toLowerCase() === name.toLowerCase())
    return found >= 0 ? found : this.names.push(name) - 1
  }
}

/** The login that names the entry, or else the first there is. */
function usernameOf({ dn, values }: Entry): string | undefined {
  const uid = values[1]
  return typeof uid === 'string' ? uid : (ownName(dn).get('uid') ?? uid?.[0])
}

const everything: readonly string[] = []

function commonOf(entry: Entry, { settings }: Terms, names: readonly string[], unreadable: readonly number[]) {
  const [immutableId] = entry.values
  if (typeof immutableId !== 'string') {
    throw permission(
      `${entry.dn}: its entryUUID cannot be read. Give the account of credentials.read the right to read entryUUID.`,
    )
  }
  const reference = referenceOf(entry.dn)
  const why = protection(reference, settings)
  const isKnown = unreadable.length === 0 && entry.binary.length === 0
  return {
    immutableId,
    reference,
    container: parentOf(reference),
    unknown: isKnown ? everything : [...new Set([...unreadable, ...entry.binary])].map((slot) => names[slot] ?? ''),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

function collect(slots: readonly (readonly [string, number])[], { values, binary }: Entry): Record<string, Value> {
  const attributes: Record<string, Value> = {}
  for (const [name, slot] of slots) {
    const value = values[slot]
    if (value !== undefined && (binary.length === 0 || !binary.includes(slot))) attributes[name] = value
  }
  return attributes
}
